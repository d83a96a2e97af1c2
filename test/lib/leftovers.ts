// What a node may leave on a machine, looked for everywhere by the name it ran under. It must never remove anything.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.js";

/** Processes whose command line holds `name`, and that are not this one. */
export function processesOf(name: string): { pid: number; words: string[] }[] {
  const found = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
      if (words.some((word) => word.includes(name))) found.push({ pid, words });
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

/** Sockets (and any other special files) below a folder. */
function sockets(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...sockets(path));
    else if (!entry.isFile()) found.push(path);
  }
  return found;
}

function hugepageFiles(name: string): string[] {
  const mounts = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "hugetlbfs");
  return mounts.flatMap(([, mount]) => list(mount!).filter((file) => file.includes(name)));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** One line for each thing that is left of the node `name`: its sockets below `folder`, its interfaces `devices`. */
export async function leftovers(name: string, folder: string, devices: string[] = []): Promise<string[]> {
  const links = await run("ip", ["-br", "link"]);
  const open = readFileSync("/proc/net/unix", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder) || line.includes(`/${name}/`));
  return [
    ...processesOf(name).map(({ pid, words }) => `process ${pid}: ${words.join(" ")}`),
    ...links.stdout
      .split("\n")
      .filter((line) => devices.some((device) => line.startsWith(`${device} `)))
      .map((line) => `interface ${line}`),
    ...hugepageFiles(name).map((file) => `hugepage file ${file}`),
    ...list(`/var/run/dpdk/${name}`).map((file) => `DPDK's /var/run/dpdk/${name}/${file}`),
    ...sockets(folder).map((file) => `socket ${file}`),
    ...open.map((line) => `open socket ${line.trim()}`),
  ];
}
