// ARP and neighbour discovery on a bridge: what is known is answered on the spot, questions to a router go to that
// router alone, the rest floods. Addresses are known per bridge and VLAN; frames with a tag inside the VLAN's are left
// alone, for they are of some VLAN that is not ours.
import { KEY } from "../../bindings/layout.js";
import { ARP_REPLY, ARP_REQUEST, arp, arpSenderMac } from "./build/arp.js";
import { ADVERTISEMENT, advertisement, linkLayerOption, ND_FLAGS, SOLICITATION } from "./build/nd.js";
import { type Context, FATE, type Fate } from "./context.js";
import { sendBy } from "./generate.js";
import { ANSWER } from "./path.js";
import { leaveDevice } from "./port.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VDevice, VPort } from "./snapshot.js";
import { addressIn, withText } from "./tags.js";
import { addressText } from "./text.js";
import type { Mac } from "./verdict.js";
import { hasInnerTag, vlanOutside } from "./vlan.js";

/** For group frames. 0: nothing to do with it, flood. */
export function suppress(ctx: Context, device: VDevice, port: VPort, vlan: number): Fate | 0 {
  if (!device.bridge!.suppress) return 0;
  if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) return isPlain(ctx) ? resolution(ctx, device, port, vlan) : 0;
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6) || !ctx.byteIs(KEY.ip_proto, PROTO.ICMP6)) return 0;
  if (ctx.shortIs(KEY.tp_src, SOLICITATION))
    return ctx.byteIs(KEY.nd_target_set, 1) && isPlain(ctx) ? question(ctx, device, port, vlan) : 0;
  if (ctx.shortIs(KEY.tp_src, ADVERTISEMENT) && ctx.byteIs(KEY.nd_target_set, 1) && isPlain(ctx)) {
    ctx.exact(KEY.nd_target, 16);
    note(ctx, device, port, vlan, KEY.nd_target, linkLayerOption(ctx.packet.data, ctx.packet.l4Offset, 2));
  }
  return 0;
}

/** No tag, or one alone. */
const isPlain = (ctx: Context): boolean => !ctx.byteIs(KEY.vlan_tci, 0x10, 0x10) || !hasInnerTag(ctx);

function resolution(ctx: Context, device: VDevice, port: VPort, vlan: number): Fate | 0 {
  const { work, packet } = ctx;
  ctx.exact(KEY.ip_src + 12, 4);
  note(ctx, device, port, vlan, KEY.ip_src, arpSenderMac(packet.data, packet.l3Offset));
  if (!ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) return 0;
  ctx.exact(KEY.ip_dst + 12, 4);
  if (same(work, KEY.ip_src, KEY.ip_dst)) return 0;
  const known = ask(ctx, device, port, vlan, KEY.ip_dst);
  if (known.router !== null) return leaveDevice(ctx, device, known.router, vlan);
  if (known.mac === undefined) return 0;
  const frame = arp({
    operation: ARP_REPLY,
    senderIp: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
    senderMac: known.mac,
    targetIp: work.slice(KEY.ip_src, KEY.ip_src + 16),
    targetMac: ctx.mac(KEY.eth_src),
    vlan: vlanOutside(port, vlan),
  });
  return answered(sendBy(ctx, port, frame, ANSWER.ARP_REPLY));
}

function question(ctx: Context, device: VDevice, port: VPort, vlan: number): Fate | 0 {
  const { work, packet } = ctx;
  ctx.exact(KEY.nd_target, 16);
  ctx.exact(KEY.ip_src, 16);
  // Duplicate address detection (RFC 4862 5.4.2) asks its fellows, not us.
  if (isZero(work, KEY.ip_src)) return 0;
  note(ctx, device, port, vlan, KEY.ip_src, linkLayerOption(packet.data, packet.l4Offset, 1));
  const known = ask(ctx, device, port, vlan, KEY.nd_target);
  if (known.router !== null) return leaveDevice(ctx, device, known.router, vlan);
  if (known.mac === undefined) return 0;
  const target = work.slice(KEY.nd_target, KEY.nd_target + 16);
  const frame = advertisement({
    target,
    mac: known.mac,
    srcIp: target,
    dstIp: work.slice(KEY.ip_src, KEY.ip_src + 16),
    dstMac: ctx.mac(KEY.eth_src),
    flags: ND_FLAGS.SOLICITED,
    vlan: vlanOutside(port, vlan),
  });
  return answered(sendBy(ctx, port, frame, ANSWER.ND_ADVERT));
}

/** An answer that a chain dropped still was the answer to this question. */
const answered = (fate: Fate): Fate => (fate === FATE.WAITING ? fate : FATE.CONSUMED);

const asked: { router: VPort | null; mac: Mac | undefined } = { router: null, mac: undefined };

/** Who has the address whose text is at `field`; nobody when it is the one who asks. */
function ask(ctx: Context, device: VDevice, port: VPort, vlan: number, field: number): typeof asked {
  const table = device.bridge!;
  const address = addressText(ctx.work, field);
  const text = addressIn(vlan, address);
  asked.router = null;
  asked.mac = undefined;
  const router = table.routers.get(text);
  if (router !== undefined && router !== port.index) {
    asked.router = ctx.snapshot.ports[router]!;
    return asked;
  }
  ctx.tag(withText(table.neighbourTag, text));
  const mac = table.addresses.get(text) ?? ctx.state.bridgeNeighbour(device.id, address, vlan);
  if (mac !== ctx.mac(KEY.eth_src)) asked.mac = mac;
  return asked;
}

/** Notes who has the address at `field`, unless it is declared or the frame contradicts itself. */
function note(
  ctx: Context,
  device: VDevice,
  port: VPort,
  vlan: number,
  field: number,
  mac: Mac | undefined,
): void {
  if (ctx.silent || port.towardsRouter || mac === undefined) return;
  if (mac !== ctx.mac(KEY.eth_src) || isZero(ctx.work, field)) return;
  const table = device.bridge!;
  const address = addressText(ctx.work, field);
  if (address === "0.0.0.0") return;
  const text = addressIn(vlan, address);
  ctx.tag(withText(table.neighbourTag, text));
  if (table.addresses.has(text) || table.routers.has(text)) return;
  ctx.learned.push({ kind: "bridge-neighbour", bridge: device.id, vlan, address, mac });
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
