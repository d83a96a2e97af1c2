// ARP and neighbour discovery on a bridge: what is known is answered on the spot, questions to a router go to that
// router alone, the rest floods. Frames with a VLAN tag are left alone: addresses are known per bridge, not per VLAN.
import { KEY } from "../../bindings/layout.js";
import { ARP_REPLY, ARP_REQUEST, arp, arpSenderMac } from "./build/arp.js";
import { ADVERTISEMENT, advertisement, linkLayerOption, ND_FLAGS, SOLICITATION } from "./build/nd.js";
import { type Context, FATE, type Fate } from "./context.js";
import { sendBy } from "./generate.js";
import { ANSWER } from "./path.js";
import { leaveDevice } from "./port.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VDevice, VPort } from "./snapshot.js";
import { withText } from "./tags.js";
import { addressText } from "./text.js";
import type { Mac } from "./verdict.js";

/** For group frames. 0: nothing to do with it, flood. */
export function suppress(ctx: Context, device: VDevice, port: VPort, vlan: number): Fate | 0 {
  if (vlan !== 0 || !device.bridge!.suppress) return 0;
  if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) return resolution(ctx, device, port);
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6) || !ctx.byteIs(KEY.ip_proto, PROTO.ICMP6)) return 0;
  if (ctx.shortIs(KEY.tp_src, SOLICITATION))
    return ctx.byteIs(KEY.nd_target_set, 1) ? question(ctx, device, port) : 0;
  if (ctx.shortIs(KEY.tp_src, ADVERTISEMENT) && ctx.byteIs(KEY.nd_target_set, 1)) {
    ctx.exact(KEY.nd_target, 16);
    note(ctx, device, port, KEY.nd_target, linkLayerOption(ctx.packet.data, ctx.packet.l4Offset, 2));
  }
  return 0;
}

function resolution(ctx: Context, device: VDevice, port: VPort): Fate | 0 {
  const { work, packet } = ctx;
  ctx.exact(KEY.ip_src + 12, 4);
  note(ctx, device, port, KEY.ip_src, arpSenderMac(packet.data, packet.l3Offset));
  if (!ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) return 0;
  ctx.exact(KEY.ip_dst + 12, 4);
  if (same(work, KEY.ip_src, KEY.ip_dst)) return 0;
  const known = ask(ctx, device, port, KEY.ip_dst);
  if (known.router !== null) return leaveDevice(ctx, device, known.router);
  if (known.mac === undefined) return 0;
  const frame = arp({
    operation: ARP_REPLY,
    senderIp: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
    senderMac: known.mac,
    targetIp: work.slice(KEY.ip_src, KEY.ip_src + 16),
    targetMac: ctx.mac(KEY.eth_src),
  });
  return answered(sendBy(ctx, port, frame, ANSWER.ARP_REPLY));
}

function question(ctx: Context, device: VDevice, port: VPort): Fate | 0 {
  const { work, packet } = ctx;
  ctx.exact(KEY.nd_target, 16);
  ctx.exact(KEY.ip_src, 16);
  // Duplicate address detection (RFC 4862 5.4.2) asks its fellows, not us.
  if (isZero(work, KEY.ip_src)) return 0;
  note(ctx, device, port, KEY.ip_src, linkLayerOption(packet.data, packet.l4Offset, 1));
  const known = ask(ctx, device, port, KEY.nd_target);
  if (known.router !== null) return leaveDevice(ctx, device, known.router);
  if (known.mac === undefined) return 0;
  const target = work.slice(KEY.nd_target, KEY.nd_target + 16);
  const frame = advertisement({
    target,
    mac: known.mac,
    srcIp: target,
    dstIp: work.slice(KEY.ip_src, KEY.ip_src + 16),
    dstMac: ctx.mac(KEY.eth_src),
    flags: ND_FLAGS.SOLICITED,
  });
  return answered(sendBy(ctx, port, frame, ANSWER.ND_ADVERT));
}

/** An answer that a chain dropped still was the answer to this question. */
const answered = (fate: Fate): Fate => (fate === FATE.WAITING ? fate : FATE.CONSUMED);

const asked: { router: VPort | null; mac: Mac | undefined } = { router: null, mac: undefined };

/** Who has the address whose text is at `field`; nobody when it is the one who asks. */
function ask(ctx: Context, device: VDevice, port: VPort, field: number): typeof asked {
  const table = device.bridge!;
  const text = addressText(ctx.work, field);
  asked.router = null;
  asked.mac = undefined;
  const router = table.routers.get(text);
  if (router !== undefined && router !== port.index) {
    asked.router = ctx.snapshot.ports[router]!;
    return asked;
  }
  ctx.tag(withText(table.neighbourTag, text));
  const mac = table.addresses.get(text) ?? ctx.state.bridgeNeighbour(device.id, text);
  if (mac !== ctx.mac(KEY.eth_src)) asked.mac = mac;
  return asked;
}

/** Notes who has the address at `field`, unless it is declared or the frame contradicts itself. */
function note(ctx: Context, device: VDevice, port: VPort, field: number, mac: Mac | undefined): void {
  if (ctx.silent || port.towardsRouter || mac === undefined) return;
  if (mac !== ctx.mac(KEY.eth_src) || isZero(ctx.work, field)) return;
  const table = device.bridge!;
  const address = addressText(ctx.work, field);
  if (address === "0.0.0.0") return;
  ctx.tag(withText(table.neighbourTag, address));
  if (table.addresses.has(address) || table.routers.has(address)) return;
  ctx.learned.push({ kind: "bridge-neighbour", bridge: device.id, address, mac });
}

/** Two mapped addresses. */
function same(key: Uint8Array, a: number, b: number): boolean {
  for (let i = 12; i < 16; i++) if (key[a + i] !== key[b + i]) return false;
  return true;
}

function isZero(key: Uint8Array, at: number): boolean {
  for (let i = 0; i < 16; i++) if (key[at + i] !== 0) return false;
  return true;
}
