// Ctrl-C and SIGTERM as an AbortSignal, so that whoever is at work can put things away first. It must be asked for
// before the work starts: a signal that finds no listener ends the process and leaves its worker behind.
import { ElError } from "../../dataplane/topology/error.js";

/** Aborted by the first SIGINT or SIGTERM from now on, with an ElError INTERRUPTED as its reason. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const abort = (): void =>
    controller.abort(new ElError("INTERRUPTED", "it was ended by a signal", { remedy: "run it again" }));
  process.on("SIGINT", abort);
  process.on("SIGTERM", abort);
  return controller.signal;
}
