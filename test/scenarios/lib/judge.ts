// Holds what two runs of a scenario saw against what it says, and against each other. Each finding is a few lines that
// a person understands without the file at hand.
import { DROP_NAMES } from "../../../bindings/layout.js";
import { adjust, short } from "../../differential/bytes.js";
import type { Built, Scapy } from "./scapy.js";
import type { Seen, Story, Turn } from "./story.js";
import { maskComplaints, pathComplaint, tagComplaints } from "./words.js";

/** Nothing: all is as it must be. */
export async function judge(
  story: Story,
  simulated: readonly Seen[],
  real: readonly Seen[],
  scapy: Scapy,
): Promise<string[]> {
  const found: string[] = [];
  for (const [index, turn] of story.turns.entries()) {
    const lines: string[] = [];
    const judging = new Judging(story, turn, scapy, lines);
    await judging.step("the simulation", simulated[index]!);
    await judging.step("the worker", real[index]!);
    judging.agree(simulated[index]!, real[index]!);
    if (lines.length > 0) found.push([title(story, index), ...lines.map((line) => `    ${line}`)].join("\n"));
  }
  return found;
}

function title({ scenario, turns }: Story, index: number): string {
  const { step } = turns[index]!;
  const what =
    step.in !== undefined
      ? `${step.frame} by ${step.in}`
      : step.wait !== undefined
        ? `${step.wait} ms pass`
        : `apply ${JSON.stringify(step.apply)}`;
  return `${scenario.name}, step ${index + 1} of ${turns.length} (${step.note ?? what})`;
}

class Judging {
  constructor(
    private readonly story: Story,
    private readonly turn: Turn,
    private readonly scapy: Scapy,
    private readonly lines: string[],
  ) {}

  async step(who: string, seen: Seen): Promise<void> {
    const { step } = this.turn;
    await this.frames(who, seen);
    const drops = step.drop === undefined ? [] : [step.drop].flat().sort();
    for (const reason of drops)
      if (!Object.values(DROP_NAMES).includes(reason)) this.lines.push(`"${reason}" is no reason of a drop`);
    if (drops.join() !== seen.drops.join())
      this.lines.push(`${who} dropped ${said(seen.drops)}, not ${said(drops)}`);
    if (step.hit !== undefined && step.hit !== seen.hit)
      this.lines.push(seen.hit ? `${who}: a flow took it` : `${who}: no flow took it`);
    const { flow } = seen;
    if (flow === undefined) {
      if (step.mask ?? step.tags ?? step.path)
        this.lines.push(`${who} has no flow for it, so no mask, tags and path`);
    } else {
      const complaints = [
        ...maskComplaints(step.mask ?? {}, flow.mask),
        ...tagComplaints(step.tags ?? [], flow.tags),
        pathComplaint(step.path ?? [], flow.path) ?? [],
      ].flat();
      for (const line of complaints) this.lines.push(`${who}: ${line}`);
    }
    for (const what of ["invalidated", "kept"] as const) {
      const want = step.flows?.[what];
      if (want !== undefined && want !== seen[what])
        this.lines.push(`${who}: ${seen[what]} flows ${what}, not ${want}`);
    }
  }

  /** What both runs saw must be the same, also where the scenario says nothing. */
  agree(one: Seen, other: Seen): void {
    const differ = (what: string): void => void this.lines.push(`simulation and worker differ in ${what}`);
    for (const port of this.ports(one, other))
      if (bytes(one, port).join() !== bytes(other, port).join())
        differ(`the bytes that leave by ${this.id(port)}`);
    if (one.consumed !== other.consumed) differ(`packets consumed: ${one.consumed} and ${other.consumed}`);
    if (one.invalidated !== other.invalidated || one.kept !== other.kept)
      differ(
        `flows invalidated and kept: ${one.invalidated}, ${one.kept} and ${other.invalidated}, ${other.kept}`,
      );
    if ((one.flow === undefined) !== (other.flow === undefined))
      differ(`whether a flow stands: ${one.flow !== undefined} and ${other.flow !== undefined}`);
    if (one.flow === undefined || other.flow === undefined) return;
    if (Buffer.compare(one.flow.mask, other.flow.mask) !== 0) differ("the bits that were read");
    if (one.flow.path.join() !== other.flow.path.join())
      differ(`the path: ${one.flow.path.join(" → ")} and ${other.flow.path.join(" → ")}`);
    const odd = [...one.flow.tags].filter((tag) => !other.flow!.tags.has(tag));
    if (odd.length > 0 || one.flow.tags.size !== other.flow.tags.size) differ("the tags of the flow");
  }

  private async frames(who: string, seen: Seen): Promise<void> {
    const { out } = this.turn;
    for (const port of this.ports(seen)) {
      const want = out.get(port) ?? [];
      const got = seen.sent.filter((one) => one.port === port).map(({ bytes: data }) => data);
      const same = want.length === got.length && want.every((one, index) => equal(one, got[index]!));
      if (same) continue;
      this.lines.push(`${who} sent by ${this.id(port)}:`);
      const told = await this.scapy.tell(got);
      for (const [index, line] of told.entries()) {
        const one = want[index];
        const differs = one !== undefined && !equal(one, got[index]!);
        this.lines.push(`  ${line}`);
        if (differs)
          for (const more of await this.scapy.differ(filled(one, got[index]!), got[index]!))
            this.lines.push(`      ${more}`);
      }
      if (told.length === 0) this.lines.push("  nothing");
      this.lines.push("not:");
      for (const line of await this.scapy.tell(want.map((one) => one.bytes))) this.lines.push(`  ${line}`);
      if (want.length === 0) this.lines.push("  nothing");
    }
  }

  private ports(...all: Seen[]): number[] {
    const sent = all.flatMap((seen) => seen.sent.map(({ port }) => port));
    return [...new Set([...this.turn.out.keys(), ...sent])].sort((a, b) => a - b);
  }

  private id(port: number): string {
    return this.story.host.idOf.get(port) ?? `worker port ${port}`;
  }
}

const said = (reasons: readonly string[]): string => (reasons.length === 0 ? "nothing" : reasons.join(", "));

const bytes = (seen: Seen, port: number): string[] =>
  seen.sent.filter((one) => one.port === port).map((one) => Buffer.from(one.bytes).toString("hex"));

const equal = (want: Built, got: Uint8Array): boolean => Buffer.compare(filled(want, got), got) === 0;

/** What is expected, with the source port that the worker chose where that is its own affair: a dynamic one
 * (RFC 6335 6), as RFC 7348 5 asks, and over IPv6 the flow label with it (RFC 6438). */
function filled({ bytes: want, free }: Built, got: Uint8Array): Uint8Array {
  if (free < 0 || got.length < free + 2 || short(got, free) < 49152) return want;
  const all = new Uint8Array(want);
  all.set(got.subarray(free, free + 2), free);
  if (short(all, free + 6) !== 0)
    adjust(all, free + 6, want.subarray(free, free + 2), all.subarray(free, free + 2));
  const ip = free - 40;
  if (ip < 14 || short(all, ip - 2) !== 0x86dd) return all;
  all[ip + 1] = (all[ip + 1]! & 0xf0) | (got[ip + 1]! & 0x0f);
  all.set(got.subarray(ip + 2, ip + 4), ip + 2);
  return all;
}
