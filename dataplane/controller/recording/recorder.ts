// Upcalls and what they came to, written down: the last ones for those who ask later, and whole recordings for those who
// run them elsewhere. It must never grow past its bounds, nor cost anything while nobody wants any.
import type { Upcall } from "../../../bindings/index.js";
import { ID_NONE } from "../../../bindings/layout.js";
import { describePath } from "../../simulation/path.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Verdict } from "../../simulation/verdict.js";
import { encodeUpcall, type Upcall as UpcallRecord } from "../../topology/wire.js";
import { Outcomes } from "../planning/outcome.js";
import { decidingNow } from "../planning/simulated.js";

export class Recorder {
  private readonly kept: UpcallRecord[] = [];
  private readonly sinks = new Set<(record: UpcallRecord) => void>();
  private outcomes: { of: Snapshot; texts: Outcomes } | undefined;
  private next = 0;

  /** `limit`: upcalls kept; 0 = none. `ports`: the worker's, by id. */
  constructor(
    private readonly limit: number,
    private readonly ports: readonly string[],
  ) {}

  /** From now on each record goes there too, until the returned function is called. */
  tap(sink: (record: UpcallRecord) => void): () => void {
    this.sinks.add(sink);
    return () => this.sinks.delete(sink);
  }

  record(upcall: Upcall, verdict: Verdict, snapshot: Snapshot, revision: string): void {
    if (this.limit === 0 && this.sinks.size === 0) return;
    const record = this.written(upcall, verdict, snapshot, revision);
    for (const sink of [...this.sinks]) sink(record);
    if (this.limit > 0) this.kept[this.next++ % this.limit] = record;
  }

  /** Oldest first. */
  list(): UpcallRecord[] {
    const at = this.kept.length < this.limit ? 0 : this.next % this.limit;
    return [...this.kept.slice(at), ...this.kept.slice(0, at)];
  }

  /** Protobuf messages, each behind its length as four little-endian bytes. */
  encode(): Uint8Array {
    return Buffer.concat(this.list().map((record) => framed(encodeUpcall(record))));
  }

  private written(upcall: Upcall, verdict: Verdict, snapshot: Snapshot, revision: string): UpcallRecord {
    const { timeNs, port, queue, reason, innerOffset, l3Offset, l4Offset, flowId, arg } = upcall;
    if (this.outcomes?.of !== snapshot)
      this.outcomes = { of: snapshot, texts: new Outcomes(snapshot, this.ports) };
    return {
      ...{ timeNs, port, queue, reason, innerOffset, l3Offset, l4Offset },
      length: upcall.length,
      key: upcall.key.slice(),
      data: upcall.data.slice(),
      ...(flowId === ID_NONE ? {} : { flow: flowId }),
      ...(arg === 0 ? {} : { arg }),
      verdict: {
        result: verdict.result.kind,
        ...(verdict.result.kind === "drop" ? { dropReason: verdict.result.reason } : {}),
        mask: verdict.mask.slice(),
        actions: verdict.actions.slice(0, verdict.actionLength),
        path: describePath(snapshot, verdict),
        revision,
        did: this.outcomes.texts.of(decidingNow(verdict)).text,
      },
    };
  }
}

/** A message as it stands in a file. */
export function framed(message: Uint8Array): Buffer {
  const whole = Buffer.alloc(4 + message.length);
  whole.writeUInt32LE(message.length);
  whole.set(message, 4);
  return whole;
}
