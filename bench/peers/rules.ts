// What Open vSwitch has to be told for a case, so that it does the same work by the same match: OpenFlow rules. Pure.
import type { BenchCase } from "../cases.js";
import { addresses, LOCAL_MAC, REMOTE_MAC } from "../frames.js";

/** OpenFlow numbers of the ports. */
export const PORT = { in: 1, out: 2, proof: 3, tunnel: 10 } as const;

/**
 * Reads a field into a register that nothing asks for: the switch then has a datapath flow (megaflow) for each of the
 * field's values, by one rule.
 */
const read = (field: string, register: string): string => `move:NXM_${field}[]->NXM_NX_${register},`;
/** A flow for each 5-tuple; `udp` is matched. */
export const PER_TUPLE = [
  ...[read("OF_IP_SRC", "REG0[]"), read("OF_IP_DST", "REG1[]")],
  ...[read("OF_UDP_SRC", "REG2[0..15]"), read("OF_UDP_DST", "REG2[16..31]")],
].join("");
const PER_MAC = read("OF_ETH_DST", "XXREG0[0..47]");

const mac = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");

/** Rules of the tenant's bridge, where every packet's fate is decided; `out` is where it goes. */
export function tenantRules(what: BenchCase, out: number): string[] {
  const from = what.does === "decap" ? PORT.tunnel : PORT.in;
  const to = what.does === "encap" ? PORT.tunnel : out;
  const { dstMac, srcMac } = addresses(what, 0);
  const match = [`in_port=${from}`];
  const each: string[] = [];
  if (what.match.includes("eth_dst")) {
    if (what.entries === "one" || what.does === "route") match.push(`dl_dst=${mac(dstMac)}`);
    else each.push(PER_MAC);
  }
  if (what.match.includes("eth_src")) match.push(`dl_src=${mac(srcMac)}`);
  if (what.match.includes("tp_src")) {
    match.push("udp");
    each.push(PER_TUPLE);
  } else if (what.match.includes("ip_dst")) {
    match.push("ip");
    if (what.prefix === undefined) each.push(read("OF_IP_DST", "REG0[]"));
    else match.push(`nw_dst=10.128.0.0/${what.prefix}`);
  }
  const route = what.does === "route" ? `mod_dl_src:${LOCAL_MAC},mod_dl_dst:${REMOTE_MAC},dec_ttl,` : "";
  return [`${match.join(",")},actions=${each.join("")}${route}output:${to}`];
}

/** Rules of the bridge that has the underlay, where there is a tunnel. */
export function underlayRules(what: BenchCase, out: number): string[] {
  return what.does === "encap"
    ? [`in_port=LOCAL,actions=output:${out}`]
    : [`in_port=${PORT.in},actions=LOCAL`];
}
