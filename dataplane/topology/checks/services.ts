// Router advertisements and metadata hooks: at ports that can have them, of the right family, with room for all guests.
import { contains, formatIp, parseIp, parsePrefix } from "../addresses.js";
import type { Report } from "../report.js";
import type { Metadata, MetadataGuest, RouterAdvertisement } from "../services.js";
import { at, type Check, type Context, eachRepeat } from "./context.js";
import { checkInside, family } from "./dhcp.js";
import { needIn } from "./references.js";

export const checkServices: Check = (context, report) => {
  const { topology, routers } = context;
  for (const [path, { ra }] of at("/bridges", topology.bridges)) if (ra) checkRa(`${path}/ra`, ra, report);
  for (const [path, port] of at("/ports", topology.ports)) {
    if (!port.ra) continue;
    checkRa(`${path}/ra`, port.ra, report);
    if (!routers.has(port.device)) {
      const message = `The port "${port.id}" is not a router's, so it advertises none.`;
      report.add("NOT_A_ROUTER_PORT", `${path}/ra`, message, 'Give "ra" to the bridge, or to a router port.');
    } else if (port.ra.routerMac !== undefined || port.ra.routerAddress !== undefined)
      report.add(
        "RA_OF_ITSELF",
        `${path}/ra`,
        `The port "${port.id}" advertises itself.`,
        'Remove "routerMac" and "routerAddress".',
      );
  }
  const served: [string, string][] = [];
  for (const [path, hook] of at("/metadata", topology.metadata)) {
    checkHook(context, path, hook, report);
    for (const [place, guest] of at(`${path}/guests`, hook.guests)) {
      served.push([`${place}/port`, guest.port]);
      checkGuest(context, place, hook, guest, report);
    }
  }
  eachRepeat(
    served,
    (port) => port,
    (path, first, port) =>
      report.add(
        "METADATA_TWICE",
        path,
        `The port "${port}" is served by ${first} already.`,
        "Name a port once.",
      ),
  );
};

function checkRa(path: string, ra: RouterAdvertisement, report: Report): void {
  for (const [place, { prefix, validLifetime, preferredLifetime }] of at(`${path}/prefixes`, ra.prefixes)) {
    family(`${place}/prefix`, prefix, 6, report);
    if ((preferredLifetime ?? 14_400) > (validLifetime ?? 86_400))
      report.add(
        "LIFETIMES",
        `${place}/preferredLifetime`,
        "A prefix cannot be preferred longer than it is valid.",
        "Make the preferred lifetime (14400 when absent) at most the valid one (86400 when absent).",
      );
  }
  for (const [place, { prefix }] of at(`${path}/routes`, ra.routes))
    family(`${place}/prefix`, prefix, 6, report);
  for (const [place, server] of at(`${path}/dnsServers`, ra.dnsServers)) family(place, server, 6, report);
  const own = ra.routerAddress === undefined ? undefined : parseIp(ra.routerAddress);
  if (own !== undefined && !contains(LINK_LOCAL, own.bytes))
    report.add(
      "NOT_LINK_LOCAL",
      `${path}/routerAddress`,
      `${ra.routerAddress} is no link-local address.`,
      "Write one of fe80::/64: stations take advertisements from no other.",
    );
}

const LINK_LOCAL = parsePrefix("fe80::/64")!;

function checkHook({ ports, routers }: Context, path: string, hook: Metadata, report: Report): void {
  const place = `${path}/port`;
  if (!needIn(report)(ports, "port", place, hook.port)) return;
  const port = ports.get(hook.port)!;
  if (!routers.has(port.device) || port.host === undefined) {
    const message = `The port "${hook.port}" is no exterior router port.`;
    report.add(
      "METADATA_PORT",
      place,
      message,
      "Name a router port with host and interface, the proxy's side.",
    );
  }
  for (const [key, text, four] of [
    ["proxy", hook.proxy, 4],
    ["proxy6", hook.proxy6, 6],
  ] as const) {
    if (text === undefined || !family(`${path}/${key}`, text, four, report)) continue;
    const ip = parseIp(text)!;
    const link = (port.addresses ?? []).find((own) => {
      const prefix = parsePrefix(own);
      return prefix !== undefined && prefix.family === ip.family && contains(prefix, ip.bytes);
    });
    if (link === undefined) {
      const message = `${text} is not on the link of port "${hook.port}".`;
      report.add(
        "OUTSIDE_SUBNET",
        `${path}/${key}`,
        message,
        "Give the port an address of the proxy's subnet.",
      );
    } else checkInside(`${path}/${key}`, text, link, report);
  }
  if (hook.sources !== undefined) family(`${path}/sources`, hook.sources, 4, report);
  if (hook.sources6 !== undefined) family(`${path}/sources6`, hook.sources6, 6, report);
  const sources = hook.guests.flatMap((guest, index) =>
    (["source", "source6"] as const).flatMap((key) => {
      const ip = guest[key] === undefined ? undefined : parseIp(guest[key]);
      return ip === undefined ? [] : [[`${path}/guests/${index}/${key}`, formatIp(ip.bytes)] as const];
    }),
  );
  eachRepeat(
    sources,
    (text) => text,
    (again, first, text) =>
      report.add("METADATA_SOURCE_TWICE", again, `${text} is ${first} already.`, "Give each guest its own."),
  );
  const prefix = hook.sources === undefined ? undefined : parsePrefix(hook.sources);
  if (prefix?.family === 4 && 2 ** (32 - prefix.length) - 2 < hook.guests.length)
    report.add(
      "METADATA_FULL",
      `${path}/sources`,
      `${hook.sources} has no room for ${hook.guests.length} guests.`,
      "Name a wider prefix.",
    );
}

function checkGuest(
  { ports }: Context,
  path: string,
  hook: Metadata,
  guest: MetadataGuest,
  report: Report,
): void {
  if (!needIn(report)(ports, "port", `${path}/port`, guest.port)) return;
  const [port, near] = [ports.get(guest.port)!, ports.get(hook.port)];
  if (port.host === undefined || (near?.host !== undefined && port.host !== near.host)) {
    const message = `The port "${guest.port}" is not at the host of port "${hook.port}".`;
    report.add("METADATA_HOST", `${path}/port`, message, "Name exterior ports of the hook's own host.");
  }
  for (const [six, address, proxy, source] of [
    ["", guest.address, hook.proxy, guest.source ?? hook.sources],
    ["6", guest.address6, hook.proxy6, guest.source6 ?? hook.sources6],
  ] as const) {
    if (address === undefined) continue;
    family(`${path}/address${six}`, address, six === "" ? 4 : 6, report);
    if (proxy === undefined || source === undefined)
      report.add(
        "METADATA_HALF",
        `${path}/address${six}`,
        `The hook "${hook.id}" has no "proxy${six}" or no "sources${six}" for it.`,
        `Add "proxy${six}" and "sources${six}" to the hook.`,
      );
  }
}
