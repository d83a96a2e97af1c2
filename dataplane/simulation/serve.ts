// The services of an exterior port, asked before anything else of the network: what is for one of them ends here, the
// rest goes on its way with no more bits read than it takes to know that.
import { KEY } from "../../bindings/layout.js";
import { solicited } from "./advertise.js";
import type { Context, Fate } from "./context.js";
import { dhcpBroadcast, dhcpUnicast } from "./dhcp.js";
import { dhcp6 } from "./dhcp6.js";
import type { VEdge, VMac } from "./edge.js";
import { fromProxy, toProxy } from "./metadata.js";
import type { VPort } from "./snapshot.js";
import { hasInnerTag, vlanOf } from "./vlan.js";

/** As the words of a key hold them; the second is the last two bytes. */
const BROADCAST: VMac = { mac: 0xffffffffffff, head: -1, tail: 0xffff };
const ALL_ROUTERS: VMac = { mac: 0x333300000002, head: 0x00003333, tail: 0x0200 };
const ALL_DHCP_AGENTS: VMac = { mac: 0x333300010002, head: 0x01003333, tail: 0x0200 };

/** 0: the packet goes on, as all do whose tag is no VLAN that the port serves. */
export function serve(ctx: Context, port: VPort, edge: VEdge): Fate | 0 {
  if (ctx.byteIs(KEY.vlan_tci, 0, 0x10)) return serveAs(ctx, port, edge);
  const own = edge.tagged === null ? undefined : edge.tagged.get(vlanOf(ctx));
  return own === undefined || hasInnerTag(ctx) ? 0 : serveAs(ctx, port, own);
}

function serveAs(ctx: Context, port: VPort, edge: VEdge): Fate | 0 {
  const { dhcp, hook, guest } = edge;
  let fate: Fate | 0 = 0;
  if (ctx.byteIs(KEY.eth_dst, 1, 1)) fate = group(ctx, port, edge);
  else if (dhcp !== null) {
    for (const subnet of dhcp.subnets) {
      if (!ctx.dstMacIs(subnet.at.head, subnet.at.tail)) continue;
      fate = dhcpUnicast(ctx, port, dhcp, subnet);
      break;
    }
  }
  if (fate === 0 && guest !== null) fate = toProxy(ctx, port, guest);
  if (fate === 0 && hook !== null) fate = fromProxy(ctx, port, hook);
  return fate;
}

function group(ctx: Context, port: VPort, edge: VEdge): Fate | 0 {
  const { dhcp, dhcp6: served, ras } = edge;
  if (dhcp !== null && isTo(ctx, BROADCAST)) return dhcpBroadcast(ctx, port, dhcp);
  if (ras.length > 0 && isTo(ctx, ALL_ROUTERS)) return solicited(ctx, port, ras);
  return served !== null && isTo(ctx, ALL_DHCP_AGENTS) ? dhcp6(ctx, port, served) : 0;
}

const isTo = (ctx: Context, { head, tail }: VMac): boolean => ctx.dstMacIs(head, tail);
