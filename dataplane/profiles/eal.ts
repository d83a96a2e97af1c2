// The arguments DPDK's environment starts with. Pure. Facts of DPDK 22.11: --no-huge and --in-memory exclude each
// other; the main lcore must not poll; rte_eal_init pins the calling thread to the main lcore's CPUs.
import { isPci } from "./device.js";
import type { Profile } from "./profile.js";

/** `polling`: CPUs lcores run on; `cpus`: all this process may use. */
export function ealArguments(
  profile: Profile,
  polling: readonly number[],
  cpus: readonly number[],
): string[] {
  return [
    ...lcoreArguments(polling, cpus),
    `--file-prefix=${profile.name}`,
    ...memoryArguments(profile),
    ...busArguments(profile),
    "--no-telemetry",
    // At warning the worker itself catches what DPDK says and turns it into its own sentences.
    ...(profile.logLevel === "warning" ? [] : [`--log-level=${profile.logLevel}`]),
    ...profile.eal,
  ];
}

/** An lcore's id is its CPU; the main lcore takes the lowest free id and floats over the CPUs nobody polls on. */
function lcoreArguments(polling: readonly number[], cpus: readonly number[]): string[] {
  let main = 0;
  while (polling.includes(main)) main++;
  const free = cpus.filter((cpu) => !polling.includes(cpu));
  const floats = (free.length > 0 ? free : cpus).join(",");
  return [
    `--lcores=${[`${main}@(${floats})`, ...polling.map((cpu) => `${cpu}@${cpu}`)].join(",")}`,
    `--main-lcore=${main}`,
  ];
}

function memoryArguments({ memory, ports }: Profile): string[] {
  const size = memory.perSocket
    ? [`--socket-mem=${memory.perSocket.join(",")}`]
    : ["-m", `${memory.megabytes}`];
  // Physical addresses need root; nothing but an IOMMU-less NIC asks for them.
  const iova = memory.hugepages && ports.some(({ device }) => isPci(device)) ? [] : ["--iova-mode=va"];
  // In memory: no file in hugetlbfs could outlive a killed worker.
  return [
    memory.hugepages ? "--in-memory" : "--no-huge",
    ...(memory.hugepages ? [] : ["--no-shconf"]),
    ...size,
    ...iova,
  ];
}

/**
 * The worker probes its devices by name itself. So the bus is either off, or scanned with an allow list that
 * matches no NIC: the list's only purpose is that EAL probes nothing of other people's by itself.
 */
function busArguments({ ports }: Profile): string[] {
  return ports.some(({ device }) => isPci(device)) ? ["--allow=0000:00:00.0"] : ["--no-pci"];
}
