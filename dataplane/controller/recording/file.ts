// A recording as bytes: a name, the head, then upcall by upcall. README.md here is its documentation. It must never
// take a broken file for a shorter one.
import { ElError } from "../../topology/error.js";
import {
  decodeRecording,
  decodeUpcall,
  encodeRecording,
  encodeUpcall,
  type Recording,
  type Upcall,
} from "../../topology/wire.js";
import { framed } from "./recorder.js";

/** Every recording begins with it. */
export const RECORDING_NAME = Buffer.from("edgelane");

export interface Recorded {
  head: Recording;
  upcalls: Upcall[];
}

export const headBytes = (head: Recording): Buffer =>
  Buffer.concat([RECORDING_NAME, framed(encodeRecording(head))]);
export const upcallBytes = (upcall: Upcall): Buffer => framed(encodeUpcall(upcall));

/** `source` names the file to the user. Throws ElError RECORDING_…. */
export function readRecording(bytes: Uint8Array, source: string): Recorded {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, RECORDING_NAME.length).equals(RECORDING_NAME))
    throw new ElError("RECORDING_MALFORMED", `${source} is no recording: it does not begin with its name.`, {
      place: source,
      remedy: "Make one: edgelane record --out FILE",
    });
  const messages: Buffer[] = [];
  for (let at = RECORDING_NAME.length; at < file.length; ) {
    const length = at + 4 <= file.length ? file.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > file.length)
      throw new ElError("RECORDING_CUT", `${source} ends within message ${messages.length + 1}.`, {
        place: source,
        remedy: "Copy the whole file, or record again.",
      });
    messages.push(file.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [head, ...upcalls] = messages;
  if (head === undefined)
    throw new ElError("RECORDING_CUT", `${source} ends before its head.`, {
      place: source,
      remedy: "Copy the whole file, or record again.",
    });
  return { head: decodeRecording(head), upcalls: upcalls.map(decodeUpcall) };
}
