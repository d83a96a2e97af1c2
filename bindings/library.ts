// Finds and loads libedgelane.so, once. Must never be called more than once a batch on a busy path.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Library } from "ffi-napi-compat";
import { WorkerError } from "./error.js";
import { packageRoot } from "./root.js";

/** Where the build puts the client library. */
export const libraryPath: string = join(packageRoot, "build/c/bindings/libedgelane.so");

function load() {
  if (!existsSync(libraryPath)) {
    throw new WorkerError("LIBRARY_MISSING", `the client library ${libraryPath} is not built`, {
      place: libraryPath,
      remedy: "Build it: npm run build",
    });
  }
  try {
    return new Library(libraryPath, {
      el_client_open: ["int", ["string", "uint32", "pointer", "pointer", "pointer", "uint32"]],
      el_client_close: ["void", ["pointer"]],
      el_client_fd: ["int", ["pointer"]],
      el_client_rings: ["address", ["pointer"]],
      el_client_counters: ["address", ["pointer"]],
      el_commands_publish: ["int", ["pointer", "uint32"]],
      el_commands_wait: ["int", ["pointer", "uint32"]],
      el_upcalls_take: ["int", ["pointer", "pointer", "uint32"]],
      el_upcalls_mixed: ["int", ["pointer"]],
      el_events_take: ["int", ["pointer", "pointer", "uint32"]],
      el_captures_take: ["int", ["pointer", "pointer", "uint32"]],
      el_client_arm: ["int", ["pointer"]],
      el_counters_read: ["int", ["pointer", "uint32", "pointer"]],
      el_now_ns: ["uint64", []],
      el_parse: [
        "uint16",
        ["pointer", "uint32", "uint32", "uint16", "pointer", "uint32", "pointer", "pointer"],
      ],
      el_hash_flow: ["uint32", ["pointer"]],
      el_plan_port: ["int", ["pointer", "pointer", "pointer", "pointer"]],
      el_card_device: ["int", ["string", "pointer"]],
      el_card_name: ["string", ["uint32"]],
    });
  } catch (cause) {
    throw new WorkerError("LIBRARY_UNUSABLE", `the client library ${libraryPath} cannot be loaded`, {
      place: libraryPath,
      remedy: "Build it again: npm run build",
      cause,
    });
  }
}

let loaded: ReturnType<typeof load> | undefined;

/** The library's functions; throws WorkerError LIBRARY_MISSING or LIBRARY_UNUSABLE. */
export function library(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

/** CLOCK_MONOTONIC in nanoseconds, the clock of upcalls and counter pages; exact to about 2^53. */
export function nowNs(): number {
  return Number(library().el_now_ns());
}
