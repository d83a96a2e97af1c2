// What the PCIe link lets through, and whose fault it is when that is less than the card could take.
import type { Card } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Link } from "../machine/pci.js";
import { type Situation, sysfs } from "./situation.js";

/** Share of a link's bits left for full frames after packet headers and descriptors. */
const USABLE = 0.875;
const FULL_WIDTH = 8;

/** Gb/s of full frames one way: encoding is 8b/10b up to 5 GT/s, 128b/130b above. */
export function ceiling(speed: number, width: number): number {
  return Math.round(speed * width * (speed > 5 ? 128 / 130 : 0.8) * USABLE);
}

/** A virtual function has no link of its own. */
export function judgePcie({ cards }: Situation): Finding[] {
  return cards.filter(({ model }) => !model.virtual).flatMap(judge);
}

function judge({ at, label }: Card): Finding[] {
  const { link, upstream } = at;
  const runs = `${link.speed} GT/s x${link.width}`;
  if (link.speed === 0 || link.width === 0)
    return [unknown(`${label}: the kernel does not tell its PCIe link`, at.address)];
  if (!upstream)
    return [
      unknown(
        `${label} shows a PCIe link of ${runs}, no bridge above it: the real slot is hidden`,
        at.address,
      ),
    ];
  const carries = `: at most ${ceiling(link.speed, link.width)} Gb/s each way`;
  const both = {
    speed: Math.min(link.maxSpeed, upstream.maxSpeed),
    width: Math.min(link.maxWidth, upstream.maxWidth),
  };
  if (link.speed < both.speed || link.width < both.width)
    return [
      finding(
        "CHECK_PCIE_TRAINED",
        `${label} trained its PCIe link down to ${runs}, both ends can ${both.speed} GT/s x${both.width}${carries}`,
        `read it again under traffic, some systems lower it at rest: cat ${sysfs(at.address)}/current_link_{speed,width}; if it stays, reseat the card, clean its contacts, leave out risers, and set the slot's link speed in the BIOS to automatic`,
      ),
    ];
  return [...platform(link, upstream, label, carries), ...width(link, upstream, label, carries)];
}

function unknown(message: string, address: string): Finding {
  return finding("CHECK_PCIE_UNKNOWN", message, `on the host: lspci -vv -s ${address} | grep LnkSta`);
}

function platform(link: Link, upstream: Link, label: string, carries: string): Finding[] {
  if (upstream.maxSpeed >= link.maxSpeed) return [];
  return [
    finding(
      "CHECK_PCIE_PLATFORM",
      `${label} can ${link.maxSpeed} GT/s, its slot ${upstream.maxSpeed} GT/s x${link.width}${carries}`,
      `use a slot of ${link.maxSpeed} GT/s at the CPU, or reckon with it; reseating does not help: dmidecode -t slot`,
    ),
  ];
}

function width(link: Link, upstream: Link, label: string, carries: string): Finding[] {
  if (upstream.maxWidth >= Math.min(link.maxWidth, FULL_WIDTH)) return [];
  return [
    finding(
      "CHECK_PCIE_WIDTH",
      `${label} sits in a slot of x${upstream.maxWidth}, it can x${link.maxWidth}${carries}`,
      `move it to a slot with ${FULL_WIDTH} lanes or end the slot's bifurcation in the BIOS: dmidecode -t slot`,
    ),
  ];
}
