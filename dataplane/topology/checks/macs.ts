// MAC addresses: one router port each, one declared place each on a bridge, never a group address.
import { formatMac, isGroupMac, parseMac } from "../addresses.js";
import type { Report } from "../report.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";

export const checkMacs: Check = (context, report) => {
  const { topology } = context;
  for (const [path, port] of at("/ports", topology.ports)) checkUnicast(`${path}/mac`, port.mac, report);
  eachRepeat(
    at("/ports", topology.ports),
    ({ mac }) => (mac === undefined ? undefined : parseMac(mac)),
    (path, first, { mac }) =>
      report.add(
        "DUPLICATE_MAC",
        `${path}/mac`,
        `The MAC ${mac} is that of ${first} too.`,
        "Give each router port its own MAC, or leave it out to have one derived.",
      ),
  );
  const places = declaredPlaces(context, report);
  for (const [bridge, stations] of places)
    eachRepeat(
      stations,
      ({ mac, vlan }) => `${vlan} ${mac}`,
      (path, first, { mac }) => {
        const message = `The MAC ${formatMac(mac)} has a place on bridge "${bridge}" already, at ${first}.`;
        report.add("DUPLICATE_MAC", path, message, "Declare a station once.");
      },
    );
};

interface Place {
  mac: number;
  vlan: number;
}

/** By bridge: its own table, stations behind its VTEP ports, MACs declared for router ports linked to it. */
function declaredPlaces(
  { topology, ports, bridges }: Context,
  report: Report,
): Map<string, [string, Place][]> {
  const places = new Map<string, [string, Place][]>();
  for (const id of bridges.keys()) places.set(id, []);
  const add = (bridge: string, path: string, text: string | undefined, vlan = 0) => {
    const mac = text === undefined ? undefined : parseMac(text);
    if (mac !== undefined) places.get(bridge)?.push([path, { mac, vlan }]);
  };
  for (const [path, port] of at("/ports", topology.ports))
    if (port.peer !== undefined) add(ports.get(port.peer)?.device ?? "", `${path}/mac`, port.mac);
  for (const [path, bridge] of at("/bridges", topology.bridges))
    for (const [place, station] of at(`${path}/macTable`, bridge.macTable)) {
      checkUnicast(`${place}/mac`, station.mac, report);
      add(bridge.id, `${place}/mac`, station.mac, station.vlan);
    }
  for (const [path, { device, vtep }] of at("/ports", topology.ports))
    for (const [place, remote] of at(`${path}/vtep/remotes`, vtep?.remotes))
      for (const [macPath, mac] of at(`${place}/macs`, remote.macs)) {
        checkUnicast(macPath, mac, report);
        add(device, macPath, mac);
      }
  return places;
}

function checkUnicast(path: string, text: string | undefined, report: Report): void {
  const mac = text === undefined ? undefined : parseMac(text);
  if (mac === undefined || (!isGroupMac(mac) && mac !== 0)) return;
  const what = mac === 0 ? "no station's address" : "a group address";
  report.add(
    "NOT_A_UNICAST_MAC",
    path,
    `${text} is ${what}.`,
    "Write a unicast MAC such as 02:00:00:00:00:01.",
  );
}
