// Runs an action list on a packet's bytes as edgelane.h words it: the second opinion on what the worker does. It must
// share no code with the worker; it knows the actions that a simulation writes, and throws on any other.
import { ACT_KIND, DROP, KEY, PORT_TUNNEL, TUNNEL_TYPE, UPCALL_REASON } from "../../bindings/layout.js";
import type { VMeter } from "../../dataplane/simulation/snapshot.js";
import { type Member, pick } from "./buckets.js";
import { short } from "./bytes.js";
import { decTtl, popVlan, pushVlan, setField } from "./edits.js";
import { clampMss, fragments, LEAST_MTU, mayCut, tooBig } from "./fit.js";
import { translate } from "./translate.js";
import { decap, encap, inside, type Pipe, type Running } from "./tunnels.js";

export type { Pipe, Running } from "./tunnels.js";

export interface Machine {
  pipes: readonly Pipe[];
  /** L3 MTU by worker port. */
  mtus: readonly number[];
  /** By the number that METER names. The clock stands still: what is not there from the start never comes. */
  meters?: readonly Bucket[];
}

/** What a meter still passes green, then yellow; it changes as packets take from it. */
export interface Bucket {
  unit: "bytes" | "packets";
  cbs: number;
  ebs: number;
  /** RFC 2698: what is green counts against `ebs` too. */
  peak: boolean;
  /** DSCP of what is yellow, -1 its own. */
  yellow: number;
}

/** A meter of a snapshot, full. */
export function bucketOf({ unit, cbs, ebs, pir, yellow }: VMeter): Bucket {
  return { unit, cbs, ebs, peak: pir > 0, yellow };
}

export type Fate =
  | { kind: "sent"; port: number; bytes: Uint8Array }
  | { kind: "dropped"; reason: number }
  | { kind: "asked"; reason: number; arg: number; packet: Running };

export interface Program {
  actions: Uint8Array;
  groups: readonly { members: readonly Member[] }[];
}

interface Run {
  machine: Machine;
  groups: Program["groups"];
  fates: Fate[];
}

/** All that becomes of the packet, copies included, in order. */
export function execute(machine: Machine, program: Program, packet: Running): Fate[] {
  const run: Run = { machine, groups: program.groups, fates: [] };
  list(run, { ...packet, bytes: new Uint8Array(packet.bytes) }, program.actions);
  return run.fates;
}

interface Record {
  kind: number;
  at: number;
  end: number;
}

function* records(actions: Uint8Array): Generator<Record> {
  for (let at = 0; at < actions.length; ) {
    const length = little(actions, at + 2, 2);
    yield { kind: little(actions, at, 2), at, end: at + length };
    at += length;
  }
}

const little = (bytes: Uint8Array, at: number, size: number): number => {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
};

function list(run: Run, packet: Running, actions: Uint8Array): void {
  const returned = givenBack(run, packet, actions);
  if (returned !== undefined) {
    run.fates.push({
      kind: "asked",
      ...returned,
      packet: { ...packet, bytes: new Uint8Array(packet.bytes) },
    });
    return;
  }
  for (const record of records(actions)) if (step(run, packet, actions, record)) return;
  run.fates.push({ kind: "dropped", reason: DROP.NO_ACTION });
}

/** True: the packet is gone. */
function step(run: Run, packet: Running, actions: Uint8Array, { kind, at, end }: Record): boolean {
  const drop = (reason: number): boolean => run.fates.push({ kind: "dropped", reason }) > 0;
  switch (kind) {
    case ACT_KIND.OUTPUT: {
      const port = little(actions, at + 4, 2);
      send(run, packet, port === PORT_TUNNEL ? packet.exit : port);
      return end === actions.length;
    }
    case ACT_KIND.DROP:
      return drop(little(actions, at + 4, 2));
    case ACT_KIND.METER:
      return take(run.machine.meters?.[little(actions, at + 4, 4)], packet) && drop(DROP.METER);
    case ACT_KIND.CLONE:
      list(run, { ...packet, bytes: new Uint8Array(packet.bytes) }, actions.subarray(at + 8, end));
      return false;
    case ACT_KIND.SELECT: {
      const { members } = run.groups[little(actions, at + 4, 4)]!;
      const member = members[pick(members, packet.hash)];
      if (member === undefined) return drop(DROP.GROUP_EMPTY);
      list(run, packet, member.actions);
      return true;
    }
    case ACT_KIND.CHECK_MTU: {
      const mtu = little(actions, at + 4, 2);
      if (!tooBig(packet, mtu)) return false;
      for (const bytes of fragments(packet.bytes, mtu))
        list(run, { ...packet, bytes }, actions.subarray(end));
      return true;
    }
    case ACT_KIND.ENCAP: {
      const pipe = run.machine.pipes[little(actions, at + 4, 4)]!;
      const refused = encap(packet, pipe, little(actions, at + 8, 4));
      if (refused !== DROP.TUNNEL_MTU || pipe.mtu < LEAST_MTU || !mayCut(packet))
        return refused !== 0 && drop(refused);
      for (const bytes of fragments(packet.bytes, pipe.mtu))
        list(run, { ...packet, bytes }, actions.subarray(at));
      return true;
    }
    default: {
      const refused = edit(packet, kind, actions, at);
      return refused !== 0 && drop(refused);
    }
  }
}

/** Takes the packet from its bucket, marked where it is yellow; true: it is red. */
function take(bucket: Bucket | undefined, packet: Running): boolean {
  if (bucket === undefined) return true;
  const units = bucket.unit === "bytes" ? packet.bytes.length : 1;
  if (bucket.peak && bucket.ebs < units) return true;
  const green = bucket.cbs >= units;
  if (!green && bucket.ebs < units) return true;
  if (green) bucket.cbs -= units;
  if (!green || bucket.peak) bucket.ebs -= units;
  if (green || bucket.yellow < 0 || packet.tunnel !== TUNNEL_TYPE.NONE || inside(packet).family === 0)
    return false;
  return setField(packet, KEY.ip_tos, Uint8Array.of(bucket.yellow << 2), Uint8Array.of(0xfc)) !== 0;
}

/** What the records so far will have made of the packet. */
interface Ahead {
  hops: number;
  /** L3 bytes of its largest fragment; 0: whole. */
  cut: number;
  /** Bytes of headers more. */
  grown: number;
  /** A tunnel may cut it. */
  loose: boolean;
}

/** DEC_TTL, CHECK_MTU and ENCAP are decided on before the first record runs; a member's list counts as the list's own
 * end. */
function givenBack(
  run: Run,
  packet: Running,
  actions: Uint8Array,
  ahead: Ahead = { hops: 0, cut: 0, grown: 0, loose: mayCut(packet) },
): { reason: number; arg: number } | undefined {
  const at = inside(packet);
  for (const record of records(actions)) {
    if (record.kind === ACT_KIND.DEC_TTL && at.family !== 0) {
      ahead.hops++;
      if (packet.bytes[at.l3 + (at.family === 4 ? 8 : 7)]! <= ahead.hops)
        return { reason: UPCALL_REASON.TTL, arg: 0 };
    } else if (record.kind === ACT_KIND.CHECK_MTU) {
      const mtu = little(actions, record.at + 4, 2);
      if ((ahead.cut !== 0 && ahead.cut <= mtu) || !tooBig(packet, mtu)) continue;
      if (!mayCut(packet)) return { reason: UPCALL_REASON.PATH_MTU, arg: mtu };
      ahead.cut = mtu;
    } else if (record.kind === ACT_KIND.TRANSLATE) {
      const plain = { ...packet, bytes: packet.bytes.slice(at.l3 - 14 - 4 * at.tags), tunnel: 0 };
      if (translate(plain, actions.subarray(record.at + 4, record.end)) !== 0) continue;
      ahead.grown += plain.bytes.length - 14 - 4 * at.tags - at.ipLength;
      ahead.loose = mayCut(plain);
    } else if (record.kind === ACT_KIND.ENCAP) {
      const pipe = run.machine.pipes[little(actions, record.at + 4, 4)]!;
      const size = ahead.cut !== 0 ? ahead.cut : packet.bytes.length - at.l3;
      const large = pipe.mtu > 0 && size + ahead.grown > pipe.mtu;
      const cut = ahead.loose && pipe.mtu >= LEAST_MTU;
      return large && !cut && pipe.asks ? { reason: UPCALL_REASON.TUNNEL_MTU, arg: pipe.mtu } : undefined;
    } else if (record.kind === ACT_KIND.SELECT) {
      const { members } = run.groups[little(actions, record.at + 4, 4)]!;
      const member = members[pick(members, packet.hash)];
      return member === undefined ? undefined : givenBack(run, packet, member.actions, ahead);
    }
  }
  return undefined;
}

function edit(packet: Running, kind: number, actions: Uint8Array, at: number): number {
  if (kind === ACT_KIND.DECAP) return decap(packet, actions.subarray(at + 4, at + 16));
  if (packet.tunnel !== TUNNEL_TYPE.NONE) return DROP.ACTION_INVALID;
  switch (kind) {
    case ACT_KIND.SET: {
      const field = little(actions, at + 4, 2);
      return setField(packet, field, actions.subarray(at + 8, at + 24), actions.subarray(at + 24, at + 40));
    }
    case ACT_KIND.DEC_TTL:
      return decTtl(packet.bytes);
    case ACT_KIND.CLAMP_MSS:
      clampMss(packet.bytes, little(actions, at + 4, 2));
      return 0;
    case ACT_KIND.TRANSLATE:
      return translate(packet, actions.subarray(at + 4, at + 72));
    case ACT_KIND.POP_VLAN:
      return popVlan(packet);
    case ACT_KIND.PUSH_VLAN:
      return pushVlan(packet, little(actions, at + 4, 2), little(actions, at + 6, 2));
  }
  throw new Error(`an action of kind ${kind} is none that a simulation writes`);
}

/** A frame may exceed the port's MTU by its Ethernet header and two tags. */
function send({ machine, fates }: Run, packet: Running, port: number): void {
  const { bytes } = packet;
  const mtu = machine.mtus[port];
  let l3 = 14;
  for (let i = 0; i < 2 && [0x8100, 0x88a8].includes(short(bytes, l3 - 2)); i++) l3 += 4;
  if (mtu === undefined) fates.push({ kind: "dropped", reason: DROP.PORT_DOWN });
  else if (bytes.length - l3 > mtu) fates.push({ kind: "dropped", reason: DROP.OVERSIZED });
  else fates.push({ kind: "sent", port, bytes: new Uint8Array(bytes) });
}

/** TUNNEL_TYPE of a key. */
export const tunnelOf = (key: Uint8Array): number => key[KEY.tun_type]!;
