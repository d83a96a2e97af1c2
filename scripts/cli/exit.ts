// How the program ends: 0 done, 1 the answer is no, 2 usage, 3 environment. One sentence an error, never a stack.
import { json } from "./output.js";

/** What every typed error of the project looks like, whichever layer it comes from. */
interface Told {
  code: string;
  message: string;
  place?: string;
  remedy?: string;
  findings?: readonly {
    code: string;
    path?: string;
    line?: number;
    place?: string;
    message: string;
    remedy?: string;
  }[];
}

const ANSWER_NO =
  /^(TOPOLOGY|PROFILE|FIT|CAPTURE|PACKET|SIMULATE|LEDGER|APPLY|CHECK|WHY|FLOW|PORT|DROP|PLAN|RECORDING)_/;
/** Of the faults of one document; all are in --json. */
const SHOWN = 20;
const USAGE = /^USAGE_/;

/** The exit code that goes with an error code. */
export function exitCode(code: string): number {
  if (USAGE.test(code)) return 2;
  return ANSWER_NO.test(code) ? 1 : 3;
}

/** A wrong argument: the sentence names it. */
export class UsageError extends Error {
  readonly code = "USAGE_ARGUMENT";
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** Prints an error for a person (stderr) or a program (stdout, --json) and returns the exit code. */
export function tell(error: unknown, asJson: boolean): number {
  const told = toTold(error);
  if (asJson) {
    process.stdout.write(json({ error: told }));
  } else {
    const many = told.findings !== undefined && told.findings.length > 1 ? told.findings : [];
    process.stderr.write(`${told.code}: ${told.message}\n`);
    for (const { path, line, place, code, message, remedy } of many.slice(0, SHOWN))
      process.stderr.write(
        `  ${path || place || "the document"}${line === undefined ? "" : ` (line ${line})`} ${code}: ${message}\n${remedy ? `    remedy: ${remedy}\n` : ""}`,
      );
    if (many.length > SHOWN)
      process.stderr.write(`  and ${many.length - SHOWN} more: run it again with --json\n`);
    if (told.remedy && many.length === 0) process.stderr.write(`  remedy: ${told.remedy}\n`);
  }
  return exitCode(told.code);
}

function toTold(error: unknown): Told {
  const given = error as Partial<Told> & { code?: string };
  if (error instanceof Error && typeof given.code === "string" && given.remedy !== undefined) {
    return {
      code: given.code,
      message: error.message,
      ...(given.place !== undefined && { place: given.place }),
      remedy: given.remedy,
      ...(given.findings && { findings: given.findings }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "INTERNAL",
    message: `a fault of edgelane itself: ${message}`,
    remedy: "run it again with EDGELANE_DEBUG=1 and report what it prints",
  };
}
