// A controller's attachment to its worker: commands down, upcalls and events up, and the loop that sleeps between.
// Must never hold policy: what to install and what to answer is the controller's.
import { view } from "ffi-napi-compat";
import { Captures } from "./captures.js";
import { CommandRing } from "./command-ring.js";
import { Commands } from "./commands.js";
import { Events } from "./events.js";
import { RINGS, ROLE } from "./layout.js";
import { library } from "./library.js";
import { Link, type Opened, open } from "./link.js";
import { Upcalls } from "./upcalls.js";

const DEFAULT_BATCH = 64;
/** SYNC tokens from here on are those of `sync()`; the caller's own stay below. */
const OWN_TOKENS = 2 ** 52;

export interface ConnectOptions {
  /** Upcalls one take can bring; default 64. */
  batch?: number;
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

/** The one controller of a worker. */
export class Worker extends Link {
  readonly commands: Commands;
  readonly upcalls: Upcalls;
  readonly events: Events;
  readonly captures: Captures;
  readonly #ring: CommandRing;
  readonly #syncs = new Map<number, Waiter>();
  #token = OWN_TOKENS;
  #work: (() => void) | undefined;
  #scheduled: NodeJS.Immediate | undefined;

  /** Attaches as controller. Rejects with WorkerError: WORKER_MISSING, WORKER_BUSY, WORKER_LAYOUT, … */
  static async connect(socketPath: string, options: ConnectOptions = {}): Promise<Worker> {
    return new Worker(await open(socketPath, ROLE.CONTROLLER), socketPath, options.batch ?? DEFAULT_BATCH);
  }

  private constructor(opened: Opened, place: string, batch: number) {
    super(opened, place);
    const lib = library();
    const { client, welcome } = opened;
    const rings = view(lib.el_client_rings(client), welcome.ringsBytes);
    this.#ring = new CommandRing(
      rings,
      RINGS.command,
      (head) => lib.el_commands_publish(client, head),
      (mostUs) => lib.el_commands_wait(client, mostUs),
    );
    this.commands = new Commands(this.#ring);
    this.upcalls = new Upcalls(
      {
        take: (out, max) => {
          if (this.closed) throw this.gone();
          return lib.el_upcalls_take(client, out, max);
        },
        mixed: () => (this.closed ? 0 : lib.el_upcalls_mixed(client)),
      },
      batch,
      place,
    );
    this.events = new Events((out, bytes) => {
      if (this.closed) throw this.gone();
      return lib.el_events_take(client, out, bytes);
    }, place);
    this.captures = new Captures(
      (out, bytes) => {
        if (this.closed) throw this.gone();
        return lib.el_captures_take(client, out, bytes);
      },
      rings,
      place,
    );
    this.events.onSync = (token) => this.#synced(token);
    this.onEnd(() => this.#failSyncs());
  }

  /**
   * Calls `work` whenever upcalls or events may be waiting, from now on. It takes what it likes; while anything is
   * left it is called again after other I/O had its turn; then the link sleeps until a doorbell.
   */
  onWork(work: () => void): void {
    this.#work = work;
    this.#schedule();
  }

  /** Publishes and resolves once all commands so far are in force on every lcore. Needs `events.take` in onWork. */
  sync(): Promise<void> {
    if (!this.alive) return Promise.reject(this.gone());
    const token = ++this.#token;
    this.commands.sync(token);
    this.commands.publish();
    return new Promise((resolve, reject) => {
      this.#syncs.set(token, { resolve, reject });
    });
  }

  protected override rung(): void {
    this.#run();
  }

  protected override released(): void {
    clearImmediate(this.#scheduled);
    this.#work = undefined;
    this.#ring.close();
    this.#failSyncs();
  }

  #run(): void {
    clearImmediate(this.#scheduled);
    if (this.closed || !this.#work) return;
    this.#work();
    // The handler may have closed the link.
    if (!this.closed && library().el_client_arm(this.client) !== 0) this.#schedule();
  }

  #schedule(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = setImmediate(() => this.#run());
  }

  #synced(token: number): void {
    this.#syncs.get(token)?.resolve();
    this.#syncs.delete(token);
  }

  #failSyncs(): void {
    const error = this.gone();
    for (const { reject } of this.#syncs.values()) reject(error);
    this.#syncs.clear();
  }
}

/** Any number may look on: counter pages only, read-only, also while no controller is attached. */
export class Observer extends Link {
  /** Attaches as observer. Rejects with WorkerError: WORKER_MISSING, WORKER_LAYOUT, … */
  static async connect(socketPath: string): Promise<Observer> {
    return new Observer(await open(socketPath, ROLE.OBSERVER), socketPath);
  }
}
