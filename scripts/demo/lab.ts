// The outside world of the live demo: namespaces for two VMs and for a host whose VTEP is the Linux kernel's own.
// Everything is named after this process and goes away with close(); nothing else is ever touched.
//
//      vm1 (10.0.1.10) ─TAP─┐            ┌─TAP─ remote: 192.0.2.2, kernel vxlan 5001, station 10.0.1.20
//                            edgelane ────┤
//      vm2 (10.0.2.10) ─TAP─┘  192.0.2.1 └
import { spawn } from "node:child_process";
import { ElError } from "../../dataplane/topology/index.js";

/** What a finished command said. */
interface Said {
  code: number;
  out: string;
}

function command(words: readonly string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
    });
    child.stderr.on("data", (bytes: Buffer) => {
      out += bytes.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, out }));
  });
}

async function must(...words: string[]): Promise<void> {
  const said = await command(words);
  if (said.code !== 0)
    throw new ElError("DEMO_COMMAND", `\`${words.join(" ")}\` failed: ${said.out.trim().split("\n")[0]}`, {
      remedy: "run it by hand to see why; as root on a machine with network namespaces it works",
    });
}

/** Addresses of the demo, as dataplane/topology/examples/demo.json has them. */
export const DEMO = {
  vm1: { address: "10.0.1.10", gateway: "10.0.1.1", prefix: 24 },
  vm2: { address: "10.0.2.10", gateway: "10.0.2.1", prefix: 24 },
  remote: { address: "10.0.1.20", gateway: "10.0.1.1", prefix: 24 },
  underlay: { node: "192.0.2.1", remote: "192.0.2.2", prefix: 24 },
  vni: 5001,
  mtu: 1450,
} as const;

export type Station = "vm1" | "vm2" | "remote";

/** The namespaces and what is in them. */
export class DemoLab {
  private readonly made: string[] = [];

  constructor(private readonly prefix = `edgelane-demo-${process.pid}`) {}

  private space(station: Station): string {
    return `${this.prefix}-${station}`;
  }

  private in(station: Station, ...words: string[]): Promise<void> {
    return must("ip", "-n", this.space(station), ...words);
  }

  /** Makes the namespaces and moves the worker's TAP devices into them. */
  async build(taps: Readonly<Record<"vm1" | "vm2" | "up0", string>>): Promise<void> {
    for (const station of ["vm1", "vm2", "remote"] as const) {
      await must("ip", "netns", "add", this.space(station));
      this.made.push(this.space(station));
      // IPv6 would chatter of its own accord, and the demo is about four journeys.
      const quiet = "for f in all default; do echo 1 > /proc/sys/net/ipv6/conf/$f/disable_ipv6; done";
      await must("ip", "netns", "exec", this.space(station), "sh", "-c", quiet);
      await this.in(station, "link", "set", "lo", "up");
    }
    for (const vm of ["vm1", "vm2"] as const) {
      await must("ip", "link", "set", taps[vm], "netns", this.space(vm), "name", "eth0");
      await this.in(vm, "address", "add", `${DEMO[vm].address}/${DEMO[vm].prefix}`, "dev", "eth0");
      await this.in(vm, "link", "set", "eth0", "mtu", String(DEMO.mtu), "up");
      await this.in(vm, "route", "add", "default", "via", DEMO[vm].gateway);
    }
    await must("ip", "link", "set", taps.up0, "netns", this.space("remote"), "name", "up0");
    await this.in(
      "remote",
      "address",
      "add",
      `${DEMO.underlay.remote}/${DEMO.underlay.prefix}`,
      "dev",
      "up0",
    );
    await this.in("remote", "link", "set", "up0", "up");
    await this.in(
      "remote",
      ...["link", "add", "vxlan0", "type", "vxlan", "id", String(DEMO.vni), "dstport", "4789"],
      ...["local", DEMO.underlay.remote, "remote", DEMO.underlay.node],
    );
    await this.in(
      "remote",
      "address",
      "add",
      `${DEMO.remote.address}/${DEMO.remote.prefix}`,
      "dev",
      "vxlan0",
    );
    await this.in("remote", "link", "set", "vxlan0", "mtu", String(DEMO.mtu), "up");
    await this.in("remote", "route", "add", "10.0.2.0/24", "via", DEMO.remote.gateway);
  }

  /** Pings from one station to an address; resolves to the summary line of ping. */
  async ping(from: Station, to: string, count: number): Promise<string> {
    const words = ["ip", "netns", "exec", this.space(from), "ping", "-n", "-c", String(count)];
    const said = await command([...words, "-i", "0.2", "-W", "2", to]);
    return said.out.split("\n").find((line) => line.includes("packets transmitted")) ?? said.out.trim();
  }

  /** Removes all that build() made, also after it failed half-way. */
  async close(): Promise<void> {
    for (const space of this.made.splice(0)) await command(["ip", "netns", "delete", space]);
  }
}
