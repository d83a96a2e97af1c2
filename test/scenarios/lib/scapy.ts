// The scapy process that the scenarios share: expressions to bytes, bytes to words. It must never interpret a packet
// itself.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "../../../bindings/root.js";

/** What an expression may name besides scapy's own (packets.py). */
export interface Names {
  node: string;
  local4: string;
  local6: string;
  vlan?: number;
  /** MACs by router port id. */
  ports: Record<string, string>;
  /** Tunnel keys by port id. */
  keys: Record<string, number>;
}

export interface Built {
  bytes: Uint8Array;
  /** Offset of a UDP header whose source port is free; -1 none. */
  free: number;
}

export class Scapy {
  private readonly child: ChildProcess;
  private ended: string | undefined;
  private readonly waiting: ((answer: unknown) => void)[] = [];

  constructor() {
    const script = join(packageRoot, "test/scenarios/lib/packets.py");
    this.child = spawn("/usr/bin/python3", [script], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.child.stdout! }).on("line", (line) => {
      this.waiting.shift()?.(JSON.parse(line));
    });
    this.child.on("exit", (code) => {
      this.ended = `scapy ended with ${code}`;
      for (const done of this.waiting.splice(0)) done({ error: this.ended });
    });
  }

  /** Throws with the expression that scapy did not take. */
  async build(names: Names, frames: Record<string, string>, wanted: readonly string[]): Promise<Built[]> {
    const answer = (await this.ask({ op: "build", names, frames, wanted })) as {
      frames: { hex?: string; free?: number | null; error?: string }[];
    };
    return answer.frames.map(({ hex, free, error }) => {
      if (error !== undefined) throw new Error(error);
      return { bytes: new Uint8Array(Buffer.from(hex!, "hex")), free: free ?? -1 };
    });
  }

  /** One line a packet. */
  async tell(frames: readonly Uint8Array[]): Promise<string[]> {
    if (frames.length === 0) return [];
    return ((await this.ask({ op: "tell", frames: frames.map(hex) })) as { lines: string[] }).lines;
  }

  /** The fields in which `got` is not what was expected. */
  async differ(expected: Uint8Array, got: Uint8Array): Promise<string[]> {
    const pairs = [[hex(expected), hex(got)]];
    return ((await this.ask({ op: "differ", pairs })) as { lines: string[][] }).lines[0]!;
  }

  stop(): void {
    this.child.stdin!.end();
  }

  private ask(request: object): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(new Error(this.ended));
    return new Promise((resolve, reject) => {
      this.waiting.push((answer) => {
        const { error } = answer as { error?: string };
        if (error === undefined) resolve(answer);
        else reject(new Error(error));
      });
      this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    });
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
