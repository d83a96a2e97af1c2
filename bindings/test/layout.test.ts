// layout.ts against its two judges: the header's text (is it stale?) and the C compilers (are the numbers true?).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateLayout } from "../generate.js";
import { type Header, parseHeader, readHeader } from "../header.js";
import * as layout from "../layout.js";
import { structSize } from "../record.js";
import { packageRoot } from "../root.js";

const bindings = join(packageRoot, "bindings");
const headerText = readHeader(join(bindings, "edgelane.h"));

test("layout.ts is what the generator makes of the header", () => {
  expect(readFileSync(join(bindings, "layout.ts"), "utf8")).toBe(generateLayout());
});

test("the layout hash is the one the C side is built with", () => {
  const script = join(bindings, "layout_hash.py");
  const line = execFileSync("/usr/bin/python3", [script, join(bindings, "edgelane.h")], { encoding: "utf8" });
  expect(line.trim()).toBe(`#define EL_LAYOUT_HASH 0x${layout.LAYOUT_HASH.toString(16).padStart(8, "0")}u`);
});

describe.each(["gcc", "clang"])("as %s lays it out", (compiler) => {
  const folder = mkdtempSync(join(tmpdir(), "edgelane-layout-"));
  const header = parseHeader(headerText);
  let truth: Map<string, number>;

  beforeAll(() => {
    truth = askCompiler(compiler, folder, header);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("every struct has its size and every field its offset", () => {
    const claims = new Map<string, number>();
    const exported = layout as unknown as Record<string, Record<string, number> | number>;
    for (const { tag, fields } of header.structs) {
      const name = tag.slice(3).toUpperCase();
      claims.set(tag, exported[`${name}_SIZE`] as number);
      for (const field of fields) {
        const claimed = (exported[name] as Record<string, number>)[field.name];
        if (!/^rsv\d$/.test(field.name)) claims.set(`${tag}.${field.name}`, claimed!);
      }
    }
    expect([...claims].filter(([what, value]) => truth.get(what) !== value)).toEqual([]);
    expect(claims.size).toBeGreaterThan(300);
  });

  test("every enum member and every constant has its value", () => {
    const exported = layout as unknown as Record<string, Record<string, number> | number>;
    const wrong: string[] = [];
    for (const { tag, members } of header.enums) {
      const object = exported[tag.slice(3).toUpperCase()] as Record<string, number>;
      for (const { name } of members)
        if (object[name] !== truth.get(`${tag}.${name}`)) wrong.push(`${tag}.${name}`);
    }
    for (const name of header.constants.keys()) {
      if (exported[name.slice(3)] !== truth.get(name)) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });

  test("the type strings add up to the sizes", () => {
    for (const { tag } of header.structs) {
      expect(structSize(tag.slice(3) as keyof typeof layout.TYPES)).toBe(truth.get(tag));
    }
  });
});

test("the generator refuses what it does not understand", () => {
  const parse = (text: string) => () => parseHeader(new TextEncoder().encode(text));
  expect(parse("struct el_a {\n\tuint8_t a;\n\tuint32_t b;\n};")).toThrow("implicit padding before b");
  expect(parse("struct el_a {\n\tuint32_t a;\n\tuint8_t b;\n};")).toThrow("implicit padding at its end");
  expect(parse("struct el_a {\n\tlong a;\n};")).toThrow("unknown type long");
  expect(parse("struct el_a {\n\tuint8_t *a;\n};")).toThrow("cannot read");
  expect(parse("#define EL_A (1 << 2)\n")).toThrow("not a sum of known numbers");
});

/** Member names in C: the list or the common prefix decides; asked by name so that the compiler gives the value. */
function memberInC(header: string, tag: string, name: string): string {
  const body = new RegExp(`enum ${tag} \\{([^}]*)\\}`).exec(header)![1]!;
  const macro = /\((EL_ENUM_\w+)\)/.exec(body)?.[1];
  if (macro) return `${new RegExp(`#define ${macro}\\([^)]*\\) (\\w+)##`).exec(header)![1]}${name}`;
  return new RegExp(`\\b(EL_\\w*_${name}) =`).exec(body)![1]!;
}

function askCompiler(compiler: string, folder: string, header: Header): Map<string, number> {
  const lines: string[] = [];
  const ask = (what: string, expression: string) =>
    lines.push(`printf("%s %llu\\n", "${what}", (unsigned long long)(${expression}));`);
  for (const { tag, fields } of header.structs) {
    ask(tag, `sizeof(struct ${tag})`);
    for (const { name } of fields) ask(`${tag}.${name}`, `offsetof(struct ${tag}, ${name})`);
  }
  for (const { tag, members } of header.enums) {
    for (const { name } of members)
      ask(`${tag}.${name}`, memberInC(new TextDecoder().decode(headerText), tag, name));
  }
  for (const name of header.constants.keys()) ask(name, name);
  const source = join(folder, "ask.c");
  const main = `int main(void)\n{\n${lines.join("\n")}\nreturn 0;\n}\n`;
  writeFileSync(source, `#include <stddef.h>\n#include <stdio.h>\n#include "edgelane.h"\n${main}`);
  const program = join(folder, "ask");
  execFileSync(compiler, ["-std=c11", "-Wall", "-Wextra", "-Werror", `-I${bindings}`, source, "-o", program]);
  const printed = execFileSync(program, { encoding: "utf8" }).trim().split("\n");
  return new Map(printed.map((line) => [line.split(" ")[0]!, Number(line.split(" ")[1])]));
}
