// Of a capture that tells, what came in: not what left by the port, and nothing twice that `edgelane capture` copied when
// it came and once more when it was dropped.
import { type PcapRecord, readPcap } from "./read.js";

const isDrop = ({ on }: PcapRecord): boolean => on !== undefined && / drops( inner)?$/.test(on);

/** Throws what readPcap throws. */
export function readIncoming(path: string): PcapRecord[] {
  const came = readPcap(path).filter(({ direction }) => direction !== "out");
  return came.every(isDrop) ? came : came.filter((record) => !isDrop(record));
}
