// Programs that a test starts: each with a time limit, each ended by its own pid, none outliving the test process
// (the kernel signals them when it dies). It must never end a process that it did not start.
import { type ChildProcess, spawn } from "node:child_process";

export interface RunOptions {
  /** Network namespace to run in. */
  netns?: string;
  /** Killed after this long; default 30 s. */
  timeoutMs?: number;
  /** Given on standard input. */
  input?: string | Buffer;
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Exit codes that are no failure; default [0]; "any": all. */
  accept?: number[] | "any";
}

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

function argv(command: string, args: readonly string[], netns: string | undefined): string[] {
  const inner = [command, ...args];
  const placed = netns === undefined ? inner : ["ip", "netns", "exec", netns, ...inner];
  return ["setpriv", "--pdeathsig", "KILL", ...placed];
}

function start(command: string, args: readonly string[], options: RunOptions): ChildProcess {
  const [program, ...rest] = argv(command, args, options.netns);
  return spawn(program!, rest, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C", ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}

/** Runs to the end. Throws with the program's own words when it fails or takes too long. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const child = new Running(command, args, options);
  child.process.stdin?.end(options.input ?? "");
  const code = await child.ended(options.timeoutMs ?? 30_000);
  const accept = options.accept ?? [0];
  const shown = [command, ...args].join(" ");
  if (code === undefined) {
    await child.stop("SIGKILL");
    throw new Error(`${shown}: took longer than ${options.timeoutMs ?? 30_000} ms\n${child.output()}`);
  }
  if (accept !== "any" && !accept.includes(code)) {
    throw new Error(`${shown}: exit code ${code}\n${child.output()}`);
  }
  return { code, stdout: child.stdout, stderr: child.stderr };
}

/** A program that goes on while the test does something else. */
export class Running {
  readonly process: ChildProcess;
  stdout = "";
  stderr = "";
  private readonly end: Promise<number>;
  private readonly listeners = new Set<() => void>();
  private code: number | undefined;

  constructor(
    readonly command: string,
    readonly args: readonly string[],
    options: RunOptions = {},
  ) {
    this.process = start(command, args, options);
    this.process.stdin?.on("error", () => {});
    this.process.stdout?.on("data", (data: Buffer) => {
      this.stdout += data.toString();
      this.notify();
    });
    this.process.stderr?.on("data", (data: Buffer) => {
      this.stderr += data.toString();
      this.notify();
    });
    this.end = new Promise((resolve) => {
      this.process.on("error", (error) => {
        this.stderr += String(error);
        resolve(this.finish(127));
      });
      this.process.on("close", (code, signal) => resolve(this.finish(code ?? (signal === null ? 1 : 128))));
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get running(): boolean {
    return this.code === undefined;
  }

  output(): string {
    return `${this.stdout.slice(-4000)}${this.stderr.slice(-4000)}`;
  }

  /** Waits until stdout or stderr match; throws when it ends or the time is over before. */
  async says(pattern: RegExp, timeoutMs = 15_000): Promise<RegExpExecArray> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (found !== null) return found;
      const left = until - Date.now();
      if (!this.running || left <= 0) {
        throw new Error(
          `${this.command}: ${this.running ? "did not say" : "ended without saying"} ${pattern}\n${this.output()}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, left);
        const listeners = this.listeners;
        function wake() {
          clearTimeout(timer);
          listeners.delete(wake);
          resolve();
        }
        listeners.add(wake);
      });
    }
  }

  /** Exit code, or undefined when it still runs after this long. */
  async ended(timeoutMs: number): Promise<number | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    const code = await Promise.race([this.end, late]);
    clearTimeout(timer);
    return code;
  }

  /** Asks with the signal, then kills. Exit code; 128 when a signal ended it. */
  async stop(signal: NodeJS.Signals = "SIGTERM", graceMs = 5_000): Promise<number> {
    if (this.running) this.process.kill(signal);
    const code = await this.ended(graceMs);
    if (code !== undefined) return code;
    this.process.kill("SIGKILL");
    return (await this.ended(5_000)) ?? 128;
  }

  private finish(code: number): number {
    this.code = code;
    this.notify();
    return code;
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Thrown by a probe of `eventually`: asking again is of no use. */
export class Hopeless extends Error {}

/** Asks again and again until `probe` gives something; the last refusal is in the error. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 15_000,
  everyMs = 100,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error;
    }
    if (Date.now() > until) {
      const why = last instanceof Error ? `: ${last.message}` : "";
      throw new Error(`${what} did not happen within ${timeoutMs} ms${why}`);
    }
    await sleep(everyMs);
  }
}
