// Services of an exterior port: what of them decides on flows, and on whose. What is told to one who is answered decides
// on none, for answers are no flows.

import type { VDhcp, VEdge, VGuest, VGuestSide, VHook, VSubnet } from "../../simulation/edge.js";
import { METADATA_PORT, METADATA4, METADATA6 } from "../../simulation/metadata.js";
import { STEP } from "../../simulation/path.js";
import { BRIDGE, type VPort } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { Mac } from "../../simulation/verdict.js";
import { formatIp, formatMac } from "../../topology/addresses.js";
import type { Condition } from "../../topology/model.js";
import type { Firing, Side } from "./firing.js";
import { ARP, discovery, only, question, TCP, UDP } from "./packets.js";

export const edgeSame = (a: VPort, b: VPort, was: Side, is: Side): boolean =>
  (a.edge === null && b.edge === null) ||
  edgesOf(a.edge, b.edge).every(
    ({ before, after }) =>
      leasesOf(before, after).length === 0 && conditions(was, is, before, after).length === 0,
  );

export function edgeRead(fire: Firing, a: VPort, b: VPort): void {
  const { was, is } = fire;
  const bridge = was.device(a.device);
  const edges = edgesOf(a.edge, b.edge);
  for (const { before, after } of edges)
    for (const mac of leasesOf(before, after)) fire.all(tag.lease(bridge, mac));
  const regions = edges.flatMap(({ vlan, before, after }) =>
    conditions(was, is, before, after).map((match) => is.region(vlan === 0 ? match : { ...match, vlan })),
  );
  if (regions.length === 0) return;
  const way = [[{ step: STEP.PORT_IN, id: a.id }]];
  // A packet may come back by a router's port, rewritten; by a bridge's it comes in first.
  const asTheyCame = was.snapshot.devices[a.device]!.kind === BRIDGE;
  fire.some({ tags: [a.tag], way, regions, asTheyCame });
}

/** What is served without a tag (VLAN 0: or of the port's own), and with each. */
function edgesOf(
  a: VEdge | null,
  b: VEdge | null,
): { vlan: number; before: VEdge | null; after: VEdge | null }[] {
  const vlans = [...new Set([...(a?.tagged?.keys() ?? []), ...(b?.tagged?.keys() ?? [])])];
  return [
    { vlan: 0, before: a, after: b },
    ...vlans.map((vlan) => ({
      vlan,
      before: a?.tagged?.get(vlan) ?? null,
      after: b?.tagged?.get(vlan) ?? null,
    })),
  ];
}

/** Packets that a service takes now and another, or none, did before. */
function conditions(was: Side, is: Side, a: VEdge | null, b: VEdge | null): Condition[] {
  const found: Condition[] = [];
  for (const { server, at } of subnetsOf(a?.dhcp ?? null, b?.dhcp ?? null)) {
    const toServer = { dstMac: formatMac(at.mac), destination: server.text };
    found.push({ ...toServer, protocol: UDP, destinationPorts: only(67) }, { ...toServer, etherType: ARP });
    found.push({ dstMac: EVERYBODY, etherType: ARP, destination: server.text });
    found.push({ dstMac: EVERYBODY, protocol: UDP, destinationPorts: only(67) });
  }
  if ((a?.dhcp6 ?? null) === null ? b?.dhcp6 : b?.dhcp6 == null)
    found.push({ dstMac: "33:33:00:01:00:02", protocol: UDP, destinationPorts: only(547) });
  if ((a?.ras.length ?? 0) > 0 !== (b?.ras.length ?? 0) > 0)
    found.push({ dstMac: "33:33:00:00:00:02", ...discovery(133) });
  if (guestText(was, a?.guest ?? null) !== guestText(is, b?.guest ?? null)) found.push(...TO_METADATA);
  return [...found, ...hookConditions(was, is, a?.hook ?? null, b?.hook ?? null)];
}

const EVERYBODY = "ff:ff:ff:ff:ff:ff";

const TO_METADATA: readonly Condition[] = [METADATA4, METADATA6].flatMap((bytes) => {
  const destination = formatIp(bytes);
  return [{ protocol: TCP, destination, destinationPorts: only(METADATA_PORT) }, question(destination)];
});

const compared = new WeakMap<VDhcp, { with: VDhcp; macs: readonly Mac[] }>();

/** MACs that get or lose a lease, or have it of another subnet. */
function leasesOf(a: VEdge | null, b: VEdge | null): readonly Mac[] {
  const [before, after] = [a?.dhcp ?? null, b?.dhcp ?? null];
  // Without a service there is no such question: the subnets tell.
  if (before === null || after === null) return [];
  const there = compared.get(before);
  if (there?.with === after) return there.macs;
  const of = ({ leases }: VDhcp, mac: Mac): string => leases.get(mac)?.subnet.id ?? "";
  const all = new Set([...before.leases.keys(), ...after.leases.keys()]);
  const macs = [...all].filter((mac) => of(before, mac) !== of(after, mac));
  compared.set(before, { with: after, macs });
  return macs;
}

/** As they were and as they are, if any differs: of two at one MAC the first one is asked. */
function subnetsOf(a: VDhcp | null, b: VDhcp | null): readonly VSubnet[] {
  const text = ({ id, server, at, answersArp }: VSubnet): string =>
    `${id} ${server.text} ${at.mac} ${answersArp}`;
  const [before, after] = [a?.subnets ?? [], b?.subnets ?? []];
  const same = before.map(text).join() === after.map(text).join();
  return same ? [] : [...before, ...after];
}

function guestText(side: Side, guest: VGuest | null): string {
  if (guest === null) return "";
  const of = (one: VGuestSide | null): string =>
    one === null ? "" : `${formatIp(one.guest)} ${formatIp(one.source)} ${one.proxy.text}`;
  const { port, hookPort, mac, own, tcpPort, four, six } = guest;
  return [side.port(port), side.port(hookPort), mac, own, tcpPort, of(four), of(six)].join();
}

/** Answers of the proxy, and its questions for who it takes its guests for. */
function hookConditions(was: Side, is: Side, a: VHook | null, b: VHook | null): Condition[] {
  if (a === null && b === null) return [];
  const proxies = (hook: VHook | null): string[] =>
    [hook?.proxy4?.text, hook?.proxy6?.text].filter((text) => text !== undefined);
  const text = (hook: VHook | null): string => `${hook?.tcpPort} ${proxies(hook).join()}`;
  if (text(a) !== text(b))
    return [
      ...[...proxies(a), ...proxies(b)].map((source) => ({ source })),
      { etherType: ARP },
      discovery(135),
    ];
  const sources = [...new Set([...(a?.guests.keys() ?? []), ...(b?.guests.keys() ?? [])])];
  return sources
    .filter((one) => guestText(was, a?.guests.get(one) ?? null) !== guestText(is, b?.guests.get(one) ?? null))
    .flatMap((address): Condition[] => [{ destination: address }, question(address)]);
}
