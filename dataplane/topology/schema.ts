// The JSON Schemas as data: where they are and how their definitions refer to each other. Never judges a document.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The keywords our schemas use. */
export interface SchemaNode {
  title?: string;
  description?: string;
  type?: "object" | "array" | "string" | "integer" | "boolean";
  $ref?: string;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
  enum?: string[];
  const?: number;
  default?: unknown;
  maximum?: number;
  contentEncoding?: "base64";
  /** Protobuf field number; a property without one is not carried. */
  "x-proto"?: number;
  /** An absent list and an empty one differ. */
  "x-proto-presence"?: boolean;
  /** Keys of former versions, and what to write instead. */
  "x-removed"?: Record<string, string>;
  /** Absent in the document, always there once parsed. */
  "x-filled"?: boolean;
}

export interface SchemaFile extends SchemaNode {
  $id: string;
  $defs: Record<string, SchemaNode>;
}

export const TOPOLOGY_SCHEMAS = ["topology", "device", "chain", "insert", "service", "qos", "policy"].map(
  (name) => `dataplane/topology/${name}.schema.json`,
);
export const RECORD_SCHEMAS = ["dataplane/topology/records.schema.json"];
export const PROFILE_SCHEMAS = ["profile", "port", "limits"].map(
  (name) => `dataplane/profiles/${name}.schema.json`,
);

/** Absolute path of a file of this package, from sources and from build output alike. */
export function packagePath(relative: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, TOPOLOGY_SCHEMAS[0]!))) return join(folder, relative);
    if (folder === dirname(folder)) throw new Error(`${relative}: the package's folder was not found`);
  }
}

export function loadSchemas(files: readonly string[]): SchemaFile[] {
  return files.map((file) => JSON.parse(readFileSync(packagePath(file), "utf8")) as SchemaFile);
}

/** Definitions of several files by name; names are unique over the files. The first file's root goes by its title. */
export function definitions(files: readonly SchemaFile[]): Map<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  const root = files[0]!;
  if (root.type === "object") found.set(root.title!, root);
  for (const file of files) for (const [name, node] of Object.entries(file.$defs)) found.set(name, node);
  return found;
}

/** "chain.schema.json#/$defs/Chain" → "Chain". */
export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}
