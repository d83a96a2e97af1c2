// `libm.so` is often not a library but a text for the linker that names the library.
// Only reads that text; never opens the library it names.
import { readFileSync } from "node:fs";

const NOT_A_LIBRARY = /^(.*?): (?:file too short|invalid ELF header)/;
const NAMED = /\b(?:GROUP|INPUT)\s*\(\s*([^\s()]+)/;

/** The library meant by the linker script that made the loader fail with `error`; undefined if it is none. */
export function libraryInLinkerScript(error: string): string | undefined {
  const path = NOT_A_LIBRARY.exec(error)?.[1];
  if (path === undefined) return undefined;
  try {
    return NAMED.exec(readFileSync(path, "utf8"))?.[1];
  } catch {
    // The loader's own error says more than a failure to read the file again.
    return undefined;
  }
}
