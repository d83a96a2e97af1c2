// What a test needs from the machine, and why it is skipped where that is missing. It must never install anything
// and never let a test pass that could not run.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

const root = join(import.meta.dirname, "../..");

function works(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

const onPath = (program: string) => works("/bin/sh", ["-c", `command -v ${program}`]);

/** Free 2 MiB hugepages of this machine. */
export function freeHugepages(): number {
  return Number(/HugePages_Free:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? 0);
}

const checks = {
  root: () => (process.getuid?.() === 0 ? undefined : "it must run as root"),
  netns: () =>
    process.getuid?.() === 0 && works("unshare", ["-n", "true"])
      ? undefined
      : "network namespaces cannot be made here (root and CONFIG_NET_NS)",
  tap: () => (existsSync("/dev/net/tun") ? undefined : "/dev/net/tun is missing: modprobe tun"),
  xdp: () =>
    works("/usr/bin/python3", ["-c", "import socket; socket.socket(44, socket.SOCK_RAW)"])
      ? undefined
      : "the kernel has no AF_XDP sockets (CONFIG_XDP_SOCKETS)",
  vxlan: () =>
    works("unshare", ["-n", "ip", "link", "add", "v", "type", "vxlan", "id", "1", "dstport", "4789"])
      ? undefined
      : "the kernel has no VXLAN device: modprobe vxlan",
  hugepages: () =>
    freeHugepages() >= 128 ? undefined : "128 free 2 MiB hugepages: sysctl -w vm.nr_hugepages=512",
  ovs: () =>
    onPath("ovs-vswitchd") && onPath("ovsdb-server")
      ? undefined
      : "Open vSwitch is missing: apt-get install openvswitch-switch",
  ovsVtep: () =>
    existsSync("/usr/share/openvswitch/scripts/ovs-vtep") && works("/usr/bin/python3", ["-c", "import ovs"])
      ? undefined
      : "Open vSwitch's VTEP emulator is missing: apt-get install openvswitch-vtep python3-openvswitch",
  ovsDpdk: () =>
    existsSync("/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk")
      ? undefined
      : "Open vSwitch with DPDK is missing: apt-get install openvswitch-switch-dpdk",
  scapy: () =>
    works("/usr/bin/python3", ["-c", "import scapy"])
      ? undefined
      : "scapy is missing: apt-get install python3-scapy",
  jsonschema: () =>
    works("/usr/bin/python3", ["-c", "import jsonschema"])
      ? undefined
      : "a validator of JSON Schema is missing: apt-get install python3-jsonschema",
  tshark: () => (onPath("tshark") ? undefined : "tshark is missing: apt-get install tshark"),
  qemu: () =>
    onPath("qemu-system-x86_64") && existsSync("/usr/bin/busybox")
      ? undefined
      : "QEMU and a static busybox are missing: apt-get install qemu-system-x86 busybox-static cpio",
  iperf3: () => (onPath("iperf3") ? undefined : "iperf3 is missing: apt-get install iperf3"),
  ping: () => (onPath("ping") ? undefined : "ping is missing: apt-get install iputils-ping"),
  udhcpc: () =>
    works("busybox", ["udhcpc", "--help"]) ? undefined : "udhcpc is missing: apt-get install busybox-static",
  dhclient: () => (onPath("dhclient") ? undefined : "dhclient is missing: apt-get install isc-dhcp-client"),
  traceroute: () => (onPath("traceroute") ? undefined : "traceroute is missing: apt-get install traceroute"),
  testpmd: () => (onPath("dpdk-testpmd") ? undefined : "dpdk-testpmd is missing: apt-get install dpdk"),
  nobody: () =>
    works("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "true"])
      ? undefined
      : "the test cannot give up root to run as nobody",
  built: () =>
    existsSync(join(root, "build/c/dataplane/worker/edgelane-worker")) &&
    existsSync(join(root, "build/js/scripts/cli/main.js"))
      ? undefined
      : "the project is not built: bash scripts/build.sh",
} satisfies Record<string, () => string | undefined>;

export type Need = keyof typeof checks;

const known = new Map<Need, string | undefined>();

/** The first need that this machine does not meet, as a sentence; undefined when all are met. */
export function missing(...needs: Need[]): string | undefined {
  for (const need of needs) {
    if (!known.has(need)) known.set(need, checks[need]());
    const reason = known.get(need);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** A `describe` that runs where all needs are met and says `SKIP name: reason` elsewhere. */
export function story(name: string, needs: Need[], body: () => void): void {
  const reason = missing(...needs);
  if (reason === undefined) {
    describe(name, body);
    return;
  }
  process.stdout.write(`SKIP ${name}: ${reason}\n`);
  describe.skip(`${name} (SKIP: ${reason})`, body);
}
