// Routes: prefixes without host bits, one family, a port where one is needed, a gateway that is on its link.
import { contains, formatPrefix, networkOf, parseIp, parsePrefix, sameIp } from "../addresses.js";
import type { Port, Route } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

export const checkRoutes: Check = ({ topology, ports }, report) => {
  for (const [path, router] of at("/routers", topology.routers)) {
    for (const [place, route] of at(`${path}/routes`, router.routes)) {
      checkPrefixes(place, route, report);
      checkTarget(place, route, report);
      const port = route.port === undefined ? undefined : ports.get(route.port);
      if (port?.device === router.id) checkGateway(place, route, port, report);
    }
    eachRepeat(
      at(`${path}/routes`, router.routes),
      ({ destination, source, type, port, gateway }) => [destination, source, type, port, gateway].join(" "),
      (place, first) =>
        report.add(
          "DUPLICATE_ROUTE",
          place,
          `This route is ${first} again.`,
          "Remove one; use share to weigh it.",
        ),
    );
  }
};

function checkPrefixes(path: string, route: Route, report: Report): void {
  for (const key of ["destination", "source"] as const) {
    const prefix = parsePrefix(route[key] ?? "");
    if (!prefix || sameIp(networkOf(prefix).bytes, prefix.bytes)) continue;
    const right = formatPrefix(networkOf(prefix));
    const message = `${route[key]} has bits set beyond its prefix length.`;
    report.add("HOST_BITS", `${path}/${key}`, message, `Write ${right}.`);
  }
  const family = parsePrefix(route.destination)?.family;
  const others = { source: parsePrefix(route.source ?? ""), gateway: parseIp(route.gateway ?? "") };
  for (const [key, other] of Object.entries(others))
    if (family && other && other.family !== family) {
      const message = `The ${key} is IPv${other.family}, the destination IPv${family}.`;
      report.add("MIXED_FAMILIES", `${path}/${key}`, message, "Write both in one family.");
    }
}

function checkTarget(path: string, route: Route, report: Report): void {
  const type = route.type ?? "port";
  if (type === "port" && route.port === undefined)
    report.add(
      "ROUTE_WITHOUT_PORT",
      path,
      "The route names no port to leave by.",
      'Add "port", or another "type".',
    );
  if (type === "port") return;
  for (const key of ["port", "gateway"] as const)
    if (route[key] !== undefined)
      report.add("ROUTE_WITH_TARGET", `${path}/${key}`, `A ${type} route has no ${key}.`, `Remove "${key}".`);
}

function checkGateway(path: string, route: Route, port: Port, report: Report): void {
  const gateway = parseIp(route.gateway ?? "");
  if (!gateway) return;
  const own = (port.addresses ?? []).flatMap((text) => parsePrefix(text) ?? []);
  if (own.some((prefix) => sameIp(prefix.bytes, gateway.bytes))) {
    const message = `The gateway ${route.gateway} is the port's own address.`;
    report.add("GATEWAY_IS_SELF", `${path}/gateway`, message, "Name the neighbour's address.");
  } else if (
    own.length > 0 &&
    !isLinkLocal(gateway.bytes) &&
    !own.some((prefix) => contains(prefix, gateway.bytes))
  ) {
    const subnets = own.map((prefix) => formatPrefix(networkOf(prefix))).join(", ");
    const message = `The gateway ${route.gateway} is on no subnet of port "${port.id}" (${subnets}).`;
    report.add(
      "GATEWAY_OFF_LINK",
      `${path}/gateway`,
      message,
      "Name a neighbour on one of them, or another port.",
    );
  }
}

/** fe80::/10 is on every link (RFC 4291 2.5.6). */
function isLinkLocal(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80;
}
