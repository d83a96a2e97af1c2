// A topology kept in a file: read, replaced whole, watched. Never leaves half a document behind.
import { mkdirSync, watch } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ElError } from "./error.js";
import type { Topology } from "./model.js";
import { loadTopology } from "./parse.js";
import { revisionOf } from "./revision.js";

export interface Stored {
  topology: Topology;
  revision: string;
}

export interface TopologyStore {
  /** Throws ElError when it is missing or wrong. */
  read(): Stored;
  /** In force for every later read once it resolves. */
  write(topology: Topology): Promise<Stored>;
  /** Calls for every new content, and for every change that cannot be read; returns how to stop. */
  watch(changed: (stored: Stored) => void, failed: (error: ElError) => void): () => void;
}

/** Editors write in several steps; only what is still there after this long is read. */
const SETTLE_MS = 50;

export class FileStore implements TopologyStore {
  private readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  read(): Stored {
    const topology = loadTopology(this.path);
    return { topology, revision: revisionOf(topology) };
  }

  async write(topology: Topology): Promise<Stored> {
    const folder = dirname(this.path);
    const temporary = join(folder, `.${basename(this.path)}.${process.pid}.new`);
    try {
      mkdirSync(folder, { recursive: true });
      const file = await open(temporary, "w");
      try {
        await file.writeFile(`${JSON.stringify(topology, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to tell
      throw new ElError("STORE_WRITE", `${this.path} could not be written: ${(cause as Error).message}.`, {
        place: this.path,
        remedy: `Make ${folder} writable and check its free space.`,
        cause,
      });
    }
    return { topology, revision: revisionOf(topology) };
  }

  watch(changed: (stored: Stored) => void, failed: (error: ElError) => void): () => void {
    let revision = this.revisionNow();
    let timer: NodeJS.Timeout | undefined;
    const look = () => {
      try {
        const stored = this.read();
        if (stored.revision === revision) return;
        revision = stored.revision;
        changed(stored);
      } catch (error) {
        if (!(error instanceof ElError)) throw error;
        revision = "";
        failed(error);
      }
    };
    // The folder, not the file: a rename replaces the file that a watch would hold.
    const watcher = watch(dirname(this.path), (_, name) => {
      if (name !== basename(this.path)) return;
      clearTimeout(timer);
      timer = setTimeout(look, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  }

  private revisionNow(): string {
    try {
      return this.read().revision;
    } catch {
      return "";
    }
  }
}
