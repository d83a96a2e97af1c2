// The kernel's log, as far as it still remembers: the only place that tells an X710's firmware without its kernel
// driver. Needs root on most systems; what may not be read is an empty log.
import { closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** Longest record of /dev/kmsg. */
const RECORD = 8192;

/** Lines of /dev/kmsg below `root`. It never waits for a new one. */
export function readKernelLog(root: string): string[] {
  const text: string[] = [];
  let file: number | undefined;
  try {
    file = openSync(join(root, "dev/kmsg"), constants.O_RDONLY | constants.O_NONBLOCK);
    const record = Buffer.alloc(RECORD);
    for (;;) {
      const bytes = nextRecord(file, record);
      if (bytes === 0) break;
      text.push(record.toString("utf8", 0, bytes));
    }
  } catch {
    // EAGAIN is the end of a live log; EPERM and ENOENT leave it empty.
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return text.join("").split("\n");
}

function nextRecord(file: number, record: Buffer): number {
  try {
    return readSync(file, record);
  } catch (error) {
    // EPIPE: records were overwritten meanwhile; the next read goes on with the oldest that is left.
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    return nextRecord(file, record);
  }
}

export interface I40eLog {
  /** NVM version as the driver printed it last, for example "9.01"; absent: not in the log. */
  nvm?: string;
  /** The firmware told of recovery mode. */
  recovery: boolean;
}

/** What the kernel's i40e said of one function. */
export function i40eLog(lines: readonly string[], address: string): I40eLog {
  const own = lines.filter((line) => line.includes(`i40e ${address}: `));
  const nvm = own.map((line) => /: fw \S+ api \S+ nvm (\d+\.\d+)/.exec(line)?.[1]).findLast(Boolean);
  return { ...(nvm && { nvm }), recovery: own.some((line) => /recovery mode/i.test(line)) };
}
