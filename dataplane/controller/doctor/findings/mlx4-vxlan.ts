// Will a ConnectX-3 Pro look into VXLAN? The PMD says yes by the device id alone; the kernel and firmware decide.
import type { Card } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Machine } from "../machine/index.js";
import { ARPHRD } from "../machine/netdevs.js";
import { cardWishes } from "../wishes.js";
import { mlx4Option, type Situation } from "./situation.js";
import { older } from "./version.js";

/** VXLAN stateless offload, and a UDP port of one's own for it. */
const FLOOR = "2.32.5100";
const PORT_FLOOR = "2.31.5050";
/** Bit of the negated log_num_mgm_entry_size that selects static A0 steering. */
const STATIC_A0 = 4;

export function judgeVxlan({ machine, cards, profile }: Situation): Finding[] {
  if (!profile) return [];
  return cards
    .filter(({ model, at }) => model.family === "mlx4" && model.tunnels && at.driver === "mlx4_core")
    .flatMap((card) => {
      const port = card.ports.flatMap((each) => cardWishes(each, profile).vxlanPorts)[0];
      if (port === undefined) return [];
      return [...staticSteering(machine, card), ...device(machine, card, port), ...firmware(machine, card)];
    });
}

function staticSteering({ mlx4 }: Machine, { label }: Card): Finding[] {
  const { steering } = mlx4;
  if (steering === undefined || steering > 0 || (-steering & STATIC_A0) === 0) return [];
  return [
    finding(
      "CHECK_MLX4_STATIC_A0",
      `${label} wishes VXLAN offload, and mlx4_core runs with log_num_mgm_entry_size=${steering}: static A0 steering excludes it`,
      mlx4Option("log_num_mgm_entry_size=-1"),
    ),
  ];
}

function device({ vxlans, udpPorts }: Machine, { at, label }: Card, port: number): Finding[] {
  if (vxlans.length > 0 && udpPorts.has(port)) return [];
  const netdev = at.netdevs.find(({ type }) => type === ARPHRD.ETHER)?.name;
  const has = vxlans.length > 0 ? ` (${vxlans.join(", ")} serves another)` : "";
  return [
    finding(
      "CHECK_MLX4_VXLAN",
      `${label} wishes VXLAN offload for UDP port ${port}, and no kernel VXLAN device of that port is up${has}`,
      `ip link add vx-el0 type vxlan id 1 dstport ${port}${netdev ? ` dev ${netdev}` : ""} && ip link set vx-el0 up`,
    ),
  ];
}

function firmware(machine: Machine, { at, label }: Card): Finding[] {
  const { firmware: version } = machine.mlx4Card(at.address);
  if (version === "" || !older(version, FLOOR)) return [];
  const lacks = older(version, PORT_FLOOR) ? `, and ${PORT_FLOOR} for a UDP port of one's own` : "";
  return [
    finding(
      "CHECK_MLX4_FIRMWARE",
      `${label} runs firmware ${version}, VXLAN offload needs ${FLOOR}${lacks}`,
      `mstflint -d ${at.address} -i fw-ConnectX3Pro.bin burn`,
    ),
  ];
}
