// Router advertisements: a solicitation is answered where it enters, for every router of the link; others go out when
// the controller's clock says so. It must never advertise from an address that is not link-local (RFC 4861 6.1.2).
import { FRAG, KEY } from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";
import type { Frame } from "./build/frame.js";
import { ALL_NODES, groupMac } from "./build/nd.js";
import { ROUTER_SOLICITATION, routerAdvertisement } from "./build/ra.js";
import { type Context, FATE, type Fate } from "./context.js";
import type { VRa } from "./edge.js";
import { sendAt, sendBy } from "./generate.js";
import { ANSWER } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { Snapshot, VPort } from "./snapshot.js";
import type { Generated } from "./verdict.js";
import { vlanAsSent } from "./vlan.js";

/** A frame to all routers. 0: no solicitation. */
export function solicited(ctx: Context, port: VPort, ras: readonly VRa[]): Fate | 0 {
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6) || !ctx.byteIs(KEY.ip_proto, PROTO.ICMP6)) return 0;
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3) || !ctx.shortIs(KEY.tp_src, ROUTER_SOLICITATION)) return 0;
  if (fromTheLink(ctx))
    for (const ra of ras) sendAt(ctx, port, answer(ctx, ra, vlanAsSent(ctx)), ANSWER.ROUTER_ADVERT);
  return FATE.CONSUMED;
}

/** One that came to the router's port over a bridge, from a station behind a foreign VTEP. */
export function advertised(ctx: Context, port: VPort, ra: VRa): Fate {
  if (!fromTheLink(ctx)) return FATE.CONSUMED;
  const fate = sendBy(ctx, port, answer(ctx, ra, 0), ANSWER.ROUTER_ADVERT);
  return fate === FATE.WAITING ? fate : FATE.CONSUMED;
}

/** One that nobody asked for. */
const unsolicited = ({ message, mac, source }: VRa, vlan: number): Frame =>
  routerAdvertisement(message, { mac, source, dstIp: ALL_NODES, dstMac: groupMac(ALL_NODES), vlan });

/** To the station that asked, or to all when it has no address yet (RFC 4861 6.2.6). */
function answer(ctx: Context, { message, mac, source }: VRa, vlan: number): Frame {
  ctx.exact(KEY.ip_src, 16);
  const from = ctx.work.slice(KEY.ip_src, KEY.ip_src + 16);
  const nobody = from.every((byte) => byte === 0);
  return routerAdvertisement(message, {
    mac,
    source,
    dstIp: nobody ? ALL_NODES : from,
    dstMac: nobody ? groupMac(ALL_NODES) : ctx.mac(KEY.eth_src),
    vlan,
  });
}

/** Hop limit 255, code 0 (RFC 4861 6.1.1): no key holds the first, so what follows is for this packet only. */
function fromTheLink(ctx: Context): boolean {
  const { data, l3Offset, l4Offset } = ctx.packet;
  ctx.once = true;
  return l3Offset !== 0 && l4Offset !== 0 && data[l3Offset + 7] === 255 && data[l4Offset + 1] === 0;
}

/** What goes out by itself at one port of this host, and how often. */
export interface Advertising {
  port: string;
  /** The shortest of its routers' intervals. */
  intervalMs: number;
  generated: Generated[];
}

/** Ports of this host at which routers advertise themselves. */
export function advertising({ ports, devices }: Snapshot): Advertising[] {
  return ports.flatMap((port): Advertising[] => {
    const ras = [[0, port.edge] as const, ...(port.edge?.tagged ?? [])].flatMap(([vlan, edge]) =>
      (edge?.ras ?? []).map((ra) => ({ ra, vlan })),
    );
    if (ras.length === 0 || !port.adminUp || devices[port.device]?.adminUp !== true) return [];
    const list = new ActionBuffer();
    list.output(port.target);
    const actions = list.copy();
    return [
      {
        port: port.id,
        intervalMs: Math.min(...ras.map(({ ra }) => ra.intervalMs)),
        generated: ras.map(({ ra, vlan }) => ({
          actions,
          data: unsolicited(ra, vlan).data,
          port: port.target,
        })),
      },
    ];
  });
}
