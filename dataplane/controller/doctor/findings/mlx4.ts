// Will net_mlx4 find the card's ports? It goes through the kernel's drivers, so what they lack, it lacks.
import { type Card, portIndex } from "../cards.js";
import { type Finding, finding } from "../codes.js";
import type { Machine } from "../machine/index.js";
import type { Mlx4Card, Mlx4Port } from "../machine/mlx4.js";
import { ARPHRD } from "../machine/netdevs.js";
import { mlx4Option, type Situation, sysfs } from "./situation.js";

/** Bytes; DPDK's guide for mlx4. */
const READ_REQUEST = 1024;

export function judgeMlx4({ machine, cards }: Situation): Finding[] {
  return cards
    .filter(
      ({ model, ports, at }) => model.family === "mlx4" && ports.length > 0 && at.driver === "mlx4_core",
    )
    .flatMap((card) => {
      const facts = machine.mlx4Card(card.at.address);
      return [
        ...modules(machine, card),
        ...infiniband(card, facts),
        ...verbs(card, facts),
        ...steering(machine, card),
        ...netdevs(card),
        ...pause(machine, card),
        ...readRequest(card),
      ];
    });
}

function modules(machine: Machine, { label }: Card): Finding[] {
  const { missing } = machine.mlx4;
  if (missing.length === 0) return [];
  return [
    finding(
      "CHECK_MLX4_MODULES",
      `${label}: the kernel module${missing.length > 1 ? "s" : ""} ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} not loaded`,
      `modprobe -a ${missing.join(" ")}`,
    ),
  ];
}

/** One such port, unless left out by port=N, takes the card's other port with it: the PMD unwinds both. */
function infiniband({ at, ports, label }: Card, facts: Mlx4Card): Finding[] {
  const wanted = ports.map(portIndex);
  const used = facts.ports.filter(({ number }) => wanted.includes(undefined) || wanted.includes(number - 1));
  const wrong = used
    .map((port) => ({ port, sign: infinibandSign(port, at) }))
    .filter(({ sign }) => sign !== "");
  if (wrong.length === 0) return [];
  const folder = sysfs(at.address);
  const free = at.virtualFunctions > 0 ? [`echo 0 > ${folder}/sriov_numvfs`] : [];
  const set = wrong.map(({ port }) => `echo eth > ${folder}/mlx4_port${port.number}`);
  return [
    finding(
      "CHECK_MLX4_INFINIBAND",
      `${label}: port ${wrong.map(({ port, sign }) => `${port.number} of the card is in InfiniBand mode (${sign})`).join(", ")}`,
      `${[...free, ...set].join(" && ")}; to keep it so: ${mlx4Option(`port_type_array=${facts.ports.map(() => 2).join(",")}`)}`,
    ),
  ];
}

/** What says InfiniBand; "" if nothing does. */
function infinibandSign({ number, type, linkLayer }: Mlx4Port, at: Card["at"]): string {
  if (type !== "") return /\bib\b/.test(type) ? `mlx4_port${number}: ${type}` : "";
  if (linkLayer !== "") return linkLayer === "InfiniBand" ? `link_layer: ${linkLayer}` : "";
  const ipoib = at.netdevs.find((each) => each.devPort === number - 1 && each.type === ARPHRD.INFINIBAND);
  return ipoib ? `${ipoib.name} is of type ${ipoib.type}` : "";
}

function verbs({ label }: Card, { verbs: name, verbsUsable }: Mlx4Card): Finding[] {
  if (name === "" || verbsUsable) return [];
  return [
    finding(
      "CHECK_MLX4_VERBS",
      `${label}: /dev/infiniband/${name} cannot be opened`,
      `give the container --device /dev/infiniband/${name}; outside of one: udevadm trigger --subsystem-match=infiniband_verbs`,
    ),
  ];
}

/** The PMD's receive rules need device-managed steering; of a virtual function that is the host's to set. */
function steering({ mlx4 }: Machine, { model, label }: Card): Finding[] {
  if (model.virtual || mlx4.steering === undefined || mlx4.steering <= 0) return [];
  return [
    finding(
      "CHECK_MLX4_STEERING",
      `${label}: mlx4_core runs with log_num_mgm_entry_size=${mlx4.steering}, which is no device-managed steering: no receive rule, no VXLAN offload`,
      mlx4Option("log_num_mgm_entry_size=-1"),
    ),
  ];
}

function netdevs({ at, ports, label }: Card): Finding[] {
  return ports.flatMap((port) => {
    const own = at.netdevs.find(
      ({ type, devPort }) => type === ARPHRD.ETHER && devPort === (portIndex(port) ?? 0),
    );
    if (!own) return [];
    if (own.master !== "")
      return [
        finding(
          "CHECK_MLX4_BOND",
          `${label}: its network device ${own.name} belongs to ${own.master}, which net_mlx4 does not see through`,
          `ip link set dev ${own.name} nomaster`,
        ),
      ];
    if (own.mtu >= port.mtu) return [];
    return [
      finding(
        "CHECK_MLX4_MTU",
        `${label}: its network device ${own.name} has an MTU of ${own.mtu}, the port raises it to ${port.mtu}, for the kernel too`,
        `ip link set dev ${own.name} mtu ${port.mtu}`,
      ),
    ];
  });
}

function pause({ mlx4 }: Machine, { label }: Card): Finding[] {
  const { rx, tx } = mlx4.pause;
  if (rx === 0 && tx === 0) return [];
  return [
    finding(
      "CHECK_MLX4_PAUSE",
      `${label}: mlx4_en runs with pfcrx=${rx} pfctx=${tx}: one slow queue holds up the port`,
      `echo "options mlx4_en pfcrx=0 pfctx=0" >> /etc/modprobe.d/edgelane-mlx4.conf && update-initramfs -u && reboot`,
    ),
  ];
}

/** setpci: CAP_EXP+8 is the device control register, bits 14:12 are the size, 3 = 1024. */
function readRequest({ at, model, label }: Card): Finding[] {
  if (model.virtual || at.readRequest === 0 || at.readRequest >= READ_REQUEST) return [];
  return [
    finding(
      "CHECK_MLX4_READ_REQUEST",
      `${label} may ask ${at.readRequest} bytes of memory at once, ${READ_REQUEST} serve it better`,
      `setpci -s ${at.address} CAP_EXP+8.w=3000:7000`,
    ),
  ];
}
