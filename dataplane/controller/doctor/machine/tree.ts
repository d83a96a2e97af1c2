// Reading below a root: "/" on a live machine, or a tree of files captured elsewhere. What is absent or may not be
// read is "" or [], never an error. It never writes.
import { accessSync, constants, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export class Tree {
  constructor(readonly root: string) {}

  /** A file's text without the white space around it; "" if there is none. */
  text(path: string): string {
    try {
      return readFileSync(join(this.root, path), "utf8").trim();
    } catch {
      return "";
    }
  }

  /** A file's bytes; none if there is no such file. */
  bytes(path: string): Buffer {
    try {
      return readFileSync(join(this.root, path));
    } catch {
      return Buffer.alloc(0);
    }
  }

  /** A decimal number; `otherwise` if there is none. */
  number(path: string, otherwise = 0): number {
    const written = this.text(path);
    return /^-?\d+$/.test(written) ? Number(written) : otherwise;
  }

  /** Names in a folder, sorted; [] if there is none. */
  list(path: string): string[] {
    try {
      return readdirSync(join(this.root, path)).sort();
    } catch {
      return [];
    }
  }

  /** Last part of where a symbolic link points; "" if there is none. */
  link(path: string): string {
    try {
      return basename(readlinkSync(join(this.root, path)));
    } catch {
      return "";
    }
  }

  /** The folder that holds what `path` really is, as a tree of its own. */
  above(path: string): Tree | undefined {
    try {
      return new Tree(dirname(realpathSync(join(this.root, path))));
    } catch {
      return undefined;
    }
  }

  /** This process may read and write it. */
  usable(path: string): boolean {
    return this.may(path, constants.R_OK | constants.W_OK);
  }

  exists(path: string): boolean {
    return this.may(path, constants.F_OK);
  }

  private may(path: string, mode: number): boolean {
    try {
      accessSync(join(this.root, path), mode);
      return true;
    } catch {
      return false;
    }
  }
}

/** "0-2,5" as numbers. */
export function cpuList(written: string): number[] {
  return written
    .split(",")
    .filter((part) => /^\d/.test(part))
    .flatMap((part) => {
      const [first, last] = part.split("-").map(Number);
      return Array.from({ length: (last ?? first!) - first! + 1 }, (_, i) => first! + i);
    });
}
