// The rows that are of no case alone: who measures which kind.
import type { RowSpec } from "./cases.js";
import { MEGABYTES } from "./harness.js";
import { measureInstalls } from "./installs.js";
import { measureInstallsTypescript } from "./installs-typescript.js";
import { measureLatency } from "./latency.js";
import { type RowLine, rowHead, verdict } from "./lines.js";
import { reserve } from "./machine.js";
import { measureMemory } from "./memory.js";
import { measureOffload } from "./offload.js";
import { measureScaling } from "./scaling.js";
import { measureVariants } from "./variants.js";
import { measureYardstick, yardstickMegabytes } from "./yardstick.js";

/** The lines of a row; `folder` for its files; hugepages for DPDK's memory where the machine has them. */
export async function measureRow(spec: RowSpec, folder: string): Promise<RowLine[]> {
  const memory = reserve(spec.kind === "yardstick" ? yardstickMegabytes(spec.flows) : MEGABYTES);
  const { hugepages } = memory;
  try {
    switch (spec.kind) {
      case "installs":
        return spec.writer === "c"
          ? await measureInstalls(spec, hugepages, folder)
          : await measureInstallsTypescript(spec, folder);
      case "scaling":
        return await measureScaling(spec, hugepages);
      case "latency":
        return await measureLatency(spec, hugepages);
      case "memory":
        return await measureMemory(spec);
      case "yardstick":
        return await measureYardstick(spec, hugepages);
      case "offload":
        return await measureOffload(spec, hugepages);
      default:
        return await measureVariants(spec, hugepages);
    }
  } finally {
    memory.release();
  }
}

/** For what could not be measured. */
export const failedRow = (spec: RowSpec, wrong: string): RowLine => ({
  ...rowHead(spec.kind, spec.work),
  ...verdict(wrong),
});
