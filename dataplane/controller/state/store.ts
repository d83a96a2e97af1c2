// Where learned state outlives the process. A store that fails costs what was learned, never the node.
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeState, encodeState, type State } from "../../topology/wire.js";
import type { Clock, Timer } from "../clock.js";
import type { Log } from "../log.js";

/** Behind the learned state; a store shared by hosts has the same face. */
export interface StateStore {
  /** What was saved last, or undefined. */
  load(): State | undefined;
  /** `current` is asked for soon, once for many calls. */
  touched(current: () => State): void;
  /** Saves what is outstanding. */
  close(): Promise<void>;
}

/** Keeps nothing. */
export class NoStore implements StateStore {
  load(): undefined {
    return undefined;
  }

  touched(): void {}

  async close(): Promise<void> {}
}

const DEBOUNCE_MS = 1000;

/** One protobuf file, always whole: written beside and moved over. */
export class FileStore implements StateStore {
  private timer: Timer | undefined;
  private current: (() => State) | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  load(): State | undefined {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(this.path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT")
        this.log.warn({ code: "STATE_UNREADABLE", file: this.path, cause }, "learned state cannot be read");
      return undefined;
    }
    try {
      return decodeState(bytes);
    } catch (cause) {
      const aside = `${this.path}.corrupt`;
      renameSync(this.path, aside);
      this.log.warn(
        { code: "STATE_CORRUPT", file: this.path, aside, cause },
        "learned state is corrupt; set aside",
      );
      return undefined;
    }
  }

  touched(current: () => State): void {
    this.current = current;
    this.timer ??= this.clock.at(this.clock.now() + DEBOUNCE_MS, () => this.save());
  }

  async close(): Promise<void> {
    if (this.timer !== undefined) this.save();
    await this.writing;
  }

  private save(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const bytes = encodeState(this.current!());
    this.writing = this.writing.then(() => this.write(bytes));
  }

  private async write(bytes: Uint8Array): Promise<void> {
    const beside = `${this.path}.new`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const file = await open(beside, "w", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.path);
    } catch (cause) {
      this.log.warn({ code: "STATE_UNWRITABLE", file: this.path, cause }, "learned state cannot be saved");
    }
  }
}
