// Is there memory, in large pages, near the cards?
import type { Profile } from "../../../profiles/profile.js";
import { type Finding, finding } from "../codes.js";
import { freeMiB, type Memory } from "../machine/memory.js";
import type { Situation } from "./situation.js";

export function judgeMemory({ machine, profile, cards }: Situation): Finding[] {
  const { memory } = machine;
  if (!profile)
    return freeMiB(memory) > 0
      ? []
      : [
          finding(
            "CHECK_HUGEPAGES",
            "no hugepage is free: ports run without, with more TLB misses",
            "echo 512 > /proc/sys/vm/nr_hugepages",
          ),
        ];
  if (!profile.memory.hugepages) return ordinary(memory, profile, cards[0]?.label);
  const short = hugepages(memory, profile);
  return short.length > 0 ? short : nearCards(memory, profile, cards);
}

function ordinary(memory: Memory, { memory: wanted }: Profile, card?: string): Finding[] {
  const found: Finding[] = [];
  if (memory.available < wanted.megabytes)
    found.push(
      finding(
        "CHECK_MEMORY",
        `the profile wants ${wanted.megabytes} MiB, ${memory.available} MiB are available`,
        "lower /memory/megabytes in the profile, or free memory",
      ),
    );
  if (card)
    found.push(
      finding(
        "CHECK_HUGEPAGES_OFF",
        `${card}: the profile keeps its packets in ordinary pages, with more TLB misses`,
        "set /memory/hugepages in the profile to true",
      ),
    );
  return found;
}

function hugepages(memory: Memory, { memory: wanted }: Profile): Finding[] {
  const parts = wanted.perSocket ?? [wanted.megabytes];
  return parts.flatMap((megabytes, i) => {
    const node = wanted.perSocket ? i : undefined;
    const free = freeMiB(memory, node);
    if (free >= megabytes) return [];
    const where = node === undefined ? "" : ` on NUMA node ${node}`;
    return [
      finding(
        "CHECK_HUGEPAGES",
        `the profile wants ${megabytes} MiB of hugepages${where}, ${Math.floor(free)} MiB are free`,
        reserve(memory, node ?? 0, megabytes - free),
      ),
    ];
  });
}

function nearCards(memory: Memory, { memory: wanted }: Profile, cards: Situation["cards"]): Finding[] {
  return cards.flatMap(({ at, label }) => {
    if (!memory.hugepages.some(({ node }) => node === at.node)) return [];
    if (wanted.perSocket && !wanted.perSocket[at.node])
      return [
        finding(
          "CHECK_HUGEPAGES_NODE",
          `${label} sits on NUMA node ${at.node}, where the profile wants no hugepage`,
          `set /memory/perSocket/${at.node} in the profile to ${Math.max(...wanted.perSocket)}`,
        ),
      ];
    if (wanted.perSocket || freeMiB(memory, at.node) > 0) return [];
    return [
      finding(
        "CHECK_HUGEPAGES_NODE",
        `${label} sits on NUMA node ${at.node}, where no hugepage is free`,
        reserve(memory, at.node, wanted.megabytes),
      ),
    ];
  });
}

function reserve(memory: Memory, node: number, megabytes: number): string {
  const pages = memory.hugepages.find((entry) => entry.node === node && entry.pageKiB === 2048);
  const target = (pages?.total ?? 0) + Math.ceil(megabytes / 2);
  return `echo ${target} > /sys/devices/system/node/node${node}/hugepages/hugepages-2048kB/nr_hugepages`;
}
