// May this process open its ports at all?
import { isPci, isTap } from "../../../profiles/device.js";
import { type Finding, finding } from "../codes.js";
import type { Capability } from "../machine/process.js";
import type { Situation } from "./situation.js";

const NEEDS_ROOT = /^(tap|net_tap|net_af_packet|net_af_xdp)/;
/** net_mlx4 sends raw packets through verbs and sets its network device's MTU and state. */
const MLX4_NEEDS: readonly Capability[] = ["NET_RAW", "NET_ADMIN"];

export function judgePrivileges(situation: Situation): Finding[] {
  return [...rootAndTun(situation), ...capabilities(situation), ...memlock(situation)];
}

function rootAndTun({ machine, profile }: Situation): Finding[] {
  const needy = profile?.ports.find(({ device }) => NEEDS_ROOT.test(device) || isPci(device));
  if (!machine.process.root)
    return needy || !profile
      ? [
          finding(
            "CHECK_ROOT",
            needy
              ? `not root, and port ${needy.name} (${needy.device}) needs it`
              : "not root: TAP, AF_PACKET and NIC ports cannot be opened; captures can",
            "run it with sudo, or use capture ports: edgelane replay",
          ),
        ]
      : [];
  const tap = profile
    ? profile.ports.find(({ device }) => isTap(device) || device.startsWith("net_tap"))
    : { name: "any" };
  if (!tap || machine.process.tun) return [];
  const message = `/dev/net/tun cannot be opened: no TAP port (${tap.name}) can be made`;
  return [finding("CHECK_TUN", message, "modprobe tun")];
}

function capabilities({ machine, cards }: Situation): Finding[] {
  const card = cards.find(({ model, ports }) => model.family === "mlx4" && ports.length > 0);
  const lacking = MLX4_NEEDS.filter((name) => !machine.process.capabilities.has(name));
  if (!card || !machine.process.root || lacking.length === 0) return [];
  const names = lacking.map((name) => `CAP_${name}`).join(" and ");
  return [
    finding(
      "CHECK_CAPABILITIES",
      `${card.label}: this process is root without ${names}`,
      `give its container ${lacking.map((name) => `--cap-add ${name}`).join(" ")}`,
    ),
  ];
}

/** A card's driver pins the memory it reaches; without CAP_IPC_LOCK that counts against a limit. */
function memlock({ machine, profile, cards }: Situation): Finding[] {
  const { root, capabilities: held, memlockMiB } = machine.process;
  if (!profile || cards.length === 0 || !root || held.has("IPC_LOCK")) return [];
  const { megabytes, perSocket } = profile.memory;
  const wanted = perSocket?.reduce((sum, each) => sum + each, 0) ?? megabytes;
  if (memlockMiB >= wanted) return [];
  return [
    finding(
      "CHECK_MEMLOCK",
      `${cards[0]!.label}: the card must reach ${wanted} MiB, this process may lock ${Math.floor(memlockMiB)} MiB`,
      "ulimit -l unlimited",
    ),
  ];
}
