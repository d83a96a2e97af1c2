// What the kernel's mlx4 drivers tell of themselves and of a ConnectX-3.
import type { Tree } from "./tree.js";

/** One port of a card, numbered from 1 as the kernel does. */
export interface Mlx4Port {
  number: number;
  /** "eth", "auto (ib)" ...; "": not told. */
  type: string;
  /** "Ethernet" or "InfiniBand"; "": not told. */
  linkLayer: string;
}

export interface Mlx4Card {
  ports: Mlx4Port[];
  /** "2.42.5000"; "": not told. */
  firmware: string;
  /** "uverbs0"; "": no verbs device. */
  verbs: string;
  /** That verbs device can be opened. */
  verbsUsable: boolean;
}

export interface Mlx4Drivers {
  /** Modules net_mlx4 needs and the kernel has neither loaded nor built in. */
  missing: string[];
  /** log_num_mgm_entry_size of mlx4_core; undefined: not told. */
  steering?: number;
  /** Bit masks of priorities with flow control, received and sent. */
  pause: { rx: number; tx: number };
}

const NEEDED = ["mlx4_core", "mlx4_en", "mlx4_ib", "ib_uverbs"];

export function readMlx4Drivers(tree: Tree): Mlx4Drivers {
  const release = tree.text("proc/sys/kernel/osrelease");
  const builtin = tree.text(`lib/modules/${release}/modules.builtin`);
  const steering = tree.text("sys/module/mlx4_core/parameters/log_num_mgm_entry_size");
  return {
    missing: NEEDED.filter((name) => !tree.exists(`sys/module/${name}`) && !builtin.includes(`/${name}.ko`)),
    ...(steering !== "" && { steering: Number(steering) }),
    pause: {
      rx: Number(tree.text("sys/module/mlx4_en/parameters/pfcrx")),
      tx: Number(tree.text("sys/module/mlx4_en/parameters/pfctx")),
    },
  };
}

export function readMlx4Card(tree: Tree, address: string): Mlx4Card {
  const folder = `sys/bus/pci/devices/${address}`;
  const verbs = tree.list(`${folder}/infiniband_verbs`)[0] ?? "";
  const device = `${folder}/infiniband/${tree.list(`${folder}/infiniband`)[0] ?? ""}`;
  const numbers = new Set([
    ...tree.list(folder).map((name) => /^mlx4_port(\d+)$/.exec(name)?.[1]),
    ...tree.list(`${device}/ports`),
  ]);
  return {
    ports: [...numbers]
      .filter((number) => number !== undefined)
      .sort()
      .map((number) => ({
        number: Number(number),
        type: tree.text(`${folder}/mlx4_port${number}`),
        linkLayer: tree.text(`${device}/ports/${number}/link_layer`),
      })),
    firmware: tree.text(`${device}/fw_ver`),
    verbs,
    verbsUsable: tree.usable(`dev/infiniband/${verbs}`),
  };
}
