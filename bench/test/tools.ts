// Judges and helpers of the bench's tests. Scapy decides what bytes are, not the bench.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type BenchCase, CASES } from "../cases.js";

/** Runs statements with scapy's names at hand; what they print, as JSON. */
export function scapy(statements: string): unknown {
  const program = `import json\nfrom scapy.all import *\n${statements}`;
  return JSON.parse(execFileSync("/usr/bin/python3", ["-c", program], { encoding: "utf8" }));
}

export function caseOf(name: string): BenchCase {
  return CASES.cases.find((one) => one.name === name)!;
}

/** A folder that is gone when the file's tests are done. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "edgelane-bench-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
