// The node under test: `edgelane run` as a person starts it, with TAP ports that are moved into the namespaces of the
// test. It must never reach into the node: everything it tells comes from the program and its HTTP interface.
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NodeClient } from "../../dataplane/controller/api/client.js";
import type { QueueSample } from "../../dataplane/controller/stats/sample.js";
import { processesOf } from "./leftovers.js";
import type { Lab, Netns } from "./netns.js";
import { eventually, Hopeless, type Running } from "./run.js";

/** What a person types; EDGELANE_PROGRAM names another build of it. */
export const program = process.env.EDGELANE_PROGRAM ?? join(import.meta.dirname, "../../scripts/edgelane");

/** A port of the node, and the interface `as` in a namespace that it is wired to. */
export interface EdgePort {
  name: string;
  /** How: a TAP that is moved there (default: DPDK's; or the worker's own), DPDK's packet socket, XDP socket or libpcap driver on a veth, or a device's text. */
  by?: "tap" | "net_tap" | "af_packet" | "af_xdp" | "pcap" | { device: string };
  space?: Netns;
  as?: string;
  /** Addresses of the interface in the namespace. */
  addresses?: string[];
  /** Of the node's port; the interface in the namespace gets `spaceMtu` or the same. */
  mtu?: number;
  spaceMtu?: number;
  queues?: number;
  /** Of the interface in the namespace; default: a random one. */
  mac?: string;
  /** The port's offload wishes in the profile. */
  offloads?: Record<string, string>;
}

export interface EdgeOptions {
  ports: EdgePort[];
  underlay?: { port: string; addresses: string[]; gateways?: string[]; vlan?: number; mtu?: number }[];
  /** Everything but the version; hosts default to this one. */
  topology: Record<string, unknown>;
  /** Topology host; default "node". */
  host?: string;
  /** Merged over the test's profile. */
  profile?: Record<string, unknown>;
  /** Name label; default "n". */
  label?: string;
}

export const host = "node";

let devices = 0;

export class Edge {
  running!: Running;
  readonly env: Record<string, string>;
  private wired: Wired[] = [];
  private words: string[] = [];

  private constructor(
    readonly lab: Lab,
    readonly name: string,
    readonly folder: string,
  ) {
    this.env = { XDG_RUNTIME_DIR: folder, EDGELANE_RUN_DIR: folder };
  }

  /** Starts the node, waits until it answers, and hands its TAPs to their namespaces. */
  static async start(lab: Lab, options: EdgeOptions): Promise<Edge> {
    const edge = await Edge.prepare(lab, options);
    edge.running = edge.launch();
    await edge.ready();
    return edge;
  }

  /** Everything that a start needs, but the start. */
  static async prepare(lab: Lab, options: EdgeOptions): Promise<Edge> {
    const name = lab.name(options.label ?? "n");
    const edge = new Edge(lab, name, join(lab.folder, name));
    mkdirSync(edge.folder, { recursive: true });
    // A worker outlives a controller that had to be killed; it must not outlive the test.
    lab.atClose(() => {
      for (const { pid, words } of processesOf(edge.folder))
        if (words[0]?.endsWith("edgelane-worker")) process.kill(pid, "SIGKILL");
    });
    for (const port of options.ports) edge.wired.push(await wire(lab, port));
    const ports = edge.wired.map(({ device, port }) => ({
      name: port.name,
      device,
      mtu: port.mtu ?? 1500,
      queues: port.queues ?? 1,
      ...(port.offloads === undefined ? {} : { offloads: port.offloads }),
      rxDescriptors: 256,
      txDescriptors: 256,
    }));
    const profile = edge.write("profile.json", {
      version: 1,
      role: "gateway",
      host: options.host ?? host,
      name,
      ports,
      underlay: options.underlay ?? [],
      cores: [1],
      memory: { hugepages: false, megabytes: 192 },
      idle: { backoffUs: 200 },
      ...options.profile,
    });
    const topology = edge.write("topology.json", { version: 1, hosts: [{ id: host }], ...options.topology });
    edge.words = ["run", profile, "--topology", topology];
    return edge;
  }

  /** `edgelane run`; nothing is waited for. `user`: numeric id to run as. */
  launch(user?: number): Running {
    const command = [program, ...this.words];
    if (user !== undefined)
      command.unshift("setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups");
    return this.lab.spawn(command[0]!, command.slice(1), { env: this.env });
  }

  /** Waits until it answers, and hands its TAPs over. */
  async ready(): Promise<void> {
    await eventually(
      "the node's answer",
      async () => {
        if (!this.running.running) throw new Hopeless(`the node ended\n${this.running.output()}`);
        return (await this.queues()).length > 0;
      },
      20_000,
      300,
    );
    for (const one of this.wired) if (one.tap !== undefined) await handOver(one.tap, one.port);
  }

  /** Interfaces that the node makes itself. */
  get taps(): string[] {
    return this.wired.flatMap(({ tap }) => tap ?? []);
  }

  /** Its HTTP interface. */
  get api(): NodeClient {
    return new NodeClient(this.name, this.folder);
  }

  queues(): Promise<QueueSample[]> {
    return this.api.queues();
  }

  /** Ends it as Ctrl-C does; its exit code. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number> {
    return await this.running.stop(signal, 15_000);
  }

  private write(file: string, document: unknown): string {
    const path = join(this.folder, file);
    writeFileSync(path, JSON.stringify(document, null, 2));
    return path;
  }
}

interface Wired {
  port: EdgePort;
  /** What the profile names. */
  device: string;
  /** Interface that the node makes and that has to move. */
  tap?: string;
}

/** Lays the wire of one port as far as it can be laid before the node runs. */
async function wire(lab: Lab, port: EdgePort): Promise<Wired> {
  const by = port.by ?? "net_tap";
  if (typeof by === "object") return { port, device: by.device };
  const number = devices++;
  const name = lab.name(`d${number}`);
  if (by === "tap" || by === "net_tap") return { port, device: `${by}${number},iface=${name}`, tap: name };
  await lab.veth(undefined, name, port.space, port.as ?? "eth0", port.spaceMtu ?? port.mtu ?? 1500);
  await port.space!.address(port.as ?? "eth0", ...(port.addresses ?? []));
  const pairs = by === "af_packet" ? `,qpairs=${port.queues ?? 1}` : "";
  return { port, device: `net_${by}${number},iface=${name}${pairs}` };
}

/** Gives a TAP of the node to its namespace, with a MAC of its own: DPDK's port has the one the TAP was made with. */
async function handOver(tap: string, port: EdgePort): Promise<void> {
  const space = port.space!;
  const as = port.as ?? "eth0";
  await space.adopt(tap, as);
  const mac = port.mac ?? `02:${randomBytes(5).toString("hex").match(/../g)!.join(":")}`;
  await space.ip(`link set ${as} address ${mac} mtu ${port.spaceMtu ?? port.mtu ?? 1500}`);
  await space.address(as, ...(port.addresses ?? []));
}

/** The ledger over all queues: packets that came to be, and packets with a fate. */
export function ledger(queues: QueueSample[]): { in: number; out: number; unbalanced: string[] } {
  const rows = queues.map((queue) => {
    const drops = Object.values(queue.drops).reduce((sum, count) => sum + count, 0);
    return {
      name: `${queue.portName}/${queue.queue}@${queue.lcore}`,
      in: queue.rx + queue.injected + queue.cloned + queue.split,
      out: queue.tx + drops + queue.consumed + queue.merged + queue.held,
    };
  });
  return {
    in: rows.reduce((sum, row) => sum + row.in, 0),
    out: rows.reduce((sum, row) => sum + row.out, 0),
    unbalanced: rows
      .filter((row) => row.in !== row.out)
      .map((row) => `${row.name}: ${row.in} in, ${row.out} out`),
  };
}
