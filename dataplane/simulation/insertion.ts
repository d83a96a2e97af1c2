// L2 insertion: what enters or leaves a protected port is led through the services behind other ports, in the order of
// their positions, tagged with a VLAN whose PCP tells the direction; what a service gives back goes on where it left.
// A frame must never pass a service by unless that service is down and says that it fails open.
import { DROP, KEY } from "../../bindings/layout.js";
import type { Context, Fate } from "./context.js";
import { STEP } from "./path.js";
import { LINK, type VPort } from "./snapshot.js";
import { hasTwoTags, popTag, pushTag } from "./vlan.js";

/** In the tag's PCP: the frame is on its way to the protected port, not from it. */
const TOWARDS = 0x2000;

/** To the first service from number `place` on that is up. 0: no service is left, the packet goes on. */
export function lead(ctx: Context, port: VPort, place: number, towards: boolean): Fate | 0 {
  const list = port.insertions!;
  for (let i = place; i < list.length; i++) {
    const one = list[i]!;
    const service = ctx.snapshot.ports[one.service]!;
    ctx.tag(service.tag);
    if (!isUp(service)) {
      ctx.step(STEP.SERVICE_DOWN, one.index, one.failOpen ? 1 : 0);
      if (one.failOpen) continue;
      return ctx.drop(DROP.SERVICE_DOWN);
    }
    ctx.step(STEP.TO_SERVICE, one.index, towards ? 1 : 0);
    // What the service gives back could not be told by its tag.
    if (hasTwoTags(ctx)) return ctx.drop(DROP.VLAN_UNEXPECTED);
    pushTag(ctx, one.vlan | (towards ? TOWARDS : 0));
    return ctx.walk.leave(ctx, service);
  }
  return 0;
}

/** A frame from a service port. 0: its tag is no insertion's, it is traffic of the port's own. */
export function giveBack(ctx: Context, service: VPort): Fate | 0 {
  if (!ctx.byteIs(KEY.vlan_tci, 0x10, 0x10)) return 0;
  ctx.mark(KEY.vlan_tci, 0x0f);
  ctx.mark(KEY.vlan_tci + 1, 0xff);
  const one = service.serves!.get(((ctx.work[KEY.vlan_tci]! & 0x0f) << 8) | ctx.work[KEY.vlan_tci + 1]!);
  if (one === undefined) return 0;
  const port = ctx.snapshot.ports[one.port]!;
  const towards = ctx.byteIs(KEY.vlan_tci, TOWARDS >> 8, TOWARDS >> 8);
  ctx.tag(port.tag);
  ctx.step(STEP.FROM_SERVICE, one.index, towards ? 1 : 0);
  ctx.step(towards ? STEP.PORT_OUT : STEP.PORT_IN, port.index, 0);
  popTag(ctx);
  if (!port.adminUp) return ctx.drop(DROP.ADMIN_DOWN);
  if (towards) {
    ctx.outPort = port;
    const led = lead(ctx, port, one.place + 1, true);
    return led !== 0 ? led : ctx.walk.send(ctx, port);
  }
  if (one.mac >= 0 && ctx.mac(KEY.eth_src) !== one.mac) return ctx.drop(DROP.MARTIAN);
  ctx.inPort = port;
  ctx.entry = port;
  const led = lead(ctx, port, one.place + 1, false);
  return led !== 0 ? led : ctx.walk.admit(ctx, port);
}

/** Its own state, as this host sees it: a service on another host is up while a tunnel zone leads there. */
function isUp({ adminUp, link }: VPort): boolean {
  return adminUp && (link === LINK.LOCAL || link === LINK.REMOTE);
}
