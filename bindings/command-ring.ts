// The producer's side of the command ring: room, wrap-around and publishing. Must never write where the worker has
// not freed yet, and never after close: the memory is gone then.
import { WorkerError } from "./error.js";
import { CMD_KIND, RING } from "./layout.js";

const READ_AGAIN_MS = 1;
const QUICK_LOOKS = 16;

export class CommandRing {
  /** The ring's data; records are written at the offset `reserve` gives. */
  bytes: Uint8Array;
  words: Uint32Array;
  view: DataView;
  /** Sequence number of the record reserved last. */
  sequence = 0;

  readonly capacity: number;
  readonly #publish: (head: number) => number;
  readonly #wait: (mostUs: number) => number;
  /** The ring's two positions; only the consumer's is read after the start. */
  #positions: Uint32Array;
  #head: number;
  #published: number;
  #tail: number;
  #closed = false;

  /**
   * `at`: where struct el_ring stands in the memory. `publish` is el_commands_publish: 0 or a negative el_err;
   * `wait` el_commands_wait.
   */
  constructor(
    memory: ArrayBuffer,
    at: number,
    publish: (head: number) => number,
    wait: (mostUs: number) => number = () => 0,
  ) {
    const ring = new DataView(memory, at);
    const offset = ring.getUint32(RING.data_offset, true);
    this.capacity = ring.getUint32(RING.capacity, true);
    this.bytes = new Uint8Array(memory, offset, this.capacity);
    this.words = new Uint32Array(memory, offset, this.capacity >> 2);
    this.view = new DataView(memory, offset, this.capacity);
    this.#positions = new Uint32Array(memory, at, RING.data_offset >> 2);
    this.#publish = publish;
    this.#wait = wait;
    this.#head = this.#positions[RING.head >> 2]!;
    this.#published = this.#head;
    this.#tail = Atomics.load(this.#positions, RING.tail >> 2);
  }

  /** Bytes written and not yet published. */
  get pending(): number {
    return (this.#head - this.#published) >>> 0;
  }

  /**
   * Opens a record of `size` bytes (a multiple of 8) and writes its header; the rest is whatever was there.
   * Gives its offset in `bytes`. Throws WORKER_COMMANDS_FULL when the worker has not freed enough.
   */
  reserve(kind: number, size: number): number {
    let at = this.#head & (this.capacity - 1);
    const pad = at + size > this.capacity ? this.capacity - at : 0;
    if (this.#free() < size + pad) this.#demand(size, pad);
    const words = this.words;
    if (pad > 0) {
      words[at >> 2] = pad;
      words[(at >> 2) + 1] = CMD_KIND.PAD;
      this.#head = (this.#head + pad) >>> 0;
      at = 0;
    }
    const word = at >> 2;
    this.sequence = (this.sequence + 1) >>> 0;
    words[word] = size;
    words[word + 1] = kind;
    words[word + 2] = this.sequence;
    words[word + 3] = 0;
    this.#head = (this.#head + size) >>> 0;
    return at;
  }

  /** Hands all written records to the worker: one call into C. */
  publish(): void {
    if (this.#head === this.#published) return;
    const result = this.#publish(this.#head);
    if (result !== 0) {
      throw new WorkerError("WORKER_CORRUPT", "the command ring's positions make no sense", {
        remedy: "Attach again; if it comes back, start the worker again.",
      });
    }
    this.#published = this.#head;
  }

  /** Sleeps, at most so many microseconds, until the worker has taken all that was published. */
  wait(mostUs: number): void {
    this.#open();
    this.#wait(mostUs);
  }

  /** True when records of `bytes` together fit now. */
  hasRoom(bytes: number): boolean {
    this.#open();
    const need = this.#withPad(bytes);
    if (this.#free() >= need) return true;
    this.#refresh();
    return this.#free() >= need;
  }

  /** Publishes, then waits until records of `bytes` together fit. */
  async room(bytes: number): Promise<void> {
    if (bytes > this.capacity / 2) throw this.#tooLarge(bytes);
    for (let looks = 0; !this.hasRoom(bytes); looks++) {
      this.publish();
      await new Promise<void>((resolve) => {
        if (looks < QUICK_LOOKS) setImmediate(resolve);
        else setTimeout(resolve, READ_AGAIN_MS);
      });
    }
  }

  /** Lets go of the shared memory; every later call throws WORKER_CLOSED. */
  close(): void {
    this.#closed = true;
    this.bytes = new Uint8Array(0);
    this.words = new Uint32Array(0);
    this.view = new DataView(new ArrayBuffer(0));
    this.#positions = new Uint32Array(RING.data_offset >> 2);
    // An empty ring without room sends every reserve to #demand.
    this.#tail = (this.#head - this.capacity) >>> 0;
    this.#published = this.#head;
  }

  #free(): number {
    return this.capacity - ((this.#head - this.#tail) >>> 0);
  }

  #refresh(): void {
    this.#tail = Atomics.load(this.#positions, RING.tail >> 2);
  }

  /** A batch loses at most one PAD, which is smaller than the record that did not fit. */
  #withPad(bytes: number): number {
    const left = this.capacity - (this.#head & (this.capacity - 1));
    return bytes <= left ? bytes : bytes + Math.min(bytes, left);
  }

  #demand(size: number, pad: number): void {
    this.#open();
    if (size > this.capacity / 2) throw this.#tooLarge(size);
    this.#refresh();
    if (this.#free() >= size + pad) return;
    throw new WorkerError("WORKER_COMMANDS_FULL", `the command ring has no room for ${size} bytes`, {
      remedy: "Await commands.room(bytes) before writing a batch, or give the profile a larger command ring.",
    });
  }

  #open(): void {
    if (!this.#closed) return;
    throw new WorkerError("WORKER_CLOSED", "the connection to the worker is closed", {
      remedy: "Attach again with Worker.connect.",
    });
  }

  #tooLarge(bytes: number): WorkerError {
    return new WorkerError(
      "WORKER_COMMAND_TOO_LARGE",
      `${bytes} bytes never fit in a ring of ${this.capacity}`,
      {
        remedy: "Give the profile a command ring of at least twice that size.",
      },
    );
  }
}
