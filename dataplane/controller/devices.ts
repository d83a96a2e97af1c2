// Are the PCI devices of a profile there, and are they the cards it is written for? Reads /sys, touches no device.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CARDS, cardOfId, type PortProfile, type Profile, pciAddress } from "../profiles/index.js";
import { ElError, type Finding } from "../topology/error.js";

/** PCI addresses of this machine and what is there: "15b3:1007". `root` is "/" or that of a captured tree. */
export function pciDevices(root = "/"): ReadonlyMap<string, string> {
  const folder = join(root, "sys/bus/pci/devices");
  const word = (address: string, file: string) =>
    readFileSync(join(folder, address, file), "utf8")
      .trim()
      .replace(/^0x/, "");
  const found = new Map<string, string>();
  try {
    for (const address of readdirSync(folder).sort())
      found.set(address, `${word(address, "vendor")}:${word(address, "device")}`);
  } catch {
    // without a PCI bus there is no device either
  }
  return found;
}

/** Throws ElError DEVICE_MISSING or DEVICE_NOT_CARD; its findings name every such port. */
export function refuseMissingDevices(
  profile: Profile,
  devices: ReadonlyMap<string, string> = pciDevices(),
): void {
  const findings = deviceFindings(profile, devices);
  const [first] = findings;
  if (first === undefined) return;
  throw new ElError(first.code, first.message, { place: first.path, remedy: first.remedy, findings });
}

/** DEVICE_MISSING and DEVICE_NOT_CARD, port by port. */
function deviceFindings(profile: Profile, devices: ReadonlyMap<string, string>): Finding[] {
  return profile.ports.flatMap((port, index) => findingOf(port, `/ports/${index}/device`, devices) ?? []);
}

function findingOf(
  { name, device, card }: PortProfile,
  path: string,
  devices: ReadonlyMap<string, string>,
): Finding | undefined {
  const address = pciAddress(device);
  if (address === undefined) return undefined;
  const facts = card && CARDS[card];
  const id = devices.get(address);
  if (id === undefined) {
    const what = facts ? facts.one : "a PCI device";
    return {
      code: "DEVICE_MISSING",
      path,
      message: `Port "${name}" wants ${what} at ${address}, and there is no PCI device at that address.`,
      remedy: `${elsewhere(devices, facts?.ids, path)}${facts ? modules(facts.modules) : "."}`,
    };
  }
  if (!facts || facts.ids.includes(id)) return undefined;
  const other = cardOfId(id);
  return {
    code: "DEVICE_NOT_CARD",
    path,
    message: `Port "${name}" is written for ${facts.one} (${facts.ids[0]}), and ${address} is ${other ? `${CARDS[other].one} (${id})` : id}.`,
    remedy: `${elsewhere(devices, facts.ids, path)}, or take "card" out of the port.`,
  };
}

/** Where such a card is after all, or how to look for it. */
function elsewhere(
  devices: ReadonlyMap<string, string>,
  ids: readonly string[] | undefined,
  path: string,
): string {
  const found = [...devices].find(([, id]) => ids?.includes(id))?.[0];
  if (found) return `One is at ${found}: name that in ${path}`;
  const vendor = ids?.[0]?.split(":")[0];
  return `Look for it with ${vendor ? `lspci -D -d ${vendor}:` : "lspci -D | grep -i ethernet"} and name its address in ${path}`;
}

function modules(names: readonly string[]): string {
  return `; with the card in its slot, lsmod must list ${names.join(", ").replaceAll("-", "_")}: modprobe -a ${names.join(" ")}.`;
}
