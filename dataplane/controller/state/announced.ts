// Stations that a gateway speaks for when it takes over: all that is known of its bridge, declared, learned or a
// router's, but for what is outside, behind the gateway itself. Pure.
import type { Announced } from "../../simulation/announce.js";
import { LINK, type Snapshot } from "../../simulation/snapshot.js";
import { formatIp, parseIp, parseMac } from "../../topology/addresses.js";
import type { Topology } from "../../topology/model.js";
import type { Answer } from "./answers.js";
import type { Station } from "./stations.js";

/** Frames of one announcement at most. */
const MOST = 512;

export function announcedOf(
  topology: Topology,
  snapshot: Snapshot,
  id: string,
  stations: readonly Station[],
  answers: readonly Answer[],
): Announced[] {
  const gateway = snapshot.gateways.find((one) => one.id === id);
  if (gateway === undefined) return [];
  const device = snapshot.devices[snapshot.ports[gateway.ports[0]]!.device]!;
  const outside = new Set(gateway.ports.map((index) => snapshot.ports[index]!.id));
  const said = new Map<string, Announced>();
  const say = (mac: number, vlan: number, address?: string): void => {
    const name = `${vlan} ${mac}`;
    if (address === undefined && said.has(`${name} `)) return;
    said.set(`${name} ${address ?? ""}`, { mac, vlan, ...(address === undefined ? {} : { address }) });
    if (address !== undefined) said.delete(`${name} `);
  };
  const addressed = new Map<string, string[]>();
  for (const { bridge, vlan, mac, address } of answers)
    if (bridge === device.id)
      addressed.set(`${vlan} ${mac}`, [...(addressed.get(`${vlan} ${mac}`) ?? []), address]);
  const all = (mac: number, vlan: number, own: readonly string[]): void => {
    const addresses = [...own, ...(addressed.get(`${vlan} ${mac}`) ?? [])];
    if (addresses.length === 0) say(mac, vlan);
    for (const address of addresses) say(mac, vlan, address);
  };
  for (const entry of topology.bridges?.find((bridge) => bridge.id === device.id)?.macTable ?? []) {
    const mac = parseMac(entry.mac);
    if (mac === undefined || outside.has(entry.port)) continue;
    const vlan = entry.vlan ?? snapshot.ports[snapshot.portOf.get(entry.port) ?? -1]?.vlan ?? 0;
    all(mac, vlan, (entry.addresses ?? []).flatMap(canonical));
  }
  for (const index of device.ports) {
    const port = snapshot.ports[index]!;
    if (port.link !== LINK.PEER || !port.towardsRouter) continue;
    const far = snapshot.ports[port.target]!;
    all(
      far.mac,
      port.vlan,
      far.addresses.map(({ text }) => text),
    );
  }
  for (const { bridge, vlan, mac, where } of stations)
    if (bridge === device.id && !outside.has(where)) all(mac, vlan, []);
  return [...said.values()].slice(0, MOST);
}

function canonical(text: string): string[] {
  const ip = parseIp(text);
  return ip === undefined ? [] : [formatIp(ip.bytes)];
}
