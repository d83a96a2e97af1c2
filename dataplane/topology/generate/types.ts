// JSON Schema definitions → TypeScript interfaces, as the program sees a parsed document: what has a default is there.
import { refName, type SchemaNode } from "../schema.js";

export function typesOf(source: string, definitions: ReadonlyMap<string, SchemaNode>): string {
  const head = `// Generated from ${source} by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.`;
  return `${[head, ...[...definitions].map(([name, node]) => interfaceOf(name, node))].join("\n")}\n`;
}

function interfaceOf(name: string, node: SchemaNode): string {
  const required = new Set(node.required ?? []);
  const lines = [`\n/** ${node.description} */`, `export interface ${name} {`];
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    if (key === "$schema") continue;
    const there = required.has(key) || "default" in property || property["x-filled"];
    lines.push(`  /** ${property.description} */`, `  ${key}${there ? "" : "?"}: ${typeOf(property)};`);
  }
  return [...lines, "}"].join("\n");
}

function typeOf(node: SchemaNode): string {
  if (node.$ref) return refName(node.$ref);
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (node.contentEncoding) return "Uint8Array";
  if (node.type === "array")
    return node.items!.enum ? `(${typeOf(node.items!)})[]` : `${typeOf(node.items!)}[]`;
  return node.type === "integer" ? "number" : node.type!;
}
