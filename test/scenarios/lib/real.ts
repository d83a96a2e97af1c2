// Scenarios through the real worker and controller, as `replay` drives them: one packet after another, each fully
// handled before the next. Scenarios of equal settings share a node; between two of them it forgets all. It says what
// came out, and must never judge it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EdgeNode, makeLog, type Sample, VirtualClock } from "../../../dataplane/controller/index.js";
import type { Profile } from "../../../dataplane/profiles/index.js";
import { describePath } from "../../../dataplane/simulation/path.js";
import type { Topology } from "../../../dataplane/topology/index.js";
import { readPcap } from "../../../scripts/pcap/read.js";
import { writePcap } from "../../../scripts/pcap/write.js";
import { answerAll } from "../../../scripts/replay/outside.js";
import { Stepper } from "../../../scripts/replay/stepper.js";
import { endpointOf, parsed, type World } from "../../differential/world.js";
import { portName, profileOf } from "./host.js";
import { Outside } from "./outside.js";
import type { Seen, Story, Turn } from "./story.js";
import { wordsOf } from "./words.js";

/** Long enough for all that was learned to be forgotten, and all that was dropped to be let pass. */
const AGES_MS = 7_200_000;
let nodes = 0;

/** What each story's steps came to; of one that could not be run, the reason. */
export async function replayed(stories: readonly Story[]): Promise<(Seen[] | Error)[]> {
  const folder = mkdtempSync(join(tmpdir(), "edgelane-scenarios-"));
  const profile = profileOf(
    stories[0]!.host.settings,
    (port) => `net_pcap${port},rx_pcap=${inOf(folder, port)},tx_pcap=${outOf(folder, port)}`,
    `s${process.pid}-${nodes++}`,
  );
  try {
    feed(folder, profile, stories);
    const clock = new VirtualClock(1_000_000);
    const topology = emptied(stories[0]!.first);
    const node = await EdgeNode.start({
      ...{ profile, topology, runDir: folder, clock, log: makeLog("error"), api: false },
    });
    const runner = new Runner(node, clock, profile);
    const all: (Step[] | Error)[] = [];
    try {
      for (const story of stories) all.push(await runner.run(story));
    } finally {
      await node.stop();
    }
    const left = profile.ports.map((_, port) => readPcap(outOf(folder, port)).map(({ data }) => data));
    return all.map((steps) => (steps instanceof Error ? steps : steps.map((step) => finished(step, left))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inOf = (folder: string, port: number): string => join(folder, `${port}.in.pcap`);
const outOf = (folder: string, port: number): string => join(folder, `${port}.out.pcap`);

/** All frames of all stories, by port. */
function feed(folder: string, profile: Profile, stories: readonly Story[]): void {
  const turns = stories.flatMap(({ turns: of }) => of);
  for (const port of profile.ports.keys())
    writePcap(
      inOf(folder, port),
      turns.filter((turn) => turn.port === port).map(({ data }) => ({ time: 0n, data, length: data.length })),
    );
}

const emptied = ({ version, hosts }: Topology): Topology => ({ version, hosts, ports: [] });

/** A step as counters tell it: which frames of each port's capture are its own. */
type Step = Omit<Seen, "sent"> & { from: number[]; to: number[] };

const finished = ({ from, to, ...step }: Step, left: readonly Uint8Array[][]): Seen => ({
  ...step,
  sent: left.flatMap((frames, port) =>
    frames.slice(from[port], to[port]).map((data) => ({ port, bytes: new Uint8Array(data) })),
  ),
});

class Runner {
  private readonly stepper: Stepper;
  private readonly names: string[];
  private outside: Outside | undefined;
  private sample: Sample;

  constructor(
    private readonly node: EdgeNode,
    private readonly clock: VirtualClock,
    profile: Profile,
  ) {
    this.names = profile.ports.map((_, port) => portName(port));
    this.stepper = new Stepper(node, clock, (of) => this.answer(of));
    this.sample = node.sample();
  }

  async run(story: Story): Promise<Step[] | Error> {
    let failure: Error | undefined;
    try {
      await this.begin(story);
    } catch (cause) {
      failure = cause as Error;
    }
    const steps: Step[] = [];
    // Frames are taken in any case: the next story's come after them.
    for (const turn of story.turns) {
      try {
        steps.push(await this.turn(turn));
      } catch (cause) {
        failure ??= cause as Error;
      }
    }
    return failure ?? steps;
  }

  /** Everything before is forgotten, every next hop of the underlay known or known to be silent. */
  private async begin(story: Story): Promise<void> {
    const { node, clock, stepper } = this;
    this.outside = undefined;
    await node.apply(emptied(story.first));
    await stepper.settle();
    stepper.advance(clock.now() + AGES_MS);
    await stepper.settle();
    this.outside = new Outside(story.scenario);
    await node.apply(story.first);
    const { tunnels } = node.core.underlay;
    for (const { id } of [...tunnels.list()]) tunnels.want(id);
    await stepper.settle();
    for (let tries = 0; tries < 10 && this.asking(); tries++) {
      stepper.advance(clock.now() + 1000);
      await stepper.settle();
    }
  }

  private asking(): boolean {
    const { tunnels } = this.node.core.underlay;
    return [...tunnels.list()].some(({ id }) => tunnels.state(id) === "asking");
  }

  private async turn({ step, port, data, apply }: Turn): Promise<Step> {
    const { node, clock, stepper } = this;
    this.sample = node.sample();
    const from = stepper.sent(this.names);
    const flows = { invalidated: 0, kept: 0 };
    if (port >= 0) stepper.credit(portName(port), 1);
    else if (apply !== undefined) Object.assign(flows, (await node.apply(apply)).flows);
    else stepper.advance(clock.now() + step.wait!);
    await stepper.settle();
    const before = this.sample;
    const after = node.sample();
    return {
      ...{ from, to: stepper.sent(this.names), drops: dropped(before, after) },
      consumed: consumed(after) - consumed(before),
      hit: misses(after) === misses(before),
      flow: port >= 0 ? this.look(port, data) : undefined,
      ...flows,
    };
  }

  private look(port: number, data: Uint8Array): Seen["flow"] {
    const { snapshot, state, flows } = this.node.core;
    const endpoints = snapshot.endpoints.map(endpointOf);
    const endpointNames = JSON.stringify(snapshot.endpoints);
    const world: World = { snapshot, state, endpoints, endpointNames, machine: { pipes: [], mtus: [] } };
    const packet = parsed(world, port, data);
    const flow = typeof packet === "number" ? undefined : flows.match(packet.key);
    return (
      flow && {
        mask: flow.computed.mask,
        tags: new Set(flow.tags),
        path: wordsOf(describePath(flow.snapshot, flow)),
      }
    );
  }

  private answer(node: EdgeNode): boolean {
    const { outside } = this;
    if (outside === undefined) return false;
    const hops = new Set(node.core.underlay.hops.list().map(({ address }) => address));
    return answerAll(node, (address) =>
      hops.has(address) ? outside.hop(address) : outside.neighbour(address),
    );
  }
}

const misses = ({ queues }: Sample): number => queues.reduce((sum, queue) => sum + queue.misses, 0);
const consumed = ({ queues }: Sample): number => queues.reduce((sum, queue) => sum + queue.consumed, 0);

function dropped(before: Sample, after: Sample): string[] {
  const counts = new Map<string, number>();
  const add = ({ queues }: Sample, sign: number): void => {
    for (const { drops } of queues)
      for (const [reason, count] of Object.entries(drops))
        counts.set(reason, (counts.get(reason) ?? 0) + sign * count);
  };
  add(after, 1);
  add(before, -1);
  return [...counts].flatMap(([reason, count]) => Array<string>(count).fill(reason)).sort();
}
