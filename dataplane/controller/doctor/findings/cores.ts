// Do the lcores have CPUs, near their cards, to themselves?
import { type Finding, finding } from "../codes.js";
import { bootWith, type Lcore, type Situation } from "./situation.js";

export function judgeCores(situation: Situation): Finding[] {
  const { machine, profile } = situation;
  const { allowed } = machine.cpus;
  const wanted = profile?.lcores?.map(({ lcore }) => lcore) ?? profile?.cores ?? [];
  const absent = wanted.filter((cpu) => !allowed.includes(cpu));
  if (absent.length > 0)
    return [
      finding(
        "CHECK_CORES",
        `the profile polls on CPU ${absent.join(", ")}, this process may use ${allowed.join(", ")}`,
        `set /lcores or /cores in the profile to CPUs among ${allowed.join(", ")}`,
      ),
    ];
  return [
    ...shared(situation),
    ...node(situation),
    ...smt(situation),
    ...isolation(situation),
    ...governor(situation),
  ];
}

function shared({ machine, profile, lcores }: Situation): Finding[] {
  const chosen = profile?.lcores !== undefined || profile?.cores !== undefined;
  if (!chosen || lcores.length < machine.cpus.allowed.length) return [];
  return [
    finding(
      "CHECK_CORES_SHARED",
      "every CPU polls: the controller shares one with an lcore",
      "leave one CPU out of the profile's /lcores, or set /idle/backoffUs",
    ),
  ];
}

function node({ machine, cards, lcores }: Situation): Finding[] {
  const { all, allowed } = machine.cpus;
  return cards.flatMap((card) => {
    const far = lcores.filter(
      (lcore) => card.at.node >= 0 && lcore.cards.includes(card) && all.get(lcore.cpu)?.node !== card.at.node,
    );
    if (far.length === 0) return [];
    const near = allowed.filter((cpu) => all.get(cpu)?.node === card.at.node);
    return [
      finding(
        "CHECK_CORES_NODE",
        `${card.label} sits on NUMA node ${card.at.node}, CPU ${cpus(far)} that polls it on node ${all.get(far[0]!.cpu)?.node}`,
        near.length > 0
          ? `set /lcores or /cores in the profile to CPUs among ${near.join(", ")}`
          : `let this process use CPUs of node ${card.at.node}`,
      ),
    ];
  });
}

function smt({ machine, lcores }: Situation): Finding[] {
  const { all, allowed } = machine.cpus;
  const polling = lcores.map(({ cpu }) => cpu);
  const pairs = lcores
    .filter(({ cards }) => cards.length > 0)
    .map(({ cpu }) => all.get(cpu)?.siblings.filter((sibling) => polling.includes(sibling)) ?? [])
    .filter((core) => core.length > 1);
  const core = pairs[0];
  if (!core) return [];
  const firsts = allowed.filter((cpu) => (all.get(cpu)?.siblings[0] ?? cpu) === cpu);
  return [
    finding(
      "CHECK_CORES_SMT",
      `the lcores on CPUs ${core.join(" and ")} share one core`,
      `set /lcores or /cores in the profile to one CPU a core: ${firsts.join(", ")}`,
    ),
  ];
}

function isolation({ machine, lcores }: Situation): Finding[] {
  const { isolated, nohzFull } = machine.cpus;
  const polling = lcores.filter(({ cards }) => cards.length > 0);
  const open = polling.filter(({ cpu }) => !isolated.has(cpu));
  const ticking = nohzFull ? polling.filter(({ cpu }) => isolated.has(cpu) && !nohzFull.has(cpu)) : [];
  const list = polling.map(({ cpu }) => cpu).join(",");
  const remedy = bootWith(`isolcpus=${list} nohz_full=${list} rcu_nocbs=${list}`);
  return [
    ...(open.length > 0
      ? [
          finding(
            "CHECK_CORES_ISOLATED",
            `the kernel schedules other work on CPU ${cpus(open)}, which polls ${card(open)}`,
            remedy,
          ),
        ]
      : []),
    ...(ticking.length > 0
      ? [
          finding(
            "CHECK_CORES_TICK",
            `the timer tick interrupts CPU ${cpus(ticking)}, which polls ${card(ticking)}`,
            remedy,
          ),
        ]
      : []),
  ];
}

function governor({ machine, lcores }: Situation): Finding[] {
  const governed = (cpu: number) => machine.cpus.all.get(cpu)?.governor ?? "";
  const slow = lcores.filter(
    ({ cpu, cards }) => cards.length > 0 && !["", "performance"].includes(governed(cpu)),
  );
  if (slow.length === 0) return [];
  const files = slow.map(({ cpu }) => `/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`);
  return [
    finding(
      "CHECK_GOVERNOR",
      `CPU ${cpus(slow)}, which polls ${card(slow)}, runs under the governor ${governed(slow[0]!.cpu)}`,
      `echo performance | tee ${files.join(" ")}`,
    ),
  ];
}

function cpus(lcores: readonly Lcore[]): string {
  return lcores.map(({ cpu }) => cpu).join(", ");
}

function card(lcores: readonly Lcore[]): string {
  return lcores[0]!.cards[0]!.label;
}
