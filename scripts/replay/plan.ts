// What a replay needs before it starts: which capture enters by which port, and a profile of capture ports for the
// host. It must fail before anything runs: captures are read whole and judged here.
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Profile, parseProfile } from "../../dataplane/profiles/index.js";
import { ElError, type Topology } from "../../dataplane/topology/index.js";
import { UsageError } from "../cli/exit.js";
import { readIncoming } from "../pcap/incoming.js";
import type { PcapRecord } from "../pcap/read.js";
import { writePcap } from "../pcap/write.js";
import { hostFacts, UNDERLAY } from "../simulate/world.js";

/** One port of the replay: names, and the captures in and out. */
export interface ReplayPort {
  /** What the operator calls it: topology port id, or up0 for the underlay. */
  id: string;
  /** The profile's port name. */
  name: string;
  records: PcapRecord[];
  /** Raw capture that the worker writes. */
  out: string;
}

export interface ReplayPlan {
  profile: Profile;
  ports: ReplayPort[];
}

export interface ReplayRequest {
  topology: Topology;
  host: string;
  /** "PORT=FILE" words. */
  inputs: readonly string[];
  out: string;
  /** Folder for what the worker reads and writes meanwhile. */
  work: string;
  lcores?: number;
}

const LARGEST_FRAME = 9014;

export function planReplay(request: ReplayRequest): ReplayPlan {
  const { topology, host, inputs, out, work } = request;
  const facts = hostFacts(topology, host);
  const ids = new Map<string, string>([[UNDERLAY, UNDERLAY]]);
  for (const port of topology.ports)
    if (port.host === host && port.interface !== undefined) ids.set(port.interface, port.id);
  const captures = readInputs(inputs, ids);
  makeOut(out);
  const addresses = facts.underlay[0]!.addresses;
  const used = [...facts.ports.keys()].filter((name) => name !== UNDERLAY || addresses.length > 0);
  if (captures.has(UNDERLAY) && addresses.length === 0)
    throw new ElError(
      "USAGE_PORT",
      `host "${host}" has no tunnel address, so nothing comes in by ${UNDERLAY}`,
      {
        place: "--in",
        remedy: "leave that capture out, or put the host into a tunnel zone",
      },
    );
  const ports = used.map((name, index): ReplayPort => {
    const records = captures.get(name)?.records ?? [];
    const source = join(work, `${index}.in.pcap`);
    writePcap(source, records);
    return { id: ids.get(name)!, name, records, out: join(work, `${index}.out.pcap`) };
  });
  const profile = parseProfile({
    version: 1,
    role: "gateway",
    host,
    name: `replay-${process.pid}`,
    ports: ports.map(({ name, out: written }, index) => ({
      name,
      device: `net_pcap${index},rx_pcap=${join(work, `${index}.in.pcap`)},tx_pcap=${written}`,
      mtu: 9000,
      gated: true,
      rxDescriptors: 256,
      txDescriptors: 256,
    })),
    underlay: addresses.length === 0 ? [] : [{ port: UNDERLAY, addresses, gateways: gatewaysOf(addresses) }],
    // Capture ports send no chained mbufs: a frame must fit one.
    mbufs: { size: 9216 },
    memory: { hugepages: false, megabytes: 256 },
    // A capture that enters at once may have as many first packets as a node usually parks, all of one port.
    bounds: { parked: 2048, upcallSlots: 2048 },
    idle: { backoffUs: 20 },
    timeouts: { parkMs: 60_000, flowIdleMs: 0 },
  });
  return { profile, ports };
}

/** Makes the folder, or proves that it is empty and can be written. */
function makeOut(out: string): void {
  const refuse = (what: string, remedy: string, cause?: unknown): never => {
    throw new ElError("USAGE_OUT", `the folder ${out} ${what}`, { place: "--out", remedy, cause });
  };
  try {
    if (!existsSync(out)) mkdirSync(out);
    accessSync(out, constants.W_OK | constants.X_OK);
    if (readdirSync(out).length === 0) return;
  } catch (cause) {
    refuse(
      `cannot be used: ${(cause as Error).message}`,
      "name a new folder inside one that you may write",
      cause,
    );
  }
  refuse("is not empty", `name a new folder, or empty it: rm -r ${out}`);
}

/** What is off the link goes to the last address of it. */
function gatewaysOf(addresses: readonly string[]): string[] {
  const found = new Map<boolean, string>();
  for (const address of addresses) {
    const six = address.includes(":");
    const cut = Math.max(address.lastIndexOf("."), address.lastIndexOf(":")) + 1;
    if (!found.has(six)) found.set(six, address.slice(0, cut) + (six ? "fffe" : "254"));
  }
  return [...found.values()];
}

interface Capture {
  path: string;
  records: PcapRecord[];
}

/** By profile port name. */
function readInputs(inputs: readonly string[], ids: ReadonlyMap<string, string>): Map<string, Capture> {
  const captures = new Map<string, Capture>();
  for (const word of inputs) {
    const cut = word.indexOf("=");
    if (cut < 1) throw new UsageError(`--in ${word} is no PORT=CAPTURE`, "write --in vm1=vm1.pcap");
    const [port, path] = [word.slice(0, cut), word.slice(cut + 1)];
    const name = [...ids].find(([own, id]) => id === port || own === port)?.[0];
    if (name === undefined)
      throw new UsageError(
        `--in ${word}: no port "${port}" at this host`,
        `name one of ${[...ids.values()].join(", ")}`,
      );
    if (captures.has(name))
      throw new UsageError(`--in names port "${port}" twice`, "merge the captures: mergecap");
    const records = readIncoming(path);
    const large = records.findIndex((record) => record.data.length > LARGEST_FRAME);
    if (large >= 0)
      throw new ElError(
        "CAPTURE_OVERSIZED",
        `record ${large + 1} of ${path} has ${records[large]!.data.length} bytes`,
        {
          place: path,
          remedy: `ports take ${LARGEST_FRAME}; capture with offloads off: ethtool -K DEVICE gro off tso off`,
        },
      );
    captures.set(name, { path, records });
  }
  return captures;
}
