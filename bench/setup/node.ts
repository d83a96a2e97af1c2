// A whole node for a measurement: the real worker on the last CPU, the real controller in this process on the first.
// It must never leave a worker behind.
import { EdgeNode, ledgerOf, makeLog, type NodeOptions } from "../../dataplane/controller/index.js";
import { parseProfile } from "../../dataplane/profiles/index.js";
import type { Topology } from "../../dataplane/topology/index.js";
import { onLeaving } from "../leaving.js";
import { MEASURED, OTHER, reserve } from "../machine.js";
import { stepAhead, stepBack } from "./priority.js";

const MEGABYTES = 384;

export interface SetupOptions {
  folder: string;
  topology: Topology;
  /** Device of the port "in". */
  input: string;
  /** Device of the port "other", which sends nothing without it; gated as "in" is. */
  flood?: string;
  gated: boolean;
  flows: number;
  /** Packets parked at most, and upcall slots. */
  window?: number;
  /** Packets the input keeps in mbufs to replay them for ever. */
  replayed?: number;
  spin?: boolean;
}

let nodes = 0;

export interface SetupNode {
  node: EdgeNode;
  /** Ends it and gives everything back. */
  end(): Promise<void>;
}

export async function setupNode(options: SetupOptions, more: Partial<NodeOptions> = {}): Promise<SetupNode> {
  const { folder, topology, input, flood, gated, flows, window = 8192, replayed = 0, spin = false } = options;
  const megabytes = MEGABYTES + Math.ceil(replayed / 400);
  const memory = reserve(megabytes);
  const name = `setup-${process.pid}-${nodes++}`;
  const port = { mtu: 1500, rxDescriptors: 256, txDescriptors: 256, promiscuous: false };
  const profile = parseProfile(
    {
      ...{ version: 1, host: "bench", name, burst: 32 },
      ports: [
        { ...port, name: "in", device: input, gated },
        { ...port, name: "out", device: "net_null0,no-rx=1" },
        { ...port, name: "other", device: flood ?? "net_null1,no-rx=1", gated: flood !== undefined && gated },
      ],
      cores: [MEASURED],
      mbufs: { count: 2 * window + 8192 + replayed, size: 2048 },
      memory: { hugepages: memory.hugepages, megabytes },
      bounds: { flows, parked: window, upcallSlots: window, upcallRate: 0 },
      timeouts: { flowIdleMs: 0, parkMs: 5000 },
      ffi: { batch: 256, commandBytes: 8 * 2 ** 20, eventBytes: 4 * 2 ** 20 },
    },
    "bench",
  );
  let node: EdgeNode;
  try {
    node = await EdgeNode.start({
      ...{
        profile,
        topology,
        runDir: folder,
        log: makeLog("error"),
        api: false,
        spin,
        cpus: [OTHER, MEASURED],
      },
      ...more,
    });
  } catch (cause) {
    memory.release();
    throw cause;
  }
  stepAhead(process.pid);
  stepAhead(node.status().worker);
  const gone = onLeaving(() => process.kill(node.status().worker, "SIGKILL"));
  const end = async (): Promise<void> => {
    gone();
    stepBack(process.pid);
    await node.stop();
    memory.release();
  };
  return { node, end };
}

/** What a node has lost: drops by name, or undefined when every packet has left. */
export function lost(node: EdgeNode): string | undefined {
  const { queues } = node.sample();
  const drops = new Map<string, number>();
  for (const queue of queues)
    for (const [name, count] of Object.entries(queue.drops)) drops.set(name, (drops.get(name) ?? 0) + count);
  const said = [...drops].map(([name, count]) => `${count} dropped ${name}`);
  const { balanced, in: came, out } = ledgerOf(queues);
  if (!balanced) said.push(`${came} packets came and ${out} have a fate`);
  return said.length === 0 ? undefined : said.join(", ");
}

/** Packets that left by a port. */
export function sent(node: EdgeNode, port: string): number {
  return node.sample().ports.find(({ name }) => name === port)?.txPackets ?? 0;
}
