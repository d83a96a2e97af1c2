// Takes copies of packets off the capture rings. Must never be trusted to outlive the next take: what a caller keeps,
// it copies.
import { fromClient } from "./error.js";
import { CAPTURED, CAPTURED_SIZE, RINGS } from "./layout.js";
import { readU64 } from "./record.js";

/** A copy of a packet at one point of the worker. */
export interface Captured {
  /** CAPTURE_POINT */
  point: number;
  /** Worker port: it came in by, or leaves by; PORT_NONE: a dropped packet of the controller's own. */
  port: number;
  /** Index of the lcore's counter page. */
  lcore: number;
  /** DROP; NONE unless it was dropped. */
  reason: number;
  /** Bytes of the whole packet. */
  length: number;
  /** Unix time, nanoseconds. */
  timeNs: bigint;
  /** A view, gone with the next take. */
  data: Uint8Array;
}

/** el_captures_take bound to a connection: bytes taken or a negative el_err. */
export type TakeCaptures = (out: Uint8Array, bytes: number) => number;

const BUFFER_BYTES = 4 * 1024 * 1024;

export class Captures {
  #bytes: Uint8Array | undefined;
  readonly #take: TakeCaptures;
  readonly #rings: DataView;
  readonly #lcores: number;
  readonly #place: string;

  /** `rings`: the shared memory. */
  constructor(take: TakeCaptures, rings: ArrayBuffer, place: string) {
    this.#take = take;
    this.#rings = new DataView(rings);
    this.#lcores = this.#rings.getUint32(RINGS.lcore_count, true);
    this.#place = place;
  }

  /** Hands each copy that waits to `handle`, one buffer's worth at most. How many bytes came. */
  take(handle: (captured: Captured) => void): number {
    this.#bytes ??= new Uint8Array(BUFFER_BYTES);
    const bytes = this.#take(this.#bytes, BUFFER_BYTES);
    if (bytes < 0) throw fromClient(bytes, "the worker's capture ring makes no sense", this.#place);
    const view = new DataView(this.#bytes.buffer);
    for (let at = 0; at + CAPTURED_SIZE <= bytes; ) {
      const size = view.getUint32(at + CAPTURED.size, true);
      const snap = view.getUint32(at + CAPTURED.snap_len, true);
      if (CAPTURED_SIZE + snap <= size) handle(this.#one(view, at, snap));
      at += size;
    }
    return bytes;
  }

  /** Copies that found no room since the attachment, all lcores together. */
  lost(): number {
    let lost = 0;
    for (let i = 0; i < this.#lcores; i++) lost += readU64(this.#rings, RINGS.capture_lost + 8 * i);
    return lost;
  }

  #one(view: DataView, at: number, snap: number): Captured {
    return {
      point: view.getUint16(at + CAPTURED.point, true),
      port: view.getUint16(at + CAPTURED.port, true),
      lcore: view.getUint16(at + CAPTURED.lcore, true),
      reason: view.getUint16(at + CAPTURED.reason, true),
      length: view.getUint32(at + CAPTURED.pkt_len, true),
      timeNs: view.getBigUint64(at + CAPTURED.time_ns, true),
      data: this.#bytes!.subarray(at + CAPTURED_SIZE, at + CAPTURED_SIZE + snap),
    };
  }
}
