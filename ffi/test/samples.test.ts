// Programs in the style of ffi-napi's users, run by a Node of their own against the built package.
// The expected output is what the C functions are documented to give.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sample = (name: string): string => fileURLToPath(new URL(`./samples/${name}`, import.meta.url));

function run(name: string, ...flags: string[]): string[] {
  const output = execFileSync(process.execPath, [...flags, sample(name)], {
    encoding: "utf8",
    timeout: 30_000,
  });
  return output.trimEnd().split("\n");
}

beforeAll(() => {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "ffi"], {
    cwd: root,
    stdio: "inherit",
  });
});

const expected: Record<string, string[]> = {
  "maths.cjs": ["5 3", "18446744073709551615 A", "true .so .so"],
  "out-parameters.cjs": ["0.75 6", '1981 " was a year"', "was a year true true", "1981 true"],
  "without-ref.cjs": [
    "false held by C held",
    "null null",
    "-9223372036854775808 -9223372036854775808 -9223372036854775808",
    "false",
  ],
  "callbacks.cjs": ["-3 0 5 12", "12 5 0 -3", "kept: true"],
  "structs.cjs": ['3 2 {"quot":3,"rem":2}', "1971 0 GMT true", "31536000"],
  "async.cjs": ["not waiting", "null 0 true true"],
  "printf.cjs": ["14 0042|2.718|end", "17 -9007199254740993"],
  "errors.cjs": [
    "true ERR_FFI_LIBRARY_LOAD",
    "true ERR_FFI_SYMBOL_NOT_FOUND",
    "true ERR_FFI_ARGUMENT_COUNT",
    "true ERR_FFI_ARGUMENT_TYPE",
    "true ERR_FFI_ARGUMENT_RANGE",
    "-1 9",
  ],
  "imports.mjs": ["true true true", "true 1"],
};

it.each(Object.entries(expected))("%s", (name, lines) => {
  expect(run(name)).toEqual(lines);
});

it("works where code from strings is forbidden", () => {
  const flag = "--disallow-code-generation-from-strings";
  expect(run("maths.cjs", flag)).toEqual(expected["maths.cjs"]);
  expect(run("errors.cjs", flag)).toEqual(expected["errors.cjs"]);
});
