// `edgelane bench guests`: TCP between two namespaces through edgelane, beside a wire and beside the kernel's bridge and
// VXLAN, round after round in one run. All of them have all CPUs; edgelane's worker polls one of them. It must never
// leave a namespace, a node or a process behind.
import { join } from "node:path";
import { type RowLine, round, rowHead, verdict } from "../lines.js";
import { stepAhead, stepBack } from "../setup/priority.js";
import { markdown } from "../table.js";
import { SCENES, type Scene } from "./scenes.js";
import { Spaces } from "./space.js";
import { KINDS, type Measured, measure, reachable } from "./traffic.js";

export interface GuestsPlan {
  rounds: number;
  seconds: number;
}

export const GUESTS = {
  full: { rounds: 3, seconds: 4 },
  quick: { rounds: 1, seconds: 2 },
} as const satisfies Record<string, GuestsPlan>;

const UNITS = { stream: "Gb/s", maerts: "Gb/s", rr: "round trips/s" } as const;
const NAMES = { stream: "TCP_STREAM", maerts: "TCP_MAERTS", rr: "TCP_RR" } as const;

export async function runGuests(
  only: Pick<RegExp, "test">,
  { rounds, seconds }: GuestsPlan,
  folder: string,
  tell: (text: string) => void,
): Promise<RowLine[]> {
  const scenes = SCENES.filter(({ name, beside }) => only.test(`guests ${name}`) || beside === undefined);
  const all = new Map<string, Measured[]>();
  const wrong = new Map<string, string>();
  // Guests and what joins them alike: all that is measured runs in this session, but for a node's worker.
  stepAhead(process.pid);
  for (let i = 0; i < rounds; i++) {
    // There and back, so that what changes on the machine meets both ends of the list.
    for (const scene of i % 2 === 0 ? scenes : [...scenes].reverse()) {
      tell(`${i + 1}/${rounds} guests ${scene.name}\n`);
      const spaces = new Spaces();
      try {
        const guests = await scene.build(spaces, join(folder, `guests-${i}`));
        await reachable(spaces, guests);
        const measured = await measure(spaces, guests, seconds);
        all.set(scene.name, [...(all.get(scene.name) ?? []), measured]);
      } catch (error) {
        const { code, message } = error as Error & { code?: string };
        if (code === undefined) throw error;
        wrong.set(scene.name, `${code}: ${message}`);
      } finally {
        await spaces.close();
      }
    }
  }
  stepBack(process.pid);
  return scenes.flatMap((scene) => linesOf(scene, all, wrong.get(scene.name)));
}

function linesOf(
  { name, beside }: Scene,
  all: ReadonlyMap<string, Measured[]>,
  wrong: string | undefined,
): RowLine[] {
  return KINDS.map((kind) => {
    const own = best(all.get(name), kind);
    const other = beside === undefined ? undefined : best(all.get(beside), kind);
    return {
      ...rowHead("guests", name, 1500),
      ...{ ports: "namespaces", operation: NAMES[kind], unit: UNITS[kind] },
      ...(own !== undefined && { value: round(own, kind === "rr" ? 0 : 2) }),
      ...(own !== undefined && other !== undefined && { beside, ratio: round(own / other) }),
      ...verdict(wrong ?? (own === undefined ? "not measured" : undefined)),
    };
  });
}

/** Others disturb a round, they never help it. */
const best = (rounds: readonly Measured[] | undefined, kind: keyof Measured): number | undefined =>
  rounds === undefined ? undefined : Math.max(...rounds.map((one) => one[kind]));

export function guestsTable(lines: readonly RowLine[]): string {
  const shown = (value: unknown): string | number | undefined =>
    typeof value === "string" || typeof value === "number" ? value : undefined;
  return markdown(
    ["guests joined by", "what", "value", "unit", "of", "ratio", "ok"],
    lines.map((line) => [
      ...[line.work, line.operation, line.value, line.unit, line.beside, line.ratio].map(shown),
      line.ok ? "yes" : `NO: ${line.wrong?.split("\n")[0]}`,
    ]),
  );
}
