// The cards a profile may be written for: how each is told apart, and what it needs of the kernel. Facts of the cards
// and of DPDK 22.11's drivers; what a card can do is not told here, the plan knows (bindings/abi/plan.h).
import type { CardName } from "./port.js";

export interface CardFacts {
  /** As people say it, and with its article. */
  title: string;
  one: string;
  /** DPDK's driver. */
  driver: string;
  /** PCI vendor:device of its physical functions, the commonest first. */
  ids: readonly string[];
  /** Kernel modules it cannot run without. */
  modules: readonly string[];
}

export const CARDS: Readonly<Record<CardName, CardFacts>> = {
  "connectx3-pro": {
    title: "ConnectX-3 Pro",
    one: "a ConnectX-3 Pro",
    driver: "net_mlx4",
    ids: ["15b3:1007"],
    modules: ["mlx4_core", "mlx4_en", "mlx4_ib", "ib_uverbs"],
  },
  x710: {
    title: "X710",
    one: "an X710",
    driver: "net_i40e",
    // SFP+, 10G backplane, 10GBASE-T twice, X710-TL 10G, newer backplane and SFP+
    ids: ["8086:1572", "8086:1581", "8086:1586", "8086:1589", "8086:15ff", "8086:104f", "8086:104e"],
    modules: ["vfio-pci"],
  },
};

/** The card with this PCI vendor:device, if a profile may be written for it. */
export function cardOfId(id: string): CardName | undefined {
  return (Object.keys(CARDS) as CardName[]).find((name) => CARDS[name].ids.includes(id));
}
