// Documents as protobuf messages, by their schema: enums as numbers, absence kept. Never judges what it carries.
// An empty optional list and an absent one are the same on the wire, unless the schema says x-proto-presence.
import { refName, type SchemaNode } from "./schema.js";

type Convert = (value: unknown) => unknown;
type Fields = Record<string, unknown>;

/** Both ways between one definition's documents and the plain objects protobuf.js encodes. */
export interface Codec {
  toWire: (document: unknown) => Fields;
  /** Throws a RangeError on an enum number this version does not know. */
  fromWire: (message: unknown) => Fields;
}

export function codecFor(definitions: ReadonlyMap<string, SchemaNode>, root: string): Codec {
  const known = new Map<string, Codec>();
  const message = (name: string): Codec => {
    const found = known.get(name);
    if (found) return found;
    const codec: Codec = { toWire: () => ({}), fromWire: () => ({}) };
    known.set(name, codec); // before its fields: definitions may refer to each other
    Object.assign(codec, messageCodec(definitions.get(name)!, message));
    return codec;
  };
  return message(root);
}

function messageCodec(node: SchemaNode, message: (name: string) => Codec): Codec {
  const required = new Set(node.required ?? []);
  const fields = Object.entries(node.properties ?? {})
    .filter(([, property]) => property["x-proto"])
    .map(([key, property]) => ({ key, property, ...valueCodec(property, message) }));
  const toWire = (document: unknown) => {
    const wire: Fields = {};
    for (const { key, to } of fields) {
      const value = (document as Fields)[key];
      if (value !== undefined) wire[key] = to(value);
    }
    return wire;
  };
  const fromWire = (wire: unknown) => {
    const document: Fields = {};
    for (const { key, property, from } of fields) {
      const value = (wire as Fields)[key];
      if (!required.has(key) && absent(property, value)) continue;
      document[key] = from(value);
    }
    return document;
  };
  return { toWire, fromWire };
}

function absent(property: SchemaNode, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (property.enum) return value === 0;
  return property.type === "array" && !property["x-proto-presence"] && (value as unknown[]).length === 0;
}

function valueCodec(node: SchemaNode, message: (name: string) => Codec): { to: Convert; from: Convert } {
  if (node.$ref) {
    const name = refName(node.$ref);
    return { to: (value) => message(name).toWire(value), from: (value) => message(name).fromWire(value) };
  }
  if (node.enum) return enumCodec(node.enum);
  if (node.type === "array") {
    const item = valueCodec(node.items!, message);
    const to = (value: unknown) => (value as unknown[]).map(item.to);
    const from = (value: unknown) => (value as unknown[]).map(item.from);
    if (!node["x-proto-presence"]) return { to, from };
    return { to: (value) => ({ items: to(value) }), from: (value) => from((value as Fields).items) };
  }
  const wide = node.type === "integer" && (node.maximum ?? 0) > 0xffffffff;
  return { to: (value) => value, from: wide ? numberOf : (value) => value };
}

/** 64-bit fields come as protobuf.js's Long; the schemas keep them exact in a double. */
function numberOf(value: unknown): unknown {
  return typeof value === "number" ? value : (value as { toNumber(): number }).toNumber();
}

function enumCodec(values: readonly string[]): { to: Convert; from: Convert } {
  const numbers = new Map(values.map((value, i) => [value, i + 1]));
  return {
    to: (value) => numbers.get(value as string),
    from: (value) => {
      const name = values[(value as number) - 1];
      if (name === undefined) throw new RangeError(`enum number ${value} is unknown`);
      return name;
    },
  };
}
