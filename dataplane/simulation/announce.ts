// What a gateway says when its active port changes: where the stations behind it are now, so that the switches outside
// learn it, in frames of each station's own. It must never speak for a station that is outside itself.
import { parseIp, writeMac } from "../topology/addresses.js";
import { arpAnnouncement, BROADCAST } from "./build/arp.js";
import { ethernet, type Frame } from "./build/frame.js";
import { unsolicitedAdvertisement } from "./build/nd.js";
import type { Context } from "./context.js";
import { activeOf } from "./gateway.js";
import { sendBy } from "./generate.js";
import { ANSWER } from "./path.js";
import type { Mac } from "./verdict.js";
import { takes, vlanOutside } from "./vlan.js";

export interface Announced {
  mac: Mac;
  vlan: number;
  /** One it is known to have. */
  address?: string;
}

/** By the gateway's active port, the port's own MAC first: by that the other port's host knows. */
export function announce(ctx: Context, gateway: number, stations: readonly Announced[]): void {
  const { ports } = ctx.snapshot;
  const port = activeOf(ctx, ports[ctx.snapshot.gateways[gateway]!.ports[0]]!);
  const first = port.trunk === null || port.trunk.has(0) ? 0 : Math.min(...port.trunk);
  const said = [{ mac: port.mac, vlan: port.vlan === 0 ? first : port.vlan }, ...stations];
  for (const station of said)
    if (takes(port, station.vlan))
      sendBy(ctx, port, frameOf(station, vlanOutside(port, station.vlan)), ANSWER.ANNOUNCEMENT);
}

function frameOf({ mac, address }: Announced, vlan: number): Frame {
  const ip = address === undefined ? undefined : parseIp(address);
  if (ip?.family === 4) return arpAnnouncement(ip.bytes, mac, vlan);
  if (ip?.family === 6) return unsolicitedAdvertisement(ip.bytes, mac, vlan);
  // A reverse ARP request (RFC 903) for itself: the least that a switch learns from.
  const frame = ethernet({ dst: BROADCAST, src: mac, type: 0x8035, vlan }, 46);
  const { data, l3Offset: at } = frame;
  data.set([0, 1, 8, 0, 6, 4, 0, 3], at);
  writeMac(mac, data, at + 8);
  writeMac(mac, data, at + 18);
  return frame;
}
