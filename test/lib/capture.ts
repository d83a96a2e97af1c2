// Captures of everything that crosses an interface, and the two judges that read them: judge.py (scapy) and tshark.
// It must never lose a packet silently: a capture with kernel drops is an error.
import { join } from "node:path";
import type { Netns } from "./netns.js";
import { type Running, run, sleep } from "./run.js";

/** What judge.py says about a capture; see its head for every check. */
export interface Judgement {
  frames: number;
  /** Frames that carried a tunnelled packet. */
  tunnelled: number;
  /** Frames by "outer source > outer destination". */
  directions: Record<string, number>;
  /** Tunnel keys seen (VNI, GRE key, VSID). */
  keys: number[];
  /** Outer UDP source ports by outer source. */
  sourcePorts: Record<string, number[]>;
  /** What the outer UDP checksums are, by outer source: "zero", "filled". */
  udpChecksums: Record<string, string[]>;
  /** Inner connections (with direction) by outer source. */
  connections: Record<string, number>;
  /** Outer TTLs or hop limits by outer source. */
  ttls: Record<string, number[]>;
  /** Inner packets by kind: "tcp", "udp", "icmp", "icmp6", "arp", "fragment", "qinq", "extension"... */
  inner: Record<string, number>;
  /** Longest inner frame, bytes, by outer source. */
  longest: Record<string, number>;
  /** Frames outside tunnels by kind: "arp", "nd", "icmp", ... */
  plain: Record<string, number>;
  /** Each thing that is wrong: frame number (from 1) and a sentence. */
  findings: { frame: number; what: string }[];
}

export interface JudgeOptions {
  /** Tunnel that every packet of these frames must be in; "any": whatever is recognised. */
  type?: "vxlan" | "gre" | "nvgre" | "gre-ip" | "any";
  /** The only key allowed. */
  key?: number;
  udpPort?: number;
  /** Outer UDP checksum 0 over IPv6 is allowed (RFC 6936). */
  zero6?: boolean;
  /** Outer source whose packets must be the node's: source ports 49152.. and one per connection. */
  node?: string;
}

export class Capture {
  private constructor(
    readonly path: string,
    private readonly dumpcap: Running,
  ) {}

  /** Every frame on the interface from now on. */
  static async start(space: Netns, device: string, name = device): Promise<Capture> {
    const path = join(space.lab.folder, `${name}.pcap`);
    const dumpcap = space.spawn("dumpcap", ["-q", "-i", device, "-P", "-B", "64", "-w", path]);
    await dumpcap.says(/File: /);
    return new Capture(path, dumpcap);
  }

  /** Ends it; throws when the kernel dropped a frame on the way to the file. */
  async stop(): Promise<string> {
    // dumpcap takes frames from the kernel in blocks that are handed over every 250 ms.
    await sleep(600);
    const code = await this.dumpcap.stop("SIGINT");
    const said = this.dumpcap.output();
    const dropped = /received\/dropped on interface[^:]*: \d+\/(\d+)/.exec(said)?.[1];
    if (code !== 0 || dropped !== "0") throw new Error(`the capture is not whole\n${said}`);
    return this.path;
  }
}

/** Reads the capture with scapy and checks every byte of every encapsulated packet. */
export async function judge(pcap: string, options: JudgeOptions = {}): Promise<Judgement> {
  const script = join(import.meta.dirname, "judge.py");
  const { stdout } = await run("/usr/bin/python3", [script, pcap, JSON.stringify(options)], {
    timeoutMs: 120_000,
  });
  return JSON.parse(stdout) as Judgement;
}

/** The second judge: frames that tshark calls malformed or whose checksums it finds wrong. */
export async function tsharkFindings(pcap: string): Promise<string[]> {
  const layers = ["ip", "udp", "tcp"].flatMap((layer) => ["-o", `${layer}.check_checksum:TRUE`]);
  const wrong = [
    "_ws.malformed",
    ...["ip.checksum", "udp.checksum", "icmp.checksum", "icmpv6.checksum"].map(
      (field) => `${field}.status == "Bad"`,
    ),
    // Linux writes a TCP checksum of 0 as 0xffff, which is the same number (RFC 1624); tshark frowns at it.
    '(tcp.checksum.status == "Bad" && tcp.checksum != 0xffff)',
  ].join(" || ");
  // A stream is bytes here: its random port may be some protocol's own, which then calls them malformed.
  const streams = ["-d", "tcp.port==1-65535,data"];
  const { stdout } = await run("tshark", ["-n", "-r", pcap, ...layers, ...streams, "-Y", wrong], {
    timeoutMs: 120_000,
  });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Ends a capture and lets both judges read it; what tshark finds is among the findings. */
export async function judged(capture: Capture, options: JudgeOptions): Promise<Judgement> {
  const path = await capture.stop();
  const [scapy, tshark] = await Promise.all([judge(path, options), tsharkFindings(path)]);
  scapy.findings.push(
    ...tshark.map((line) => ({ frame: Number(line.trim().split(/\s+/)[0]), what: `tshark: ${line}` })),
  );
  return scapy;
}
