// A gateway port's remotes: where floods and stations go, and who may send.
import { KEY } from "../../../bindings/layout.js";
import { STEP } from "../../simulation/path.js";
import { type Region, regionOfPrefix } from "../../simulation/region.js";
import { ROUTER, type VPort, type VVtep } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { parseIpOrPrefix } from "../../topology/addresses.js";
import type { Firing, Side } from "./firing.js";

export const gatewaySame = ({ vtep: a }: VPort, { vtep: b }: VPort, was: Side, is: Side): boolean =>
  (a === null && b === null) || (a !== null && b !== null && all(was, a) === all(is, b));

export function gatewayRead(fire: Firing, a: VPort, b: VPort): void {
  const { was, is } = fire;
  const leaving = [{ step: STEP.PORT_OUT, id: a.id }];
  if (a.vtep === null || b.vtep === null || others(was, a, a.vtep) !== others(is, b, b.vtep)) {
    fire.all(a.tag);
    fire.all(tag.tunnelKey(a.key));
    return;
  }
  const [before, after] = [ways(was, a.vtep), ways(is, b.vtep)];
  for (const [number, remote] of a.vtep.remotes.entries()) {
    if (before.get(remote) === after.get(remote)) continue;
    const tunnel = was.snapshot.tunnelTags[a.vtep.tunnels[number]!];
    fire.some({ tags: [tunnel ?? a.tag], way: [leaving] });
  }
  if (flooded(was, a.vtep) !== flooded(is, b.vtep)) {
    // Copies of mirrors go to all that get floods, and so does what a router sends to nobody it knows.
    const bare = [{ step: STEP.FLOOD, id: was.device(a.device) }, { step: STEP.MIRROR }];
    fire.some({ tags: [a.tag], way: [leaving, bare] });
  }
  const senders = [...new Set([...before.keys(), ...after.keys()])];
  const odd = senders.filter((one) => before.has(one) !== after.has(one));
  if (odd.length > 0)
    fire.some({
      tags: [tag.tunnelKey(a.key)],
      way: [[{ step: STEP.TUNNEL_IN, id: a.id }]],
      regions: odd.flatMap(outerSource),
    });
}

/** Packets in tunnels from the address. */
export function outerSource(address: string): Region[] {
  const prefix = parseIpOrPrefix(address);
  return prefix === undefined ? [] : [regionOfPrefix(KEY.tun_src, prefix)];
}

/** By what each remote is sent to. */
const ways = (side: Side, { remotes, tunnels, keys }: VVtep): Map<string, string> =>
  new Map(remotes.map((remote, i) => [remote, `${side.tunnel(tunnels[i]!)} ${keys[i]}`]));

const flooded = (side: Side, { flood, tunnels, keys }: VVtep): string =>
  flood.map((i) => `${side.tunnel(tunnels[i]!)} ${keys[i]}`).join();

/** What makes it another gateway altogether. A bridge knows by its stations who is behind which remote. */
function others(side: Side, { device }: VPort, vtep: VVtep): string {
  const { serviceNode, floodProxy, remotes, macs } = vtep;
  const routed = side.snapshot.devices[device]!.kind === ROUTER;
  const own = routed ? [remotes, [...macs], flooded(side, vtep)] : [];
  return JSON.stringify([remotes[serviceNode] ?? "", floodProxy, own]);
}

const all = (side: Side, vtep: VVtep): string =>
  JSON.stringify([
    [...ways(side, vtep)],
    flooded(side, vtep),
    [...vtep.macs],
    vtep.remotes[vtep.serviceNode] ?? "",
    vtep.floodProxy,
  ]);
