// Holds what came out against what must have come out. It must find every packet that is one too few, one too many or
// different in a byte.
import { DROP, DROP_NAMES } from "../../bindings/layout.js";
import { ARP_REQUEST, arp, arpAnnouncement } from "../../dataplane/simulation/build/arp.js";
import { solicitation, unsolicitedAdvertisement } from "../../dataplane/simulation/build/nd.js";
import { parseIp, parsePrefix } from "../../dataplane/topology/addresses.js";
import { announced, type Outcome, type Sent } from "./expect.js";
import { idIn } from "./ids.js";
import type { Observed } from "./rig.js";
import type { Scene } from "./scene.js";
import { hopAddresses, UNDERLAY_MAC, worldsOf } from "./world.js";

export interface Mismatch {
  /** One line a person understands. */
  text: string;
  /** Packets (indexes) that may be behind it. */
  suspects: number[];
}

export interface Case {
  /** Index in the scene. */
  packet: number;
  /** What may become of it: under the old topology, or the new one. */
  outcomes: readonly Outcome[];
}

/** Frames as text: equal bytes on equal ports are equal. */
const nameOf = ({ port, bytes }: Sent): string => `${port}:${Buffer.from(bytes).toString("latin1")}`;

/** At the start, and with each turn of a gateway: more than there are. */
const MOST_SAID = 4;

/** A flow that moves between tables as its first packet is released: that packet asks again, thrice at most. */
const MOST_ASKED = 4;

class Counts extends Map<string, number> {
  more(name: string, count = 1): void {
    this.set(name, (this.get(name) ?? 0) + count);
  }

  of(name: string): number {
    return this.get(name) ?? 0;
  }
}

export function judge(scene: Scene, cases: readonly Case[], seen: Observed): Mismatch[] {
  const found: Mismatch[] = seen.complaints.map((text) => ({ text, suspects: [] }));
  if (seen.died) return found;
  const sorted = sort(scene, seen.sent, strangersOf(scene, cases));
  const totals = new Totals();
  const noise = noiseOf(scene);
  const anonymous = new Totals();
  const lost: number[] = [];
  for (const { packet, outcomes } of cases) {
    const one = scene.packets[packet]!;
    const id = idIn(one.data);
    const choices = outcomes.map((outcome) => framesOf(outcome, id));
    const actual = id < 0 ? new Counts() : (sorted.byId.get(id) ?? new Counts());
    sorted.byId.delete(id);
    // One that asks again meanwhile may get an answer of the old topology and one of the new.
    const answers = pooled(choices.map(({ maybe }) => maybe));
    if (!choices.some(({ sure }) => fits(sure, answers, actual))) {
      if (one.during && actual.size === 0) lost.push(packet);
      else found.push({ text: different(packet, scene, outcomes, actual), suspects: [packet] });
    }
    anonymous.add(
      packet,
      choices.map(({ sureAnonymous, maybeAnonymous }) => ({ sure: sureAnonymous, maybe: maybeAnonymous })),
    );
    totals.add(packet, outcomes.map(dropsOf));
  }
  for (const [id, frames] of sorted.byId)
    found.push({ text: `${frames.size} frames carry the id ${id}, which no packet has`, suspects: [] });
  found.push(
    ...anonymous.compare(sorted.anonymous, "frames without id", show, invalidatedOf(seen), noise.frames),
  );
  const drops = new Counts(seen.drops);
  const invalidated = invalidatedOf(seen);
  drops.delete(DROP_NAMES[DROP.INVALIDATED]!);
  drops.more("consumed", seen.consumed);
  totals.may(noise.drops);
  found.push(...totals.compare(drops, "drops", (name) => name, invalidated));
  if (lost.length > invalidated)
    found.push({
      text: `${lost.length} packets in flight during a change are missing, ${invalidated} were dropped as INVALIDATED`,
      suspects: lost,
    });
  if (invalidated > 0 && !scene.packets.some(({ during }) => during))
    found.push({
      text: `${invalidated} packets were dropped as INVALIDATED, and nothing was changed`,
      suspects: [],
    });
  return found;
}

const invalidatedOf = ({ drops }: Observed): number => drops.get(DROP_NAMES[DROP.INVALIDATED]!) ?? 0;

/** The smallest and largest number of times a thing may happen, and whose doing it is. */
class Totals {
  private readonly least = new Counts();
  private readonly most = new Counts();
  private readonly whose = new Map<string, number[]>();

  add(packet: number, choices: readonly { sure: Counts; maybe: Counts }[]): void {
    const names = new Set(choices.flatMap(({ sure, maybe }) => [...sure.keys(), ...maybe.keys()]));
    for (const name of names) {
      this.least.more(name, Math.min(...choices.map(({ sure }) => sure.of(name))));
      const answers = choices.reduce((sum, { maybe }) => sum + maybe.of(name), 0);
      this.most.more(name, Math.max(...choices.map(({ sure }) => sure.of(name))) + answers);
      const whose = this.whose.get(name);
      if (whose === undefined) this.whose.set(name, [packet]);
      else whose.push(packet);
    }
  }

  /** So many more may be nobody's. */
  may(more: Counts): void {
    for (const [name, count] of more) this.most.more(name, count);
  }

  /** `slack`: so many may be missing. Of `noise` there may be any number more. */
  compare(
    actual: Counts,
    what: string,
    show: (name: string) => string,
    slack = 0,
    noise: ReadonlySet<string> = new Set(),
  ): Mismatch[] {
    const found: Mismatch[] = [];
    for (const name of new Set([...actual.keys(), ...this.most.keys()])) {
      const [count, least, most] = [actual.of(name), this.least.of(name) - slack, this.most.of(name)];
      if (count >= least && (count <= most || noise.has(name))) continue;
      const range = least === most ? `${most}` : `${least} to ${most}`;
      const suspects = this.whose.get(name) ?? [];
      found.push({ text: `${what}: ${show(name)}: ${count}, not ${range}`, suspects });
    }
    return found;
  }
}

interface Choice {
  sure: Counts;
  maybe: Counts;
  sureAnonymous: Counts;
  maybeAnonymous: Counts;
}

function framesOf({ sure, maybe }: Outcome, id: number): Choice {
  const choice = {
    sure: new Counts(),
    maybe: new Counts(),
    sureAnonymous: new Counts(),
    maybeAnonymous: new Counts(),
  };
  const mine = ({ bytes }: Sent): boolean => id >= 0 && idIn(bytes) === id;
  for (const one of sure.sent) (mine(one) ? choice.sure : choice.sureAnonymous).more(nameOf(one));
  for (const one of maybe.sent)
    (mine(one) ? choice.maybe : choice.maybeAnonymous).more(nameOf(one), MOST_ASKED);
  return choice;
}

function dropsOf({ sure, maybe }: Outcome): { sure: Counts; maybe: Counts } {
  const of = { sure: new Counts(), maybe: new Counts() };
  for (const reason of sure.drops) of.sure.more(DROP_NAMES[reason]!);
  for (const reason of maybe.drops) of.maybe.more(DROP_NAMES[reason]!, MOST_ASKED);
  if (sure.consumed > 0) of.sure.more("consumed", sure.consumed);
  if (maybe.consumed > 0) of.maybe.more("consumed", MOST_ASKED * maybe.consumed);
  return of;
}

function pooled(all: readonly Counts[]): Counts {
  const sum = new Counts();
  for (const counts of all) for (const [name, count] of counts) sum.more(name, count);
  return sum;
}

function fits(sure: Counts, maybe: Counts, actual: Counts): boolean {
  for (const [name, count] of sure) if (actual.of(name) < count) return false;
  for (const [name, count] of actual) if (count > sure.of(name) + maybe.of(name)) return false;
  return true;
}

/** Frames in which a checksum or an address has written another packet's number over their own. */
function strangersOf({ packets }: Scene, cases: readonly Case[]): Set<string> {
  const found = new Set<string>();
  for (const { packet, outcomes } of cases) {
    const own = idIn(packets[packet]!.data);
    for (const { sure, maybe } of outcomes)
      for (const { sent } of [sure, maybe])
        for (const one of sent) {
          const id = idIn(one.bytes);
          if (id >= 0 && id !== own) found.add(nameOf(one));
        }
  }
  return found;
}

function sort(
  { packets }: Scene,
  sent: readonly Sent[],
  strangers: ReadonlySet<string>,
): { byId: Map<number, Counts>; anonymous: Counts } {
  const ids = new Set(packets.map(({ data }) => idIn(data)));
  const byId = new Map<number, Counts>();
  const anonymous = new Counts();
  for (const frame of sent) {
    const id = idIn(frame.bytes);
    const name = nameOf(frame);
    let to = anonymous;
    if (id >= 0 && ids.has(id) && !strangers.has(name)) {
      to = byId.get(id) ?? new Counts();
      byId.set(id, to);
    }
    to.more(name);
  }
  return { byId, anonymous };
}

/** What the node says on its own: its addresses announced, its next hops asked for, the stations behind its gateways;
 * and what may become of that on the way out. */
function noiseOf(scene: Scene): { frames: Set<string>; drops: Counts } {
  const { underlay } = scene.settings;
  const own = underlay.addresses.map((text) => parsePrefix(text)!);
  const { vlan } = underlay;
  const mac = UNDERLAY_MAC;
  const frames = own.map(({ family, bytes }) =>
    (family === 4 ? arpAnnouncement : unsolicitedAdvertisement)(bytes, mac, vlan),
  );
  const worlds = worldsOf(scene);
  const drops = new Counts();
  const said = worlds.flatMap((world, phase) => {
    const part = announced(world, scene.topologies[phase]!, scene.known);
    for (const reason of part.drops) drops.more(DROP_NAMES[reason]!, MOST_SAID);
    return part.sent;
  });
  for (const address of hopAddresses(scene, worlds)) {
    const target = parseIp(address)!;
    const from = own.find(({ family }) => family === target.family);
    if (from === undefined) continue;
    frames.push(
      target.family === 4
        ? arp({
            operation: ARP_REQUEST,
            ...{ senderIp: from.bytes, senderMac: mac, targetIp: target.bytes, targetMac: 0, vlan },
          })
        : solicitation({ target: target.bytes, srcIp: from.bytes, srcMac: mac, vlan }),
    );
  }
  const asked = frames.map(({ data }) => nameOf({ port: 0, bytes: data }));
  return { frames: new Set([...asked, ...said.map(nameOf)]), drops };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const show = (name: string): string => {
  const colon = name.indexOf(":");
  return `${name.slice(0, colon)} <- ${Buffer.from(name.slice(colon + 1), "latin1").toString("hex")}`;
};

function different(packet: number, scene: Scene, outcomes: readonly Outcome[], actual: Counts): string {
  const one = scene.packets[packet]!;
  const lines = [
    `packet ${packet} (phase ${one.phase}${one.during ? ", during the change" : ""}) by port ${one.port}: ${hex(one.data)}`,
  ];
  for (const { result, sure, maybe } of outcomes) {
    const drops = [...sure.drops, ...maybe.drops].map((reason) => DROP_NAMES[reason]);
    lines.push(`  must be ${result} ${drops.join(" ")}`);
    for (const frame of sure.sent) lines.push(`    ${frame.port} <- ${hex(frame.bytes)}`);
    for (const frame of maybe.sent) lines.push(`    perhaps ${frame.port} <- ${hex(frame.bytes)}`);
  }
  lines.push("  came out");
  for (const [name, count] of actual) lines.push(`    ${show(name)}${count > 1 ? ` ${count} times` : ""}`);
  return lines.join("\n");
}
