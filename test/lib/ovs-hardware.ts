// A hardware VTEP as Open vSwitch's emulator plays it (ovs-vtep(8)): a physical switch with one port, its hardware_vtep
// database, and a logical switch bound to the port by VNI. Whoever controls the VTEP writes to that database, as here.
import { join } from "node:path";
import { OvsVtep } from "./ovs-vtep.js";
import { eventually } from "./run.js";

const script = "/usr/share/openvswitch/scripts/ovs-vtep";
const schema = "/usr/share/openvswitch/vtep.ovsschema";

export interface HardwareOptions {
  /** Interface of the namespace that becomes a port of the underlay bridge br-phy. */
  underlay: string;
  /** More interfaces of that bridge: it is the underlay's switch. */
  switched: string[];
  /** Own underlay address with prefix length. */
  local: string;
  /** VNI of the logical switch. */
  vni: number;
  /** Where it sends what it has no station for: the flood proxy. */
  proxy: string;
  /** Inner addresses of the station at its physical port. */
  addresses: string[];
  mtu: number;
}

const SWITCH = "ps0";
const LOGICAL = "ls0";

export class HardwareVtep extends OvsVtep {
  /** The station's interface: the physical port of the switch. */
  readonly port = "p0";

  static async emulate(space: OvsVtep["space"], options: HardwareOptions): Promise<HardwareVtep> {
    const vtep = new HardwareVtep(space);
    const database = join(vtep.folder, "vtep.db");
    await space.run("ovsdb-tool", ["create", database, schema], { env: vtep.env });
    await vtep.daemons(database);
    await vtep.underlay(options);
    await vtep.emulator(options);
    return vtep;
  }

  /** Stations that the VTEP has learned at its own port: what a controller reads. */
  async localMacs(): Promise<string[]> {
    const text = await this.vtepctl("list-local-macs", LOGICAL);
    return [...text.matchAll(/([0-9a-f]{2}(?::[0-9a-f]{2}){5})/g)].map(([mac]) => mac);
  }

  /** Tells the VTEP that a station is behind a tunnel address. */
  async remoteMac(mac: string, at: string): Promise<void> {
    await this.vtepctl("add-ucast-remote", LOGICAL, mac, at);
  }

  private async underlay({ underlay, switched, local }: HardwareOptions): Promise<void> {
    await this.vsctl(
      ...["add-br", "br-phy", "--", "set", "Bridge", "br-phy", "datapath_type=netdev"],
      "other-config:hwaddr=02:00:00:00:fe:01",
    );
    for (const port of [underlay, ...switched]) await this.vsctl("add-port", "br-phy", port);
    await this.space.address("br-phy", local);
    await eventually("the switch's own route", async () =>
      (await this.appctl("ovs/route/show")).includes("br-phy"),
    );
  }

  private async emulator({ local, vni, proxy, addresses, mtu }: HardwareOptions): Promise<void> {
    await this.vsctl(
      ...["add-br", SWITCH, "--", "set", "Bridge", SWITCH, "datapath_type=netdev"],
      ...["--", "add-port", SWITCH, this.port],
      ...["--", "set", "Interface", this.port, "type=internal", `mtu_request=${mtu}`],
    );
    await this.space.address(this.port, ...addresses);
    await this.vtepctl("add-ps", SWITCH);
    await this.vtepctl("set", "Physical_Switch", SWITCH, `tunnel_ips=${local.split("/")[0]}`);
    const running = this.space.spawn(
      "/usr/bin/python3",
      [script, `--log-file=${join(this.folder, "vtep.log")}`, "-vconsole:off", SWITCH],
      { env: this.env },
    );
    await this.vtepctl("add-ls", LOGICAL);
    await this.vtepctl("set", "Logical_Switch", LOGICAL, `tunnel_key=${vni}`);
    await eventually("the emulator to list its physical port", async () => {
      if (!running.running) throw new Error(running.output());
      return (await this.vtepctl("list-ports", SWITCH)).includes(this.port);
    });
    await this.vtepctl("bind-ls", SWITCH, this.port, "0", LOGICAL);
    await this.vtepctl("add-mcast-remote", LOGICAL, "unknown-dst", proxy);
    await eventually("the emulator's tunnel", async () => {
      const flows = await this.space.run("ovs-vsctl", [this.db, "--columns=options", "list", "Interface"], {
        env: this.env,
      });
      return flows.stdout.includes(`key="${vni}"`);
    });
  }

  private get db(): string {
    return `--db=unix:${join(this.folder, "db.sock")}`;
  }

  private async vtepctl(...args: string[]): Promise<string> {
    const { stdout } = await this.space.run("vtep-ctl", [this.db, "--timeout=20", ...args], {
      env: this.env,
    });
    return stdout;
  }
}
