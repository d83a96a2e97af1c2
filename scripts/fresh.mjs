// Says by its exit code whether build/js is as new as the sources (0) or not (1); --mark notes that it is.
// Must never build anything: it only saves tsc's start-up when nothing changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mark = "build/js/.fresh";
const roots = ["dataplane", "bindings", "bench", "test", "scripts", "ffi/src"];
const hash = createHash("sha256")
  .update(readFileSync("tsconfig.json"))
  .update(readFileSync("package-lock.json"));

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (/\.(ts|js|json|proto)$/.test(entry.name)) hash.update(`${path} ${statSync(path).mtimeMs}\n`);
  }
}
for (const root of roots) if (existsSync(root)) walk(root);
const now = hash.digest("hex");
if (process.argv[2] === "--mark") {
  mkdirSync("build/js", { recursive: true });
  writeFileSync(mark, now);
} else {
  process.exit(existsSync(mark) && readFileSync(mark, "utf8") === now ? 0 : 1);
}
