// All captures that are on: the worker copies what any of them wants, each takes its own. With none on, nothing is
// copied and nobody looks at the rings.
import type { Captured } from "../../../bindings/captures.js";
import { ElError } from "../../topology/index.js";
import type { Clock, Timer } from "../clock.js";
import { type CaptureOptions, CaptureSession, type Sink, type Surroundings } from "./session.js";

/** Between two looks at the rings, milliseconds. */
const LOOK_MS = 4;
const MOST_LOOKS = 16;
const BEAT_MS = 1000;
const MOST_SESSIONS = 8;

export interface HubParts {
  /** Worker port of a name. Throws ElError PORT_UNKNOWN. */
  portNamed(name: string): number;
  around: Surroundings;
  clock: Clock;
  /** Command CAPTURE, at once. */
  command(ports: bigint, points: number, snap: number): void;
  take(handle: (captured: Captured) => void): number;
  /** Copies that found no room, ever. */
  lost(): number;
}

interface Live {
  session: CaptureSession;
  lostBefore: number;
  deadline: Timer | undefined;
}

export class CaptureHub {
  private readonly live = new Set<Live>();
  private timer: Timer | undefined;
  private beaten = 0;

  constructor(private readonly parts: HubParts) {}

  get size(): number {
    return this.live.size;
  }

  /** Starts one; what is given back ends it. Throws ElError: CAPTURE_FILTER, PORT_UNKNOWN, CAPTURE_BUSY. */
  start(options: CaptureOptions, sink: Sink): () => void {
    const { around, clock, lost } = this.parts;
    if (this.live.size >= MOST_SESSIONS)
      throw new ElError("CAPTURE_BUSY", `${MOST_SESSIONS} captures are on already.`, {
        remedy: "End one of them.",
      });
    const session = new CaptureSession(options, this.portsOf(options), around, sink);
    const one: Live = { session, lostBefore: lost(), deadline: undefined };
    const end = (): void => this.end(one);
    if (options.seconds !== undefined) one.deadline = clock.at(clock.now() + options.seconds * 1000, end);
    this.live.add(one);
    this.tell();
    this.look();
    return end;
  }

  /** Ends them all. */
  stop(): void {
    for (const one of this.live) this.end(one);
  }

  private portsOf({ ports }: CaptureOptions): number[] | undefined {
    return ports?.map((name) => this.parts.portNamed(name));
  }

  private end(one: Live): void {
    if (!this.live.has(one)) return;
    this.drain();
    // What was just taken may have filled it: then it has ended already.
    if (this.live.has(one)) this.finish(one);
  }

  private finish(one: Live): void {
    this.live.delete(one);
    one.deadline?.cancel();
    one.session.end(this.parts.lost() - one.lostBefore);
    this.tell();
  }

  /** To the worker: what all of them together want. */
  private tell(): void {
    let [ports, points, snap] = [0n, 0, 0];
    for (const { session } of this.live) {
      ports |= session.ports;
      points |= session.points;
      snap = Math.max(snap, session.snap);
    }
    this.parts.command(ports, points, snap);
  }

  private look(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.drain();
    const { clock, lost } = this.parts;
    if (clock.now() - this.beaten >= BEAT_MS) {
      this.beaten = clock.now();
      for (const { session, lostBefore } of this.live)
        session.beat(BigInt(Math.round(clock.wall())) * 1_000_000n, lost() - lostBefore);
    }
    if (this.live.size > 0) this.timer = clock.at(clock.now() + LOOK_MS, () => this.look());
  }

  private drain(): void {
    for (let looks = 0; looks < MOST_LOOKS && this.take() > 0; looks++);
    for (const one of this.live) {
      one.session.flush();
      if (one.session.full) this.finish(one);
    }
  }

  private take(): number {
    return this.parts.take((captured) => {
      for (const { session } of this.live) session.take(captured);
    });
  }
}
