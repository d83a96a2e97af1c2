// VLANs of bridge ports: what a port takes does not contradict itself, its device, or the stations declared behind it.
import type { Port } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";

export const checkVlans: Check = (context, report) => {
  const { topology } = context;
  for (const [path, port] of at("/ports", topology.ports)) {
    if (context.routers.has(port.device)) checkRouterPort(path, port, report);
    checkTrunk(path, port, report);
    checkRouterLink(context, path, port, report);
    checkHairpin(path, port, report);
  }
  for (const [path, bridge] of at("/bridges", topology.bridges))
    for (const [place, { port, vlan, mac }] of at(`${path}/macTable`, bridge.macTable))
      checkStation(context, place, { port, vlan, mac }, report);
};

function checkRouterPort(path: string, port: Port, report: Report): void {
  for (const key of ["vlan", "trunkVlans", "hairpin"] as const)
    if (port[key] !== undefined)
      report.add(
        "NOT_A_BRIDGE_PORT",
        `${path}/${key}`,
        `The port "${port.id}" is a router's: only a bridge port has "${key}".`,
        `Remove it, or set it at the bridge's port that "${port.id}" is linked to.`,
      );
}

function checkTrunk(path: string, { id, vlan, trunkVlans }: Port, report: Report): void {
  eachRepeat(
    at(`${path}/trunkVlans`, trunkVlans),
    (one) => one,
    (place, first, one) =>
      report.add(
        "DUPLICATE_VLAN",
        place,
        `VLAN ${one} is in the list already, at ${first}.`,
        "Name it once.",
      ),
  );
  if (vlan === undefined) return;
  for (const [place, one] of at(`${path}/trunkVlans`, trunkVlans)) {
    if (one !== vlan && one !== 0) continue;
    const message =
      one === 0
        ? `Untagged frames at the port "${id}" are of VLAN ${vlan}, so they cannot be of none.`
        : `VLAN ${vlan} is untagged at the port "${id}", so it cannot be tagged there too.`;
    report.add("VLAN_CONTRADICTION", place, message, `Remove ${one} from "trunkVlans", or remove "vlan".`);
  }
}

/** A router takes no tagged frames. */
function checkRouterLink({ ports, routers }: Context, path: string, port: Port, report: Report): void {
  const far = port.peer === undefined ? undefined : ports.get(port.peer);
  if (port.trunkVlans === undefined || far === undefined || !routers.has(far.device)) return;
  const message = `The port "${port.id}" leads to the router "${far.device}", which takes untagged frames only.`;
  report.add(
    "TRUNK_TO_ROUTER",
    `${path}/trunkVlans`,
    message,
    'Write "vlan" instead, one port for each VLAN.',
  );
}

function checkHairpin(path: string, port: Port, report: Report): void {
  if (port.hairpin !== true || (port.peer === undefined && port.vtep === undefined)) return;
  const [what, remedy] =
    port.vtep === undefined
      ? ["a link between devices: frames would turn round on it", 'Remove "hairpin".']
      : ["a VTEP gateway", 'Remove "hairpin"; "floodProxy" lets foreign VTEPs reach each other through it.'];
  report.add("HAIRPIN_NOT_EXTERIOR", `${path}/hairpin`, `The port "${port.id}" is ${what}.`, remedy!);
}

/** A station of a VLAN is behind a port that takes the VLAN. */
function checkStation(
  { ports }: Context,
  path: string,
  station: { port: string; vlan: number | undefined; mac: string },
  report: Report,
): void {
  const port = ports.get(station.port);
  const { vlan } = station;
  if (port === undefined || vlan === undefined) return;
  const open = port.vlan === undefined && port.trunkVlans === undefined;
  if (open || port.vlan === vlan || port.trunkVlans?.includes(vlan) === true) return;
  report.add(
    "VLAN_CONTRADICTION",
    `${path}/vlan`,
    `The station ${station.mac} is of VLAN ${vlan}, which its port "${port.id}" does not take.`,
    port.vlan !== undefined && port.trunkVlans === undefined
      ? `Write ${port.vlan}, or leave "vlan" out.`
      : `Add ${vlan} to the port's "trunkVlans".`,
  );
}
