// Compiles fixture.c into a folder of its own and says where the library is.
// Never leaves anything in the source tree.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("./fixture.c", import.meta.url));

/** The path of the freshly built library; one for each test file that asks. */
export function buildFixture(): string {
  const library = join(mkdtempSync(join(tmpdir(), "ffi-fixture-")), "libfixture.so");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-Wall", "-pthread", "-o", library, source], {
    stdio: "inherit",
  });
  return library;
}

/** Runs `action` and gives back what it threw, for a look at its code. */
export function thrownBy(action: () => unknown): {
  code?: string;
  message: string;
  remedy?: string;
  cause?: unknown;
} {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
