// Open vSwitch's userspace datapath as the remote GRE (or VXLAN) endpoint: a database and a switch of our own, in a
// namespace and a folder of their own, ended by pid. It must never touch the system's Open vSwitch.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Netns } from "./netns.js";
import { eventually } from "./run.js";

const schema = "/usr/share/openvswitch/vswitch.ovsschema";

export interface OvsVtepOptions {
  /** Interface of the namespace that becomes a port of the underlay bridge. */
  underlay: string;
  /** Own underlay address with prefix length ("192.0.2.2/24"). */
  local: string;
  remote: string;
  type: "gre" | "vxlan";
  key: number;
  /** Inner addresses of the station behind it. */
  addresses: string[];
  /** Inner MTU; default: 1500 less the outer headers. */
  mtu?: number;
  underlayMtu?: number;
}

/** Outer bytes that GRE with key and an Ethernet payload has in front of the inner IP packet. */
export const greOverhead = (remote: string): number => (remote.includes(":") ? 40 : 20) + 8 + 14;

export class OvsVtep {
  /** The station's interface, in the namespace. */
  readonly device = "br-int";

  protected readonly folder: string;
  protected readonly env: Record<string, string>;

  protected constructor(readonly space: Netns) {
    const folder = join(space.lab.folder, `ovs-${space.name}`);
    mkdirSync(folder);
    this.folder = folder;
    this.env = { OVS_RUNDIR: folder, OVS_LOGDIR: folder, OVS_DBDIR: folder, OVS_SYSCONFDIR: folder };
  }

  static async start(space: Netns, options: OvsVtepOptions): Promise<OvsVtep> {
    const ovs = new OvsVtep(space);
    await ovs.daemons();
    await ovs.wire(options);
    return ovs;
  }

  /** ovs-appctl to the switch. */
  async appctl(...args: string[]): Promise<string> {
    return (
      await this.space.run("ovs-appctl", ["-t", join(this.folder, "switch.ctl"), ...args], { env: this.env })
    ).stdout;
  }

  /** `databases`: served beside the switch's own. */
  protected async daemons(...databases: string[]): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    await this.space.run("ovsdb-tool", ["create", at("conf.db"), schema], { env: this.env });
    const log = (name: string) => [`--log-file=${at(name)}`, "-vconsole:off", "--no-chdir"];
    this.space.spawn(
      "ovsdb-server",
      [
        at("conf.db"),
        ...databases,
        `--remote=punix:${at("db.sock")}`,
        `--unixctl=${at("db.ctl")}`,
        ...log("db.log"),
      ],
      { env: this.env },
    );
    await eventually("ovsdb-server's socket", () => existsSync(at("db.sock")));
    await this.vsctl("--no-wait", "init");
    // A system datapath needs the openvswitch module; only the userspace one is asked for.
    const daemon = this.space.spawn(
      "ovs-vswitchd",
      [`unix:${at("db.sock")}`, `--unixctl=${at("switch.ctl")}`, ...log("switch.log")],
      { env: this.env },
    );
    await eventually("ovs-vswitchd's socket", () => {
      if (!daemon.running) throw new Error(daemon.output());
      return existsSync(at("switch.ctl"));
    });
  }

  private async wire(options: OvsVtepOptions): Promise<void> {
    const address = options.local.split("/")[0]!;
    const overhead = options.type === "gre" ? greOverhead(options.remote) : greOverhead(options.remote) + 8;
    const underlayMtu = options.underlayMtu ?? 1500;
    const mtu = options.mtu ?? underlayMtu - overhead;
    for (const [bridge, size] of [["br-phy", underlayMtu] as const, ["br-int", mtu] as const]) {
      await this.vsctl(
        ...[
          "add-br",
          bridge,
          "--",
          "set",
          "Bridge",
          bridge,
          "datapath_type=netdev",
          `other-config:hwaddr=${randomMac()}`,
        ],
        ...["--", "set", "Interface", bridge, `mtu_request=${size}`],
      );
    }
    await this.vsctl("add-port", "br-phy", options.underlay);
    await this.space.address("br-phy", options.local);
    await this.space.address("br-int", ...options.addresses);
    await this.vsctl(
      ...["add-port", "br-int", "tun0", "--", "set", "Interface", "tun0", `type=${options.type}`],
      `options:remote_ip=${quoted(options.remote)}`,
      `options:local_ip=${quoted(address)}`,
      `options:key=${options.key}`,
      ...(options.remote.includes(":") && options.type === "vxlan" ? ["options:csum=true"] : []),
    );
    await eventually("the switch's route to its peer", async () => {
      const routes = await this.appctl("ovs/route/show");
      return routes.includes("br-phy");
    });
  }

  protected async vsctl(...args: string[]): Promise<void> {
    const base = [`--db=unix:${join(this.folder, "db.sock")}`, "--timeout=20"];
    try {
      await this.space.run("ovs-vsctl", [...base, ...args], { env: this.env });
    } catch (error) {
      const log = join(this.folder, "switch.log");
      const tail = existsSync(log) ? readFileSync(log, "utf8").slice(-1500) : "";
      throw new Error(`${error instanceof Error ? error.message : error}\n${tail}`);
    }
  }
}

/** A locally administered unicast address: a bridge would else take the address of its underlay port. */
const randomMac = (): string => `02:${randomBytes(5).toString("hex").match(/../g)!.join(":")}`;

const quoted = (address: string): string => `"${address}"`;
