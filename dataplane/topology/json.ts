// Reads JSON text strictly: where a syntax error is, and which keys an object names twice. Builds no values
// (JSON.parse does): must never accept what JSON.parse refuses.

/** A fault in the text. Lines and columns count from 1; columns in UTF-16 units. */
export interface JsonFault {
  kind: "syntax" | "duplicate";
  line: number;
  column: number;
  /** JSON pointer of the duplicate key. */
  path: string;
  message: string;
}

/** The value, unless a syntax fault was found; duplicates leave the last value, as JSON.parse does. */
export function parseJson(text: string): { value?: unknown; faults: JsonFault[] } {
  const scanner = new Scanner(text);
  const faults = scanner.document();
  if (faults.some((fault) => fault.kind === "syntax")) return { faults };
  return { value: JSON.parse(text), faults };
}

/** Lines, from 1, on which the values of these JSON pointers begin; those that the text lacks are not in it. */
export function linesOf(text: string, paths: ReadonlySet<string>): Map<string, number> {
  const locator = new Locator(text, paths);
  locator.document();
  return locator.lines;
}

/** One reference token of a JSON pointer (RFC 6901). */
export function pointerToken(key: string | number): string {
  return String(key).replaceAll("~", "~0").replaceAll("/", "~1");
}

const MAX_DEPTH = 200;
/** Up to this many keys a list is quicker than a set, and there are millions of small objects. */
const FEW = 16;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORD = /true|false|null/y;

class SyntaxFault extends Error {}

class Scanner {
  protected at = 0;
  protected readonly path: (string | number)[] = [];
  private readonly faults: JsonFault[] = [];

  constructor(protected readonly text: string) {}

  document(): JsonFault[] {
    try {
      this.value();
      this.take(SPACE);
      if (this.at < this.text.length) this.fail("nothing may follow the document");
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault;
      this.faults.push(this.fault("syntax", fault.message, this.at));
    }
    return this.faults;
  }

  protected value(): void {
    this.take(SPACE);
    const char = this.text[this.at];
    if (char === "{") this.members();
    else if (char === "[") this.items();
    else if (char === '"') this.string();
    else if (!this.take(NUMBER) && !this.take(WORD)) this.fail(`a value was expected${this.found()}`);
  }

  private members(): void {
    this.open();
    const keys: string[] = [];
    let seen: Set<string> | undefined;
    if (this.closes("}")) return;
    for (;;) {
      this.take(SPACE);
      const start = this.at;
      if (this.text[this.at] !== '"') this.fail(`a key in double quotes was expected${this.found()}`);
      const key = this.string();
      this.path.push(key);
      if (seen ? seen.has(key) : keys.includes(key))
        this.faults.push(this.fault("duplicate", `key ${JSON.stringify(key)} is named twice`, start));
      if (seen) seen.add(key);
      else if (keys.push(key) > FEW) seen = new Set(keys);
      this.expect(":");
      this.value();
      this.path.pop();
      if (this.closes("}")) return;
      this.expect(",");
    }
  }

  private items(): void {
    this.open();
    if (this.closes("]")) return;
    for (let index = 0; ; index++) {
      this.path.push(index);
      this.value();
      this.path.pop();
      if (this.closes("]")) return;
      this.expect(",");
    }
  }

  private open(): void {
    if (this.path.length >= MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.at++;
  }

  private closes(char: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private expect(char: string): void {
    this.take(SPACE);
    if (this.text[this.at] !== char) this.fail(`'${char}' was expected${this.found()}`);
    this.at++;
  }

  private string(): string {
    const start = this.at;
    if (!this.take(STRING))
      this.fail("this string does not end, or holds a control character or a bad escape");
    const raw = this.text.slice(start + 1, this.at - 1);
    return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  protected take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private found(): string {
    return this.at < this.text.length ? `, not '${this.text[this.at]}'` : ", but the text ends";
  }

  private fail(message: string): never {
    throw new SyntaxFault(message);
  }

  private fault(kind: JsonFault["kind"], message: string, offset: number): JsonFault {
    const before = this.text.slice(0, offset);
    const line = before.split("\n").length;
    return { kind, line, column: offset - before.lastIndexOf("\n"), path: this.pointer(), message };
  }

  protected pointer(): string {
    return this.path.map((token) => `/${pointerToken(token)}`).join("");
  }
}

/** Notes where wanted values begin; of a text that has been read before. */
class Locator extends Scanner {
  readonly lines = new Map<string, number>();
  private line = 1;
  private counted = 0;

  constructor(
    text: string,
    private readonly wanted: ReadonlySet<string>,
  ) {
    super(text);
  }

  protected override value(): void {
    this.take(SPACE);
    const path = this.pointer();
    if (this.wanted.has(path)) {
      for (; this.counted < this.at; this.counted++) if (this.text[this.counted] === "\n") this.line++;
      this.lines.set(path, this.line);
    }
    super.value();
  }
}
