// What is generated is fresh, and the hand-written types say what the schemas say.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectTypeOf, it } from "vitest";
import type * as profile from "../../profiles/profile.js";
import { GENERATED, generate } from "../generate.js";
import type * as schemaProfile from "../generated/profile-types.js";
import type * as schema from "../generated/topology-types.js";
import type * as model from "../model.js";
import {
  definitions,
  loadSchemas,
  PROFILE_SCHEMAS,
  packagePath,
  RECORD_SCHEMAS,
  TOPOLOGY_SCHEMAS,
} from "../schema.js";

it("the generated files are those of the schemas (else: npx tsc -b && node build/js/dataplane/topology/generate.js)", () => {
  for (const [name, text] of generate())
    expect(readFileSync(packagePath(join(GENERATED, name)), "utf8") === text, name).toBe(true);
});

it("model.ts and profile.ts are the schemas' own types", () => {
  // Judged by the compiler: a difference fails the build (tsc), not this call.
  expectTypeOf<model.Topology>().toEqualTypeOf<schema.Topology>();
  expectTypeOf<model.Condition>().toEqualTypeOf<schema.Condition>();
  expectTypeOf<model.Port>().toEqualTypeOf<schema.Port>();
  expectTypeOf<model.Dhcp>().toEqualTypeOf<schema.Dhcp>();
  expectTypeOf<model.Dhcp6>().toEqualTypeOf<schema.Dhcp6>();
  expectTypeOf<model.RouterAdvertisement>().toEqualTypeOf<schema.RouterAdvertisement>();
  expectTypeOf<model.Metadata>().toEqualTypeOf<schema.Metadata>();
  expectTypeOf<model.Route>().toEqualTypeOf<schema.Route>();
  expectTypeOf<profile.Profile>().toEqualTypeOf<schemaProfile.Profile>();
});

it("every property has a title and a description, and every field number is used once", () => {
  for (const files of [TOPOLOGY_SCHEMAS, RECORD_SCHEMAS, PROFILE_SCHEMAS])
    for (const [name, node] of definitions(loadSchemas(files))) {
      const properties = Object.entries(node.properties ?? {});
      for (const [key, property] of properties) {
        expect(property.title, `${name}.${key}`).toBeTruthy();
        expect(property.description, `${name}.${key}`).toBeTruthy();
      }
      const numbers = properties.flatMap(([, property]) => property["x-proto"] ?? []);
      expect(new Set(numbers).size, name).toBe(numbers.length);
    }
});
