// L2 gateways by their ports' numbers.
import { writeMac } from "../../topology/addresses.js";
import type { Topology } from "../../topology/model.js";
import type { VGateway, VPort } from "../snapshot.js";
import { tag } from "../tags.js";
import type { Names } from "./names.js";

export function compileGateways(topology: Topology, names: Names, ports: readonly VPort[]): VGateway[] {
  return (topology.l2Gateways ?? []).map(({ id, ports: [preferred, second] }) => {
    const members = [names.port(preferred), names.port(second)] as const;
    const macs = members.map((index) => {
      const bytes = new Uint8Array(6);
      writeMac(ports[index]!.mac, bytes);
      return bytes;
    });
    return { id, tag: tag.gateway(id), ports: members, macs: [macs[0]!, macs[1]!] };
  });
}
