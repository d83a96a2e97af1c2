// Collects every fault of one document and, at the end, throws them as one ElError. Never stops at the first.
import { ElError, type Finding } from "./error.js";

export class Report {
  readonly findings: Finding[] = [];

  /** `prefix` starts every code: "TOPOLOGY", "PROFILE". `source` names the document to the user. */
  constructor(
    private readonly prefix: string,
    private readonly source: string,
  ) {}

  /** `path` is a JSON pointer; `message` and `remedy` are whole sentences. */
  add(code: string, path: string, message: string, remedy: string): void {
    this.findings.push({ code: `${this.prefix}_${code}`, path, message, remedy });
  }

  /** Says of each finding on which line of the document's text it is. */
  locate(lines: ReadonlyMap<string, number>): void {
    for (const finding of this.findings) {
      const line = lines.get(finding.path);
      if (line !== undefined) finding.line = line;
    }
  }

  /** Returns when nothing was found. */
  throwIfAny(): void {
    const [first, ...others] = this.findings;
    if (!first) return;
    const line = first.line === undefined ? "" : `, line ${first.line}`;
    const place = first.path === "" ? this.source : `${this.source} at ${first.path}${line}`;
    const message = `${place}: ${first.message}`;
    if (others.length === 0) {
      throw new ElError(first.code, message, { place, remedy: first.remedy, findings: this.findings });
    }
    const rest = others.length === 1 ? "one more fault follows" : `${others.length} more faults follow`;
    throw new ElError(`${this.prefix}_INVALID`, `${message} ${capital(rest)}.`, {
      place: this.source,
      remedy: "Mend each place the findings name.",
      findings: this.findings,
    });
  }
}

/** "a", "a or b", "a, b or c". */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The word of `words` that `typed` most likely meant, if any is near. */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) >= least) continue;
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
