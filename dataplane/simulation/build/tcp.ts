// The TCP segment that tells a sender nobody listens (RFC 9293 3.10.7.1). Pure; who may be told is not decided here.
import { KEY } from "../../../bindings/layout.js";
import { getShort, putShort } from "./checksum.js";
import { type Frame, finishChecksum, type IpFields, ip } from "./frame.js";

const FLAG = { FIN: 1, SYN: 2, RST: 4, ACK: 16 } as const;

/** `segment`: what it answers, from its TCP header on; `length`: of all of it, bytes. Null: it is a reset itself, or none. */
export function reset(
  fields: Omit<IpFields, "protocol">,
  family: 4 | 6,
  segment: Uint8Array,
  length: number,
): Frame | null {
  if (segment.length < 20 || length < (segment[12]! >> 4) * 4) return null;
  const flags = segment[13]!;
  if ((flags & FLAG.RST) !== 0) return null;
  const frame = ip({ ...fields, protocol: 6 }, family, 20);
  const { data, key, l4Offset: at } = frame;
  putShort(data, at, getShort(segment, 2));
  putShort(data, at + 2, getShort(segment, 0));
  if ((flags & FLAG.ACK) !== 0) data.set(segment.subarray(8, 12), at + 4);
  else {
    const view = new DataView(segment.buffer, segment.byteOffset);
    const spoken = length - (segment[12]! >> 4) * 4 + ((flags & FLAG.SYN) >> 1) + (flags & FLAG.FIN);
    new DataView(data.buffer, data.byteOffset).setUint32(at + 8, view.getUint32(4) + spoken);
  }
  data[at + 12] = 0x50;
  data[at + 13] = (flags & FLAG.ACK) !== 0 ? FLAG.RST : FLAG.RST | FLAG.ACK;
  finishChecksum(frame, at + 16, true);
  key.set(data.subarray(at, at + 4), KEY.tp_src);
  key[KEY.tcp_flags] = data[at + 13]!;
  return frame;
}
