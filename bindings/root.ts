// Finds the package's root folder from wherever this module runs (sources or build/js). Must never depend on the cwd.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the folder that holds bindings/edgelane.h. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "bindings", "edgelane.h"))) return folder;
    if (folder === dirname(folder)) return start;
  }
}
