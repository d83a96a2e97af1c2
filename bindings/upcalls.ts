// Takes upcalls off the rings, a batch a call, into one buffer that is used again and again.
// Must never be trusted to outlive the next take: what a caller keeps, it copies.
import { fromClient } from "./error.js";
import { KEY_SIZE, SNAP, UPCALL, UPCALL_SIZE } from "./layout.js";
import { readU64 } from "./record.js";

/** One upcall slot. Reading it allocates nothing, but for the bigint of `parkId` and the view of `data`. */
export class Upcall {
  /** 128 bytes, struct el_key. */
  readonly key: Uint8Array;
  /** The same memory as words in host byte order. */
  readonly keyWords: Int32Array;
  /** Room of the packet's bytes; the first `snapLength` are meant. */
  readonly room: Uint8Array;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;

  constructor(memory: ArrayBuffer, at: number) {
    this.#bytes = new Uint8Array(memory, at, UPCALL_SIZE);
    this.#view = new DataView(memory, at, UPCALL_SIZE);
    this.key = new Uint8Array(memory, at + UPCALL.key, KEY_SIZE);
    this.keyWords = new Int32Array(memory, at + UPCALL.key, KEY_SIZE / 4);
    this.room = new Uint8Array(memory, at + UPCALL.data, SNAP);
  }

  /** UPCALL_REASON */
  get reason(): number {
    return this.#view.getUint16(UPCALL.reason, true);
  }

  get port(): number {
    return this.#view.getUint16(UPCALL.port, true);
  }

  get queue(): number {
    return this.#view.getUint16(UPCALL.queue, true);
  }

  /** Index of the lcore's counter page. */
  get lcore(): number {
    return this.#view.getUint16(UPCALL.lcore, true);
  }

  /** Bytes of the whole packet, outer headers included. */
  get length(): number {
    return this.#view.getUint32(UPCALL.pkt_len, true);
  }

  /** Bytes of it that came up. */
  get snapLength(): number {
    return this.#view.getUint32(UPCALL.snap_len, true);
  }

  get arg(): number {
    return this.#view.getUint32(UPCALL.arg, true);
  }

  /** 0n = not parked. */
  get parkId(): bigint {
    return this.#view.getBigUint64(UPCALL.park_id, true);
  }

  /** `parkId` in halves, without a bigint. */
  get parkLow(): number {
    return this.#view.getUint32(UPCALL.park_id, true);
  }

  get parkHigh(): number {
    return this.#view.getUint32(UPCALL.park_id + 4, true);
  }

  /** CLOCK_MONOTONIC, nanoseconds. */
  get timeNs(): number {
    return readU64(this.#view, UPCALL.time_ns);
  }

  /** The flow that asked; ID_NONE for MISS. */
  get flowId(): number {
    return this.#view.getUint32(UPCALL.flow_id, true);
  }

  /** el_hash_flow of the key. */
  get hash(): number {
    return this.#view.getUint32(UPCALL.hash, true);
  }

  /** Where the packet that the key describes starts in data; 0 = not tunnelled. */
  get innerOffset(): number {
    return this.#view.getUint16(UPCALL.inner_offset, true);
  }

  /** From the start of data; 0 = none. */
  get l3Offset(): number {
    return this.#view.getUint16(UPCALL.l3_offset, true);
  }

  get l4Offset(): number {
    return this.#view.getUint16(UPCALL.l4_offset, true);
  }

  /** The packet's bytes that came up: a view, gone with the next take. */
  get data(): Uint8Array {
    return this.room.subarray(0, this.snapLength);
  }

  /** One with nothing in it. */
  static blank(): Upcall {
    return new Upcall(new ArrayBuffer(UPCALL_SIZE), 0);
  }

  /** Becomes what the other is. */
  assign(from: Upcall): void {
    const bytes = UPCALL.data + from.snapLength;
    this.#bytes.set(bytes === UPCALL_SIZE ? from.#bytes : from.#bytes.subarray(0, bytes));
  }

  /** An upcall of its own memory, to keep. */
  copy(): Upcall {
    const from = new Uint8Array(this.#view.buffer, this.#view.byteOffset, UPCALL_SIZE);
    const memory = new ArrayBuffer(UPCALL_SIZE);
    new Uint8Array(memory).set(from.subarray(0, UPCALL.data + this.snapLength));
    return new Upcall(memory, 0);
  }
}

/** el_upcalls_take bound to a connection: fills slots, gives their number or a negative el_err. */
export type TakeUpcalls = (out: Uint8Array, max: number) => number;

/** What the library does with the upcall rings of one connection. */
export interface UpcallRings {
  take: TakeUpcalls;
  /** el_upcalls_mixed */
  mixed(): number;
}

export class Upcalls {
  /** Slots one take can fill. */
  readonly batch: number;
  readonly #bytes: Uint8Array;
  readonly #slots: Upcall[];
  readonly #rings: UpcallRings;
  readonly #place: string;

  constructor(rings: UpcallRings, batch: number, place: string) {
    this.batch = batch;
    this.#rings = rings;
    this.#place = place;
    const memory = new ArrayBuffer(batch * UPCALL_SIZE);
    this.#bytes = new Uint8Array(memory);
    this.#slots = Array.from({ length: batch }, (_, i) => new Upcall(memory, i * UPCALL_SIZE));
  }

  /** Is what waits of more than one port? */
  get mixed(): boolean {
    return this.#rings.mixed() !== 0;
  }

  /** Takes what waits, `most` (up to `batch`) at most; how many. Read them with `at`. */
  take(most = this.batch): number {
    const taken = this.#rings.take(this.#bytes, most);
    if (taken >= 0) return taken;
    throw fromClient(taken, "the worker's upcall ring makes no sense", this.#place);
  }

  /** The i-th upcall of the last take; the same object each time, valid until the next take. */
  at(i: number): Upcall {
    return this.#slots[i]!;
  }
}
