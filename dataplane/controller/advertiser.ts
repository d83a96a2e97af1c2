// Unsolicited router advertisements at the ports of this host, by the controller's clock (RFC 4861 6.2.4). What they say
// is the snapshot's; it must never send one that the snapshot of the moment does not hold.
import { advertising } from "../simulation/advertise.js";
import type { Snapshot } from "../simulation/snapshot.js";
import type { Generated } from "../simulation/verdict.js";
import type { Clock, Timer } from "./clock.js";

/** The first ones after a change come sooner: so many, so far apart at most. */
const FIRST = 3;
const FIRST_MS = 16_000;

interface Sender {
  /** What it says: another content starts anew. */
  content: string;
  intervalMs: number;
  generated: readonly Generated[];
  sent: number;
  timer: Timer;
}

export class Advertiser {
  /** By port. */
  private readonly senders = new Map<string, Sender>();

  constructor(
    private readonly clock: Clock,
    private readonly snapshot: () => Snapshot,
    private readonly emit: (generated: readonly Generated[]) => void,
  ) {}

  /** The snapshot is another one. */
  renew(): void {
    const wanted = new Map(advertising(this.snapshot()).map((one) => [one.port, one]));
    for (const [port, { timer }] of this.senders) {
      if (wanted.has(port)) continue;
      timer.cancel();
      this.senders.delete(port);
    }
    for (const [port, { intervalMs, generated }] of wanted) {
      const old = this.senders.get(port);
      const said = generated.map(({ data, port: to }) => `${to} ${Buffer.from(data).toString("latin1")}`);
      const content = `${intervalMs} ${said.join(" ")}`;
      if (old?.content === content) continue;
      old?.timer.cancel();
      this.plan(port, { content, intervalMs, generated, sent: 0 });
    }
  }

  stop(): void {
    for (const { timer } of this.senders.values()) timer.cancel();
    this.senders.clear();
  }

  private plan(port: string, sender: Omit<Sender, "timer">): void {
    const { intervalMs, sent } = sender;
    const pause = sent < FIRST ? Math.min(FIRST_MS, intervalMs) : intervalMs;
    const timer = this.clock.at(this.clock.now() + pause, () => {
      this.plan(port, { ...sender, sent: sent + 1 });
      this.emit(sender.generated);
    });
    this.senders.set(port, { ...sender, timer });
  }
}
