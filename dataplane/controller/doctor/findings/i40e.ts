// An X710's firmware, and what its other functions do to it.
import { type Card, deviceArgument } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Machine } from "../machine/index.js";
import { bindVfio, type Situation } from "./situation.js";
import { older } from "./version.js";

/** Below it the firmware keeps LLDP frames, byte counters drift, and the PMD works by other register values. */
const FLOOR = "6.01";
/** The NVM that DPDK 22.11 names in its tested platforms. */
const TESTED = "9.01";
const UPDATE = "nvmupdate64e -u -l";

export function judgeI40e({ machine, cards }: Situation): Finding[] {
  return cards
    .filter(({ model }) => model.family === "i40e" && !model.virtual)
    .flatMap((card) => [...firmware(machine, card), ...siblings(machine, card, cards)]);
}

function firmware(machine: Machine, { at, label }: Card): Finding[] {
  const { nvm, recovery } = machine.i40e(at.address);
  if (recovery)
    return [
      finding("CHECK_I40E_RECOVERY", `${label}: the kernel log tells of firmware recovery mode`, UPDATE),
    ];
  if (nvm === undefined)
    return [
      finding(
        "CHECK_I40E_UNKNOWN",
        `${label}: the kernel log does not tell its NVM version (tested: ${TESTED})`,
        `dpdk-devbind.py --bind=i40e ${at.address} && dmesg | grep 'i40e ${at.address}: fw'; ${bindVfio(at.address)}`,
      ),
    ];
  if (older(nvm, FLOOR))
    return [
      finding(
        "CHECK_I40E_FIRMWARE",
        `${label} has NVM ${nvm}, below ${FLOOR} its firmware keeps LLDP frames and counters drift`,
        UPDATE,
      ),
    ];
  if (!older(nvm, TESTED)) return [];
  return [
    finding("CHECK_I40E_UNTESTED", `${label} has NVM ${nvm}, DPDK 22.11 was tested with ${TESTED}`, UPDATE),
  ];
}

/** All functions of one adapter share global registers, which the PMD writes unless told not to. */
function siblings(machine: Machine, { at, ports, label }: Card, cards: readonly Card[]): Finding[] {
  const told = ports.every(({ device }) => deviceArgument(device, "support-multi-driver") === "1");
  const adapter = at.address.replace(/\.\d$/, ".");
  const held = [...machine.pci.values()].filter(
    ({ address, driver }) =>
      address.startsWith(adapter) && driver === "i40e" && !cards.some((card) => card.at.address === address),
  );
  if (told || held.length === 0) return [];
  const names = held.map(({ address, netdevs }) => [address, ...netdevs.map(({ name }) => name)].join(" "));
  return [
    finding(
      "CHECK_I40E_SIBLING",
      `${label}: the kernel's i40e drives ${names.join(", ")} of the same adapter, and the port would write registers of both`,
      `set /device in the profile to "${at.address},support-multi-driver=1"`,
    ),
  ];
}
