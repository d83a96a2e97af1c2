// The doctor reads captured trees of /sys and /proc, one per situation, and names the cause and the remedy.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Profile } from "../../../profiles/profile.js";
import { diagnose } from "../diagnose.js";
import { cpuList, readMachine } from "../machine.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HEALTHY: Readonly<Record<string, string>> = {
  "sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages": "1024\n",
  "sys/devices/system/node/node0/hugepages/hugepages-2048kB/free_hugepages": "1024\n",
  "sys/devices/system/cpu/online": "0-3\n",
  "sys/bus/pci/devices/0000:01:00.0/uevent": "DRIVER=mlx4_core\nPCI_ID=15B3:1007\n",
  "proc/self/status": "Name:\tnode\nCpus_allowed_list:\t0-3\n",
  "proc/meminfo": "MemTotal: 33554432 kB\nMemAvailable: 16777216 kB\n",
  "dev/net/tun": "",
};

let trees = 0;
function tree(changes: Readonly<Record<string, string | null>> = {}): string {
  const root = join(folder, `tree${trees++}`);
  for (const [path, content] of Object.entries({ ...HEALTHY, ...changes })) {
    if (content === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const profile = (changes: Record<string, unknown>): Profile =>
  ({
    ports: [
      { name: "vm1", device: "net_tap0,iface=vm1", mtu: 1500 },
      { name: "up0", device: "0000:01:00.0", mtu: 1600 },
    ],
    underlay: [{ port: "up0", addresses: ["192.0.2.1/24"], gateways: [], mtu: 1600 }],
    memory: { hugepages: true, megabytes: 512 },
    lcores: [{ lcore: 1, queues: [] }],
    ...changes,
  }) as unknown as Profile;

const codes = (root: string, uid: number, wanted?: Profile) =>
  diagnose(readMachine(root, uid), wanted).map((finding) => finding.code);

describe("the doctor", () => {
  it("finds nothing on a healthy machine", () => {
    expect(codes(tree(), 0, profile({}))).toEqual([]);
    expect(codes(tree(), 0)).toEqual([]);
  });

  it("names the file to write when hugepages are too few", () => {
    const root = tree({ "sys/devices/system/node/node0/hugepages/hugepages-2048kB/free_hugepages": "10\n" });
    const [finding] = diagnose(readMachine(root, 0), profile({}));
    expect(finding).toMatchObject({ code: "CHECK_HUGEPAGES", level: "error" });
    expect(finding!.remedy).toBe(
      "echo 1270 > /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages",
    );
  });

  it("tells a missing card by its address", () => {
    const wanted = profile({ ports: [{ name: "up0", device: "0000:41:00.0", mtu: 1600 }] });
    expect(codes(tree(), 0, wanted)).toEqual(["CHECK_DEVICE"]);
  });

  it("asks for root only where a port needs it", () => {
    expect(codes(tree(), 1000, profile({}))).toEqual(["CHECK_ROOT"]);
    const captures = profile({
      ports: [{ name: "vm1", device: "net_pcap0,rx_pcap=a", mtu: 1500 }],
      underlay: [],
    });
    expect(codes(tree(), 1000, captures)).toEqual([]);
  });

  it("sees CPUs this process may not use, and a controller without one of its own", () => {
    const status = { "proc/self/status": "Cpus_allowed_list:\t0-1\n" };
    expect(codes(tree(status), 0, profile({ lcores: [{ lcore: 3 }] }))).toEqual(["CHECK_CORES"]);
    expect(codes(tree(status), 0, profile({ lcores: [{ lcore: 0 }, { lcore: 1 }] }))).toEqual([
      "CHECK_CORES_SHARED",
    ]);
  });

  it("sees a tunnel too small for the ports it serves", () => {
    const underlay = [{ port: "up0", addresses: ["2001:db8::1/64"], gateways: [], mtu: 1500 }];
    expect(codes(tree(), 0, profile({ underlay }))).toEqual(["CHECK_MTU"]);
  });

  it("sees that TAP ports cannot be made", () => {
    expect(codes(tree({ "dev/net/tun": null }), 0, profile({}))).toEqual(["CHECK_TUN"]);
  });

  it("reads CPU lists as the kernel writes them", () => {
    expect(cpuList("0-2,5")).toEqual([0, 1, 2, 5]);
    expect(cpuList("")).toEqual([]);
  });
});
