// A UDP datagram with its payload (RFC 768, RFC 8200 8.1). Pure.
import { KEY } from "../../../bindings/layout.js";
import { getShort, putShort } from "./checksum.js";
import { type Frame, finishChecksum, type IpFields, ip } from "./frame.js";

export function udp(
  fields: Omit<IpFields, "protocol">,
  family: 4 | 6,
  ports: { from: number; to: number },
  payload: Uint8Array,
): Frame {
  const frame = ip({ ...fields, protocol: 17 }, family, 8 + payload.length);
  const { data, key, l4Offset: at } = frame;
  putShort(data, at, ports.from);
  putShort(data, at + 2, ports.to);
  putShort(data, at + 4, 8 + payload.length);
  data.set(payload, at + 8);
  putShort(key, KEY.tp_src, ports.from);
  putShort(key, KEY.tp_dst, ports.to);
  finishChecksum(frame, at + 6, true);
  // Zero would say that there is none.
  if (getShort(data, at + 6) === 0) putShort(data, at + 6, 0xffff);
  return frame;
}
