// Where the tests are and how TypeScript sources resolve; never builds anything itself.
//
// Two groups, one after the other: what computes runs two files at a time; what polls queues, makes namespaces or has
// peers runs one file at a time, for on a small machine two of them would take each other's cores. scripts/test.sh runs
// the two side by side: who has peers waits more than computes.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const EVERYWHERE = ["**/node_modules/**", "build/**", "ffi/build/**"];
/** Files that start workers or measure. */
const ALONE = [
  "test/3[56]-*.test.ts",
  "test/[4-9]*.test.ts",
  "bench/**/*.test.ts",
  "bindings/test/{real,lying}-worker.test.ts",
  "dataplane/controller/test/{lifecycle,router,bridge,tunnel}.test.ts",
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
