// The doctor: what on this machine keeps a profile from running well, each finding with a code, a sentence and the
// command that mends it. Pure: it judges facts (machine/), reads nothing itself. One finding a cause.
import type { Profile } from "../../profiles/profile.js";
import { cardsOf } from "./cards.js";
import type { Finding, Level } from "./codes.js";
import { judgeCores } from "./findings/cores.js";
import { judgeDevices } from "./findings/devices.js";
import { judgeDrivers } from "./findings/drivers.js";
import { judgeI40e } from "./findings/i40e.js";
import { judgeIommu } from "./findings/iommu.js";
import { judgeMemory } from "./findings/memory.js";
import { judgeMlx4 } from "./findings/mlx4.js";
import { judgeVxlan } from "./findings/mlx4-vxlan.js";
import { judgePcie } from "./findings/pcie.js";
import { judgePrivileges } from "./findings/privileges.js";
import { type Judge, lcoresOf } from "./findings/situation.js";
import { judgeVector } from "./findings/vector.js";
import type { Machine } from "./machine/index.js";

const JUDGES: readonly Judge[] = [
  judgePrivileges,
  judgeMemory,
  judgeDevices,
  judgeDrivers,
  judgeIommu,
  judgePcie,
  judgeMlx4,
  judgeVxlan,
  judgeI40e,
  judgeVector,
  judgeCores,
];
const ORDER: readonly Level[] = ["error", "warning", "note"];

/** All findings, worst first. Without a profile nothing is asked for yet, so no finding is worse than a warning. */
export function diagnose(machine: Machine, profile?: Profile): Finding[] {
  const cards = cardsOf(machine, profile);
  const lcores = lcoresOf(machine, cards, profile);
  const situation = { machine, cards, lcores, ...(profile && { profile }) };
  return JUDGES.flatMap((judge) => judge(situation))
    .map((found) => (profile || found.level !== "error" ? found : { ...found, level: "warning" as const }))
    .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}
