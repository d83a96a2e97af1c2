// Watches what leaves by a port from a process of its own: the controller's own loop stands still while it works. The
// program (`node watch.js SOCKET`) is told a port, says that it looks, and later when the last packet left by it.
import { Observer } from "../../bindings/index.js";

/** Silence after which nothing stale is to come; many times the bar. */
const QUIET_NS = 60e6;
/** Between two looks; the worker publishes a page each millisecond. */
const LOOK_MS = 0.2;

const [socket] = process.argv.slice(2);
const worker = await Observer.connect(socket!);
const bell = new Int32Array(new SharedArrayBuffer(4));

process.on("message", (port: number) => {
  process.send!("looking", () => process.send!(lastPacket(port)));
});
process.on("disconnect", () => worker.close());
process.send!("ready");

/** By the stamp of the page that counted it, nanoseconds of CLOCK_MONOTONIC. */
function lastPacket(port: number): number {
  let sent = -1;
  let at = 0;
  for (;;) {
    const page = worker.counters.lcore(0);
    const { packets } = page.tx[port]!;
    if (packets !== sent) {
      sent = packets;
      at = page.timeNs;
    } else if (page.timeNs - at > QUIET_NS) return at;
    Atomics.wait(bell, 0, 0, LOOK_MS);
  }
}
