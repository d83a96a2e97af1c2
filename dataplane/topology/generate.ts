// Writes dataplane/topology/generated/: the .proto files, protobuf.js's static code for them and the schemas' types.
// Run after tsc: node build/js/dataplane/topology/generate.js. Schemas are the source; nothing here is edited by hand.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { protoOf } from "./generate/proto.js";
import { typesOf } from "./generate/types.js";
import {
  definitions,
  loadSchemas,
  PROFILE_SCHEMAS,
  packagePath,
  RECORD_SCHEMAS,
  TOPOLOGY_SCHEMAS,
} from "./schema.js";

export const GENERATED = "dataplane/topology/generated";

/** Every generated file by name, as its text should be. */
export function generate(): Map<string, string> {
  const topology = definitions(loadSchemas(TOPOLOGY_SCHEMAS));
  const records = definitions(loadSchemas(RECORD_SCHEMAS));
  const profile = definitions(loadSchemas(PROFILE_SCHEMAS));
  const files = new Map([
    ["topology.proto", protoOf(TOPOLOGY_SCHEMAS.join(", "), topology)],
    ["records.proto", protoOf(RECORD_SCHEMAS.join(", "), records)],
    ["topology-types.ts", typesOf(TOPOLOGY_SCHEMAS.join(", "), topology)],
    ["records-types.ts", typesOf(RECORD_SCHEMAS.join(", "), records)],
    ["profile-types.ts", typesOf(PROFILE_SCHEMAS.join(", "), profile)],
  ]);
  const code = staticCode(files.get("topology.proto")!, files.get("records.proto")!);
  return new Map([...files, ["wire.js", code.js], ["wire.d.ts", code.dts]]);
}

function staticCode(topology: string, records: string): { js: string; dts: string } {
  const folder = mkdtempSync(join(tmpdir(), "edgelane-proto-"));
  try {
    writeFileSync(join(folder, "topology.proto"), topology);
    writeFileSync(join(folder, "records.proto"), records);
    const run = (tool: string, ...args: string[]) =>
      execFileSync(process.execPath, [packagePath(`node_modules/protobufjs-cli/bin/${tool}`), ...args], {
        cwd: folder,
      });
    // Only encode and decode are used; 64-bit fields hold times and MACs, exact in a double.
    const lean = ["create", "verify", "convert", "delimited", "typeurl", "service"].map(
      (part) => `--no-${part}`,
    );
    const form = [
      "-t",
      "static-module",
      "-w",
      "es6",
      "--dependency",
      "protobufjs/minimal.js",
      "--force-number",
    ];
    const pbjs = (...args: string[]) =>
      run("pbjs", ...form, ...lean, ...args, "topology.proto", "records.proto");
    pbjs("-o", "wire.js"); // pbts reads the comments, nobody else does
    run("pbts", "-o", "wire.d.ts", "wire.js");
    pbjs("--no-comments", "-o", "wire.js");
    return {
      js: readFileSync(join(folder, "wire.js"), "utf8"),
      dts: readFileSync(join(folder, "wire.d.ts"), "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync(packagePath(GENERATED), { recursive: true });
  for (const [name, text] of generate()) writeFileSync(packagePath(join(GENERATED, name)), text);
}
