// Writes action lists as the worker runs them. Must never decide what a list means: the worker checks every record.
import { parseMac } from "./address.js";
import { WorkerError } from "./error.js";
import { encodeField, type KeyMember, keyField } from "./key.js";
import {
  ACT_CHECK_MTU,
  ACT_CLAMP_MSS,
  ACT_CLONE_SIZE,
  ACT_CT,
  ACT_DECAP,
  ACT_DROP,
  ACT_ENCAP,
  ACT_KIND,
  ACT_KIND_SIZES,
  ACT_METER,
  ACT_OUTPUT,
  ACT_PUNT,
  ACT_PUSH_VLAN,
  ACT_SELECT,
  ACT_SET,
  ACT_TRANSLATE,
  MAX_ACTION_BYTES,
} from "./layout.js";

/** A masked write of an address: 16 bytes each, IPv4 as ::ffff:a.b.c.d. */
export interface MaskedAddress {
  value: Uint8Array;
  bits: Uint8Array;
}

/** One decoded action. Addresses and numbers as in key.ts; `bits` is the mask of a masked SET, 16 bytes. */
export type Action =
  | { kind: "output"; port: number }
  | { kind: "drop"; reason: number }
  | { kind: "set"; member: KeyMember; value: Uint8Array; bits: Uint8Array }
  | { kind: "dec-ttl" }
  | { kind: "push-vlan"; tpid: number; tci: number }
  | { kind: "pop-vlan" }
  | { kind: "encap"; tunnel: number; key: number }
  | { kind: "decap"; ethDst: string; ethSrc: string }
  | { kind: "punt"; arg: number }
  | { kind: "clone"; actions: Action[] }
  | { kind: "select"; group: number }
  | { kind: "meter"; meter: number }
  | { kind: "check-mtu"; mtu: number }
  | { kind: "clamp-mss"; mss: number }
  | { kind: "translate"; family: 4 | 6; src: MaskedAddress; dst: MaskedAddress }
  | { kind: "ct"; zone: number; flags: number; resume: number };

/** Builds one list after another in one buffer: calls append, `bytes()` reads it, `reset()` starts the next. */
export class ActionWriter {
  readonly #buffer = new Uint8Array(MAX_ACTION_BYTES);
  readonly #view = new DataView(this.#buffer.buffer);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A view of the list; valid until the next reset. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** A copy of the list to keep. */
  take(): Uint8Array {
    const list = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    return list;
  }

  reset(): this {
    this.#length = 0;
    return this;
  }

  /** Port id, or PORT_TUNNEL for the next hop the last encap picked. */
  output(port: number): this {
    this.#view.setUint16(this.#record(ACT_KIND.OUTPUT) + ACT_OUTPUT.port, port, true);
    return this;
  }

  drop(reason: number): this {
    this.#view.setUint16(this.#record(ACT_KIND.DROP) + ACT_DROP.reason, reason, true);
    return this;
  }

  /** Writes a whole field by name: number, MAC or IP text. */
  set(member: KeyMember, value: number | string): this {
    const bytes = encodeField(member, value);
    return this.setBits(keyField(member).offset, bytes, new Uint8Array(bytes.length).fill(0xff));
  }

  /** Masked write of the field at a KEY offset; both arrays as long as the field, 16 bytes at most. */
  setBits(offset: number, value: Uint8Array, bits: Uint8Array): this {
    const at = this.#record(ACT_KIND.SET);
    this.#view.setUint16(at + ACT_SET.offset, offset, true);
    this.#buffer.set(value, at + ACT_SET.value);
    this.#buffer.set(bits, at + ACT_SET.mask);
    return this;
  }

  decTtl(): this {
    this.#record(ACT_KIND.DEC_TTL);
    return this;
  }

  /** tpid 0x8100 or 0x88a8; tci: PCP, DEI and VID as on the wire, as a number. */
  pushVlan(tpid: number, tci: number): this {
    const at = this.#record(ACT_KIND.PUSH_VLAN);
    this.#view.setUint16(at + ACT_PUSH_VLAN.tpid, tpid, true);
    this.#view.setUint16(at + ACT_PUSH_VLAN.tci, tci, true);
    return this;
  }

  popVlan(): this {
    this.#record(ACT_KIND.POP_VLAN);
    return this;
  }

  encap(tunnel: number, key: number): this {
    const at = this.#record(ACT_KIND.ENCAP);
    this.#view.setUint32(at + ACT_ENCAP.tunnel_id, tunnel, true);
    this.#view.setUint32(at + ACT_ENCAP.key, key, true);
    return this;
  }

  /** The two MACs head a payload that came without Ethernet (GRE_IP); else they are not used. */
  decap(ethDst = "00:00:00:00:00:00", ethSrc = "00:00:00:00:00:00"): this {
    const at = this.#record(ACT_KIND.DECAP);
    this.#buffer.set(parseMac(ethDst), at + ACT_DECAP.eth_dst);
    this.#buffer.set(parseMac(ethSrc), at + ACT_DECAP.eth_src);
    return this;
  }

  punt(arg: number): this {
    this.#view.setUint32(this.#record(ACT_KIND.PUNT) + ACT_PUNT.arg, arg, true);
    return this;
  }

  /** Runs what `write` appends on a copy of the packet. */
  clone(write: (inner: this) => void): this {
    const at = this.#record(ACT_KIND.CLONE);
    write(this);
    this.#view.setUint16(at + 2, this.#length - at, true);
    return this;
  }

  select(group: number): this {
    this.#view.setUint32(this.#record(ACT_KIND.SELECT) + ACT_SELECT.group_id, group, true);
    return this;
  }

  meter(meter: number): this {
    this.#view.setUint32(this.#record(ACT_KIND.METER) + ACT_METER.meter_id, meter, true);
    return this;
  }

  /** L3 bytes, 68..65535. */
  checkMtu(mtu: number): this {
    this.#view.setUint16(this.#record(ACT_KIND.CHECK_MTU) + ACT_CHECK_MTU.mtu, mtu, true);
    return this;
  }

  clampMss(mss: number): this {
    this.#view.setUint16(this.#record(ACT_KIND.CLAMP_MSS) + ACT_CLAMP_MSS.mss, mss, true);
    return this;
  }

  /** `family`: that the packet becomes. */
  translate(family: 4 | 6, src: MaskedAddress, dst: MaskedAddress): this {
    const at = this.#record(ACT_KIND.TRANSLATE);
    this.#buffer[at + ACT_TRANSLATE.family] = family;
    this.#buffer.set(src.value, at + ACT_TRANSLATE.src);
    this.#buffer.set(src.bits, at + ACT_TRANSLATE.src_mask);
    this.#buffer.set(dst.value, at + ACT_TRANSLATE.dst);
    this.#buffer.set(dst.bits, at + ACT_TRANSLATE.dst_mask);
    return this;
  }

  ct(zone: number, flags: number, resume: number): this {
    const at = this.#record(ACT_KIND.CT);
    this.#view.setUint16(at + ACT_CT.zone, zone, true);
    this.#view.setUint16(at + ACT_CT.flags, flags, true);
    this.#view.setUint16(at + ACT_CT.resume, resume, true);
    return this;
  }

  /** Appends decoded actions. */
  add(actions: readonly Action[]): this {
    for (const action of actions) this.#addOne(action);
    return this;
  }

  /** Appends records that are already encoded. */
  append(records: Uint8Array): this {
    this.#room(records.length);
    this.#buffer.set(records, this.#length);
    this.#length += records.length;
    return this;
  }

  #addOne(action: Action): void {
    switch (action.kind) {
      case "output":
        this.output(action.port);
        break;
      case "drop":
        this.drop(action.reason);
        break;
      case "set":
        this.setBits(keyField(action.member).offset, action.value, action.bits);
        break;
      case "dec-ttl":
        this.decTtl();
        break;
      case "push-vlan":
        this.pushVlan(action.tpid, action.tci);
        break;
      case "pop-vlan":
        this.popVlan();
        break;
      case "encap":
        this.encap(action.tunnel, action.key);
        break;
      case "decap":
        this.decap(action.ethDst, action.ethSrc);
        break;
      case "punt":
        this.punt(action.arg);
        break;
      case "clone":
        this.clone(() => this.add(action.actions));
        break;
      case "select":
        this.select(action.group);
        break;
      case "meter":
        this.meter(action.meter);
        break;
      case "check-mtu":
        this.checkMtu(action.mtu);
        break;
      case "clamp-mss":
        this.clampMss(action.mss);
        break;
      case "translate":
        this.translate(action.family, action.src, action.dst);
        break;
      case "ct":
        this.ct(action.zone, action.flags, action.resume);
    }
  }

  /** Appends a zeroed record with its header; where it starts. */
  #record(kind: number): number {
    const size = ACT_KIND_SIZES[kind] ?? ACT_CLONE_SIZE;
    this.#room(size);
    const at = this.#length;
    this.#buffer.fill(0, at, at + size);
    this.#view.setUint16(at, kind, true);
    this.#view.setUint16(at + 2, size, true);
    this.#length = at + size;
    return at;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= MAX_ACTION_BYTES) return;
    throw new WorkerError("ACTIONS_TOO_LONG", `an action list is longer than ${MAX_ACTION_BYTES} bytes`, {
      remedy: "Flood to fewer ports, or share the tail of the list.",
    });
  }
}

/** One list from decoded actions. */
export function encodeActions(actions: readonly Action[]): Uint8Array {
  return new ActionWriter().add(actions).take();
}
