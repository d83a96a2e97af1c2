// The node's own addresses on the underlay, and which next hops lead to a remote one. Pure: it must never ask anybody.
import type { UnderlayProfile } from "../../profiles/profile.js";
import {
  contains,
  formatIp,
  type Ip,
  type Prefix,
  parseIp,
  parsePrefix,
  sameIp,
} from "../../topology/addresses.js";
import { ElError } from "../../topology/error.js";

/** One underlay network on one worker port. */
export interface Net {
  index: number;
  port: number;
  /** 0 = untagged. */
  vlan: number;
  /** The port's MAC. */
  mac: number;
  addresses: readonly Prefix[];
  gateways: readonly Ip[];
  /** L3 bytes. */
  mtu: number;
}

export interface Hop {
  net: Net;
  address: string;
}

export interface PortFacts {
  port: number;
  mac: number;
}

export function netsOf(underlay: readonly UnderlayProfile[], ports: ReadonlyMap<string, PortFacts>): Net[] {
  return underlay.map((declared, index) => {
    const place = `/underlay/${index}`;
    const facts = ports.get(declared.port);
    if (facts === undefined)
      throw new ElError(
        "UNDERLAY_PORT_UNKNOWN",
        `The underlay names port "${declared.port}", which the worker lacks.`,
        {
          place: `${place}/port`,
          remedy: "Name one of the profile's ports.",
        },
      );
    const addresses = declared.addresses.map((text, i) =>
      need(parsePrefix(text), text, `${place}/addresses/${i}`),
    );
    const gateways = declared.gateways.map((text, i) => need(parseIp(text), text, `${place}/gateways/${i}`));
    return { index, ...facts, vlan: declared.vlan ?? 0, addresses, gateways, mtu: declared.mtu };
  });
}

/** Next hops from `local` to `remote`: the remote itself where it is on the link, else the gateways of its family. */
export function hopsTo(nets: readonly Net[], local: string, remote: string): Hop[] {
  const source = parseIp(local);
  const target = parseIp(remote);
  if (source === undefined || target === undefined) return [];
  const own = nets.filter((net) => net.addresses.some((address) => sameIp(address.bytes, source.bytes)));
  for (const net of own)
    if (net.addresses.some((address) => address.family === target.family && contains(address, target.bytes)))
      return [{ net, address: formatIp(target.bytes) }];
  return own.flatMap((net) =>
    net.gateways
      .filter((gateway) => gateway.family === target.family)
      .map((gateway) => ({ net, address: formatIp(gateway.bytes) })),
  );
}

/** The net of a port that an address is on: by its prefixes, else by its gateways (a link-local one). */
export function netOf(nets: readonly Net[], port: number, address: string): Net | undefined {
  const ip = parseIp(address);
  if (ip === undefined) return undefined;
  const here = nets.filter((net) => net.port === port);
  return (
    here.find((net) => net.addresses.some((own) => own.family === ip.family && contains(own, ip.bytes))) ??
    here.find((net) => net.gateways.some((gateway) => sameIp(gateway.bytes, ip.bytes)))
  );
}

function need<T>(parsed: T | undefined, text: string, place: string): T {
  if (parsed !== undefined) return parsed;
  throw new ElError("ADDRESS_INVALID", `"${text}" is not an address the underlay can use.`, {
    place,
    remedy: "Write it like 192.0.2.1/24 or 2001:db8::1/64.",
  });
}
