// The published schemas, judged by a validator that is not ours: what editors and other programs see of a profile.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "../../../test/lib/needs.js";
import {
  definitions,
  loadSchemas,
  PROFILE_SCHEMAS,
  packagePath,
  type SchemaNode,
} from "../../topology/schema.js";
import { profileNames } from "../index.js";

const folder = packagePath("dataplane/profiles");

/** Reads the schemas as an editor does, from $schema of the document on; prints a path and a message for each fault. */
const JUDGE = `
import json, os, sys, urllib.parse, jsonschema
for known in (urllib.parse.uses_relative, urllib.parse.uses_netloc): known.append("edgelane")
def load(path):
    with open(path) as file: return json.load(file)
document = json.load(sys.stdin)
root = os.path.join(sys.argv[1], document["$schema"])
schema = load(root)
store = {load(os.path.join(sys.argv[1], name))["$id"]: load(os.path.join(sys.argv[1], name))
         for name in os.listdir(sys.argv[1]) if name.endswith(".schema.json")}
resolver = jsonschema.RefResolver(schema["$id"], schema, store=store)
for one in store.values(): jsonschema.Draft202012Validator.check_schema(one)
for fault in jsonschema.Draft202012Validator(schema, resolver=resolver).iter_errors(document):
    print("/" + "/".join(str(part) for part in fault.absolute_path), fault.validator)
`;

function judged(document: object): string[] {
  const output = execFileSync("/usr/bin/python3", ["-c", JUDGE, folder], {
    input: JSON.stringify(document),
    encoding: "utf8",
  });
  return output.split("\n").filter((line) => line !== "");
}

const shipped = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

story("profiles and their published schemas", ["jsonschema"], () => {
  it.each(profileNames())("%s names the schema and is valid by it", (name) => {
    const profile = shipped(name);
    expect(profile.$schema).toBe("./profile.schema.json");
    expect(judged(profile)).toEqual([]);
  });

  it("it refuses what we refuse by shape", () => {
    const profile = shipped("x710-10g");
    profile.offloads = ["checksum"];
    profile.ports[2].offloads.tso = "maybe";
    profile.ports[2].queues = 17;
    profile.ports[2].thresholds.rxfree = 32;
    delete profile.host;
    expect(judged(profile).sort()).toEqual([
      "/ additionalProperties",
      "/ required",
      "/ports/2/offloads/tso enum",
      "/ports/2/queues maximum",
      "/ports/2/thresholds additionalProperties",
    ]);
  });
});

it("every setting says what it is for, its range and its default", () => {
  const bare: string[] = [];
  for (const [name, node] of definitions(loadSchemas(PROFILE_SCHEMAS)))
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      const {
        description = "",
        type,
        minimum,
        maximum,
        format,
      } = property as SchemaNode & { minimum?: number; format?: string };
      if (!/^[A-Z0-9a-z].*\.$/.test(description)) bare.push(`${name}.${key}: no sentence`);
      if (
        type === "integer" &&
        property.const === undefined &&
        (minimum === undefined || maximum === undefined)
      )
        bare.push(`${name}.${key}: no range`);
      const bounded =
        format !== undefined ||
        "maxLength" in property ||
        "enum" in property ||
        "contentEncoding" in property;
      if (type === "string" && key !== "$schema" && !bounded) bare.push(`${name}.${key}: unbounded`);
    }
  expect(bare).toEqual([]);
});

it.each(["connectx3-pro-40g", "x710-10g"])("%s says that nothing was measured on its card", (name) => {
  expect(shipped(name).envelope).toEqual({ measured: "not measured on this card" });
  expect(shipped(name).ports.filter(({ card }: { card?: string }) => card)).toHaveLength(1);
});

it.each(["demo", "demo-pcap", "vhost-laptop"])(
  "%s says what was measured, where, and how to measure it again",
  (name) => {
    const { envelope } = shipped(name);
    expect(envelope.machine).toMatch(/CPU/);
    expect(envelope.command).toMatch(/^edgelane bench /);
    expect(envelope.figures.length).toBeGreaterThan(0);
  },
);
