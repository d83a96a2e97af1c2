// VLAN tags on the way through bridges: which VLAN a frame is of at a port, and the tags that come on and off. What is
// pushed and popped again leaves no trace. It must never read a tag that nobody asks for: what comes to light when a
// tag is taken off is read when somebody looks (settleTags).
import * as layout from "../../bindings/layout.js";
import type { Context } from "./context.js";
import * as protocols from "./protocols.js";
import type { VPort } from "./snapshot.js";

// Folded, as imports are not (words.ts).
const { KEY } = layout;
const { ETHER } = protocols;

/** The frame is of no VLAN that the port takes. */
export const FOREIGN = -1;
/** "Tag present" in the first byte of a TCI in a key. */
const PRESENT = 0x10;

/** Does the port let frames of the VLAN pass? 0: untagged ones. */
export function takes(port: VPort, vlan: number): boolean {
  if (port.trunk === null) return port.vlan === 0 || port.vlan === vlan;
  return port.vlan === vlan ? vlan !== 0 || port.trunk.has(0) : port.trunk.has(vlan);
}

/** The VLAN of the frame that enters a bridge by the port, its tag now on it; FOREIGN: the port does not take it. */
export function enterVlan(ctx: Context, port: VPort): number {
  if (port.vlan === 0) {
    const vlan = vlanOf(ctx);
    return port.trunk === null || port.trunk.has(vlan) ? vlan : FOREIGN;
  }
  const tagged = ctx.byteIs(KEY.vlan_tci, PRESENT, PRESENT);
  if (!tagged) pushTag(ctx, port.vlan);
  else if (isZero(ctx)) writeVlan(ctx, port.vlan);
  else if (port.trunk === null) pushTag(ctx, port.vlan);
  else {
    const vlan = vlanRead(ctx);
    return port.trunk.has(vlan) ? vlan : FOREIGN;
  }
  return port.vlan;
}

/** The frame of the VLAN leaves a bridge by the port, which takes it. False: it may not, for there it would pass for
 * one of the VLAN that its inner tag names. */
export function leaveVlan(ctx: Context, port: VPort, vlan: number): boolean {
  if (vlan === 0 || port.vlan !== vlan) return true;
  if (port.trunk !== null && hasInnerTag(ctx)) return false;
  popTag(ctx);
  return true;
}

/** VLAN of a frame of the network's own that leaves by the port: 0 where it goes untagged. */
export const vlanOutside = (port: VPort, vlan: number): number => (port.vlan === vlan ? 0 : vlan);

/** VLAN id of the tag that its sender put on, outside of whatever port it came in by; reads nothing. */
export function vlanAsSent({ packet: { key } }: Context): number {
  const present = (key[KEY.vlan_tci]! & PRESENT) !== 0;
  return present ? ((key[KEY.vlan_tci]! & 0x0f) << 8) | key[KEY.vlan_tci + 1]! : 0;
}

/** VLAN id of the outermost tag; 0 for none and for priority tags. */
export function vlanOf(ctx: Context): number {
  return ctx.byteIs(KEY.vlan_tci, PRESENT, PRESENT) ? vlanRead(ctx) : 0;
}

function vlanRead(ctx: Context): number {
  ctx.mark(KEY.vlan_tci, 0x0f);
  ctx.mark(KEY.vlan_tci + 1, 0xff);
  return ((ctx.work[KEY.vlan_tci]! & 0x0f) << 8) | ctx.work[KEY.vlan_tci + 1]!;
}

/** A priority tag: one that names no VLAN. */
const isZero = (ctx: Context): boolean =>
  ctx.byteIs(KEY.vlan_tci, 0, 0x0f) && ctx.byteIs(KEY.vlan_tci + 1, 0);

/** Takes a priority tag off; false for any other tag. */
export function untag(ctx: Context): boolean {
  if (!ctx.byteIs(KEY.vlan_tci, PRESENT, PRESENT)) return true;
  if (!isZero(ctx) || hasInnerTag(ctx)) return false;
  popTag(ctx);
  settleTags(ctx);
  return true;
}

/** Two tags are on it: all that the worker shows of a packet's. */
export function hasTwoTags(ctx: Context): boolean {
  if (ctx.tagsHidden) settleTags(ctx);
  return ctx.byteIs(KEY.vlan_tci, PRESENT, PRESENT) && hasInnerTag(ctx);
}

/** Under the outermost tag, which is there, is another. */
export function hasInnerTag(ctx: Context): boolean {
  if (ctx.vlanPushCount > 1) return true;
  return ownTag(ctx, ctx.vlanPops + (ctx.vlanPushCount === 1 ? 0 : 1));
}

/** Had the packet, as it came, so many tags and one more? */
function ownTag(ctx: Context, above: number): boolean {
  if (above > 1) return isTpid(ctx);
  const field = above === 0 ? KEY.vlan_tci : KEY.vlan2_tci;
  // The working key has at this place what was put on since.
  ctx.mask[field]! |= PRESENT;
  return (ctx.packet.key[field]! & PRESENT) !== 0;
}

/** A key holds two tags; the third one's type stands as the packet's. */
const isTpid = (ctx: Context): boolean =>
  ctx.shortIs(KEY.eth_type, ETHER.VLAN) ||
  ctx.shortIs(KEY.eth_type, ETHER.QINQ) ||
  ctx.shortIs(KEY.eth_type, ETHER.QINQ_OLD);

/** Puts a tag on: VLAN id and PCP, host order. */
export function pushTag(ctx: Context, tci: number): void {
  ctx.vlanPushed[ctx.vlanPushCount++] = tci;
  ctx.tagsHidden = false;
  writeTag(ctx, tci);
}

/** Takes the outermost tag off; there is one. */
export function popTag(ctx: Context): void {
  if (ctx.vlanPushCount > 0) touched(ctx, --ctx.vlanPushCount);
  else {
    ctx.vlanPops++;
    ctx.vlanWritten = -1;
  }
  if (ctx.vlanPushCount > 0) writeTag(ctx, ctx.vlanPushed[ctx.vlanPushCount - 1]!);
  else ctx.tagsHidden = true;
}

/** The tag put on as this number is not any more as a meter before may have seen it. */
function touched(ctx: Context, push: number): void {
  if (push < ctx.pushesLeft) ctx.pushesLeft = push;
}

/** Another VLAN into the outermost tag, whose priority stays. */
function writeVlan(ctx: Context, vlan: number): void {
  if (ctx.vlanPushCount > 0) {
    const tci = (ctx.vlanPushed[ctx.vlanPushCount - 1]! & 0xe000) | vlan;
    ctx.vlanPushed[ctx.vlanPushCount - 1] = tci;
    touched(ctx, ctx.vlanPushCount - 1);
    writeTag(ctx, tci);
    return;
  }
  ctx.vlanWritten = vlan;
  ctx.rewritten |= 1 << (KEY.vlan_tci >> 2);
  const { work, written } = ctx;
  work[KEY.vlan_tci] = (work[KEY.vlan_tci]! & 0xf0) | (vlan >> 8);
  work[KEY.vlan_tci + 1] = vlan;
  written[KEY.vlan_tci]! |= 0x0f;
  written[KEY.vlan_tci + 1] = 0xff;
}

const writeTag = (ctx: Context, tci: number): void => ctx.writeShort(KEY.vlan_tci, (PRESENT << 8) | tci);

/** Puts the tag that has come to light into the working key. False: the frame had more tags than a key can tell. */
export function settleTags(ctx: Context): boolean {
  ctx.tagsHidden = false;
  const { work, written, mask, vlanPops } = ctx;
  const { key } = ctx.packet;
  if (vlanPops === 0) {
    work[KEY.vlan_tci] = key[KEY.vlan_tci]!;
    work[KEY.vlan_tci + 1] = key[KEY.vlan_tci + 1]!;
    written[KEY.vlan_tci] = 0;
    written[KEY.vlan_tci + 1] = 0;
    if (ctx.vlanWritten >= 0) writeVlan(ctx, ctx.vlanWritten);
    return true;
  }
  if (!ownTag(ctx, vlanPops)) {
    ctx.writeShort(KEY.vlan_tci, 0);
    return true;
  }
  if (vlanPops > 1) return false;
  mask[KEY.vlan2_tci] = 0xff;
  mask[KEY.vlan2_tci + 1] = 0xff;
  writeTag(ctx, (key[KEY.vlan2_tci]! << 8) | key[KEY.vlan2_tci + 1]!);
  if (ctx.vlanWritten >= 0) writeVlan(ctx, ctx.vlanWritten);
  return true;
}
