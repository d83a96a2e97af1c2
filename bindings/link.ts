// One shaken hand: the client in C, its counter pages, and how it ends. Both roles stand on it.
// Must never leave a mapping in use after close: whoever reads shared memory is told first.
import { view } from "ffi-napi-compat";
import { Counters } from "./counters.js";
import { Doorbell } from "./doorbell.js";
import { fromClient, WorkerError } from "./error.js";
import { WELCOME_SIZE } from "./layout.js";
import { library } from "./library.js";
import { decodeStruct } from "./record.js";

const ERROR_BYTES = 512;

/** What the worker said at attach. */
export interface Welcome {
  /** Process id of the worker. */
  pid: number;
  /** Rises with every controller attached. */
  session: number;
  /** Last GENERATION command it took. */
  generation: number;
  /** Flows installed at attach. */
  flowCount: number;
  ringsBytes: number;
  countersBytes: number;
}

/** A client of the library: an address, and what the worker said. */
export interface Opened {
  client: bigint;
  welcome: Welcome;
}

/** Connects and shakes hands off the event loop. Rejects with WorkerError: WORKER_MISSING, WORKER_VERSION, … */
export function open(socketPath: string, role: number): Promise<Opened> {
  const lib = library();
  const bytes = Buffer.alloc(WELCOME_SIZE);
  const client = new BigUint64Array(1);
  const error = Buffer.alloc(ERROR_BYTES);
  return new Promise((resolve, reject) => {
    lib.el_client_open.async(socketPath, role, bytes, client, error, ERROR_BYTES, (cause, result) => {
      if (cause) reject(cause);
      else if (result !== 0) reject(refusal(Number(result), error, socketPath));
      else resolve({ client: client[0]!, welcome: decodeWelcome(bytes) });
    });
  });
}

function refusal(result: number, error: Buffer, socketPath: string): WorkerError {
  const end = error.indexOf(0);
  return fromClient(result, error.toString("utf8", 0, end < 0 ? error.length : end), socketPath);
}

function decodeWelcome(bytes: Buffer): Welcome {
  const at = decodeStruct(new DataView(bytes.buffer, bytes.byteOffset), 0, "welcome");
  return {
    pid: at.pid as number,
    session: at.session as number,
    generation: at.generation as number,
    flowCount: at.flow_count as number,
    ringsBytes: at.rings_bytes as number,
    countersBytes: at.counters_bytes as number,
  };
}

/** What both roles have; the observer is exactly this. */
export class Link {
  readonly welcome: Welcome;
  readonly counters: Counters;
  /** Path of the control socket. */
  readonly place: string;
  protected readonly client: bigint;
  readonly #doorbell: Doorbell;
  readonly #ends: (() => void)[] = [];
  #closed = false;
  #gone = false;

  protected constructor({ client, welcome }: Opened, place: string) {
    const lib = library();
    this.client = client;
    this.welcome = welcome;
    this.place = place;
    const pages = view(lib.el_client_counters(client), welcome.countersBytes);
    this.counters = new Counters(pages, (lcore, out) => lib.el_counters_read(client, lcore, out), place);
    const fd = lib.el_client_fd(client);
    if (fd < 0) {
      lib.el_client_close(client);
      throw fromClient(fd, `${place}: no descriptor left to wait on`, place);
    }
    this.#doorbell = new Doorbell(
      fd,
      () => this.rung(),
      () => this.#end(),
    );
  }

  /** False once closed or once the worker has gone. */
  get alive(): boolean {
    return !this.#closed && !this.#gone;
  }

  /** Calls `handle` when the worker's end of the connection is gone (not after close). */
  onEnd(handle: () => void): void {
    if (this.#gone) queueMicrotask(handle);
    else this.#ends.push(handle);
  }

  /** Lets the process exit while attached. */
  unref(): void {
    this.#doorbell.unref();
  }

  ref(): void {
    this.#doorbell.ref();
  }

  /** Gives everything back; later use of its parts throws WORKER_CLOSED. The worker goes on forwarding. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.counters.close();
    this.released();
    this.#doorbell.close();
    library().el_client_close(this.client);
  }

  /** Doorbells came. */
  protected rung(): void {}

  /** The shared memory is about to go. */
  protected released(): void {}

  protected get closed(): boolean {
    return this.#closed;
  }

  /** The error for an operation that needs a live worker. */
  protected gone(): WorkerError {
    if (this.#closed) {
      return new WorkerError("WORKER_CLOSED", "the connection to the worker is closed", {
        place: this.place,
        remedy: "Attach again with Worker.connect.",
      });
    }
    return new WorkerError("WORKER_GONE", `${this.place}: the worker (pid ${this.welcome.pid}) has ended`, {
      place: this.place,
      remedy: "Start it again: edgelane run PROFILE",
    });
  }

  #end(): void {
    this.#gone = true;
    for (const handle of this.#ends) handle();
  }
}
