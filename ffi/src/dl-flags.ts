// The numbers of <dlfcn.h>, which differ from platform to platform.
// Only numbers and special handles; opens nothing.
import { pointerTo } from "./ref/memory.js";
import type { Pointer } from "./ref/type.js";

/** Modes for opening a library and handles for looking in several; absent where the platform has none. */
export interface Flags {
  readonly RTLD_LAZY: number;
  readonly RTLD_NOW: number;
  readonly RTLD_LOCAL: number;
  readonly RTLD_GLOBAL: number;
  readonly RTLD_NOLOAD?: number;
  readonly RTLD_NODELETE?: number;
  readonly RTLD_DEEPBIND?: number;
  readonly RTLD_FIRST?: number;
  readonly RTLD_NEXT?: Pointer;
  readonly RTLD_DEFAULT?: Pointer;
  readonly RTLD_SELF?: Pointer;
  readonly RTLD_MAIN_ONLY?: Pointer;
}

function handle(value: bigint): Pointer {
  return pointerTo(BigInt.asUintN(64, value));
}

function flagsHere(): Flags {
  if (process.platform === "win32") return { RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_LOCAL: 0, RTLD_GLOBAL: 0x100 };
  if (process.platform === "darwin") {
    return {
      RTLD_LAZY: 1,
      RTLD_NOW: 2,
      RTLD_LOCAL: 4,
      RTLD_GLOBAL: 8,
      RTLD_NOLOAD: 0x10,
      RTLD_NODELETE: 0x80,
      RTLD_FIRST: 0x100,
      RTLD_NEXT: handle(-1n),
      RTLD_DEFAULT: handle(-2n),
      RTLD_SELF: handle(-3n),
      RTLD_MAIN_ONLY: handle(-5n),
    };
  }
  return {
    RTLD_LAZY: 1,
    RTLD_NOW: 2,
    RTLD_LOCAL: 0,
    RTLD_GLOBAL: 0x100,
    RTLD_NOLOAD: 4,
    RTLD_NODELETE: 0x1000,
    RTLD_DEEPBIND: 8,
    RTLD_NEXT: handle(-1n),
    RTLD_DEFAULT: handle(0n),
  };
}

/** The flags of this platform. */
export const FLAGS: Flags = flagsHere();
