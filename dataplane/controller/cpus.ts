// Which CPUs this process may run on, as the kernel says.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

export function allowedCpus(): number[] {
  const line = /^Cpus_allowed_list:\s*(.*)$/m.exec(statusText());
  if (line === null) return cpus().map((_, index) => index);
  return line[1]!.split(",").flatMap((range) => {
    const [first, last] = range.split("-").map(Number);
    return Array.from({ length: (last ?? first!) - first! + 1 }, (_, i) => first! + i);
  });
}

function statusText(): string {
  try {
    return readFileSync("/proc/self/status", "utf8");
  } catch {
    return "";
  }
}
