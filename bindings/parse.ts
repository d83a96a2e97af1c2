// The worker's own parser on bytes of a capture, through the client library. Must never be used once a packet in the
// controller: upcalls bring their key with them.
import { ENDPOINT_SIZE, KEY_SIZE, PARSED, PARSED_SIZE } from "./layout.js";
import { library } from "./library.js";
import { encodeStruct } from "./record.js";

/** A local tunnel address, as ENDPOINT_SET declares it. */
export interface Endpoint {
  /** TUNNEL_TYPE VXLAN, GRE or NVGRE. */
  type: number;
  /** VXLAN: destination port. */
  udpDst: number;
  /** Sixteen bytes, IPv4 as ::ffff:a.b.c.d. */
  local: Uint8Array;
}

export interface ParsedPacket {
  /** DROP NONE, TRUNCATED or MALFORMED. */
  drop: number;
  /** 128 bytes, struct el_key. */
  key: Uint8Array;
  /** Where the packet that the key describes starts; 0 when not tunnelled. */
  innerOffset: number;
  /** From the first byte, outer headers included; 0 = absent. */
  l3Offset: number;
  l4Offset: number;
  /** Tunnelled: bytes DECAP takes off. */
  outerLength: number;
}

/** Parses the first bytes of a packet of `length` bytes that came in by a worker port. */
export function parsePacket(
  data: Uint8Array,
  inPort: number,
  length = data.length,
  endpoints: readonly Endpoint[] = [],
): ParsedPacket {
  const table = new Uint8Array(endpoints.length * ENDPOINT_SIZE);
  endpoints.forEach(({ type, udpDst, local }, i) => {
    encodeStruct(new DataView(table.buffer), i * ENDPOINT_SIZE, "endpoint", { type, udp_dst: udpDst, local });
  });
  const key = new Uint8Array(KEY_SIZE);
  const parsed = new Uint8Array(PARSED_SIZE);
  const count = endpoints.length;
  const list = count === 0 ? null : table;
  const drop = library().el_parse(data, data.length, length, inPort, list, count, key, parsed);
  const at = new DataView(parsed.buffer);
  return {
    drop,
    key,
    innerOffset: at.getUint16(PARSED.inner_offset, true),
    l3Offset: at.getUint16(PARSED.l3_offset, true),
    l4Offset: at.getUint16(PARSED.l4_offset, true),
    outerLength: at.getUint16(PARSED.outer_len, true),
  };
}
