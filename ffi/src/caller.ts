// Makes the JavaScript function for a C function: checks, converts, calls, converts back.
// Does per call only what depends on the values; types and names were settled when it was made.
import type { ArgumentPlan } from "./argument.js";
import { FfiTypeError } from "./errors.js";
import type { NativeFunction } from "./native.js";
import type { ResultPlan } from "./result.js";

/** A C function with everything needed to call it. */
export interface CallPlan {
  readonly label: string;
  readonly native: NativeFunction;
  readonly args: readonly ArgumentPlan[];
  readonly result: ResultPlan;
}

/** A function with positional arguments and a result of unknown type. */
export type Caller = (...args: unknown[]) => unknown;

export function wrongCount(label: string, expected: number, got: number): FfiTypeError {
  return new FfiTypeError("ERR_FFI_ARGUMENT_COUNT", {
    problem: `${label}: Expected ${expected} arguments, got ${got}`,
    remedy: "Pass one value for each declared argument",
  });
}

/** The function for `plan`. */
export function makeCaller(plan: CallPlan): Caller {
  if (plan.args.some((arg) => arg.accepts === null)) return makeGeneral(plan);
  try {
    return makeDirect(plan);
  } catch (error) {
    // Node was told to refuse code from strings; the general form does the same, more slowly.
    if (error instanceof EvalError) return makeGeneral(plan);
    throw error;
  }
}

// One function body for each signature, compiled from the fixed fragments of the plans. A body shared by
// all signatures would see every type of value and every native function, and the engine could not
// optimise it for any: half as much again per call. No text from the program gets into the source.
function makeDirect({ label, native, args, result }: CallPlan): Caller {
  const names = args.map((_, index) => `a${index}`);
  const checks = args.map(({ accepts }, index) => {
    const name = `a${index}`;
    return `if (!(${accepts?.replaceAll("$", name)})) ${name} = convert${index}(${name}, null);`;
  });
  const converted = result.expression?.replaceAll("$", "value") ?? "result(value)";
  const source = [
    '"use strict";',
    `return function (${names.join(", ")}) {`,
    `if (arguments.length !== ${args.length}) throw wrongCount(label, ${args.length}, arguments.length);`,
    ...checks,
    `const value = native(${names.join(", ")});`,
    `return ${converted};`,
    "};",
  ].join("\n");
  const parameters = [
    "native",
    "result",
    "wrongCount",
    "label",
    ...args.map((_, index) => `convert${index}`),
  ];
  const values = [native, result.convert, wrongCount, label, ...args.map((arg) => arg.convert)];
  return new Function(...parameters, source)(...values) as Caller;
}

/** Any signature; also holds what converted arguments point to until the call is over. */
export function makeGeneral({ label, native, args, result }: CallPlan): Caller {
  return (...given) => {
    if (given.length !== args.length) throw wrongCount(label, args.length, given.length);
    const hold: unknown[] = [];
    const values = args.map((arg, index) => arg.convert(given[index], hold));
    const value = native(...values);
    // The use after the call is what keeps the held objects alive during it.
    hold.length = 0;
    return result.convert(value);
  };
}
