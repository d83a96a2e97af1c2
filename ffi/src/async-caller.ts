// The `.async` form of a function: the same call on a worker thread, the result to a node-style callback.
// Never runs more calls at once than koffi has room for: the rest wait here in order.
import { type CallPlan, wrongCount } from "./caller.js";
import { FfiError, FfiTypeError } from "./errors.js";

/** Takes the arguments of the function and then `(error, result) => void`. */
export type AsyncCaller = (...args: unknown[]) => void;

type Done = (error: unknown, value?: unknown) => void;

// koffi gives up beyond 256 calls, some of which callbacks from foreign threads need.
const MOST_AT_ONCE = 128;

let running = 0;
const waiting: Array<() => void> = [];

function finished(): void {
  running--;
  waiting.shift()?.();
}

/** The asynchronous form of the function `plan` describes. */
export function makeAsyncCaller(plan: CallPlan): AsyncCaller {
  const { label, native, args, result } = plan;

  function start(values: unknown[], hold: unknown[], done: Done): void {
    running++;
    const settle = (error: unknown, value: unknown): void => {
      // Arguments and what they point to are in use by the worker thread until here.
      values.length = 0;
      hold.length = 0;
      finished();
      if (error) done(callFailed(label, error));
      else done(null, result.convert(value));
    };
    try {
      native.async(...values, settle);
    } catch (error) {
      finished();
      process.nextTick(done, callFailed(label, error));
    }
  }

  return (...given) => {
    const done = given.pop();
    if (typeof done !== "function") {
      throw new FfiTypeError("ERR_FFI_ARGUMENT_TYPE", {
        problem: `${label}: Expected a callback function as argument number ${args.length + 1}`,
        remedy: "Pass (error, result) => { ... } after the last argument of the C function",
      });
    }
    if (given.length !== args.length) throw wrongCount(label, args.length, given.length);
    const hold: unknown[] = [];
    let values: unknown[];
    try {
      values = args.map((arg, index) => arg.convert(given[index], hold));
    } catch (error) {
      process.nextTick(done as Done, error);
      return;
    }
    // The given values too: a converted one may be a bare address into a given object.
    hold.push(given);
    const go = (): void => start(values, hold, done as Done);
    if (running < MOST_AT_ONCE) go();
    else waiting.push(go);
  };
}

function callFailed(label: string, cause: unknown): FfiError {
  return new FfiError("ERR_FFI_CALL", {
    problem: `${label}: the asynchronous call failed`,
    remedy: "See the cause; make the call synchronously if it needs more memory than a worker has",
    cause,
  });
}
