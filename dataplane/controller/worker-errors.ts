// What the worker says when it cannot start, as the operator's error: with the place in the profile and the remedy.
import { ERR, ERR_TEXT } from "../../bindings/layout.js";
import { isTap } from "../profiles/device.js";
import type { Profile } from "../profiles/profile.js";
import { ElError } from "../topology/error.js";

const LINE = /^EL_ERR_([A-Z_]+): (.*)$/m;

const REMEDIES: Record<string, string> = {
  NAME_TAKEN: 'Stop the other node first, or give this one another name: "name" in the profile.',
  CONFIG: "Change the named field in the profile.",
  VERSION: "Build both halves from one checkout: npm run build",
  LAYOUT: "Build both halves from one checkout: npm run build",
  EAL: "See what this machine lacks: edgelane check",
  DEVICE:
    "Check the device's name; for a NIC bind it to vfio-pci first: dpdk-devbind.py --bind=vfio-pci ADDRESS",
  DEVICE_TAKEN: "Give each port a device of its own, and stop what else uses it.",
  PORT_SETUP: "Lower the named value in the profile to what the device takes.",
  HUGEPAGES: 'Reserve more: sysctl vm.nr_hugepages=512, or set "memory": {"hugepages": false}.',
  NO_MEMORY: 'Raise "memory.megabytes" or lower the bounds and mbufs in the profile.',
  PERMISSION: "Run as root, or give the program the capabilities that the device needs.",
  SOCKET: "Set EDGELANE_RUN_DIR to a folder that this user may write.",
  LCORE: "Use CPUs that this machine has, each once, in the profile's cores or lcores.",
};

/** `output`: all the worker wrote to standard error before it ended. */
export function startError(profile: Profile, output: string, ended: string): ElError {
  const said = LINE.exec(output);
  if (said === null) {
    const last = output.trim().split("\n").at(-1) ?? "";
    return new ElError("WORKER_START", `The worker ended with ${ended} before it was ready. ${last}`.trim(), {
      place: profile.name,
      remedy: "Look at its last words above; edgelane check tells what this machine lacks.",
    });
  }
  const [, name, text] = said;
  const place = placeOf(profile, text!);
  return new ElError(`WORKER_${name}`, sentence(text!), {
    place,
    remedy: exactly(name!, profile, place) ?? REMEDIES[name!] ?? "See the message.",
  });
}

/** The remedy in this profile's own numbers and names, where it has them. */
function exactly(name: string, { memory, ports }: Profile, place: string): string | undefined {
  if (name === "HUGEPAGES") {
    const megabytes = memory.perSocket?.reduce((sum, each) => sum + each, 0) ?? memory.megabytes;
    return `Reserve ${megabytes} MiB of them that are free: sysctl -w vm.nr_hugepages=${Math.ceil(megabytes / PAGE_MB)}; or set "memory": {"hugepages": false}.`;
  }
  const port = ports[Number(/^\/ports\/(\d+)/.exec(place)?.[1] ?? -1)];
  const interfaceName = /,iface=([^,/]+)/.exec(port?.device ?? "")?.[1];
  if (name !== "DEVICE" || interfaceName === undefined) return undefined;
  return isTap(port!.device) || port!.device.startsWith("net_tap")
    ? `Name an interface that can be made a TAP: is this one another's? ip -d link show ${interfaceName}`
    : `Name an interface that is there, in this network namespace: ip link show ${interfaceName}`;
}

/** Of the usual huge page, MiB. */
const PAGE_MB = 2;

/** The error for a refused command; these are faults of the controller itself, told and survived. */
export function commandError(code: number): string {
  return ERR_TEXT[code] ?? ERR_TEXT[ERR.KIND]!;
}

/** JSON pointer into the profile of what the sentence speaks of; the node's name when it is of no one field. */
function placeOf(profile: Profile, text: string): string {
  const quoted = /port "([^"]+)"/.exec(text);
  const index = quoted === null ? -1 : profile.ports.findIndex((port) => port.name === quoted[1]);
  if (index >= 0) return `/ports/${index}${fieldOf(text)}`;
  const indexed = /\b(ports|lcores)\[(\d+)\]/.exec(text);
  return indexed === null ? profile.name : `/${indexed[1]}/${indexed[2]}`;
}

function fieldOf(text: string): string {
  if (/\bmtu is\b/.test(text)) return "/mtu";
  if (/\brx_queues is\b/.test(text)) return "/queues";
  return "/device";
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
