// Asks scapy what it sees in frames; it shares no code with what built them.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Judgement {
  layers: string[];
  fields: Record<string, unknown>;
  /** Rebuilt by scapy with its own lengths and checksums, the frame is the same. */
  intact: boolean;
}

const script = fileURLToPath(new URL("./judge.py", import.meta.url));

export function judge(frames: readonly Uint8Array[]): Judgement[] {
  const input = frames
    .map((frame) => JSON.stringify({ frame: Buffer.from(frame).toString("hex") }))
    .join("\n");
  const out = execFileSync("/usr/bin/python3", [script], {
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Judgement);
}
