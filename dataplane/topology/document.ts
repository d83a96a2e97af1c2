// From a file or text to a judged document: reads, parses, checks shape, then meaning. Shared by topology and
// profile. Never returns a document with a fault, never reports only one of several.
import { readFileSync } from "node:fs";
import { ElError } from "./error.js";
import { linesOf, parseJson } from "./json.js";
import { Report } from "./report.js";
import type { Shape } from "./shape.js";

export interface Kind<T> {
  /** Starts every code: "TOPOLOGY", "PROFILE". */
  prefix: string;
  shape: Shape;
  /** Meaning: runs on a document whose types hold, though addresses in it may be malformed. */
  check: (document: T, report: Report) => void;
}

/** Judges text, or an already parsed value (which is copied). `source` names it in messages. */
export function judge<T>(kind: Kind<T>, input: string | object, source: string): T {
  const report = new Report(kind.prefix, source);
  const value = typeof input === "string" ? read(input, report) : structuredClone(input);
  if (value === undefined) report.throwIfAny();
  const sound = kind.shape.judge(value, report);
  if (sound) {
    const document = value as T & { $schema?: string };
    delete document.$schema;
    kind.check(document, report);
  }
  if (report.findings.length > 0 && typeof input === "string")
    report.locate(
      linesOf(input, new Set(report.findings.map(({ path }) => path).filter((path) => path !== ""))),
    );
  report.throwIfAny();
  return value as T;
}

/** Text of a file; throws ElError PREFIX_UNREADABLE. */
export function readText(prefix: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = REASONS[code ?? ""] ?? ["cannot be read", `Make ${path} a readable JSON file`];
    throw new ElError(`${prefix}_UNREADABLE`, `${path} ${why[0]}.`, {
      place: path,
      remedy: `${why[1]}.`,
      cause,
    });
  }
}

const REASONS: Record<string, [string, string]> = {
  ENOENT: ["does not exist", "Name an existing file"],
  EACCES: ["may not be read by this user", "Run chmod +r on it, or run as its owner"],
  EISDIR: ["is a folder", "Name a file"],
};

function read(text: string, report: Report): unknown {
  const { value, faults } = parseJson(text);
  for (const { kind, line, column, path, message } of faults) {
    const where = `line ${line}, column ${column}`;
    if (kind === "syntax") report.add("SYNTAX", "", `Not JSON at ${where}: ${message}.`, `Mend ${where}.`);
    else report.add("DUPLICATE_KEY", path, `At ${where} the ${message}.`, "Remove one of the two.");
  }
  return value;
}
