// A flow that a change of the topology would treat otherwise carries a tag that the change fires. On random networks,
// random changes and random packets; what is kept is thus as true under the new topology as under the old one, and
// names what it depends on there. EDGELANE_NETWORKS=2000: more of them, as at night.
import fc from "fast-check";
import { expect, it } from "vitest";
import { compile, type Snapshot, simulate, type Tag, tag, type Verdict } from "../../simulation/index.js";
import { type Network, network } from "../../simulation/test/lib/arbitrary.js";
import { packetOf } from "../../simulation/test/lib/packets.js";
import { Random, randomKey, sibling } from "../../simulation/test/lib/random-keys.js";
import { ElError, type Mirror, parseTopology, type Topology } from "../../topology/index.js";
import { relocate, tunnelsIn } from "../flows/relocate.js";
import { planChange } from "../plan.js";
import { placesOf } from "../state/places.js";
import { stays } from "./stays.js";

const NETWORKS = Number(process.env.EDGELANE_NETWORKS ?? 60);
const PACKETS = 60;

type Edit = (topology: Topology, random: Random) => void;

const any = <T>(random: Random, list: readonly T[] | undefined): T | undefined =>
  list === undefined || list.length === 0 ? undefined : random.pick(list);
const chainName = (random: Random): string => `chain-${random.below(4)}`;
const toggle = (object: { adminUp?: boolean } | undefined): void => {
  if (object !== undefined) object.adminUp = object.adminUp === false;
};
const newMirror = (t: Topology, random: Random): Mirror => ({
  ...{ id: "new-mirror", to: random.pick(t.ports).id },
  ...(random.chance(70) && { match: { protocol: random.pick([6, 17]) } }),
});

/** Another chain, or none. */
function chained(owner: { inboundChain?: string; outboundChain?: string }, random: Random): void {
  const field = random.pick(["inboundChain", "outboundChain"] as const);
  if (random.chance(30)) delete owner[field];
  else owner[field] = chainName(random);
}

const EDITS: readonly Edit[] = [
  (t, random) => toggle(any(random, t.ports)),
  (t, random) => toggle(any(random, t.bridges)),
  (t, random) => toggle(any(random, t.routers)),
  (t, random) => {
    const port = random.pick(t.ports);
    const bridged = t.bridges!.some(({ id }) => id === port.device);
    const led = t.ports.some(({ peer, addresses }) => peer === port.id && addresses !== undefined);
    if (!bridged) return;
    delete port.trunkVlans;
    const vlan = random.pick([0, 5, 100]);
    if (vlan === 0) delete port.vlan;
    else port.vlan = vlan;
    if (!led && random.chance(40)) port.trunkVlans = vlan === 0 ? [0, 5] : [7];
  },
  (t, random) => {
    const port = random.pick(t.ports);
    if (port.host !== undefined) port.hairpin = port.hairpin !== true;
  },
  (t, random) => chained(random.pick(t.ports), random),
  (t, random) => chained(random.pick([...t.bridges!, ...(t.routers ?? [])]), random),
  (t, random) => {
    const bridge = any(random, t.bridges)!;
    bridge.arpSuppression = bridge.arpSuppression === false;
  },
  (t, random) => {
    const { rules } = random.pick(t.chains!);
    rules.splice(random.below(rules.length + 1), 0, {
      action: random.pick(["accept", "drop", "reject", "return"]),
    });
  },
  (t, random) => {
    const { rules } = random.pick(t.chains!);
    rules.splice(random.below(rules.length + 1), 1);
  },
  (t, random) => {
    random.pick(t.chains!).rules.reverse();
  },
  (t, random) => {
    const rule = any(random, random.pick(t.chains!).rules);
    if (rule !== undefined && rule.action !== "jump")
      rule.action = random.pick(["accept", "drop", "continue"]);
  },
  (t, random) => {
    const routes = any(random, t.routers)?.routes;
    routes?.splice(random.below(routes.length + 1), 1);
  },
  (t, random) => {
    const destination = random.pick([
      "10.0.0.0/16",
      "10.0.1.0/24",
      "0.0.0.0/0",
      "172.16.5.0/24",
      "::/0",
      "10.0.0.11/32",
    ]);
    any(random, t.routers)?.routes?.push({
      destination,
      type: random.pick(["blackhole", "reject"]),
      weight: 1,
    });
  },
  (t, random) => {
    const route = any(random, any(random, t.routers)?.routes);
    if (route !== undefined) route.weight = random.pick([1, 500]);
  },
  (t, random) => {
    t.ipAddressGroups![0]!.addresses.splice(random.below(4), 1);
  },
  (t) => {
    t.ipAddressGroups![0]!.addresses.push("10.0.0.0/24", "2001:db8::/48");
  },
  (t, random) => {
    t.portGroups![0]!.ports = random
      .pick([[], ["vm-1"], ["vm-0", "vm-2"]])
      .filter((id) => t.ports.some((port) => port.id === id));
  },
  (t, random) => {
    const host = random.pick([0, 1]);
    if (t.tunnelZones !== undefined)
      t.tunnelZones[0]!.hosts[host]!.address = host === 0 ? "2001:db8:ff::1" : "192.0.2.77";
  },
  (t) => {
    if (t.tunnelZones !== undefined) t.tunnelZones[0]!.hosts.pop();
  },
  (t) => {
    t.tunnelZones = [
      {
        id: "zone",
        type: t.tunnelZones?.[0]?.type === "gre" ? "vxlan" : "gre",
        hosts: [
          { host: "a", address: "192.0.2.1" },
          { host: "b", address: "192.0.2.2" },
        ],
      },
    ];
  },
  (t, random) => {
    const vms = t.ports.filter((port) => port.host !== undefined);
    const port = any(random, vms);
    if (port !== undefined) port.host = port.host === "a" ? "b" : "a";
  },
  (t, random) => {
    const vms = t.ports.filter((port) => port.host !== undefined);
    const port = any(random, vms);
    if (port !== undefined) port.key = 1 + random.below(99);
  },
  (t, random) => {
    t.ports.splice(random.below(t.ports.length), 1);
  },
  (t, random) => {
    const one = random.pick(t.ports);
    if (one.peer === undefined) return;
    t.ports = t.ports.filter((port) => port !== one && port.id !== one.peer);
  },
  (t, random) => {
    const leg = any(
      random,
      t.ports.filter((port) => port.addresses !== undefined),
    );
    if (leg !== undefined) leg.addresses = [`10.0.${random.below(3)}.${random.pick([1, 2, 77])}/24`];
  },
  (t, random) => {
    const leg = any(
      random,
      t.ports.filter((port) => port.addresses !== undefined),
    );
    if (leg !== undefined) leg.mac = "02:00:00:00:77:01";
  },
  (t, random) => {
    const vtep = t.ports.find((port) => port.vtep !== undefined)?.vtep;
    if (vtep === undefined) return;
    if (random.chance(30)) vtep.key = 5001;
    else if (random.chance(50)) vtep.flood = [vtep.remotes[0]!.address];
    else vtep.remotes[1] = { address: "198.51.100.9", macs: ["02:00:00:00:01:02"] };
  },
  (t, random) => {
    const bridge = any(random, t.bridges)!;
    const port = any(
      random,
      t.ports.filter((one) => one.device === bridge.id && one.peer === undefined && !one.vtep),
    );
    if (port === undefined) return;
    const vm = random.below(6);
    const station = {
      mac: `02:00:00:00:01:0${vm}`,
      port: port.id,
      ...(random.chance(50) ? { addresses: [`10.0.${random.below(3)}.${10 + vm}`] } : {}),
      ...(random.chance(30) ? { vlan: 5 } : {}),
    };
    bridge.macTable = random.chance(30) ? [] : [station];
  },
  (t, random) => {
    const mirror = any(random, t.mirrors);
    if (mirror !== undefined) mirror.to = random.pick(t.ports).id;
  },
  (t, random) => {
    const mirror = any(random, t.mirrors);
    if (mirror !== undefined) mirror.match = { protocol: random.pick([6, 17]) };
  },
  (t, random) => {
    const port = random.pick(t.ports);
    t.mirrors = [...(t.mirrors ?? []), newMirror(t, random)];
    const point = random.pick(["preIn", "postIn", "preOut", "postOut"] as const);
    port.mirrors = { ...port.mirrors, [point]: random.chance(20) ? [] : ["new-mirror"] };
  },
  (t, random) => {
    t.mirrors = [...(t.mirrors ?? []), newMirror(t, random)];
    const device = any(random, random.chance(50) ? t.bridges : t.routers);
    const list = random.pick(["inboundMirrors", "outboundMirrors"] as const);
    if (device !== undefined) device[list] = random.chance(20) ? [] : ["new-mirror"];
  },
  (t, random) => {
    const one = any(random, t.l2Insertions);
    if (one === undefined) return;
    const edit = random.below(4);
    if (edit === 0) one.failOpen = one.failOpen !== true;
    else if (edit === 1) one.vlan = 7;
    else if (edit === 2) one.mac = "02:00:00:00:01:00";
    else t.l2Insertions!.splice(t.l2Insertions!.indexOf(one), 1);
  },
  (t, random) => {
    const vms = t.ports.filter(({ interface: name }) => name !== undefined).map(({ id }) => id);
    const id = "new-insertion";
    if (vms.length > 1 && t.l2Insertions === undefined)
      t.l2Insertions = [
        { id, port: random.pick(vms.slice(1)), servicePort: vms[0]!, vlan: 100, position: 9 },
      ];
  },
  (t, random) => {
    const port = random.pick(t.ports);
    if (random.chance(50)) port.mtu = random.pick([1280, 1400]);
    else port.mssClamp = random.pick([0, 1200]);
  },
  (t, random) => {
    t.qosPolicies = [
      { id: "new-policy", dscp: 10, rates: [{ direction: random.pick(["in", "out"]), pps: 9 }] },
    ];
    if (random.chance(50)) any(random, t.bridges)!.qos = "new-policy";
    else random.pick(t.ports).qos = "new-policy";
  },
  (t, random) => {
    const router = any(random, t.routers);
    if (router === undefined) return;
    const pairs = [{ ipv6: "2001:db8:0::10", ipv4: "10.0.0.10" }];
    router.nat64 = { prefix: "2001:db8:2::/96", pairs };
  },
  (t, random) => {
    const router = any(random, t.routers);
    const destination = random.pick(["10.0.1.0/24", "10.0.0.0/16", "0.0.0.0/0"]);
    const source = random.pick(["10.0.0.0/24", "10.0.1.8/29"]);
    router?.routes?.push({ destination, source, type: "blackhole" });
  },
  (t, random) => {
    const rule = any(random, random.pick(t.chains!).rules);
    if (rule !== undefined) rule.id = "another-name";
  },
  (t, random) => {
    const bridge = any(random, t.bridges)!;
    t.ports.push({ id: "new", device: bridge.id, host: random.pick(["a", "b"]), interface: "port9" });
  },
];

const edits = fc.array(fc.nat(EDITS.length - 1), { minLength: 1, maxLength: 3 });

function judged(topology: Topology): Topology | undefined {
  try {
    return parseTopology(topology);
  } catch (cause) {
    if (cause instanceof ElError) return undefined;
    throw cause;
  }
}

/** What a flow of this verdict does, with tunnels named by what they are. */
function deeds(snapshot: Snapshot, verdict: Verdict, names: Map<string, number>): string {
  const list = (actions: Uint8Array): string =>
    Buffer.from(
      relocate(actions, {
        group: (index) => index,
        meter: (index) => {
          const name = `meter ${snapshot.meters[index]!.id}`;
          names.set(name, names.get(name) ?? names.size);
          return names.get(name)!;
        },
        tunnel: (id) => {
          const { type, local, remote, udpPort } = snapshot.tunnels[id]!;
          const name = `${type} ${local} ${remote} ${udpPort}`;
          names.set(name, names.get(name) ?? names.size);
          return names.get(name)!;
        },
      }),
    ).toString("hex");
  const groups = verdict.groups.map(({ members }) =>
    members.map((m) => `${list(m.actions)} ${m.weight} ${m.token}`),
  );
  return JSON.stringify([verdict.result, list(verdict.actions), groups]);
}

function survives(before: Snapshot, after: Snapshot, verdict: Verdict): boolean {
  const name = (snapshot: Snapshot, id: number): string => {
    const { type, local, remote, udpPort } = snapshot.tunnels[id]!;
    return `${type} ${local} ${remote} ${udpPort}`;
  };
  const there = new Set(after.tunnels.map((_, id) => name(after, id)));
  const lists = [verdict.actions, ...verdict.groups.flatMap(({ members }) => members.map((m) => m.actions))];
  return lists.flatMap(tunnelsIn).every((id) => there.has(name(before, id)));
}

/** Stations at places that are no more are forgotten, as a node does on apply. */
function forget({ state }: Network, after: Topology, tags: Set<Tag>): void {
  const isPlace = placesOf(after);
  for (const [name, where] of state.stations) {
    const [bridge, vlan, mac] = name.split(" ");
    if (!isPlace(bridge!, where)) tags.add(tag.station(bridge!, Number(vlan), Number(mac)));
  }
}

/** One change after the other: what stays through all of them is still found by the last. */
function tryChanges(
  net: Network,
  revisions: readonly Topology[],
  random: Random,
): { compared: number; changed: number; outlived: number } {
  const snapshots = revisions.map((one) => compile(one, net.facts));
  const plans = revisions.slice(1).map((after, i) => {
    const plan = planChange(revisions[i]!, after, snapshots[i]!, snapshots[i + 1]!);
    forget(net, after, plan.tags);
    return plan;
  });
  const names = new Map<string, number>();
  const count = { compared: 0, changed: 0, outlived: 0 };
  const old = snapshots[0]!;
  for (let i = 0; i < PACKETS; i++) {
    const key = randomKey(random, net.pool);
    const verdict = simulate(old, net.state, packetOf(key));
    if (verdict.result.kind !== "flow" && verdict.result.kind !== "drop") continue;
    const was = deeds(old, verdict, names);
    const other = sibling(random, net.pool, key, verdict.mask);
    let { tags } = verdict;
    for (const [place, plan] of plans.entries()) {
      const fresh = snapshots[place + 1]!;
      const named = stays(plan, old, { ...verdict, tags }, key);
      const kept = named !== undefined && survives(old, fresh, verdict);
      const after = (): string => JSON.stringify(plans.slice(0, place + 1).map(({ changes }) => changes));
      if (kept) {
        const now = simulate(fresh, net.state, packetOf(key)).tags;
        if (now.some((one) => !named.has(one)))
          throw new Error(`a flow is kept that does not name all that it is by, after ${after()}`);
        if (named.size > new Set(tags).size) count.outlived++;
        tags = Int32Array.from(named);
      }
      for (const hit of [key, other]) {
        if (hit === undefined) continue;
        count.compared++;
        const is = deeds(fresh, simulate(fresh, net.state, packetOf(hit)), names);
        if (was === is) continue;
        count.changed++;
        if (kept) throw new Error(`a flow is kept that does ${was} and should do ${is}, after ${after()}`);
      }
      if (!kept) break;
    }
  }
  return count;
}

it(
  "withdraws every flow that a change of the topology alters",
  () => {
    const total = { compared: 0, changed: 0, outlived: 0 };
    fc.assert(
      fc.property(network, edits, fc.integer(), (net, chosen, seed) => {
        const random = new Random(seed);
        const revisions = [judged(net.topology)];
        const document = structuredClone(net.topology);
        for (const edit of chosen) {
          fc.pre(revisions.at(-1) !== undefined && document.ports.length > 0);
          EDITS[edit]!(document, random);
          revisions.push(judged(document));
        }
        fc.pre(revisions.at(-1) !== undefined);
        const { compared, changed, outlived } = tryChanges(net, revisions as Topology[], random);
        total.compared += compared;
        total.changed += changed;
        total.outlived += outlived;
      }),
      { numRuns: NETWORKS, maxSkipsPerRun: 50 },
    );
    const { compared, changed, outlived } = total;
    console.log(
      `compared ${compared} packets, ${changed} of them treated otherwise; ${outlived} flows outlived`,
    );
    expect(total.changed).toBeGreaterThan(NETWORKS);
  },
  60_000 + 1000 * NETWORKS,
);
