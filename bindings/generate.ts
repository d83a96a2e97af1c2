// Writes bindings/layout.ts from bindings/edgelane.h. Run `node build/js/bindings/generate.js` after a change of the
// header. Must never be imported by anything but tests: the generated constants are what others read.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Enum, type Header, parseHeader, readHeader, type Struct } from "./header.js";
import { packageRoot } from "./root.js";

/** layout.ts for a parsed header. */
export function emitLayout(header: Header): string {
  const out = new Output();
  out.line(
    "// Generated from bindings/edgelane.h by bindings/generate.ts; a test fails when it is stale. Do not edit.",
  );
  out.line(
    "// Structs are objects of byte offsets named after the struct (KEY.eth_dst), their sizes NAME_SIZE; enums are",
  );
  out.line("// objects of numbers with NAME_NAMES for the way back and NAME_TEXT for the sentence.");
  out.line();
  out.constant("LAYOUT_HASH", hex(header.hash), "FNV-1a of the header's bytes.");
  for (const [name, value] of header.constants) {
    if (name !== "EL_KEY_SIZE") out.constant(name.slice(3), value > 0xffff ? hex(value) : String(value));
  }
  out.line();
  out.line("const invert = (of: Record<string, number>): Readonly<Record<number, string>> =>");
  out.line("  Object.fromEntries(Object.entries(of).map(([name, value]) => [value, name]));");
  for (const one of header.enums) emitEnum(out, one, header.structs);
  out.line();
  out.line("// Byte offsets, struct by struct.");
  for (const struct of header.structs) emitStruct(out, struct);
  emitKeyFields(out, header);
  emitTypes(out, header.structs);
  return out.text();
}

class Output {
  readonly #lines: string[] = [];
  readonly #names = new Set<string>();

  line(text = ""): void {
    this.#lines.push(text);
  }

  /** Opens an exported name; two of one name would be an unreadable layout, so it throws. */
  declare(name: string): string {
    if (this.#names.has(name)) throw new Error(`edgelane.h: two things would be called ${name} in layout.ts`);
    this.#names.add(name);
    return `export const ${name}`;
  }

  constant(name: string, value: string, doc?: string): void {
    if (doc) this.line(`/** ${doc} */`);
    this.line(`${this.declare(name)} = ${value};`);
  }

  /** One exported object: on a line of its own where it fits. */
  object(name: string, entries: string[]): void {
    const declared = this.declare(name);
    const short = `${declared} = { ${entries.join(", ")} } as const;`;
    if (short.length <= 110) {
      this.line(short);
      return;
    }
    this.line(`${declared} = {`);
    this.packed(entries);
    this.line("} as const;");
  }

  /** Entries packed into lines of at most 110 characters. */
  packed(entries: string[]): void {
    let current = " ";
    for (const entry of entries) {
      if (current.length + entry.length + 2 > 110) {
        this.line(current);
        current = " ";
      }
      current += ` ${entry},`;
    }
    if (current !== " ") this.line(current);
  }

  text(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}

function emitEnum(out: Output, { tag, members }: Enum, structs: Struct[]): void {
  const name = tag.slice(3).toUpperCase();
  out.line();
  out.line(`/** enum ${tag} */`);
  out.object(
    name,
    members.map((member) => `${member.name}: ${member.value}`),
  );
  out.line(`${out.declare(`${name}_NAMES`)} = /* @__PURE__ */ invert(${name});`);
  if (members[0]?.text !== undefined) {
    out.line(`${out.declare(`${name}_TEXT`)}: Readonly<Record<number, string>> = {`);
    for (const { value, text } of members) out.line(`  ${value}: ${JSON.stringify(text)},`);
    out.line("};");
  }
  if (members[0]?.struct !== undefined) {
    out.line("/** Size of the record's fixed part by kind, bytes. */");
    out.line(`${out.declare(`${name}_SIZES`)}: Readonly<Record<number, number>> = {`);
    out.packed(members.map(({ value, struct }) => `${value}: ${sizeOf(struct!, structs)}`));
    out.line("};");
  }
}

function sizeOf(tag: string, structs: Struct[]): number {
  const struct = structs.find((candidate) => candidate.tag === tag);
  if (!struct) throw new Error(`edgelane.h: a list names struct ${tag}, which is not declared`);
  return struct.size;
}

function emitStruct(out: Output, { tag, size, fields }: Struct): void {
  const name = tag.slice(3).toUpperCase();
  const entries = fields
    .filter((field) => !/^rsv\d$/.test(field.name))
    .map((field) => `${field.name}: ${field.offset}`);
  out.object(name, entries);
  out.constant(`${name}_SIZE`, String(size));
}

function emitKeyFields(out: Output, { keyFields }: Header): void {
  out.line();
  out.line(
    "/** One field of struct el_key, which a mask may name and, when settable, a SET action may write. */",
  );
  out.line("export interface KeyField {");
  out.line("  name: string;");
  out.line("  /** Its name in KEY. */");
  out.line("  member: keyof typeof KEY;");
  out.line("  offset: number;");
  out.line("  bytes: number;");
  out.line("  settable: boolean;");
  out.line("}");
  out.line(`${out.declare("FIELDS")}: readonly KeyField[] = [`);
  for (const { name, member, offset, bytes, settable } of keyFields) {
    out.line(
      `  { name: "${name}", member: "${member}", offset: ${offset}, bytes: ${bytes}, settable: ${settable} },`,
    );
  }
  out.line("];");
}

function emitTypes(out: Output, structs: Struct[]): void {
  out.line();
  out.line(
    "/** Each struct's fields in order, without gaps, as C declares them: for slow, generic code (record.ts). */",
  );
  out.line(`${out.declare("TYPES")} = {`);
  for (const { tag, fields } of structs) {
    const words = fields.map(
      ({ name, type, dims }) => `${type} ${name}${dims.map((dim) => `[${dim}]`).join("")}`,
    );
    out.line(`  ${tag.slice(3)}: "${words.join(", ")}",`);
  }
  out.line("} as const;");
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

/** layout.ts as the header in this checkout asks for it. */
export function generateLayout(): string {
  return emitLayout(parseHeader(readHeader(join(packageRoot, "bindings/edgelane.h"))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(packageRoot, "bindings/layout.ts"), generateLayout());
}
