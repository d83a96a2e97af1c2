// Addresses of router ports: usable as host addresses, no overlapping subnets on one router, none twice on a bridge.
import { formatPrefix, lastOf, networkOf, overlaps, type Prefix, parsePrefix, sameIp } from "../addresses.js";
import type { Port } from "../model.js";
import type { Report } from "../report.js";
import { at, type Check, eachRepeat } from "./context.js";

interface Owned {
  path: string;
  port: Port;
  prefix: Prefix;
  network: Prefix;
}

export const checkNetworks: Check = ({ topology, routers, ports }, report) => {
  const byRouter = new Map<string, Owned[]>();
  const onBridge = new Map<string, [string, string][]>();
  for (const [path, port] of at("/ports", topology.ports)) {
    if (!routers.has(port.device)) continue;
    const bridge = port.peer === undefined ? undefined : ports.get(port.peer)?.device;
    for (const [place, text] of at(`${path}/addresses`, port.addresses)) {
      const prefix = parsePrefix(text);
      if (!prefix) continue;
      checkHostAddress(place, text, prefix, report);
      push(byRouter, port.device, { path: place, port, prefix, network: networkOf(prefix) });
      if (bridge !== undefined && !routers.has(bridge))
        push(onBridge, bridge, [place, addressPart(text, prefix)]);
    }
  }
  for (const [router, owned] of byRouter) checkOverlaps(router, owned, report);
  for (const [bridge, addresses] of onBridge)
    eachRepeat(
      addresses,
      (address) => address,
      (path, first, address) => {
        const message = `The address ${address} is on bridge "${bridge}" already, at ${first}.`;
        report.add("DUPLICATE_ADDRESS", path, message, "Give each router port on a bridge its own address.");
      },
    );
};

export function checkHostAddress(path: string, text: string, prefix: Prefix, report: Report): void {
  const [first, last] = [networkOf(prefix).bytes, lastOf(prefix)];
  const v4 = prefix.family === 4;
  const special =
    prefix.bits < 127 &&
    (sameIp(prefix.bytes, first) ? "network" : v4 && sameIp(prefix.bytes, last) ? "broadcast" : "");
  const multicast = v4 ? prefix.bytes[12]! >= 224 : prefix.bytes[0] === 0xff;
  const unusable =
    (v4 ? prefix.bytes[12] === 0 || prefix.bytes[12] === 127 : isUnspecifiedOrLoopback(prefix.bytes)) ||
    multicast;
  if (special || unusable) {
    const what = special ? `the ${special} address of its prefix` : "no unicast address";
    report.add("NOT_A_HOST_ADDRESS", path, `${text} is ${what}.`, "Write an address that a router can own.");
  }
}

function isUnspecifiedOrLoopback(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15]! <= 1;
}

/** Sorted by network, a subnet overlaps an earlier one exactly if it lies in the widest still open. */
function checkOverlaps(router: string, owned: Owned[], report: Report): void {
  const sorted = [...owned].sort((a, b) => compare(a.network, b.network));
  let open: Owned | undefined;
  for (const next of sorted) {
    if (open && overlaps(open.network, next.network)) {
      const message = `${formatPrefix(next.network)} overlaps ${formatPrefix(open.network)} of ${open.path}, on one router "${router}".`;
      report.add("OVERLAPPING_SUBNETS", next.path, message, "Give the ports of a router disjoint subnets.");
    } else open = next;
  }
}

function compare(a: Prefix, b: Prefix): number {
  for (let i = 0; i < 16; i++) if (a.bytes[i] !== b.bytes[i]) return a.bytes[i]! - b.bytes[i]!;
  return a.bits - b.bits;
}

function addressPart(text: string, prefix: Prefix): string {
  return text.slice(0, text.lastIndexOf(`/${prefix.length}`));
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
