// Chains of rules on a port, and what each test reads to decide:
//
//   vm1 ──(inbound chain)── br ── vm2
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import { ElError } from "../../topology/error.js";
import type { Chain, Condition, Rule, Topology } from "../../topology/model.js";
import { tag } from "../tags.js";
import type { Verdict } from "../verdict.js";
import { MAC, Net, numberOf, udp, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { bitsOf, maskOf } from "./lib/print.js";

function net(chains: Chain[], more: Partial<Topology> = {}): Net {
  const one = new Net({
    bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }],
    ports: [vm(1, "br", { inboundChain: "in" }), vm(2, "br")],
    chains,
    ...more,
  });
  one.state.stations.set(`br 0 ${numberOf(MAC.a)}`, "vm1");
  return one;
}

const rules = (...list: Rule[]): Chain => ({ id: "in", rules: list });
/** What a bridge reads of any unicast frame. */
const L2 = { eth_dst: 48, eth_src: 48, vlan_tci: 1 };
const TYPE = { eth_type: 16 };

/** Does the condition hold, and what did it read beyond the bridge? */
function ask(
  match: Condition,
  spec: Spec = udp,
  more: Partial<Topology> = {},
): { holds: boolean; verdict: Verdict } {
  const verdict = net([rules({ match, action: "drop" })], more).look(spec);
  const holds = verdict.result.kind === "drop" && verdict.result.reason === DROP.POLICY;
  return { holds, verdict };
}

describe("a condition reads only what decides it", () => {
  it.each<[string, Condition, boolean, Record<string, number>]>([
    ["a matching prefix: its bits", { destination: "10.4.5.0/24" }, true, { ...TYPE, ip_dst: 24 }],
    [
      "another prefix: the first differing bit",
      { destination: "10.4.128.0/24" },
      false,
      { ...L2, ...TYPE, ip_dst: 1 },
    ],
    [
      "the other family: one bit of the type",
      { destination: "2001:db8::/32" },
      false,
      { ...L2, eth_type: 1 },
    ],
    ["another type: one bit", { etherType: 0x0806 }, false, { ...L2, eth_type: 1 }],
    ["another protocol: one bit of it", { protocol: 6 }, false, { ...L2, ...TYPE, ip_proto: 1 }],
    ["no tag: one bit", { noVlan: true }, true, { vlan_tci: 1 }],
    ["a VLAN there is not: one bit", { vlan: 5 }, false, L2],
    [
      "a masked MAC: the mask",
      { srcMac: "02:00:00:00:00:00", srcMacMask: "ff:ff:00:00:00:00" },
      true,
      { eth_src: 16 },
    ],
    ["whether it is a later fragment: one bit", { fragments: "header" }, true, { ip_frag: 1 }],
    ["whether it is a fragment: two bits", { fragments: "unfragmented" }, true, { ip_frag: 2 }],
    ["the traffic class", { tos: 0 }, true, { ...TYPE, ip_tos: 8 }],
    ["any fragment policy: nothing", { fragments: "any" }, true, {}],
    [
      "ports by the bits that prove the range",
      { destinationPorts: { first: 64, last: 127 } },
      true,
      { ...TYPE, ip_frag: 1, ip_proto: 8, tp_dst: 10 },
    ],
    [
      "a port outside by the first that exclude it",
      { destinationPorts: { first: 32768, last: 65535 } },
      false,
      { ...L2, ...TYPE, ip_frag: 1, ip_proto: 8, tp_dst: 1 },
    ],
    [
      "all ports: no bit of them",
      { sourcePorts: { first: 0, last: 65535 } },
      true,
      { ...TYPE, ip_frag: 1, ip_proto: 8 },
    ],
    ["where it came in: nothing", { inPorts: ["vm1"] }, true, {}],
    ["where it leaves, at the way in: not known", { outPorts: ["vm2"] }, false, L2],
    ["what it crossed", { traversedDevice: "br" }, true, {}],
    [
      "an inverted field",
      { destination: "10.4.5.0/24", not: ["destination"] },
      false,
      { ...L2, ...TYPE, ip_dst: 24 },
    ],
    ["the inverted whole", { protocol: 6, invert: true }, true, { ...TYPE, ip_proto: 1 }],
    [
      "addresses inside an error, when it is none",
      { icmpDataSource: "10.0.0.0/8" },
      false,
      { ...L2, ...TYPE, ip_proto: 1 },
    ],
  ])("%s", (_, match, holds, bits) => {
    const answer = ask(match);
    expect(answer.holds).toBe(holds);
    expect(bitsOf(answer.verdict.mask)).toEqual(bits);
  });

  it("address groups by the trie: the member, or what excludes all members", () => {
    const groups = {
      ipAddressGroups: [{ id: "g", addresses: ["10.4.5.6", "10.4.5.128/25", "2001:db8::1"] }],
    };
    const inside = ask({ dstAddressGroup: "g" }, udp, groups);
    expect(inside.holds).toBe(true);
    expect(maskOf(inside.verdict, "ip_dst")).toBe("000000000000000000000000ffffffff");
    const outside = ask({ dstAddressGroup: "g" }, { ...udp, to: "11.4.5.6" }, groups);
    expect(outside.holds).toBe(false);
    expect(maskOf(outside.verdict, "ip_dst")).toBe("00000000000000000000000001000000");
  });

  it("address groups of very many members likewise", () => {
    const addresses = Array.from({ length: 300 }, (_, i) => `10.4.${i >> 4}.${16 * (i & 15)}`);
    const groups = { ipAddressGroups: [{ id: "g", addresses: [...addresses, "2001:db8::/48"] }] };
    const inside = ask({ dstAddressGroup: "g" }, { ...udp, to: "10.4.5.32" }, groups);
    expect(inside.holds).toBe(true);
    expect(maskOf(inside.verdict, "ip_dst")).toBe("000000000000000000000000ffffffff");
    const outside = ask({ dstAddressGroup: "g" }, { ...udp, to: "10.6.5.32" }, groups);
    expect(outside.holds).toBe(false);
    expect(maskOf(outside.verdict, "ip_dst")).toBe("00000000000000000000000000020000");
    const not = ask({ dstAddressGroup: "g", not: ["dstAddressGroup"] }, { ...udp, to: "10.6.5.32" }, groups);
    expect(not.holds).toBe(true);
  });

  it("ARP addresses only where the rule names ARP", () => {
    const arp: Spec = { port: 1, src: MAC.a, dst: MAC.b, arp: { sender: "10.1.2.3", target: "10.4.5.6" } };
    expect(ask({ source: "10.1.0.0/16" }, arp).holds).toBe(false);
    expect(ask({ etherType: 0x0806, source: "10.1.0.0/16", protocol: 1 }, arp).holds).toBe(true);
  });

  it("ICMP type and code as ports, never those of a later fragment", () => {
    const ping: Spec = { ...udp, protocol: 1, tp: [8, 0] };
    expect(ask({ protocol: 1, sourcePorts: { first: 8, last: 8 } }, ping).holds).toBe(true);
    const { tp: _, ...later } = { ...udp, frag: "LATER" as const };
    expect(ask({ destinationPorts: { first: 0, last: 65535 } }, later).holds).toBe(false);
  });

  it("the packet inside an ICMP error: for this one packet only", () => {
    const inner = new Uint8Array(28);
    inner.set([0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 9, 9, 9, 10, 8, 8, 8]);
    const error: Spec = { ...udp, protocol: 1, tp: [3, 1], payload: inner };
    const verdict = net([rules({ match: { icmpDataSource: "10.9.0.0/16" }, action: "drop" })]).look(error);
    expect(verdict.result).toEqual({ kind: "once" });
    const other = net([rules({ match: { icmpDataDestination: "10.9.0.0/16" }, action: "drop" })]).look(error);
    expect(other.result).toEqual({ kind: "once" });
    expect([verdict, other].map((one) => one.actions[0])).toEqual([2, 1]);
  });
});

describe("a chain", () => {
  const any = {};
  const verdictOf = (chains: Chain[]): string => {
    const { result } = net(chains).look(udp);
    return result.kind === "drop" ? `drop ${result.reason}` : result.kind;
  };
  const DROPPED = `drop ${DROP.POLICY}`;

  it("accepts at its end", () => {
    expect(verdictOf([rules()])).toBe("flow");
  });

  it("takes the first decisive rule", () => {
    expect(verdictOf([rules({ match: any, action: "accept" }, { match: any, action: "drop" })])).toBe("flow");
    expect(verdictOf([rules({ match: any, action: "continue" }, { match: any, action: "drop" })])).toBe(
      DROPPED,
    );
    expect(verdictOf([rules({ match: any, action: "return" }, { match: any, action: "drop" })])).toBe("flow");
    expect(verdictOf([rules({ match: any, action: "reject" })])).toBe(`drop ${DROP.REJECTED}`);
  });

  it("jumps, comes back from the end or a return, and enters no chain twice", () => {
    const jump: Rule = { action: "jump", chain: "other" };
    const other = (...list: Rule[]): Chain => ({ id: "other", rules: list });
    expect(verdictOf([rules(jump, { action: "drop" }), other()])).toBe(DROPPED);
    expect(verdictOf([rules(jump, { action: "drop" }), other({ action: "accept" })])).toBe("flow");
    expect(
      verdictOf([rules(jump, { action: "drop" }), other({ action: "return" }, { action: "accept" })]),
    ).toBe(DROPPED);
    const back: Rule = { action: "jump", chain: "in" };
    expect(verdictOf([rules(jump, jump, { action: "drop" }), other(back)])).toBe(DROPPED);
  });

  it("carries a tag that says how far its rules were read", () => {
    const chains = [
      rules({ match: { protocol: 6 }, action: "drop" }, { action: "accept" }, { action: "drop" }),
    ];
    const one = net(chains);
    const { tags } = one.look(udp);
    expect(tags).toContain(tag.rule("in", '{"action":"accept"}'));
    expect(tags).not.toContain(tag.chainEnd("in"));
  });

  it("is refused when it needs connection tracking", () => {
    let thrown: unknown;
    try {
      net([rules({ match: any, action: "accept" }, { match: { returnFlow: true }, action: "accept" })]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ElError);
    const { code, findings } = thrown as ElError;
    expect(code).toBe("SIMULATION_UNSUPPORTED");
    expect(findings.map((finding) => finding.path)).toEqual(["/chains/0/rules/1/match/returnFlow"]);
  });
});
