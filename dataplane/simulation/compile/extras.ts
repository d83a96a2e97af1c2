// What a port has that most have not, as bits: so that packets pass all of it by in one look. It comes last: every other
// part of the compiler has said by then what it knows of the port.
import { EXTRA, type VPort } from "../snapshot.js";

export function compileExtras(ports: readonly VPort[]): void {
  for (const port of ports) port.extras = extrasOf(port);
}

function extrasOf(port: VPort): number {
  const { edge, mirrors, serves, insertions, mss4, mtu, dscp, metersIn, metersOut } = port;
  const clamps = mss4 !== 0;
  const led = insertions !== null;
  const enter = edge !== null || clamps || mirrors?.preIn != null || serves !== null || led;
  const into = mirrors?.postIn != null || dscp >= 0 || metersIn.length > 0;
  const leave = mirrors?.preOut != null || mirrors?.postOut != null || led;
  const send = clamps || mtu !== 0 || metersOut.length > 0;
  return (
    (enter ? EXTRA.ENTER : 0) | (into ? EXTRA.INTO : 0) | (leave ? EXTRA.LEAVE : 0) | (send ? EXTRA.SEND : 0)
  );
}
