// Messages to the services of the edge, built by scapy and taken apart by it; it shares no code with what answers.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const script = fileURLToPath(new URL("./services.py", import.meta.url));

/** One scapy for all questions of a test file: it takes its time to start. */
let scapy: { child: ChildProcess; lines: AsyncIterator<string> } | undefined;

async function ask<T>(requests: readonly object[]): Promise<T[]> {
  if (scapy === undefined) {
    const child = spawn("/usr/bin/python3", ["-u", script], { stdio: ["pipe", "pipe", "ignore"] });
    scapy = { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
  }
  const answers: T[] = [];
  for (const request of requests) {
    scapy.child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await scapy.lines.next();
    if (done === true) throw new Error(`scapy ended at ${JSON.stringify(request)}`);
    answers.push(JSON.parse(value) as T);
  }
  return answers;
}

afterAll(() => {
  scapy?.child.kill();
  scapy = undefined;
});

/** The bytes of scapy expressions, by their names. */
export async function built<K extends string>(
  expressions: Record<K, string>,
): Promise<Record<K, Uint8Array>> {
  const names = Object.keys(expressions) as K[];
  const answers = await ask<{ hex: string }>(names.map((name) => ({ build: expressions[name] })));
  return Object.fromEntries(
    names.map((name, i) => [name, Uint8Array.from(Buffer.from(answers[i]!.hex, "hex"))]),
  ) as Record<K, Uint8Array>;
}

export interface Seen {
  layers: string[];
  /** Of the first layer of each name. */
  fields: Record<string, Record<string, unknown>>;
  /** DHCPv4: name or code and values, in order. */
  options: unknown[];
  /** Lengths and checksums are what scapy would write. */
  intact: boolean;
}

export const seen = (frames: readonly Uint8Array[]): Promise<Seen[]> =>
  ask<Seen>(frames.map((frame) => ({ frame: Buffer.from(frame).toString("hex") })));
