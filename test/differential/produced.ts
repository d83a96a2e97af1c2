// Which parts of the topology's format a document uses: each field of each kind of object, each word of a choice, both
// values of a switch. It walks the schema that documents are judged by, so that what is added there is looked for too.
import {
  definitions,
  loadSchemas,
  refName,
  type SchemaNode,
  TOPOLOGY_SCHEMAS,
} from "../../dataplane/topology/schema.js";

const ALL = definitions(loadSchemas(TOPOLOGY_SCHEMAS));
const ROOT = "Topology";

/** "Port.vlan", "Rule.action=drop", "Bridge.adminUp=false", … */
export function parts(): Set<string> {
  const found = new Set<string>();
  for (const [name, { properties }] of ALL)
    for (const [field, node] of Object.entries(properties ?? {}))
      for (const part of partsOf(`${name}.${field}`, node)) found.add(part);
  return found;
}

function partsOf(place: string, node: SchemaNode): string[] {
  const of = node.type === "array" ? (node.items ?? {}) : node;
  if (of.enum !== undefined) return of.enum.map((word) => `${place}=${word}`);
  if (of.type === "boolean") return [`${place}=true`, `${place}=false`];
  return [place];
}

/** Notes what the document has. */
export function note(document: object, into: Set<string>): void {
  walk(document, ROOT, into);
}

function walk(value: object, definition: string, into: Set<string>): void {
  const properties = ALL.get(definition)?.properties ?? {};
  for (const [field, held] of Object.entries(value) as [string, unknown][]) {
    const node = properties[field];
    if (node === undefined || held === undefined) continue;
    const place = `${definition}.${field}`;
    const items = Array.isArray(held) ? (held as unknown[]) : [held];
    const of = node.type === "array" ? (node.items ?? {}) : node;
    if (of.enum === undefined && of.type !== "boolean") into.add(place);
    for (const item of items) {
      if (of.enum !== undefined || of.type === "boolean") into.add(`${place}=${String(item)}`);
      if (of.$ref !== undefined && typeof item === "object" && item !== null)
        walk(item, refName(of.$ref), into);
    }
  }
}
