// Guards of ports: security groups, what guests may call themselves, who writes decisions down.
import { vmAddress, vmAddress6, vmMac, vmOf } from "../../dataplane/simulation/test/lib/arbitrary.js";
import type { Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { formatMac } from "../../dataplane/topology/addresses.js";
import type { Port, SecurityGroup, SecurityRule, Topology } from "../../dataplane/topology/model.js";

const GROUPS = ["web", "store"] as const;

export function guarded(random: Random, topology: Topology): void {
  topology.securityGroups = GROUPS.map(
    (id): SecurityGroup => ({
      id,
      ...(random.chance(50) ? { name: `who is in ${id}` } : {}),
      stateless: true,
      rules: Array.from({ length: 1 + random.below(5) }, (_, number) => rule(random, number)),
    }),
  );
  for (const port of topology.ports) {
    if (vmOf(port) < 0 || !random.chance(45)) continue;
    port.antiSpoof = {
      pairs: pairsOf(random, port),
      ...(random.chance(30) ? { dhcpServer: random.chance(60) } : {}),
      ...(random.chance(30) ? { router: random.chance(60) } : {}),
    };
    if (random.chance(75)) port.securityGroups = GROUPS.filter(() => random.chance(60)).slice();
    if (port.securityGroups?.length === 0) delete port.securityGroups;
  }
  topology.ruleLoggers = [
    { id: "log-0", events: random.pick(["accept", "drop", "all"] as const) },
    { id: "log-1", perSecond: 5, burst: 20 },
  ];
  for (const chain of topology.chains ?? []) {
    if (random.chance(40)) chain.log = random.pick(topology.ruleLoggers).id;
    for (const one of chain.rules) if (random.chance(25)) one.log = random.pick(topology.ruleLoggers).id;
  }
}

function pairsOf(random: Random, port: Port): { mac: string; addresses: string[] }[] {
  const vm = vmOf(port);
  const bridge = Number(/\d+$/.exec(port.device)?.[0] ?? 0);
  const own = { mac: formatMac(vmMac(vm)), addresses: [vmAddress(bridge, vm), vmAddress6(bridge, vm)] };
  const more = { mac: "02:00:00:00:02:77", addresses: ["10.0.7.0/24"] };
  return random.chance(25) ? [own, more] : [own];
}

function rule(random: Random, number: number): SecurityRule {
  const protocol = random.pick([undefined, 1, 6, 6, 17, 17, 58]);
  const remote = random.pick([
    {},
    {},
    { remoteGroup: random.pick(GROUPS) },
    { remotePrefix: "10.0.0.0/16" },
    { remotePrefix: "2001:db8::/47" },
  ]);
  const family =
    "remotePrefix" in remote || !random.chance(30) ? {} : { family: random.pick(["ipv4", "ipv6"] as const) };
  const first = random.pick([0, 22, 80, 443, 1024]);
  return {
    direction: random.pick(["ingress", "egress"]),
    ...(random.chance(50) ? { id: `allows-${number}` } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(protocol !== undefined && random.chance(60)
      ? { ports: { first, last: first + random.below(2000) } }
      : {}),
    ...family,
    ...remote,
    ...(random.chance(40) ? { replies: random.chance(80) } : {}),
  };
}
