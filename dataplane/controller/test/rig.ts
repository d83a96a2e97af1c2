// A node of the real worker on capture files: what goes in is written by scapy, what comes out is read by scapy. It
// must never decide what is right.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { parseProfile } from "../../profiles/index.js";
import { parseTopology, type Topology } from "../../topology/index.js";
import { EdgeNode, makeLog, type NodeOptions } from "../index.js";
import { workerProgram } from "../launch.js";

const python = "/usr/bin/python3";

function scapy(code: string, ...args: string[]): string {
  const script = `import sys,json\nfrom scapy.all import *\nconf.verb=0\n${code}`;
  return execFileSync(python, ["-c", script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What keeps these tests from running here, or undefined. */
function lacks(): string | undefined {
  if (!existsSync(workerProgram())) return "the worker is not built: npm run build";
  try {
    scapy("print(1)");
    return undefined;
  } catch {
    return "scapy is missing: apt-get install python3-scapy";
  }
}

/** Stories on the real worker; where it cannot run they are skipped, and why is said. */
export function story(name: string, tell: () => void): void {
  const why = lacks();
  if (why === undefined) describe(name, tell);
  else describe.skip(`${name} (skipped: ${why})`, tell);
}

let rigs = 0;

export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), "elc-"));
  readonly name = `t${process.pid}-${rigs++}`;
  readonly host = "h1";
  node!: EdgeNode;
  private received = 0;

  /** A capture of frames given as a Python list expression; its path. */
  capture(name: string, frames: string): string {
    const path = join(this.folder, `${name}.in.pcap`);
    scapy(
      `w=PcapWriter(sys.argv[1],linktype=1)\nw.write_header(None)\nfor i,p in enumerate(${frames}):\n p.time=1+i*0.001\n w.write(p)\nw.close()`,
      path,
    );
    return path;
  }

  /** Lines, one a frame, that a Python expression of `p` gives for each frame that left by the port. */
  left(port: string, expression: string): string[] {
    const text = scapy(
      `print(json.dumps([str(${expression}) for p in rdpcap(sys.argv[1])]))`,
      join(this.folder, `${port}.out.pcap`),
    );
    return JSON.parse(text) as string[];
  }

  profile(ports: Record<string, string>, more: Record<string, unknown> = {}): object {
    return {
      version: 1,
      host: this.host,
      name: this.name,
      ports: Object.entries(ports).map(([name, path], index) => ({
        name,
        device: `net_pcap${index},rx_pcap=${path},tx_pcap=${join(this.folder, `${name}.out.pcap`)}`,
        gated: true,
        rxDescriptors: 128,
        txDescriptors: 128,
      })),
      cores: [1],
      memory: { hugepages: false, megabytes: 128 },
      idle: { backoffUs: 100 },
      bounds: { flows: 4096, parked: 256, upcallSlots: 256 },
      ...more,
    };
  }

  async start(profile: object, topology: object, options: Partial<NodeOptions> = {}): Promise<EdgeNode> {
    this.received = 0;
    this.node = await EdgeNode.start({
      profile: parseProfile(profile),
      topology: parseTopology({ version: 1, hosts: [{ id: this.host }], ...topology }),
      runDir: this.folder,
      log: makeLog(process.env.EDGELANE_TEST_LOG === undefined ? "silent" : "debug"),
      ...options,
    });
    return this.node;
  }

  /** Lets the next `count` frames of a port in, and waits until each has its fate or waits for an answer. */
  async feed(port: string, count = 1): Promise<void> {
    this.received += count;
    this.node.credit(port, count);
    await this.node.settle(this.received);
  }

  async end(): Promise<void> {
    await this.node?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A bridge with a port on each of these interfaces. */
export function bridge(host: string, ...interfaces: string[]): Pick<Topology, "bridges" | "ports"> {
  return {
    bridges: [{ id: "br" }],
    ports: interfaces.map((name) => ({ id: `port-${name}`, device: "br", host, interface: name })),
  };
}
