// A captured frame as the simulation takes it: parsed by the worker's own parser. Must not be used for upcalls: they
// bring their key with them.
import { parsePacket } from "../../bindings/index.js";
import { DROP_NAMES } from "../../bindings/layout.js";
import type { Endpoint } from "../simulation/snapshot.js";
import type { Packet } from "../simulation/verdict.js";
import { parseIp } from "../topology/addresses.js";
import { ElError } from "../topology/index.js";
import { workerType } from "./underlay/kind.js";

/** `endpoints`: the local tunnel addresses when the worker port is an underlay port, else none. */
export function packetOf(data: Uint8Array, workerPort: number, endpoints: readonly Endpoint[]): Packet {
  const parsed = parsePacket(
    data,
    workerPort,
    data.length,
    endpoints.map(({ type, local, udpPort }) => ({
      type: workerType(type),
      udpDst: udpPort,
      local: parseIp(local)!.bytes,
    })),
  );
  if (parsed.drop !== 0)
    throw new ElError("PACKET_UNPARSED", `The worker would drop it at once: ${DROP_NAMES[parsed.drop]}.`, {
      remedy: "Give a whole Ethernet frame.",
    });
  const { key, innerOffset, l3Offset, l4Offset } = parsed;
  return { key, data, length: data.length, innerOffset, l3Offset, l4Offset };
}
