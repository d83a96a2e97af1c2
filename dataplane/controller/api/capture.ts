// POST /capture: a capture as one endless answer, pcapng. It ends with its reader, and its reader with it.
import type { ServerResponse } from "node:http";
import { ElError } from "../../topology/index.js";
import type { CaptureOptions, Sink } from "../capture/session.js";
import type { EdgeNode } from "../node.js";

/** Throws ElError before anything was answered. */
export function streamCapture(node: EdgeNode, body: unknown, response: ServerResponse): void {
  const options = optionsOf(body);
  const first: Uint8Array[] = [];
  let begun = false;
  const sink: Sink = {
    write: (bytes) => void (begun ? response.write(bytes) : first.push(bytes)),
    waiting: () => response.writableLength,
    end: () => void (begun && response.end()),
  };
  const end = node.capture(options, sink);
  begun = true;
  response.writeHead(200, { "content-type": "application/x-pcapng" });
  response.on("close", end);
  for (const bytes of first) response.write(bytes);
}

type Test = (value: unknown) => boolean;

const words: Test = (value) => Array.isArray(value) && value.every((word) => typeof word === "string");
const whole =
  (least: number, most: number): Test =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const FIELDS: Readonly<Record<keyof CaptureOptions, Test>> = {
  ports: words,
  points: (value) =>
    words(value) && (value as string[]).every((word) => ["rx", "tx", "drops"].includes(word)),
  filter: words,
  tunnel: (value) => value === "inner" || value === "outer" || value === "both",
  count: whole(1, Number.MAX_SAFE_INTEGER),
  seconds: (value) => typeof value === "number" && value > 0 && value <= 86400,
  snap: whole(64, 65535),
};

const TAKES: Readonly<Record<keyof CaptureOptions, string>> = {
  ports: "Write names of ports: edgelane show ports",
  points: "Write rx, tx, drops, or several of them.",
  filter: "Write field=value or field!=value.",
  tunnel: "Write inner, outer or both.",
  count: "Write a whole number of packets, 1 or more.",
  seconds: "Write up to 86400 seconds.",
  snap: "Write a whole number of bytes, from 64 to 65535.",
};

function optionsOf(body: unknown): CaptureOptions {
  const given = body ?? {};
  for (const [name, value] of Object.entries(given)) {
    const test = FIELDS[name as keyof CaptureOptions] as Test | undefined;
    if (test?.(value) !== true)
      throw new ElError("CAPTURE_OPTION", `A capture cannot have ${name} ${JSON.stringify(value)}.`, {
        place: name,
        remedy: TAKES[name as keyof CaptureOptions] ?? `Use one of ${Object.keys(FIELDS).join(", ")}.`,
      });
  }
  return given as CaptureOptions;
}
