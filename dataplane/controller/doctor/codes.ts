// Every finding the doctor knows, declared once. A code is stable: programs may branch on it.

/** error: `run` will fail. warning: it will run, with less than it could. note: a fact to reckon with. */
export type Level = "error" | "warning" | "note";

export const CODES = {
  CHECK_ROOT: ["error", "not root, and a port needs it"],
  CHECK_TUN: ["error", "TAP ports cannot be made"],
  CHECK_CAPABILITIES: ["error", "root without a capability that ConnectX-3 ports need"],
  CHECK_MEMLOCK: ["error", "less memory may be locked than a card must reach"],

  CHECK_HUGEPAGES: ["error", "fewer hugepages are free than the profile wants"],
  CHECK_HUGEPAGES_NODE: ["warning", "no hugepage on the NUMA node of a card"],
  CHECK_HUGEPAGES_OFF: ["warning", "a card's packets in ordinary pages"],
  CHECK_MEMORY: ["error", "less memory is available than the profile wants"],

  CHECK_CORES: ["error", "an lcore on a CPU this process may not use"],
  CHECK_CORES_SHARED: ["warning", "no CPU is left to the controller"],
  CHECK_CORES_NODE: ["warning", "an lcore polls a card of another NUMA node"],
  CHECK_CORES_SMT: ["warning", "two lcores share one core"],
  CHECK_CORES_ISOLATED: ["warning", "the kernel schedules others on a card's lcore"],
  CHECK_CORES_TICK: ["warning", "the timer tick interrupts a card's lcore"],
  CHECK_GOVERNOR: ["warning", "a card's lcore runs at a changing frequency"],

  CHECK_DEVICE: ["error", "a port's PCI device is not there"],
  CHECK_CARD: ["error", "a port's device is not the card its profile is written for"],
  CHECK_MTU: ["warning", "a tunnel carries less than the ports it serves take"],
  CHECK_VF: ["warning", "a virtual function, which cannot do the tunnel offloads wished"],

  CHECK_DRIVER_KERNEL: ["error", "the kernel's driver holds a card that vfio-pci must have"],
  CHECK_DRIVER_UIO: ["error", "the card is bound to a driver it cannot work with"],
  CHECK_DRIVER_NONE: ["error", "no driver holds the card"],
  CHECK_DRIVER_TAKEN: ["error", "a ConnectX-3 was taken from mlx4_core, which must keep it"],
  CHECK_IOMMU: ["error", "vfio-pci without an IOMMU"],
  CHECK_IOMMU_OFF: ["warning", "vfio-pci works without protection"],
  CHECK_IOMMU_GROUP: ["error", "devices in use share the card's IOMMU group"],
  CHECK_IOMMU_NODE: ["error", "the device node of the card's IOMMU group cannot be opened"],

  CHECK_PCIE_TRAINED: ["warning", "the PCIe link runs slower or narrower than both ends can"],
  CHECK_PCIE_PLATFORM: ["warning", "the slot's PCIe generation is older than the card's"],
  CHECK_PCIE_WIDTH: ["warning", "the slot has fewer than 8 lanes"],
  CHECK_PCIE_UNKNOWN: ["note", "the real PCIe link cannot be seen from here"],

  CHECK_MLX4_INFINIBAND: ["error", "a port of the card is in InfiniBand mode"],
  CHECK_MLX4_MODULES: ["error", "a kernel module net_mlx4 needs is not loaded"],
  CHECK_MLX4_VERBS: ["error", "the card's verbs device cannot be opened"],
  CHECK_MLX4_STEERING: ["error", "mlx4_core runs without device-managed flow steering"],
  CHECK_MLX4_STATIC_A0: ["warning", "static A0 steering, which excludes VXLAN offload"],
  CHECK_MLX4_VXLAN: ["warning", "no kernel VXLAN device tells the card the wished UDP port"],
  CHECK_MLX4_FIRMWARE: ["warning", "firmware too old for VXLAN offload"],
  CHECK_MLX4_BOND: ["error", "the card's network device belongs to a bond or bridge"],
  CHECK_MLX4_MTU: ["note", "the kernel's network device has a smaller MTU than the port will give it"],
  CHECK_MLX4_PAUSE: ["warning", "the card honours or sends pause frames"],
  CHECK_MLX4_READ_REQUEST: ["note", "the card may read less at once than serves it"],

  CHECK_I40E_FIRMWARE: ["warning", "NVM older than 6.01"],
  CHECK_I40E_UNTESTED: ["note", "NVM older than the one DPDK 22.11 was tested with"],
  CHECK_I40E_UNKNOWN: ["note", "the NVM version is not to be seen from here"],
  CHECK_I40E_RECOVERY: ["error", "the card's firmware is in recovery mode"],
  CHECK_I40E_SIBLING: ["warning", "the kernel's i40e drives another function of the card"],

  CHECK_VECTOR_TX: ["note", "a wished offload or chained packets give up the vector tx path"],
  CHECK_VECTOR_TX_THRESHOLD: ["warning", "a threshold gives up the vector tx path"],
  CHECK_VECTOR_RX_DESCRIPTORS: ["warning", "a ring size gives up the vector rx path"],
  CHECK_VECTOR_RX_THRESHOLD: ["warning", "a threshold gives up the vector rx path"],
  CHECK_VECTOR_SIMD: ["warning", "an EAL argument narrows or ends the vector paths"],
  CHECK_VECTOR_SSE: ["note", "this CPU's AVX2 is not used: DPDK wants AVX512F beside it"],
} as const satisfies Record<`CHECK_${string}`, readonly [Level, string]>;

export type Code = keyof typeof CODES;

export interface Finding {
  code: Code;
  level: Level;
  /** One sentence with the port or device and the value found. */
  message: string;
  /** The exact command or change that mends it. */
  remedy: string;
}

export function finding(code: Code, message: string, remedy: string): Finding {
  return { code, level: CODES[code][0], message, remedy };
}
