// Rates and marks of a port: what its policy says of packets that come in by it, and that go out by it. Meters count in
// the worker; here it is only written that they do, and no bit is read for it. It must never write more of the TOS
// byte than its DSCP.
import * as layout from "../../bindings/layout.js";
import type { Context } from "./context.js";
import * as emission from "./emit.js";
import * as path from "./path.js";
import type { VPort } from "./snapshot.js";

// Folded, as imports are not (words.ts).
const { KEY } = layout;
const { WROTE } = emission;
const { STEP } = path;

const DSCP_BITS = 0xfc;

/** Into its device: the mark comes first, so that a meter may mark what is yellow otherwise. */
export function arriving(ctx: Context, port: VPort): void {
  if (port.dscp >= 0 && ctx.isIp()) {
    ctx.writeBits(KEY.ip_tos, DSCP_BITS, port.dscp << 2);
    ctx.wrote(WROTE.IP_TOS);
    ctx.step(STEP.MARK, port.index, port.dscp);
  }
  meter(ctx, port.metersIn);
}

/** Out of its device, towards its link: where the port is, not where the packet began its way. */
export function departing(ctx: Context, port: VPort): void {
  meter(ctx, port.metersOut);
}

function meter(ctx: Context, meters: readonly number[]): void {
  for (let i = 0; i < meters.length; i++) {
    ctx.meter(meters[i]!);
    ctx.step(STEP.METER, meters[i]!, 0);
  }
}
