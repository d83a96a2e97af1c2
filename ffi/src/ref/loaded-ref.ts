// Finds the types a program registered with its own ref-napi, if it happens to have loaded one.
// Never loads ref-napi: only looks at what is in the module cache already.
import { createRequire } from "node:module";
import { join } from "node:path";
import { isType, type Type } from "./type.js";

const REF_MODULE = /[\\/]ref(-napi)?[\\/]lib[\\/]ref\.js$/;

/** The type of that name in any loaded copy of ref-napi. */
export function typeInLoadedRef(name: string): Type | undefined {
  // The cache is one for the whole process, whichever file asks for it.
  const { cache } = createRequire(join(process.cwd(), "noop.js"));
  for (const [path, module] of Object.entries(cache)) {
    if (!REF_MODULE.test(path)) continue;
    const table = (module?.exports as { types?: Record<string, unknown> } | undefined)?.types;
    const found = table?.[name];
    if (isType(found)) return found;
  }
  return undefined;
}
