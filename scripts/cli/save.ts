// What a node sends for as long as it is asked, to a file or to standard output. A file is opened only once the node has
// agreed, and ends with a whole unit however it ends. It must never hold more than its reader is behind by.
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { ElError } from "../../dataplane/topology/error.js";
import { UsageError } from "./exit.js";

/** Bytes of the unit that begins here, of `first` of all; undefined: not enough of it is here to tell. */
export type UnitLength = (bytes: Buffer, first: boolean) => number | undefined;

export interface SaveOptions {
  /** A path, or "-" for standard output. */
  out: string;
  unit: UnitLength;
  /** Whether a unit is one of those that are counted. */
  counts(unit: Buffer): boolean;
  /** Ends it. */
  signal: AbortSignal;
  /** What a failure of the node's end means. */
  lost(cause: NodeJS.ErrnoException): ElError;
}

/** Refuses a terminal, before anybody is asked. `verb` as it is typed. */
export function refuseTerminal(out: string, verb: string, reader: string): void {
  if (out !== "-" || process.stdout.isTTY !== true) return;
  throw new UsageError(
    "standard output is a terminal, and these are no letters",
    `${verb} | ${reader}; or ${verb} --out FILE`,
  );
}

export interface Saved {
  bytes: number;
  /** Units that count. */
  count: number;
}

/** Resolves to what was written. Throws ElError OUT_UNWRITABLE, or what `lost` says. */
export async function save(source: Readable, options: SaveOptions): Promise<Saved> {
  const { out, signal } = options;
  const target = out === "-" ? process.stdout : createWriteStream(out);
  const stop = (): void => void source.destroy();
  signal.addEventListener("abort", stop);
  let failed: Error | undefined;
  target.on("error", (cause) => {
    failed = cause;
    source.destroy();
  });
  try {
    if (signal.aborted) stop();
    const saved = await copy(source, target);
    if (out !== "-") await finished(target.end() as Writable);
    return saved;
  } catch (cause) {
    // A reader that goes away is a request to end: pipe.ts.
    if (failed !== undefined && (failed as NodeJS.ErrnoException).code !== "EPIPE")
      throw unwritable(out, failed);
    if (failed !== undefined) return { bytes: 0, count: 0 };
    throw options.lost(cause as NodeJS.ErrnoException);
  } finally {
    signal.removeEventListener("abort", stop);
  }

  async function copy(from: Readable, to: Writable): Promise<Saved> {
    let [held, first] = [Buffer.alloc(0), true];
    const saved = { bytes: 0, count: 0 };
    try {
      for await (const chunk of from) {
        held = Buffer.concat([held, chunk as Buffer]);
        let whole = 0;
        for (;;) {
          const length = options.unit(held.subarray(whole), first);
          if (!length || whole + length > held.length) break;
          if (options.counts(held.subarray(whole, whole + length))) saved.count++;
          [whole, first] = [whole + length, false];
        }
        const ready = to.write(held.subarray(0, whole));
        saved.bytes += whole;
        held = held.subarray(whole);
        if (!ready && failed === undefined) await once(to, "drain", { signal });
      }
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
    return saved;
  }
}

function unwritable(out: string, cause: Error): ElError {
  return new ElError("OUT_UNWRITABLE", `${out} cannot be written: ${cause.message}.`, {
    place: "--out",
    remedy: "Name a file in a folder that you may write, with room: --out /tmp/FILE",
    cause,
  });
}
