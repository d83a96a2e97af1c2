// Security groups and anti-spoofing: what a document may not say, and that a stateful group is no open one.
import { describe, expect, it } from "vitest";
import { ElError } from "../error.js";
import { parseTopology } from "../index.js";
import { expandPolicy } from "../policy.js";

const base = {
  version: 1,
  hosts: [{ id: "h" }],
  bridges: [{ id: "br" }],
  ports: [
    {
      ...{ id: "vm", device: "br", host: "h", interface: "tap0", securityGroups: ["web"] },
      antiSpoof: { pairs: [{ mac: "02:00:00:00:00:01", addresses: ["10.0.0.1"] }] },
    },
  ],
  securityGroups: [
    { id: "web", stateless: true, rules: [{ direction: "ingress", protocol: 6 }] as object[] },
  ],
};

function codes(change: (document: typeof base) => void): string[] {
  const document = structuredClone(base);
  change(document);
  try {
    parseTopology(document);
    return [];
  } catch (error) {
    if (!(error instanceof ElError)) throw error;
    return error.findings.map(({ code, path }) => `${code} ${path}`);
  }
}

describe("a template", () => {
  it("is taken when it says what it means", () => {
    expect(codes(() => {})).toEqual([]);
  });

  it.each<[string, (document: typeof base) => void, string]>([
    [
      "a group that would have to remember connections",
      (t) => Object.assign(t.securityGroups[0]!, { stateless: false }),
      "TOPOLOGY_STATEFUL_GROUP /securityGroups/0/stateless",
    ],
    [
      "a group there is not",
      (t) => t.ports[0]!.securityGroups.push("nowhere"),
      "TOPOLOGY_UNKNOWN_REFERENCE /ports/0/securityGroups/1",
    ],
    [
      "a remote group of a port whose addresses nobody knows",
      (t) => {
        t.securityGroups[0]!.rules.push({ direction: "ingress", remoteGroup: "web" });
        Reflect.deleteProperty(t.ports[0]!, "antiSpoof");
      },
      "TOPOLOGY_MEMBER_WITHOUT_ADDRESS /ports/0/securityGroups/0",
    ],
    [
      "two remotes",
      (t) =>
        t.securityGroups[0]!.rules.push({
          ...{ direction: "ingress", remoteGroup: "web", remotePrefix: "10.0.0.0/8" },
        }),
      "TOPOLOGY_TWO_REMOTES /securityGroups/0/rules/1/remoteGroup",
    ],
    [
      "ports of no protocol",
      (t) => t.securityGroups[0]!.rules.push({ direction: "egress", ports: { first: 1, last: 2 } }),
      "TOPOLOGY_PORTS_WITHOUT_PROTOCOL /securityGroups/0/rules/1/ports",
    ],
    [
      "an interior port that mistrusts its peer",
      (t) => Object.assign(t.ports[0]!, { host: undefined, interface: undefined, peer: "vm" }),
      "TOPOLOGY_POLICY_OF_INTERIOR_PORT /ports/0/securityGroups",
    ],
    [
      "a logger there is not",
      (t) => Object.assign(t, { chains: [{ id: "c", log: "nobody", rules: [] }] }),
      "TOPOLOGY_UNKNOWN_REFERENCE /chains/0/log",
    ],
  ])("is refused: %s", (_, change, finding) => {
    expect(codes(change)).toContain(finding);
  });

  it("becomes chains that end in a drop by name, each way", () => {
    const { chains, ports } = expandPolicy(parseTopology(base));
    expect(ports[0]).toEqual({
      ...{ id: "vm", device: "br", host: "h", interface: "tap0" },
      ...{ inboundChain: "from vm", outboundChain: "to vm" },
    });
    const last = (id: string) => chains?.find((chain) => chain.id === id)?.rules.at(-1);
    expect(last("from vm")).toEqual({ id: "no security group lets vm send it", action: "drop" });
    expect(last("to vm")).toEqual({ id: "no security group lets it reach vm", action: "drop" });
    expect(last("anti-spoof vm")).toEqual({ id: "anti-spoof vm: not its MAC", action: "drop" });
  });
});
