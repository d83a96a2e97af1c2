// Structured logs, one JSON line each, to standard error. They must never go to standard output: that is for answers.
import { type Logger, pino } from "pino";

export type Log = Logger;

export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** Written at once: a line about a failure must be out before the process ends. */
export function makeLog(level: LogLevel = "info"): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
