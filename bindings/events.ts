// Takes event records off the ring and decodes them. Must never drop one: each is handed to the caller in order.
import { fromClient } from "./error.js";
import {
  EV_ERROR,
  EV_FLOW,
  EV_FLOW_STATS,
  EV_HDR,
  EV_HDR_SIZE,
  EV_KIND,
  EV_KIND_SIZES,
  EV_METER_STATS,
  EV_PORT,
  EV_SYNC,
  KEY_SIZE,
} from "./layout.js";
import { readU64 } from "./record.js";

/** A command was refused. */
export interface ErrorEvent {
  kind: "error";
  /** The command's sequence number. */
  seq: number;
  /** ERR */
  code: number;
  /** CMD_KIND of the command. */
  command: number;
  /** Of the offending field in the command, bytes. */
  offset: number;
}

export interface FlowStats {
  flowId: number;
  idleMs: number;
  packets: number;
  bytes: number;
}

export interface FlowEvent {
  kind: "flow";
  flowId: number;
  actionId: number;
  maskId: number;
  generation: number;
  cookie: number;
  packets: number;
  bytes: number;
  key: Uint8Array;
}

export interface PortEvent {
  kind: "port";
  port: number;
  up: boolean;
  speedMbps: number;
  /** Six bytes. */
  mac: Uint8Array;
}

/** By colour: green, yellow, red. */
export interface MeterStats {
  meterId: number;
  packets: [number, number, number];
  bytes: [number, number, number];
}

export type Event =
  | ErrorEvent
  | { kind: "sync"; token: number }
  | { kind: "dump-end"; token: number }
  | ({ kind: "idle" } & FlowStats)
  | ({ kind: "stats" } & FlowStats)
  | FlowEvent
  | PortEvent
  | ({ kind: "meter" } & MeterStats);

/** Events of which there may be one a flow: told field by field, so that they cost no object. */
export interface FlowEvents {
  idle(flowId: number, idleMs: number): void;
  flow(flowId: number, cookie: number, packets: number, bytes: number): void;
}

/** el_events_take bound to a connection: bytes taken or a negative el_err. */
export type TakeEvents = (out: Uint8Array, bytes: number) => number;

const BUFFER_BYTES = 65536;

export class Events {
  /** Told of each SYNC before the caller's handler is. */
  onSync: ((token: number) => void) | undefined;
  readonly #bytes = new Uint8Array(BUFFER_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #take: TakeEvents;
  readonly #place: string;

  constructor(take: TakeEvents, place: string) {
    this.#take = take;
    this.#place = place;
  }

  /**
   * Hands each event that waits to `handle`, FLOW and FLOW_IDLE to `flows` instead when that is given; one buffer's
   * worth at most. How many bytes came.
   */
  take(handle: (event: Event) => void, flows?: FlowEvents): number {
    const bytes = this.#take(this.#bytes, BUFFER_BYTES);
    if (bytes < 0) throw fromClient(bytes, "the worker's event ring makes no sense", this.#place);
    for (let at = 0; at + EV_HDR_SIZE <= bytes; ) {
      const size = this.#view.getUint32(at + EV_HDR.size, true);
      if (flows === undefined || !tellFlow(this.#view, at, size, flows)) {
        const event = decodeEvent(this.#view, at, size);
        if (event?.kind === "sync") this.onSync?.(event.token);
        if (event) handle(event);
      }
      at += size;
    }
    return bytes;
  }
}

/** False when it is no event of a flow, or too short for one. */
function tellFlow(view: DataView, at: number, size: number, flows: FlowEvents): boolean {
  const kind = view.getUint16(at + EV_HDR.kind, true);
  if ((kind !== EV_KIND.FLOW && kind !== EV_KIND.FLOW_IDLE) || size < EV_KIND_SIZES[kind]!) return false;
  if (kind === EV_KIND.FLOW_IDLE)
    flows.idle(
      view.getUint32(at + EV_FLOW_STATS.flow_id, true),
      view.getUint32(at + EV_FLOW_STATS.idle_ms, true),
    );
  else
    flows.flow(
      view.getUint32(at + EV_FLOW.flow_id, true),
      readU64(view, at + EV_FLOW.cookie),
      readU64(view, at + EV_FLOW.packets),
      readU64(view, at + EV_FLOW.bytes),
    );
  return true;
}

/** One record; undefined for a kind this side does not know, or one too short for its kind. */
export function decodeEvent(view: DataView, at: number, size: number): Event | undefined {
  const kind = view.getUint16(at + EV_HDR.kind, true);
  const u16 = (offset: number) => view.getUint16(at + offset, true);
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  const u64 = (offset: number) => readU64(view, at + offset);
  const bytes = (offset: number, count: number) =>
    new Uint8Array(view.buffer, view.byteOffset + at + offset, count).slice();
  if (size < (EV_KIND_SIZES[kind] ?? Number.POSITIVE_INFINITY)) return undefined;
  switch (kind) {
    case EV_KIND.ERROR: {
      const command = u16(EV_ERROR.kind);
      return {
        kind: "error",
        seq: u32(EV_ERROR.seq),
        code: u16(EV_ERROR.code),
        command,
        offset: u32(EV_ERROR.offset),
      };
    }
    case EV_KIND.SYNC:
      return { kind: "sync", token: u64(EV_SYNC.token) };
    case EV_KIND.FLOW_DUMP_END:
      return { kind: "dump-end", token: u64(EV_SYNC.token) };
    case EV_KIND.FLOW_IDLE:
    case EV_KIND.FLOW_STATS:
      return {
        kind: kind === EV_KIND.FLOW_IDLE ? "idle" : "stats",
        flowId: u32(EV_FLOW_STATS.flow_id),
        idleMs: u32(EV_FLOW_STATS.idle_ms),
        packets: u64(EV_FLOW_STATS.packets),
        bytes: u64(EV_FLOW_STATS.bytes),
      };
    case EV_KIND.FLOW:
      return {
        kind: "flow",
        flowId: u32(EV_FLOW.flow_id),
        actionId: u32(EV_FLOW.action_id),
        maskId: u32(EV_FLOW.mask_id),
        generation: u64(EV_FLOW.generation),
        cookie: u64(EV_FLOW.cookie),
        packets: u64(EV_FLOW.packets),
        bytes: u64(EV_FLOW.bytes),
        key: bytes(EV_FLOW.key, KEY_SIZE),
      };
    case EV_KIND.PORT: {
      const mac = bytes(EV_PORT.mac, 6);
      return {
        kind: "port",
        port: u16(EV_PORT.port),
        up: u16(EV_PORT.up) !== 0,
        speedMbps: u32(EV_PORT.speed_mbps),
        mac,
      };
    }
    case EV_KIND.METER_STATS: {
      const three = (offset: number): [number, number, number] => [
        u64(offset),
        u64(offset + 8),
        u64(offset + 16),
      ];
      return {
        kind: "meter",
        meterId: u32(EV_METER_STATS.meter_id),
        packets: three(EV_METER_STATS.packets),
        bytes: three(EV_METER_STATS.bytes),
      };
    }
    default:
      return undefined;
  }
}
