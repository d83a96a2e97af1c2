// One recording of a running node, as its bytes come: until so many upcalls, so many seconds, or its reader goes away.
// It must never hold more than its bound for a reader that is slow.
import type { Core } from "../core.js";
import { headBytes, upcallBytes } from "./file.js";

/** Upcalls held for the reader. */
const HELD = 16_384;

export interface Bounds {
  count: number;
  seconds: number;
}

export async function* recording(core: Core, { count, seconds }: Bounds): AsyncGenerator<Uint8Array> {
  const held: Buffer[] = [];
  let left = count;
  let wake = (): void => {};
  const timer = setTimeout(() => {
    left = 0;
    wake();
  }, seconds * 1000);
  // Head first: what is learned by the first upcall is not in it.
  yield headBytes(core.recordingHead());
  const stop = core.recorder.tap((record) => {
    if (left === 0) return;
    // A gap would make what follows differ: it ends here instead.
    if (held.length >= HELD) left = 0;
    else {
      held.push(upcallBytes(record));
      left--;
    }
    wake();
  });
  try {
    for (;;) {
      const bytes = held.splice(0);
      if (bytes.length > 0) yield Buffer.concat(bytes);
      else if (left === 0) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    clearTimeout(timer);
  }
}
