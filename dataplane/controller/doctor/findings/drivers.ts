// Is each card held by the driver its PMD works with? ConnectX-3 stays with the kernel, X710 must leave it.
import type { Card } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import { bindVfio, type Situation, sysfs } from "./situation.js";

/** igb_uio works by MSI-X, which uio_pci_generic lacks; legacy INTx is broken on X710. */
const I40E_DRIVERS = ["vfio-pci", "igb_uio"];

export function judgeDrivers({ cards }: Situation): Finding[] {
  return cards
    .filter(({ ports }) => ports.length > 0)
    .flatMap((card) => (card.model.family === "mlx4" ? mlx4(card) : i40e(card)));
}

function mlx4({ at, label }: Card): Finding[] {
  if (at.driver === "mlx4_core") return [];
  const folder = sysfs(at.address);
  const give = `modprobe mlx4_core && echo mlx4_core > ${folder}/driver_override && echo ${at.address} > /sys/bus/pci/drivers_probe`;
  if (at.driver === "")
    return [
      finding(
        "CHECK_DRIVER_NONE",
        `${label} has no driver, it needs the kernel's mlx4_core beneath it`,
        give,
      ),
    ];
  return [
    finding(
      "CHECK_DRIVER_TAKEN",
      `${label} is bound to ${at.driver}, it must stay with the kernel's mlx4_core`,
      `echo ${at.address} > ${folder}/driver/unbind && ${give}`,
    ),
  ];
}

function i40e({ at, label }: Card): Finding[] {
  if (I40E_DRIVERS.includes(at.driver)) return [];
  const remedy = bindVfio(at.address);
  if (at.driver === "")
    return [finding("CHECK_DRIVER_NONE", `${label} has no driver, it needs vfio-pci`, remedy)];
  if (/^(i40e|iavf)$/.test(at.driver)) {
    const netdevs = at.netdevs.map(({ name }) => name).join(", ");
    const as = netdevs === "" ? "" : ` as ${netdevs}`;
    return [
      finding(
        "CHECK_DRIVER_KERNEL",
        `${label} is held by the kernel's ${at.driver}${as}, it needs vfio-pci`,
        remedy,
      ),
    ];
  }
  return [
    finding(
      "CHECK_DRIVER_UIO",
      `${label} is bound to ${at.driver}, whose interrupts cannot work with this card`,
      remedy,
    ),
  ];
}
