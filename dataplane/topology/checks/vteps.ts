// VTEP gateways: key in range for the type, one family, remotes named once, floods only to remotes.
import { formatIp, parseIp } from "../addresses.js";
import { MAX_KEY } from "../keys.js";
import type { Vtep } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

export const checkVteps: Check = ({ topology }, report) => {
  for (const [path, { vtep }] of at("/ports", topology.ports))
    if (vtep) checkVtep(`${path}/vtep`, vtep, report);
};

function checkVtep(path: string, vtep: Vtep, report: Report): void {
  const keys: (readonly [string, { key?: number }])[] = [
    [path, vtep],
    ...at(`${path}/remotes`, vtep.remotes),
  ];
  for (const [place, { key }] of keys)
    if (vtep.type !== "gre" && key !== undefined && key > MAX_KEY)
      report.add(
        "OUT_OF_RANGE",
        `${place}/key`,
        `The ${vtep.type === "vxlan" ? "VNI" : "VSID"} ${key} is out of range.`,
        `Write 1 to ${MAX_KEY}.`,
      );
  if (vtep.type !== "vxlan" && vtep.udpPort !== undefined)
    report.add("UDP_PORT_WITHOUT_VXLAN", `${path}/udpPort`, "GRE has no UDP port.", 'Remove "udpPort".');
  const remotes = [...at(`${path}/remotes`, vtep.remotes)];
  eachRepeat(
    remotes,
    ({ address }) => canonical(address),
    (place, first, { address }) =>
      report.add(
        "DUPLICATE_REMOTE",
        `${place}/address`,
        `The remote ${address} is ${first} already.`,
        "Name it once.",
      ),
  );
  const family = parseIp(vtep.local ?? vtep.remotes[0]?.address ?? "")?.family;
  for (const [place, { address }] of remotes) {
    const own = parseIp(address)?.family;
    if (own && family && own !== family) {
      const message = `The remote ${address} is IPv${own}, but this gateway speaks IPv${family}.`;
      report.add("MIXED_FAMILIES", `${place}/address`, message, "Make one gateway port for each family.");
    }
    if (vtep.local !== undefined && canonical(vtep.local) === canonical(address))
      report.add(
        "REMOTE_IS_LOCAL",
        `${place}/address`,
        `The remote ${address} is the local address.`,
        "Name another.",
      );
  }
  const known = new Set(vtep.remotes.map(({ address }) => canonical(address)));
  for (const [place, address] of at(`${path}/flood`, vtep.flood))
    if (canonical(address) !== undefined && !known.has(canonical(address)))
      report.add(
        "UNKNOWN_REFERENCE",
        place,
        `${address} is none of this gateway's remotes.`,
        "Add it to the remotes.",
      );
  if (vtep.serviceNode !== undefined) checkServiceNode(path, vtep, vtep.serviceNode, known, report);
  eachRepeat(at(`${path}/flood`, vtep.flood), canonical, (place, first, address) =>
    report.add(
      "DUPLICATE_REMOTE",
      place,
      `${address} is in the flood list already, at ${first}.`,
      "Name it once.",
    ),
  );
}

function checkServiceNode(
  path: string,
  { flood, remotes }: Vtep,
  node: string,
  known: ReadonlySet<string | undefined>,
  report: Report,
): void {
  const name = canonical(node);
  if (name !== undefined && !known.has(name)) {
    const message = `The service node ${node} is none of this gateway's remotes.`;
    report.add("UNKNOWN_REFERENCE", `${path}/serviceNode`, message, "Add it to the remotes.");
  }
  if (flood !== undefined) {
    const message = "The service node gets all floods, but there is a flood list too.";
    report.add("FLOOD_TWICE", `${path}/flood`, message, 'Keep one of "serviceNode" and "flood".');
  }
  const own = remotes.findIndex(
    ({ address, macs }) => canonical(address) === name && (macs ?? []).length > 0,
  );
  if (own >= 0) {
    const message = `Stations are declared behind ${node}, which only replicates for this gateway.`;
    report.add("STATION_AT_SERVICE_NODE", `${path}/remotes/${own}/macs`, message, 'Remove "macs".');
  }
}

function canonical(address: string): string | undefined {
  const ip = parseIp(address);
  return ip && formatIp(ip.bytes);
}
