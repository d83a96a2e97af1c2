// The numbers programs know from libffi: calling conventions, status codes, sizes.
// Only the default convention exists off 32-bit Windows; a number is checked, then mostly ignored.
import { FfiTypeError } from "./errors.js";
import { pointerSize } from "./ref/integers.js";

const windows = process.platform === "win32";
const x64 = process.arch === "x64";

export const FFI_OK = 0;
export const FFI_BAD_TYPEDEF = 1;
export const FFI_BAD_ABI = 2;

/** The convention C compilers use here; what `abi` is when it is left out. */
export const FFI_DEFAULT_ABI = !windows && x64 ? 2 : 1;
export const FFI_FIRST_ABI = 0;
export const FFI_LAST_ABI = 9;
export const FFI_SYSV = windows ? undefined : 1;
export const FFI_UNIX64 = !windows && x64 ? 2 : undefined;
export const FFI_WIN64 = windows && x64 ? 1 : undefined;
export const FFI_VFP = process.arch === "arm" ? 2 : undefined;

const windows32 = windows && process.arch === "ia32";
export const FFI_MS_CDECL = windows32 ? 1 : undefined;
export const FFI_STDCALL = windows32 ? 2 : undefined;
export const FFI_THISCALL = windows32 ? 3 : undefined;
export const FFI_FASTCALL = windows32 ? 4 : undefined;

/** Bytes of an integer argument and result as libffi widens them. */
export const FFI_ARG_SIZE = pointerSize;
export const FFI_SARG_SIZE = pointerSize;
/** Bytes of libffi's description of a function. */
export const FFI_CIF_SIZE = pointerSize * 4;
/** Whether there is an Objective-C runtime to speak to. */
export const HAS_OBJC = process.platform === "darwin";

const CONVENTIONS = new Map<number | undefined, string>([
  [FFI_STDCALL, "__stdcall"],
  [FFI_THISCALL, "__thiscall"],
  [FFI_FASTCALL, "__fastcall"],
]);

/** koffi's name for an `abi` number; null for the default. */
export function conventionOf(abi: number | undefined | null): string | null {
  if (abi === undefined || abi === null || abi === FFI_DEFAULT_ABI) return null;
  if (!Number.isInteger(abi) || abi <= FFI_FIRST_ABI || abi >= FFI_LAST_ABI) {
    throw new FfiTypeError("ERR_FFI_BAD_ABI", {
      problem: `${String(abi)} is not a calling convention`,
      remedy: "Leave abi out, or pass FFI_DEFAULT_ABI or another of the FFI_ constants",
    });
  }
  return CONVENTIONS.get(abi) ?? null;
}
