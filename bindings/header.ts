// Reads edgelane.h, which is written in one regular style, into a model of its constants, enums, lists and structs.
// Must never guess: what it does not understand, and any padding the compiler would add, is an error.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Scalar = "u8" | "u16" | "u32" | "u64" | "char";

export interface Field {
  name: string;
  /** A scalar, or the tag of a struct declared earlier. */
  type: string;
  offset: number;
  /** Bytes of the whole field, all elements together. */
  bytes: number;
  /** Array dimensions; empty for a single value. */
  dims: number[];
}

export interface Struct {
  tag: string;
  size: number;
  align: number;
  fields: Field[];
}

export interface Enum {
  tag: string;
  /** Without their common prefix. */
  members: { name: string; value: number; text?: string; struct?: string }[];
}

export interface KeyField {
  name: string;
  member: string;
  offset: number;
  bytes: number;
  settable: boolean;
}

export interface Header {
  hash: number;
  constants: Map<string, number>;
  enums: Enum[];
  structs: Struct[];
  keyFields: KeyField[];
}

const SCALARS: Record<string, { type: Scalar; bytes: number }> = {
  uint8_t: { type: "u8", bytes: 1 },
  uint16_t: { type: "u16", bytes: 2 },
  uint32_t: { type: "u32", bytes: 4 },
  uint64_t: { type: "u64", bytes: 8 },
  char: { type: "char", bytes: 1 },
};

/** FNV-1a, 32 bits: the same as layout_hash.py. */
export function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The header's bytes with its parts (`#include "abi/..."`) in their places. */
export function readHeader(path: string): Uint8Array {
  const text = readFileSync(path, "utf8");
  const whole = text.replace(/#include "(abi\/\w+\.h)"/g, (_line, part: string) =>
    readFileSync(join(dirname(path), part), "utf8"),
  );
  return new TextEncoder().encode(whole);
}

/** Parses the header's bytes. Throws Error with the declaration it could not take. */
export function parseHeader(bytes: Uint8Array): Header {
  const text = new TextDecoder("utf8", { fatal: true })
    .decode(bytes)
    .replace(/\\\n/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ");
  const constants = new Map<string, number>();
  const lists = new Map<string, string[][]>();
  /** Parameters of the macros that expand one row of a list. */
  const macros = new Map<string, string>();
  for (const [, name, params, body] of text.matchAll(/^#define (EL_\w+)(\([^)]*\))?[ \t]+(.+)$/gm)) {
    if (params === undefined) constants.set(name!, evaluate(body!, constants));
    else if (params === "(X)") lists.set(name!, parseList(body!));
    else macros.set(name!, params);
  }
  const enums: Enum[] = [];
  const structs = new Map<string, Struct>();
  for (const [, what, tag, body] of text.matchAll(/\b(enum|struct) (el_\w+) \{([^}]*)\}/g)) {
    if (what === "enum") enums.push(parseEnum(tag!, body!, lists, macros));
    else structs.set(tag!, parseStruct(tag!, body!, constants, structs));
  }
  return {
    hash: fnv1a(bytes),
    constants,
    enums,
    structs: [...structs.values()],
    keyFields: parseKeyFields(lists.get("EL_FIELDS") ?? [], structs.get("el_key")),
  };
}

function evaluate(expression: string, constants: Map<string, number>): number {
  let sum = 0;
  for (const term of expression.split("+")) {
    const token = term.trim();
    const value = /^(0x[0-9a-f]+|\d+)u?$/i.test(token)
      ? Number(token.replace(/u$/i, ""))
      : constants.get(token);
    if (value === undefined)
      throw new Error(`edgelane.h: "${expression.trim()}" is not a sum of known numbers`);
    sum += value;
  }
  return sum;
}

function parseList(body: string): string[][] {
  const rows = [...body.matchAll(/X\(((?:[^()"]|"[^"]*")*)\)/g)];
  return rows.map(([, row]) =>
    [...row!.matchAll(/\s*("[^"]*"|[^,]+)\s*,?/g)].map(([, cell]) => cell!.trim().replace(/^"|"$/g, "")),
  );
}

function parseEnum(
  tag: string,
  body: string,
  lists: Map<string, string[][]>,
  macros: Map<string, string>,
): Enum {
  const expansion = /^\s*(\w+)\((\w+)\)\s*$/.exec(body);
  if (expansion) {
    const rows = lists.get(expansion[1]!);
    const asStruct = macros.get(expansion[2]!)?.endsWith(" type)");
    if (!rows) throw new Error(`edgelane.h: enum ${tag} names an unknown list ${expansion[1]}`);
    const members = rows.map(([name, number, third]) => ({
      name: name!,
      value: Number(number),
      ...(asStruct ? { struct: third! } : { text: third! }),
    }));
    return { tag, members };
  }
  const members = body
    .split(",")
    .map((member) => member.replace(/\s+/g, " ").trim())
    .filter((member) => member !== "")
    .map((member) => {
      const match = /^(EL_\w+) = (\d+)$/.exec(member);
      if (!match) throw new Error(`edgelane.h: enum ${tag}: "${member}" is not NAME = number`);
      return { name: match[1]!, value: Number(match[2]) };
    });
  const prefix = commonPrefix(members.map((member) => member.name));
  return { tag, members: members.map(({ name, value }) => ({ name: name.slice(prefix.length), value })) };
}

function commonPrefix(names: string[]): string {
  let prefix = names[0] ?? "";
  for (const name of names) while (!name.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix.slice(0, prefix.lastIndexOf("_") + 1);
}

function parseStruct(
  tag: string,
  body: string,
  constants: Map<string, number>,
  known: Map<string, Struct>,
): Struct {
  const fields: Field[] = [];
  let offset = 0;
  let align = 1;
  for (const declaration of body.split(";")) {
    const words = declaration.replace(/\s+/g, " ").trim();
    if (words === "") continue;
    const match = /^(?:struct )?(\w+) (\w+)((?:\[[^\]]+\])*)$/.exec(words);
    if (!match) throw new Error(`edgelane.h: struct ${tag}: cannot read "${words}"`);
    const [, typeName, name, brackets] = match;
    const scalar = SCALARS[typeName!];
    const struct = known.get(typeName!);
    const unit = scalar?.bytes ?? struct?.size;
    if (unit === undefined) throw new Error(`edgelane.h: struct ${tag}: unknown type ${typeName}`);
    const fieldAlign = scalar?.bytes ?? struct!.align;
    if (offset % fieldAlign !== 0)
      throw new Error(`edgelane.h: struct ${tag}: implicit padding before ${name}`);
    const dims = [...brackets!.matchAll(/\[([^\]]+)\]/g)].map(([, dim]) => evaluate(dim!, constants));
    const count = dims.reduce((product, dim) => product * dim, 1);
    fields.push({ name: name!, type: scalar?.type ?? typeName!, offset, bytes: unit * count, dims });
    offset += unit * count;
    align = Math.max(align, fieldAlign);
  }
  if (offset % align !== 0) throw new Error(`edgelane.h: struct ${tag}: implicit padding at its end`);
  return { tag, size: offset, align, fields };
}

function parseKeyFields(rows: string[][], key: Struct | undefined): KeyField[] {
  return rows.map(([name, member, bytes, settable]) => {
    const field = key?.fields.find((candidate) => candidate.name === member);
    if (!field || field.bytes !== Number(bytes)) {
      throw new Error(`edgelane.h: EL_FIELDS: ${name} does not fit struct el_key`);
    }
    return {
      name: name!,
      member: member!,
      offset: field.offset,
      bytes: field.bytes,
      settable: settable === "1",
    };
  });
}
