// Starts fake_worker.py with memories a test made up. Must never stand in for the real worker where that one can lie
// as well.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ABI_MAGIC,
  ABI_VERSION,
  COUNTERS_SIZE,
  LAYOUT_HASH,
  RINGS_SIZE,
  UPCALL_SIZE,
  WELCOME_SIZE,
} from "../layout.js";
import { encodeStruct, type RecordObject } from "../record.js";
import { packageRoot } from "../root.js";

export const LCORES = 2;
export const COMMAND_BYTES = 4096;
export const EVENT_BYTES = 1024;
export const SLOTS = 4;
export const EVENT_AT = RINGS_SIZE + COMMAND_BYTES;
export const UPCALL_AT = EVENT_AT + EVENT_BYTES;
const RINGS_BYTES = UPCALL_AT + LCORES * SLOTS * UPCALL_SIZE;

/** A worker's memories as an honest one lays them out; tests then spoil them. */
export class Memories {
  readonly rings = new DataView(new ArrayBuffer(RINGS_BYTES));
  readonly counters = new DataView(new ArrayBuffer(COUNTERS_SIZE));
  readonly #welcome = new DataView(new ArrayBuffer(WELCOME_SIZE));

  constructor() {
    const unused = { data_offset: 0, capacity: 0 };
    this.setRings({
      ...{ size: RINGS_SIZE, magic: ABI_MAGIC, lcore_count: LCORES, slot_size: UPCALL_SIZE },
      command: { data_offset: RINGS_SIZE, capacity: COMMAND_BYTES },
      event: { data_offset: EVENT_AT, capacity: EVENT_BYTES },
      upcall: Array.from({ length: 16 }, (_, i) =>
        i < LCORES ? { data_offset: UPCALL_AT + i * SLOTS * UPCALL_SIZE, capacity: SLOTS } : unused,
      ),
    });
    encodeStruct(this.counters, 0, "counters", {
      size: COUNTERS_SIZE,
      magic: ABI_MAGIC,
      lcore_count: LCORES,
    });
    this.setWelcome({
      ...{
        size: WELCOME_SIZE,
        magic: ABI_MAGIC,
        version: ABI_VERSION,
        layout: LAYOUT_HASH,
        error: 0,
        pid: 1,
      },
      ...{
        rings_bytes: RINGS_BYTES,
        counters_bytes: COUNTERS_SIZE,
        session: 3,
        generation: 9,
        flow_count: 5,
      },
    });
  }

  setWelcome(fields: RecordObject): void {
    encodeStruct(this.#welcome, 0, "welcome", fields);
  }

  setRings(fields: RecordObject): void {
    encodeStruct(this.rings, 0, "rings", fields);
  }

  get welcome(): Uint8Array {
    return new Uint8Array(this.#welcome.buffer);
  }
}

export class FakeWorker {
  readonly socket: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, process: ChildProcess) {
    this.#folder = folder;
    this.socket = join(folder, "s");
    this.#process = process;
  }

  /** `options`: seal, mute, hangUp of fake_worker.py, or another welcome. */
  static async start(memories: Memories, options: Record<string, unknown> = {}): Promise<FakeWorker> {
    const folder = mkdtempSync(join(tmpdir(), "edgelane-fake-"));
    const spec: Record<string, unknown> = {
      welcome: Buffer.from(memories.welcome).toString("hex"),
      ...options,
    };
    for (const name of ["rings", "counters"] as const) {
      spec[name] = join(folder, name);
      writeFileSync(join(folder, name), memories[name]);
    }
    const script = join(packageRoot, "bindings/test/fake_worker.py");
    const child = spawn("/usr/bin/python3", [script, join(folder, "s"), JSON.stringify(spec)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout!, "data");
    return new FakeWorker(folder, child);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    rmSync(this.#folder, { recursive: true });
  }
}
