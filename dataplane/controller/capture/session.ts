// One looker's capture: which copies it wants, as pcapng. It must never hold up others: what its reader does not take
// in time is lost to it, and counted.
import type { Captured } from "../../../bindings/captures.js";
import { type Endpoint, parsePacket } from "../../../bindings/index.js";
import { CAPTURE_POINT, DROP_NAMES, DROP_TEXT, PORT_NONE } from "../../../bindings/layout.js";
import { type Filter, filterOf } from "./filter.js";
import {
  DIRECTION,
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from "./pcapng.js";

export interface CaptureOptions {
  /** Names of worker ports; none: all. */
  ports?: readonly string[];
  /** None: received and sent ones. */
  points?: readonly ("rx" | "tx" | "drops")[];
  filter?: readonly string[];
  /** Of what is in a tunnel: the packet as it is on the wire (default), the one inside, or both. */
  tunnel?: "inner" | "outer" | "both";
  /** It ends after so many packets, or seconds; else when its reader goes. */
  count?: number;
  seconds?: number;
  /** Bytes of a packet, 64..65535; default: all. */
  snap?: number;
}

export interface Sink {
  write(bytes: Uint8Array): void;
  /** Bytes that the reader has yet to take. */
  waiting(): number;
  end(): void;
}

/** What a session knows of the node. */
export interface Surroundings {
  /** By worker port. */
  portNames: readonly string[];
  isUnderlay(port: number): boolean;
  /** Tunnel ends that a received, or a sent, packet may be for. */
  received(): readonly Endpoint[];
  sent(): readonly Endpoint[];
}

/** A reader that is further behind loses packets. */
const MOST_WAITING = 8 * 1024 * 1024;
const WHOLE = 65535;

const SIDES = [
  { word: "rx", point: CAPTURE_POINT.RX, direction: DIRECTION.IN, does: "received" },
  { word: "tx", point: CAPTURE_POINT.TX, direction: DIRECTION.OUT, does: "sent" },
  {
    word: "drops",
    point: CAPTURE_POINT.DROPS,
    direction: DIRECTION.IN,
    does: "dropped, having come in by it",
  },
] as const;

type Side = (typeof SIDES)[number];

export class CaptureSession {
  /** CAPTURE_POINT bits and worker ports that the worker must copy. */
  readonly points: number;
  readonly ports: bigint;
  readonly snap: number;
  /** Packets written, and those that its reader was too slow for. */
  packets = 0;
  lost = 0;
  private readonly sides: readonly Side[];
  private readonly numbers = new Map<string, number>();
  private readonly filter: Filter | undefined;
  private readonly tunnel: NonNullable<CaptureOptions["tunnel"]>;
  private chunks: Buffer[] = [];
  private last = 0n;

  /** `ports`: worker ports it asks for; undefined: all. Throws ElError CAPTURE_FILTER. */
  constructor(
    private readonly options: CaptureOptions,
    ports: readonly number[] | undefined,
    private readonly around: Surroundings,
    private readonly sink: Sink,
  ) {
    const words: readonly string[] = options.points?.length ? options.points : ["rx", "tx"];
    this.sides = SIDES.filter(({ word }) => words.includes(word));
    this.points = this.sides.reduce((bits, { point }) => bits | point, 0);
    this.ports =
      ports === undefined ? (1n << 64n) - 1n : ports.reduce((bits, port) => bits | (1n << BigInt(port)), 0n);
    this.snap = Math.min(Math.max(options.snap ?? WHOLE, 64), WHOLE);
    this.tunnel = options.tunnel ?? "outer";
    this.filter = options.filter?.length ? filterOf(options.filter) : undefined;
    this.describe(ports ?? around.portNames.map((_, port) => port));
  }

  /** It has all that it asked for. */
  get full(): boolean {
    return this.options.count !== undefined && this.packets >= this.options.count;
  }

  /** One copy, which may be none of its own. */
  take(captured: Captured): void {
    const side = this.sides.find(({ point }) => point === captured.point);
    if (side === undefined || this.full || !this.wantsPort(captured.port)) return;
    const inner = this.parse(captured);
    if (inner === null) return;
    if (this.sink.waiting() > MOST_WAITING) {
      this.lost++;
      return;
    }
    this.packets++;
    if (inner === 0 || this.tunnel !== "inner") this.put(captured, side, 0);
    if (inner !== 0 && this.tunnel !== "outer") this.put(captured, side, inner);
  }

  flush(): void {
    if (this.chunks.length === 0) return;
    const bytes = Buffer.concat(this.chunks);
    this.chunks = [];
    this.sink.write(bytes);
  }

  /** Now and then, so that a reader that went is noticed though there are no packets. */
  beat(timeNs: bigint, ringLost: number): void {
    this.chunks.push(interfaceStatistics(0, timeNs, this.lost + ringLost));
    this.flush();
  }

  /** `ringLost`: copies that found no room in the worker while it ran. */
  end(ringLost: number): void {
    this.beat(this.last, ringLost);
    this.sink.end();
  }

  private wantsPort(port: number): boolean {
    return port === PORT_NONE ? this.options.ports === undefined : ((this.ports >> BigInt(port)) & 1n) === 1n;
  }

  /** Where the packet inside starts, 0: it is in no tunnel; null: the filter does not want it. */
  private parse({ data, port, length, point }: Captured): number | null {
    const underlay = port !== PORT_NONE && this.around.isUnderlay(port);
    if (this.filter === undefined && !(underlay && this.tunnel !== "outer")) return 0;
    const ends = [
      ...(underlay && point !== CAPTURE_POINT.TX ? this.around.received() : []),
      ...(point !== CAPTURE_POINT.RX ? this.around.sent() : []),
    ];
    const parsed = parsePacket(data, port === PORT_NONE ? 0 : port, length, ends);
    if (parsed.drop !== 0) return this.filter === undefined ? 0 : null;
    return this.filter === undefined || this.filter(parsed.key) ? parsed.innerOffset : null;
  }

  private put({ data, port, length, timeNs, reason }: Captured, side: Side, inner: number): void {
    const on = this.numbers.get(nameOf(this.portName(port), side, inner > 0)) ?? 0;
    const comment =
      reason === 0 ? {} : { comment: `${DROP_NAMES[reason] ?? reason}: ${DROP_TEXT[reason] ?? "unknown"}` };
    this.last = timeNs;
    this.chunks.push(
      enhancedPacket({
        ...{ on, timeNs, direction: side.direction, ...comment },
        ...{ data: data.subarray(inner), length: length - inner },
      }),
    );
  }

  private portName(port: number): string {
    return port === PORT_NONE ? CONTROLLER : (this.around.portNames[port] ?? String(port));
  }

  private describe(ports: readonly number[]): void {
    this.chunks.push(sectionHeader("edgelane"));
    for (const port of ports)
      for (const side of this.sides) {
        this.interface(this.portName(port), side, false);
        if (this.tunnel !== "outer" && this.around.isUnderlay(port))
          this.interface(this.portName(port), side, true);
      }
    const drops = this.sides.find(({ word }) => word === "drops");
    if (drops !== undefined) this.interface(CONTROLLER, drops, false);
    this.flush();
  }

  private interface(port: string, side: Side, inner: boolean): void {
    const name = nameOf(port, side, inner);
    this.numbers.set(name, this.numbers.size);
    const of = port === CONTROLLER ? "the node's own packets" : `port ${port}`;
    const what = `${of}, ${side.does}${inner ? ", inside its tunnel" : ""}`;
    this.chunks.push(interfaceDescription(name, what, this.snap));
  }
}

/** Stands for a port where a packet has none. */
const CONTROLLER = "controller";

const nameOf = (port: string, { word }: Side, inner: boolean): string =>
  `${port} ${word}${inner ? " inner" : ""}`;
