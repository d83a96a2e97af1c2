// The last upcalls and what they came to, for those who ask later. It must never grow past its bound, nor cost anything
// while it is off.
import type { Upcall } from "../../bindings/index.js";
import { ID_NONE } from "../../bindings/layout.js";
import { describePath } from "../simulation/path.js";
import type { Snapshot } from "../simulation/snapshot.js";
import type { Verdict } from "../simulation/verdict.js";
import { encodeUpcall, type Upcall as UpcallRecord } from "../topology/wire.js";

export class Recorder {
  private readonly kept: UpcallRecord[] = [];
  private next = 0;

  /** `limit`: upcalls kept; 0 = off. */
  constructor(private readonly limit: number) {}

  record(upcall: Upcall, verdict: Verdict, snapshot: Snapshot): void {
    if (this.limit === 0) return;
    const { timeNs, port, queue, reason, innerOffset, l3Offset, l4Offset, flowId } = upcall;
    this.kept[this.next % this.limit] = {
      ...{ timeNs, port, queue, reason, innerOffset, l3Offset, l4Offset },
      length: upcall.length,
      key: upcall.key.slice(),
      data: upcall.data.slice(),
      ...(flowId === ID_NONE ? {} : { flow: flowId }),
      verdict: {
        result: verdict.result.kind,
        ...(verdict.result.kind === "drop" ? { dropReason: verdict.result.reason } : {}),
        mask: verdict.mask.slice(),
        actions: verdict.actions.slice(0, verdict.actionLength),
        path: describePath(snapshot, verdict),
      },
    };
    this.next++;
  }

  /** Oldest first. */
  list(): UpcallRecord[] {
    const at = this.kept.length < this.limit ? 0 : this.next % this.limit;
    return [...this.kept.slice(at), ...this.kept.slice(0, at)];
  }

  /** Protobuf messages, each behind its length as four little-endian bytes. */
  encode(): Uint8Array {
    return Buffer.concat(
      this.list().flatMap((record) => {
        const message = encodeUpcall(record);
        const length = Buffer.alloc(4);
        length.writeUInt32LE(message.length);
        return [length, message];
      }),
    );
  }
}
