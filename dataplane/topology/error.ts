// The error a person gets: what is wrong, where, and what to do about it. It must never carry a stack to the user.

/** One thing wrong with a document. */
export interface Finding {
  /** Stable, SCREAMING_SNAKE; programs may branch on it. */
  code: string;
  /** JSON pointer into the document ("/ports/3/peer"), "" for the whole of it. */
  path: string;
  /** Where that is in the document's text, from 1; absent when it was no text. */
  line?: number;
  /** One sentence that names the offending value. */
  message: string;
  /** The change or command that mends it. */
  remedy: string;
}

export interface ElErrorDetails {
  /** File, argument or JSON path the message speaks of. */
  place?: string | undefined;
  remedy: string;
  cause?: unknown;
  findings?: readonly Finding[];
}

/** Every failure that is the user's to mend. `findings` is empty unless a document was judged. */
export class ElError extends Error {
  override readonly name = "ElError";
  readonly code: string;
  readonly place?: string;
  readonly remedy: string;
  readonly findings: readonly Finding[];

  constructor(code: string, message: string, details: ElErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.findings = details.findings ?? [];
    if (details.place !== undefined) this.place = details.place;
  }

  /** The plain object that `--json` prints. */
  toJSON(): { code: string; message: string; place?: string; remedy: string; findings?: readonly Finding[] } {
    return {
      code: this.code,
      message: this.message,
      ...(this.place === undefined ? {} : { place: this.place }),
      remedy: this.remedy,
      ...(this.findings.length === 0 ? {} : { findings: this.findings }),
    };
  }
}
