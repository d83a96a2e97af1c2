// The doctor: findings about this machine for this profile, each with a code, a sentence and the command that mends
// it. Pure: it judges facts (machine.ts), reads nothing itself. One finding a cause.
import type { Profile } from "../../profiles/profile.js";
import type { Machine } from "./machine.js";

export interface Diagnosis {
  code: string;
  /** error: `run` will fail. warning: it will run, with less than it could. */
  level: "error" | "warning";
  message: string;
  remedy: string;
}

/** Bytes VXLAN adds in front of an inner IP packet over IPv4 and IPv6 (RFC 7348): Ethernet + VXLAN + UDP + IP. */
const OVERHEAD = { 4: 50, 6: 70 } as const;

const PCI = /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]/i;
const NEEDS_ROOT = /^(net_tap|net_af_packet|net_af_xdp)/;

/** All findings, errors first. Without a profile: what any profile would meet. */
export function diagnose(machine: Machine, profile?: Profile): Diagnosis[] {
  const found: Diagnosis[] = [
    ...privileges(machine, profile),
    ...memory(machine, profile),
    ...cores(machine, profile),
    ...devices(machine, profile),
    ...tunnelHeadroom(profile),
  ];
  return found.sort((a, b) => Number(a.level === "warning") - Number(b.level === "warning"));
}

function privileges(machine: Machine, profile?: Profile): Diagnosis[] {
  const found: Diagnosis[] = [];
  const needy = profile?.ports.filter((port) => NEEDS_ROOT.test(port.device) || PCI.test(port.device)) ?? [];
  if (!machine.root && (needy.length > 0 || !profile)) {
    found.push({
      code: "CHECK_ROOT",
      level: profile ? "error" : "warning",
      message: profile
        ? `not root, and port ${needy[0]!.name} (${needy[0]!.device}) needs it`
        : "not root: TAP, AF_PACKET and NIC ports cannot be opened; captures can",
      remedy: "run it with sudo, or use capture ports: edgelane replay",
    });
  }
  const taps = profile?.ports.some((port) => port.device.startsWith("net_tap")) ?? true;
  if (machine.root && taps && !machine.tun) {
    found.push({
      code: "CHECK_TUN",
      level: profile ? "error" : "warning",
      message: "/dev/net/tun cannot be opened: no TAP port can be made",
      remedy: "modprobe tun",
    });
  }
  return found;
}

function memory(machine: Machine, profile?: Profile): Diagnosis[] {
  const freeMiB = machine.hugepages.reduce((sum, pages) => sum + (pages.free * pages.pageKiB) / 1024, 0);
  if (profile?.memory.hugepages) {
    const found: Diagnosis[] = [];
    const want = profile.memory.perSocket ?? [profile.memory.megabytes];
    for (const [node, megabytes] of want.entries()) {
      const here = machine.hugepages
        .filter((pages) => !profile.memory.perSocket || pages.node === node)
        .reduce((sum, pages) => sum + (pages.free * pages.pageKiB) / 1024, 0);
      if (here >= megabytes) continue;
      const pages = machine.hugepages.find((entry) => entry.node === node && entry.pageKiB === 2048);
      const target = (pages?.total ?? 0) + Math.ceil((megabytes - here) / 2);
      found.push({
        code: "CHECK_HUGEPAGES",
        level: "error",
        message: `the profile wants ${megabytes} MiB of hugepages on NUMA node ${node}, ${Math.floor(here)} MiB are free`,
        remedy: `echo ${target} > /sys/devices/system/node/node${node}/hugepages/hugepages-2048kB/nr_hugepages`,
      });
    }
    return found;
  }
  if (!profile && freeMiB === 0) {
    return [
      {
        code: "CHECK_HUGEPAGES",
        level: "warning",
        message: "no hugepage is free: ports run without, with more TLB misses",
        remedy: "echo 512 > /proc/sys/vm/nr_hugepages",
      },
    ];
  }
  if (profile && machine.memoryAvailable < profile.memory.megabytes) {
    return [
      {
        code: "CHECK_MEMORY",
        level: "error",
        message: `the profile wants ${profile.memory.megabytes} MiB, ${machine.memoryAvailable} MiB are available`,
        remedy: "lower /memory/megabytes in the profile, or free memory",
      },
    ];
  }
  return [];
}

function cores(machine: Machine, profile?: Profile): Diagnosis[] {
  const wanted = profile?.lcores?.map((entry) => entry.lcore) ?? profile?.cores ?? [];
  const absent = wanted.filter((cpu) => !machine.cpus.includes(cpu));
  if (absent.length > 0) {
    return [
      {
        code: "CHECK_CORES",
        level: "error",
        message: `the profile polls on CPU ${absent.join(", ")}, this process may use ${machine.cpus.join(", ")}`,
        remedy: `set /lcores or /cores in the profile to CPUs among ${machine.cpus.join(", ")}`,
      },
    ];
  }
  if (wanted.length > 0 && wanted.length >= machine.cpus.length) {
    return [
      {
        code: "CHECK_CORES_SHARED",
        level: "warning",
        message: "every CPU polls: the controller shares one with an lcore",
        remedy: "leave one CPU out of the profile's /lcores, or set /idle/backoffUs",
      },
    ];
  }
  return [];
}

function devices(machine: Machine, profile?: Profile): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const port of profile?.ports ?? []) {
    const address = PCI.exec(port.device)?.[0].toLowerCase();
    if (address && !machine.pci.has(address)) {
      found.push({
        code: "CHECK_DEVICE",
        level: "error",
        message: `port ${port.name}: there is no PCI device ${address}`,
        remedy: "list the network devices and correct the profile: lspci -D | grep -i ethernet",
      });
    }
  }
  return found;
}

function tunnelHeadroom(profile?: Profile): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const underlay of profile?.underlay ?? []) {
    const family = underlay.addresses.some((address) => address.includes(":")) ? 6 : 4;
    const room = underlay.mtu - OVERHEAD[family];
    const larger = profile!.ports.filter(
      (port) => !profile!.underlay.some((entry) => entry.port === port.name) && port.mtu > room,
    );
    if (larger.length > 0) {
      found.push({
        code: "CHECK_MTU",
        level: "warning",
        message: `port ${larger[0]!.name} takes packets of ${larger[0]!.mtu} bytes, the tunnel through ${underlay.port} carries ${room}`,
        remedy: `raise the underlay's MTU to ${larger[0]!.mtu + OVERHEAD[family]} or lower the port's to ${room}`,
      });
    }
  }
  return found;
}
