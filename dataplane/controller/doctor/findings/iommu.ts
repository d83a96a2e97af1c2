// May vfio give the card away alone? mlx4 needs none of this: the kernel's driver stays in charge of it.
import type { Card } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Machine } from "../machine/index.js";
import { bindVfio, bootWith, type Situation } from "./situation.js";

/** Drivers that leave a group free to be given away; bridges stay with theirs. */
const FREE = ["", "vfio-pci", "pci-stub"];
const CLASS_BRIDGE = 0x06;
const CLASS_NETWORK = 0x02;

export function judgeIommu({ machine, cards }: Situation): Finding[] {
  return cards.filter(({ at }) => at.driver === "vfio-pci").flatMap((card) => judge(machine, card));
}

function judge(machine: Machine, { at, label }: Card): Finding[] {
  const boot = machine.cpus.intel
    ? `switch VT-d on in the BIOS; ${bootWith("intel_iommu=on iommu=pt")}`
    : `switch the IOMMU (AMD-Vi) on in the BIOS; ${bootWith("iommu=pt")}`;
  if (at.iommuGroup === "")
    return [finding("CHECK_IOMMU", `${label} is bound to vfio-pci, and no IOMMU looks after it`, boot)];
  const group = machine.vfio.group(at.iommuGroup);
  if (!group.usable)
    return [
      finding(
        "CHECK_IOMMU_NODE",
        `${label}: ${group.node} of its IOMMU group cannot be opened`,
        `give the container --device /dev/vfio/vfio --device ${group.node}`,
      ),
    ];
  if (group.unprotected)
    return [
      finding("CHECK_IOMMU_OFF", `${label} reaches all memory: vfio runs in unsafe no-IOMMU mode`, boot),
    ];
  const others = group.members
    .map((address) => machine.pci.get(address))
    .filter((other) => other !== undefined)
    .filter((other) => other.address !== at.address && other.class >> 16 !== CLASS_BRIDGE)
    .filter((other) => !FREE.includes(other.driver));
  if (others.length === 0) return [];
  const names = others.map(({ address, driver }) => `${address} (${driver})`).join(", ");
  const network = others.every((other) => other.class >> 16 === CLASS_NETWORK);
  return [
    finding(
      "CHECK_IOMMU_GROUP",
      `${label} shares IOMMU group ${at.iommuGroup} with ${names}`,
      network
        ? others.map(({ address }) => bindVfio(address)).join(" && ")
        : `switch ACS on in the BIOS, or move the card to a slot whose group is its own: ls /sys/kernel/iommu_groups/*/devices`,
    ),
  ];
}
