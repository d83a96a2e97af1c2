// Every field that a topology document may have, by the JSON Schemas, and which of them two documents differ in.
import {
  definitions,
  loadSchemas,
  refName,
  type SchemaNode,
  TOPOLOGY_SCHEMAS,
} from "../../../topology/schema.js";

const DEFINITIONS = definitions(loadSchemas(TOPOLOGY_SCHEMAS));

interface Named {
  name: string;
  node: SchemaNode;
}

const resolve = (name: string, node: SchemaNode): Named =>
  node.$ref === undefined
    ? { name, node }
    : { name: refName(node.$ref), node: DEFINITIONS.get(refName(node.$ref))! };

/** "Port.adminUp", "Port.mirrors.preIn": all that is no object itself, each once. */
export function allFields(): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = ({ name, node }: Named): void => {
    if (node.items !== undefined) {
      const items = resolve(name, node.items);
      if (items.node.properties === undefined) found.add(name);
      else visit(items);
    } else if (node.properties === undefined) found.add(name);
    else if (!seen.has(name)) {
      seen.add(name);
      for (const [key, child] of Object.entries(node.properties)) visit(resolve(`${name}.${key}`, child));
    }
  };
  visit(resolve("Topology", DEFINITIONS.get("Topology")!));
  return found;
}

/** Fields that differ; of parts that only one of the lists has, none. */
export function differing(a: unknown, b: unknown): Set<string> {
  const found = new Set<string>();
  const visit = ({ name, node }: Named, before: unknown, after: unknown): void => {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const items = node.items && resolve(name, node.items);
    if (items?.node.properties !== undefined) {
      const [one, other] = [(before ?? []) as unknown[], (after ?? []) as unknown[]];
      const named = new Map(other.map((part) => [nameOf(part), part]));
      const sameLength = one.length === other.length;
      for (const [place, part] of one.entries()) {
        const there = named.get(nameOf(part)) ?? (sameLength ? other[place] : undefined);
        if (there !== undefined) visit(items, part, there);
      }
    } else if (items !== undefined || node.properties === undefined) found.add(name);
    else
      for (const [key, child] of Object.entries(node.properties))
        visit(
          resolve(`${name}.${key}`, child),
          (before as Record<string, unknown> | undefined)?.[key],
          (after as Record<string, unknown> | undefined)?.[key],
        );
  };
  visit(resolve("Topology", DEFINITIONS.get("Topology")!), a, b);
  return found;
}

const nameOf = (part: unknown): unknown => (part as { id?: string }).id ?? part;
