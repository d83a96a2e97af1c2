// Reads .tree files: what a machine's /sys, /proc and /dev say in one situation, and what the doctor must say of it.
//   # remark                      base: NAME                 lie on top of trees/base/NAME.tree
//   here: PATH                    from here on @ stands for PATH
//   path = content                path =                     then the lines indented by two are the content
//   path is bytes                 then lines indented by two, as lspci -xxx prints them
//   path -> target                - path                     it and all below it are not there
//   profile = {...}               profile /ports/0/mtu = 1   the whole profile, or one value of it
//   finds: CODE   says: sentence   remedy: command           machine only: judge without a profile
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const TREES = fileURLToPath(new URL("trees", import.meta.url));

export interface Situation {
  /** Content by path. */
  files: Map<string, string | Buffer>;
  /** Targets by path. */
  links: Map<string, string>;
  profile: unknown;
  /** What @ stands for. */
  here: string;
  machineOnly: boolean;
  expected: { finds?: string; says?: string; remedy?: string };
}

/** `onto`: what the tree lies on instead of its base; it is changed. */
export function readTree(path: string, onto?: Situation): Situation {
  const lines = readFileSync(path, "utf8").split("\n");
  let situation: Situation = {
    files: new Map(),
    links: new Map(),
    profile: undefined,
    here: "",
    machineOnly: false,
    expected: {},
  };
  let i = 0;
  const indented = () => {
    const found: string[] = [];
    while (lines[i + 1]?.startsWith("  ")) found.push(lines[++i]!.slice(2));
    return found;
  };
  for (; i < lines.length; i++) {
    const line = lines[i]!.replace(/^(- )?@/, `$1${situation.here}`);
    if (line === "" || line.startsWith("#")) continue;
    const told = /^(base|finds|says|remedy): (.*)$/.exec(line);
    const link = /^(\S+) -> (\S+)$/.exec(line);
    const bytes = /^(\S+) is bytes$/.exec(line);
    const file = /^(.+?) =(?: (.*))?$/.exec(line);
    if (told?.[1] === "base") situation = onto ?? readTree(join(TREES, "base", `${told[2]}.tree`));
    else if (line.startsWith("here: ")) situation.here = line.slice(6);
    else if (told) situation.expected[told[1] as "finds" | "says" | "remedy"] = told[2]!;
    else if (line === "machine only") situation.machineOnly = true;
    else if (line.startsWith("- ")) remove(situation, line.slice(2));
    else if (link) situation.links.set(link[1]!, link[2]!);
    else if (bytes) {
      situation.files.set(bytes[1]!, dumped(indented()));
    } else if (file) {
      const content = [file[2] ?? "", ...indented()];
      set(situation, file[1]!, content.join("\n").trimStart());
    } else throw new Error(`${path}:${i + 1}: not a line of a tree: ${line}`);
  }
  return situation;
}

/** "60: 10 00 02 00": an offset and bytes from there on; what is not written is 0. */
function dumped(lines: readonly string[]): Buffer {
  const space = Buffer.alloc(256);
  for (const line of lines) {
    const [offset, ...bytes] = line.split(/:? /).map((word) => Number.parseInt(word, 16));
    space.set(bytes, offset);
  }
  return space;
}

function set(situation: Situation, path: string, content: string): void {
  if (path === "profile") situation.profile = JSON.parse(content);
  else if (path.startsWith("profile ")) put(situation.profile, path.slice(8), JSON.parse(content));
  else situation.files.set(path, content);
}

/** Sets what a JSON pointer names. */
function put(document: unknown, pointer: string, value: unknown): void {
  const parts = pointer.split("/").slice(1);
  const last = parts.pop()!;
  let at = document as Record<string, unknown>;
  for (const part of parts) {
    at[part] ??= {};
    at = at[part] as Record<string, unknown>;
  }
  at[last] = value;
}

function remove({ files, links }: Situation, path: string): void {
  for (const named of [files, links])
    for (const each of [...named.keys()])
      if (each === path || each.startsWith(`${path}/`)) named.delete(each);
}

/** Lays the tree into a folder, its profile beside it as profile.json; returns the profile's path. */
export function lay({ files, links, profile }: Situation, root: string): string {
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? `${content}\n` : content);
  };
  for (const [path, content] of files) write(path, content);
  for (const [path, target] of links) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  write("profile.json", JSON.stringify(profile));
  return join(root, "profile.json");
}
