// JSON Schema definitions → one .proto text. Field numbers come from x-proto and are never reused.
import { refName, type SchemaNode } from "../schema.js";

/** The text of a proto3 file that carries every definition as a message. */
export function protoOf(source: string, definitions: ReadonlyMap<string, SchemaNode>): string {
  const head = [
    `// Generated from ${source} by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.`,
    'syntax = "proto3";',
    "package edgelane;",
  ];
  const messages = [...definitions].map(([name, node]) => messageOf(name, node));
  return `${[...head, ...messages].join("\n")}\n`;
}

/** Name of the message that wraps a list whose absence means something. */
export function listName(property: string): string {
  return `${property[0]!.toUpperCase()}${property.slice(1)}List`;
}

function messageOf(name: string, node: SchemaNode): string {
  const required = new Set(node.required ?? []);
  const fields = Object.entries(node.properties ?? {}).filter(([, property]) => property["x-proto"]);
  const lines = [`\n// ${node.description}`, `message ${name} {`];
  for (const [key, property] of fields) {
    if (property.enum) lines.push(enumOf(key, property.enum));
    if (property["x-proto-presence"])
      lines.push(
        `  message ${listName(key)} {\n    repeated ${typeOf(key, property.items!)} items = 1;\n  }`,
      );
  }
  for (const [key, property] of fields) {
    const field = `${labelOf(property, required.has(key))}${typeOf(key, property)} ${snake(key)}`;
    lines.push(`  // ${property.description}`, `  ${field} = ${property["x-proto"]};`);
  }
  return [...lines, "}"].join("\n");
}

function labelOf(property: SchemaNode, required: boolean): string {
  if (property.type === "array") return property["x-proto-presence"] ? "" : "repeated ";
  // Messages and enums (0 = unspecified) tell absence by themselves.
  return required || property.$ref || property.enum ? "" : "optional ";
}

function typeOf(key: string, node: SchemaNode): string {
  if (node.$ref) return refName(node.$ref);
  if (node["x-proto-presence"]) return listName(key);
  if (node.type === "array") return typeOf(key, node.items!);
  if (node.enum) return enumName(key);
  if (node.contentEncoding) return "bytes";
  if (node.type === "string") return "string";
  if (node.type === "boolean") return "bool";
  return (node.maximum ?? 0) > 0xffffffff ? "uint64" : "uint32";
}

/** Numbers are the places in the schema's list, from 1: the list may only grow at its end. */
function enumOf(key: string, values: readonly string[]): string {
  const prefix = snake(key).toUpperCase();
  const names = ["UNSPECIFIED", ...values.map((value) => value.toUpperCase())];
  const lines = names.map((name, number) => `    ${prefix}_${name} = ${number};`);
  return [`  enum ${enumName(key)} {`, ...lines, "  }"].join("\n");
}

function enumName(key: string): string {
  return `${key[0]!.toUpperCase()}${key.slice(1)}`;
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
