// From a file or text to a judged document: reads, parses, checks shape, then meaning. Shared by topology and
// profile. Never returns a document with a fault, never reports only one of several.
import { readFileSync } from "node:fs";
import { ElError, type Finding } from "./error.js";
import { linesOf, parseJson } from "./json.js";
import { Report } from "./report.js";
import type { Shape } from "./shape.js";

export interface Kind<T> {
  /** Starts every code: "TOPOLOGY", "PROFILE". */
  prefix: string;
  shape: Shape;
  /** What the document is, where it is plainly of another kind: the sentence's end, and the remedy. */
  mistaken(value: object, source: string): { what: string; remedy: string } | undefined;
  /** Meaning: runs on a document whose types hold, though addresses in it may be malformed. */
  check: (document: T, report: Report) => void;
}

/** Judges text, or an already parsed value (which is copied). `source` names it in messages. */
export function judge<T>(kind: Kind<T>, input: string | object, source: string): T {
  const report = new Report(kind.prefix, source);
  const value = typeof input === "string" ? read(input, report) : structuredClone(input);
  if (value === undefined) report.throwIfAny();
  if (typeof value === "object" && value !== null) refuseOther(kind, value, source);
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

/** One sentence, rather than that each key of it is unknown here. */
function refuseOther<T>({ prefix, mistaken }: Kind<T>, value: object, source: string): void {
  const other = mistaken(value, source);
  if (other === undefined) return;
  throw new ElError(`${prefix}_OTHER_KIND`, `${source} is ${other.what}.`, {
    place: source,
    remedy: other.remedy,
  });
}

/** The same error with the lines of its findings in the file that was judged, which others know by no name. */
export function inFile(error: unknown, path: string): unknown {
  if (!(error instanceof ElError) || error.findings.length === 0 || error.place?.startsWith(path))
    return error;
  const report = new Report("", path);
  report.findings.push(...error.findings.map((finding) => ({ ...finding })));
  report.locate(linesOf(readText("TOPOLOGY", path), new Set(report.findings.map((finding) => finding.path))));
  const [first] = report.findings;
  const many = report.findings.length > 1;
  const message = error.message.replace(/^\S+ at \S+:/, `${path} at ${first!.path}${lineOf(first!)}:`);
  const place = many ? path : `${path} at ${first!.path}${lineOf(first!)}`;
  return new ElError(error.code, message, {
    ...{ place, remedy: error.remedy, cause: error, findings: report.findings },
  });
}

const lineOf = ({ line }: Finding): string => (line === undefined ? "" : `, line ${line}`);

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
