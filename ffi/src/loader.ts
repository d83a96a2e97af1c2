// Opens libraries and finds symbols, with the system's own loader where there is one.
// Never closes a library: its code may be running on another thread, or be what a callback returns to.
import { functionAt, loadNative, type NativeLibrary, primitive, prototype, voidPointer } from "./native.js";

/** Opens libraries; failures are the system's own words. */
export interface Loader {
  /** Gives a handle, or the reason there is none. */
  open(path: string | null, mode: number): { handle: unknown } | { error: string };
  /** Gives an address, or the reason there is none. */
  find(handle: unknown, name: string): { address: bigint } | { error: string };
}

/** dlopen and dlsym called directly: koffi would close what it opened when the process ends. */
function posixLoader(): Loader {
  const process = loadNative(null);
  const text = primitive("str");
  const address = (name: string): bigint => process.symbol(name) as bigint;
  const dlopen = functionAt(address("dlopen"), prototype(null, voidPointer, [text, primitive("int")], false));
  const dlsym = functionAt(address("dlsym"), prototype(null, voidPointer, [voidPointer, text], false));
  const dlerror = functionAt(address("dlerror"), prototype(null, text, [], false));
  const reason = (): string => (dlerror() as string | null) ?? "no reason given";
  return {
    open(path, mode) {
      const handle = dlopen(path, mode) as bigint | null;
      return handle === null ? { error: reason() } : { handle };
    },
    find(handle, name) {
      const found = dlsym(handle, name) as bigint | null;
      return found === null ? { error: reason() } : { address: found };
    },
  };
}

/** koffi's own loading, for platforms without dlopen; every library stays referenced from here. */
function koffiLoader(): Loader {
  const open: NativeLibrary[] = [];
  const attempt = <T>(action: () => T): T | { error: string } => {
    try {
      return action();
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    open: (path) =>
      attempt(() => {
        const handle = loadNative(path);
        open.push(handle);
        return { handle };
      }),
    find: (handle, name) => attempt(() => ({ address: (handle as NativeLibrary).symbol(name) as bigint })),
  };
}

/** The loader of this platform. */
export const loader: Loader = process.platform === "win32" ? koffiLoader() : posixLoader();
