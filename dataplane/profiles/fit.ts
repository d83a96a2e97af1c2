// Does a profile carry what a topology wants of its host? Interfaces exist, tunnel addresses are the node's own.
import { formatIp, parseIp, parsePrefix } from "../topology/addresses.js";
import { at } from "../topology/checks/context.js";
import type { Topology } from "../topology/model.js";
import { nearest, Report } from "../topology/report.js";
import type { Profile } from "./profile.js";

/** Throws ElError with codes FIT_…; paths point into the topology. `source` names it in messages. */
export function checkFit(topology: Topology, profile: Profile, source = "topology"): void {
  const report = new Report("FIT", source);
  if (!topology.hosts.some(({ id }) => id === profile.host)) {
    const known = topology.hosts.map(({ id }) => id).join(", ");
    const message = `The profile's host "${profile.host}" is not declared; there are ${known || "none"}.`;
    report.add("UNKNOWN_HOST", "/hosts", message, `Declare "${profile.host}", or change the profile's host.`);
  }
  checkInterfaces(topology, profile, report);
  checkAddresses(topology, profile, report);
  report.throwIfAny();
}

function checkInterfaces(topology: Topology, profile: Profile, report: Report): void {
  const names = profile.ports.map(({ name }) => name);
  const underlay = new Set(profile.underlay.map(({ port }) => port));
  for (const [path, port] of at("/ports", topology.ports)) {
    if (port.host !== profile.host || port.interface === undefined) continue;
    const place = `${path}/interface`;
    if (!names.includes(port.interface)) {
      const meant = nearest(
        port.interface,
        names.filter((name) => !underlay.has(name)),
      );
      const message = `The profile "${profile.name}" has no port "${port.interface}".`;
      report.add(
        "UNKNOWN_INTERFACE",
        place,
        message,
        meant ? `Write "${meant}", or add the port.` : "Add the port to the profile.",
      );
    } else if (underlay.has(port.interface)) {
      const message = `"${port.interface}" is an underlay port of profile "${profile.name}".`;
      report.add("INTERFACE_IS_UNDERLAY", place, message, "Bind to a port that carries no tunnels.");
    }
  }
}

function checkAddresses(topology: Topology, profile: Profile, report: Report): void {
  const own = profile.underlay.flatMap(({ addresses }) =>
    addresses.flatMap((text) => parsePrefix(text) ?? []),
  );
  const texts = new Set(own.map(({ bytes }) => formatIp(bytes)));
  const need = (path: string, address: string) => {
    const ip = parseIp(address);
    if (!ip || texts.has(formatIp(ip.bytes))) return;
    const message = `${address} is no underlay address of profile "${profile.name}".`;
    report.add(
      "FOREIGN_ADDRESS",
      path,
      message,
      `Add it to the profile's underlay, or use ${[...texts].join(", ") || "another host"}.`,
    );
  };
  for (const [path, zone] of at("/tunnelZones", topology.tunnelZones))
    for (const [place, member] of at(`${path}/hosts`, zone.hosts))
      if (member.host === profile.host) need(`${place}/address`, member.address);
  for (const [path, { vtep }] of at("/ports", topology.ports)) {
    if (vtep?.host !== profile.host) continue;
    if (vtep.local !== undefined) need(`${path}/vtep/local`, vtep.local);
    const family = parseIp(vtep.remotes[0]?.address ?? "")?.family;
    if (vtep.local !== undefined || own.some((prefix) => prefix.family === family)) continue;
    const message = `The profile "${profile.name}" has no IPv${family} underlay address to reach these remotes from.`;
    report.add("NO_LOCAL_ADDRESS", `${path}/vtep`, message, "Add one to the profile's underlay.");
  }
}
