// A node as a person starts it, for guests in namespaces: `edgelane run`, its ports TAPs that move there or sockets on
// veths. Its worker polls the last CPU. It must end with the measurement.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { packageRoot } from "../../bindings/root.js";
import { NodeClient } from "../../dataplane/controller/index.js";
import { BenchError } from "../error.js";
import { MEASURED } from "../machine.js";
import { stepAhead } from "../setup/priority.js";
import { ip, type Spaces } from "./space.js";

export type By = "tap" | "net_tap" | "net_af_xdp" | "net_af_packet";

const isTap = (by: By): boolean => by === "tap" || by === "net_tap";

export interface NodePort {
  name: string;
  by: By;
  space: string;
  /** Interface in the namespace. */
  as: string;
  /** With prefix length; none: it is only brought up. */
  address?: string;
  mtu?: number;
}

export interface NodeSetup {
  folder: string;
  ports: readonly NodePort[];
  /** The port and address of the node's tunnels. */
  underlay?: { port: string; address: string };
  topology: Record<string, unknown>;
}

export const HOST = "node";

let interfaces = 0;

export async function startNode(
  spaces: Spaces,
  { folder, ports, underlay, topology }: NodeSetup,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const name = `guests-${process.pid}`;
  // A namespace that is gone keeps its interfaces for a moment.
  const first = interfaces;
  interfaces += ports.length;
  const own = (i: number): string => `elb${process.pid}p${first + i}`;
  for (const [i, port] of ports.entries()) if (!isTap(port.by)) veth(spaces, own(i), port);
  const file = (label: string, document: object): string => {
    const path = join(folder, `${label}.json`);
    writeFileSync(path, JSON.stringify(document));
    return path;
  };
  const profile = file("profile", {
    ...{ version: 1, role: "compute", host: HOST, name, cores: [MEASURED] },
    ports: ports.map(({ name, by, mtu = 1500 }, i) => ({
      name,
      mtu,
      device: `${by}${i},iface=${own(i)}`,
    })),
    underlay: underlay === undefined ? [] : [{ port: underlay.port, addresses: [underlay.address] }],
    memory: { hugepages: false, megabytes: 256 },
  });
  const words = [
    "run",
    profile,
    "--topology",
    file("topology", { version: 1, hosts: [{ id: HOST }], ...topology }),
  ];
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, EDGELANE_RUN_DIR: folder };
  const child = spaces.start(join(packageRoot, "scripts/edgelane"), words, env);
  let said = "";
  child.stderr?.on("data", (data) => {
    said += data;
  });
  const client = new NodeClient(name, folder);
  for (let tries = 0; !(await client.get("status").catch(() => undefined)); tries++) {
    if (child.exitCode !== null || tries === 80)
      throw new BenchError("BENCH_NODE", `The node did not start: ${said.trim()}`, "edgelane check");
    await pause(250);
  }
  for (const pid of workersOf(folder)) stepAhead(pid);
  for (const [i, port] of ports.entries()) if (isTap(port.by)) handOver(spaces, own(i), i, port);
}

/** The worker that runs from a start file in this folder. */
function workersOf(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return words.includes("edgelane-worker") && words.includes(folder);
      } catch {
        return false; // it has ended
      }
    });
}

function veth(spaces: Spaces, own: string, port: NodePort): void {
  const { space, as, mtu = 1500 } = port;
  ip(`link add name ${own} mtu ${mtu} type veth peer name ${as} mtu ${mtu} netns ${space}`);
  spaces.run(space, "ethtool", "-K", as, ..."tx off tso off gso off".split(" "));
  ip(`link set ${own} up`);
  addressed(spaces, port);
}

function handOver(spaces: Spaces, own: string, i: number, port: NodePort): void {
  const { space, as, mtu = 1500 } = port;
  ip(`link set ${own} netns ${space} name ${as}`);
  spaces.ip(space, `link set ${as} address 02:00:00:67:00:0${i + 1} mtu ${mtu}`);
  addressed(spaces, port);
}

function addressed(spaces: Spaces, { space, as, address }: NodePort): void {
  if (address !== undefined) spaces.ip(space, `address add ${address} dev ${as}`);
  spaces.ip(space, `link set ${as} up`);
}
