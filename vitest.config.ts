// Where the tests are and how TypeScript sources resolve; never builds anything itself.
//
// Two groups, one after the other: what computes, or starts a small worker or two, runs two files at a time; what
// measures, makes namespaces or has peers runs one file at a time, for on a small machine two of them would take each
// other's cores. scripts/test.sh runs the two side by side: who has peers waits more than computes.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const EVERYWHERE = ["**/node_modules/**", "build/**", "ffi/build/**"];
/** Files that measure, or have peers and time limits of theirs. */
const ALONE = [
  "test/4[0-7]*.test.ts",
  "test/49*.test.ts",
  "test/[5-9]*.test.ts",
  "bench/test/{offload,programs,sim}.test.ts",
  "bindings/test/real-worker.test.ts",
];

const common = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: "forks" as const,
};
const alias = { "ffi-napi-compat": fileURLToPath(new URL("./ffi/src/index.ts", import.meta.url)) };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...common,
          name: "together",
          include: ["**/*.test.ts"],
          exclude: [...EVERYWHERE, ...ALONE],
          testTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias },
        test: {
          ...common,
          name: "alone",
          include: ALONE,
          exclude: EVERYWHERE,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
