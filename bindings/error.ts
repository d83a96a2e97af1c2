// The one error type of this folder: what happened, where, and what to do about it. Must never be thrown untyped.
import { ERR, ERR_NAMES, ERR_TEXT } from "./layout.js";

/** A failure between the two processes; `code` is stable, `remedy` is an exact command or change. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  readonly code: string;
  readonly remedy: string;
  readonly place?: string;

  constructor(code: string, message: string, details: { remedy: string; place?: string; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    if (details.place !== undefined) this.place = details.place;
  }

  /** The plain object that `--json` prints. */
  toJSON(): { code: string; message: string; place?: string; remedy: string } {
    const { code, message, place, remedy } = this;
    return place === undefined ? { code, message, remedy } : { code, message, place, remedy };
  }
}

const REMEDIES: Record<number, string> = {
  [ERR.VERSION]: "Build worker and controller from one checkout: npm run build",
  [ERR.LAYOUT]: "Build worker and controller from one checkout, then start both again: npm run build",
  [ERR.BUSY]: "Stop the other controller, or attach as an observer: edgelane show",
  [ERR.SOCKET]: "Give the socket path of a running worker.",
};

const ERRNO_REMEDIES: Record<number, { code: string; remedy: string }> = {
  2: { code: "WORKER_MISSING", remedy: "Start the worker first: edgelane run PROFILE" },
  111: {
    code: "WORKER_GONE",
    remedy: "The worker behind this socket has ended; start it again: edgelane run PROFILE",
  },
  13: { code: "WORKER_PERMISSION", remedy: "Run as the worker's user, or as root." },
  11: {
    code: "WORKER_SILENT",
    remedy: "The worker is stopped or overloaded; look at it: ps -o stat,cmd -C edgelane-worker",
  },
};

/** The error for a negative result of the client library: -el_err, or -1000-errno. */
export function fromClient(result: number, message: string, place: string): WorkerError {
  if (result <= -1000) {
    const known = ERRNO_REMEDIES[-1000 - result];
    const remedy = known?.remedy ?? "See the message for what the system refused.";
    return new WorkerError(known?.code ?? "WORKER_SYSTEM", message, { place, remedy });
  }
  const number = -result;
  return new WorkerError(
    `WORKER_${ERR_NAMES[number] ?? "UNKNOWN"}`,
    message || ERR_TEXT[number] || "unknown error",
    {
      place,
      remedy:
        REMEDIES[number] ?? "Start worker and controller again; if it comes back, report it with both logs.",
    },
  );
}
