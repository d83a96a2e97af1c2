// Makes a scene that fails as small as it will go: packets first, then topologies, then what is declared and known.
// Each smaller scene is put to the real thing again; it must never return one that no longer fails.
import { check } from "./check.js";
import type { Mismatch } from "./judge.js";
import { mended } from "./mend.js";
import type { Known, Scene } from "./scene.js";

export interface ShrinkOptions {
  tell(line: string): void;
  /** Runs at most; default 400. */
  runs?: number;
  /** What finds the mismatches; default the whole check on a real node. */
  examine?(scene: Scene): Promise<Mismatch[]>;
}

export interface Small {
  scene: Scene;
  mismatches: Mismatch[];
}

/** A race may not show each time. */
const TRIES = 3;

const onNode = async (scene: Scene): Promise<Mismatch[]> => (await check(scene)).mismatches;

export async function shrink(
  from: Scene,
  first: readonly Mismatch[],
  options: ShrinkOptions,
): Promise<Small> {
  return new Shrinker(from, [...first], options).run();
}

class Shrinker {
  private left: number;
  private readonly examine: (scene: Scene) => Promise<Mismatch[]>;

  constructor(
    private scene: Scene,
    private mismatches: Mismatch[],
    private readonly options: ShrinkOptions,
  ) {
    this.left = options.runs ?? 400;
    this.examine = options.examine ?? onNode;
  }

  async run(): Promise<Small> {
    await this.onePhase();
    await this.suspectsAlone();
    await this.fewerPackets();
    await this.fewerTopologies();
    await this.fewerPackets();
    for (let size = -1; size !== sizeOf(this.scene) && this.left > 0; ) {
      size = sizeOf(this.scene);
      await this.lessKnown();
      await this.lessDeclared();
    }
    const { topologies, packets } = this.scene;
    this.options.tell(
      `shrunk to ${packets.length} packets, ${topologies.length} topologies, ${sizeOf(this.scene)} bytes`,
    );
    return { scene: this.scene, mismatches: this.mismatches };
  }

  /** True, and the scene is kept, when it still fails. A scene that is none (order matters, not declarable) does not. */
  private async fails(candidate: Scene): Promise<boolean> {
    for (let tries = 0; tries < TRIES && this.left > 0; tries++) {
      try {
        const found = await this.examine(candidate);
        this.left--;
        if (found.length === 0) continue;
        this.scene = candidate;
        this.mismatches = found;
        return true;
      } catch {
        return false;
      }
    }
    return false;
  }

  /** One topology and what came under it, or one change and what was in flight: most mismatches need no more. */
  private async onePhase(): Promise<void> {
    const { topologies, packets } = this.scene;
    for (let phase = topologies.length - 1; phase >= 0 && topologies.length > 1; phase--) {
      const quiet = packets.filter((packet) => packet.phase === phase && !packet.during);
      const during = packets.filter((packet) => packet.phase === phase && packet.during);
      const one = {
        topologies: [topologies[phase]!],
        packets: quiet.map((packet) => ({ ...packet, phase: 0 })),
      };
      if (quiet.length > 0 && (await this.fails({ ...this.scene, ...one }))) return;
      const two = {
        topologies: topologies.slice(phase, phase + 2),
        packets: [...quiet, ...during].map((packet) => ({ ...packet, phase: 0 })),
      };
      if (during.length > 0 && (await this.fails({ ...this.scene, ...two }))) return;
    }
  }

  /** Most mismatches need the one packet only, or it and its likes. */
  private async suspectsAlone(): Promise<void> {
    const sets = [...this.mismatches].filter(({ suspects }) => suspects.length > 0);
    sets.sort((a, b) => a.suspects.length - b.suspects.length);
    for (const { suspects } of sets.slice(0, 3)) {
      const named = new Set(suspects);
      const packets = this.scene.packets.filter((_, index) => named.has(index));
      if (await this.fails({ ...this.scene, packets })) return;
    }
  }

  private fewerPackets(): Promise<void> {
    return this.fewer(
      () => this.scene.packets,
      (packets) => ({ ...this.scene, packets: [...packets] }),
    );
  }

  /** Delta debugging: ever smaller parts of a list are left out. `least`: elements it may end with. */
  private async fewer<T>(
    list: () => readonly T[],
    made: (rest: readonly T[]) => Scene,
    least = 1,
  ): Promise<void> {
    for (let parts = 2; list().length > least && this.left > 0; ) {
      const all = list();
      const size = Math.ceil(all.length / parts);
      let smaller = false;
      for (let at = 0; at < all.length && !smaller; at += size)
        smaller = await this.fails(made([...all.slice(0, at), ...all.slice(at + size)]));
      if (smaller) parts = Math.max(2, parts - 1);
      else if (size === 1) return;
      else parts = Math.min(all.length, parts * 2);
    }
  }

  private async fewerTopologies(): Promise<void> {
    // Many that were in flight during a change fail without one too.
    const quiet = this.scene.packets.map((packet) => ({ ...packet, during: false }));
    if (this.scene.packets.some(({ during }) => during)) await this.fails({ ...this.scene, packets: quiet });
    for (let phase = this.scene.topologies.length - 1; phase >= 0; phase--) {
      const { topologies, packets } = this.scene;
      if (topologies.length === 1) return;
      if (packets.some((packet) => packet.phase === phase || (packet.during && packet.phase + 1 === phase)))
        continue;
      await this.fails({
        ...this.scene,
        topologies: topologies.filter((_, index) => index !== phase),
        packets: packets.map((packet) =>
          packet.phase > phase ? { ...packet, phase: packet.phase - 1 } : packet,
        ),
      });
    }
  }

  /** Every element of every list of the documents, in all topologies at once. */
  private async lessDeclared(): Promise<void> {
    for (const list of [
      "ports",
      "chains",
      "routers",
      "bridges",
      "tunnelZones",
      "portGroups",
      "ipAddressGroups",
      "securityGroups",
      "ruleLoggers",
      "l2Gateways",
      "mirrors",
      "l2Insertions",
      "dhcp",
      "dhcp6",
      "metadata",
      "qosPolicies",
    ] as const)
      for (const id of idsOf(this.scene, list))
        await this.without((topology) => {
          const all = topology[list] as { id: string }[] | undefined;
          const at = all?.findIndex((one) => one.id === id) ?? -1;
          if (at >= 0) all!.splice(at, 1);
        });
    await this.lessOfPorts();
    for (const chain of idsOf(this.scene, "chains")) await this.eachOf(chain, "chains", "rules");
    for (const router of idsOf(this.scene, "routers")) await this.eachOf(router, "routers", "routes");
  }

  /** What a port may do without. */
  private async lessOfPorts(): Promise<void> {
    const ports = this.scene.topologies.flatMap((topology) => topology.ports);
    const fields = new Set(ports.flatMap((port) => Object.keys(port)));
    for (const id of idsOf(this.scene, "ports"))
      for (const field of fields)
        if (!["id", "device", "host", "interface", "peer", "vtep"].includes(field))
          await this.without((topology) => {
            const port = topology.ports.find((one) => one.id === id);
            if (port !== undefined) Reflect.deleteProperty(port, field);
          });
  }

  private async eachOf(id: string, list: "chains" | "routers", inner: "rules" | "routes"): Promise<void> {
    const lengthOf = (): number =>
      Math.max(...this.scene.topologies.map((topology) => innerOf(topology, list, id, inner)?.length ?? 0));
    for (let at = lengthOf() - 1; at >= 0; at--)
      await this.without((topology) => void innerOf(topology, list, id, inner)?.splice(at, 1));
  }

  private async without(edit: (topology: Scene["topologies"][number]) => void): Promise<void> {
    if (this.left <= 0) return;
    try {
      const topologies = this.scene.topologies.map((from) => {
        const topology = structuredClone(from);
        edit(topology);
        return mended(topology);
      });
      if (JSON.stringify(topologies) !== JSON.stringify(this.scene.topologies))
        await this.fails({ ...this.scene, topologies });
    } catch {
      // What is left may not be declared: then it stays.
    }
  }

  private async lessKnown(): Promise<void> {
    for (const name of Object.keys(this.scene.known) as (keyof Known)[]) {
      const made = (rest: readonly unknown[]): Scene => ({
        ...this.scene,
        known: { ...this.scene.known, [name]: rest },
      });
      if (this.scene.known[name].length === 0 || (await this.fails(made([])))) continue;
      await this.fewer<unknown>(() => this.scene.known[name], made, 0);
    }
  }
}

type Document = Scene["topologies"][number];

const sizeOf = ({ topologies, known }: Scene): number => JSON.stringify([topologies, known]).length;

function idsOf({ topologies }: Scene, list: keyof Document): string[] {
  return [
    ...new Set(
      topologies.flatMap((topology) => ((topology[list] ?? []) as { id: string }[]).map(({ id }) => id)),
    ),
  ];
}

function innerOf(
  topology: Document,
  list: "chains" | "routers",
  id: string,
  inner: "rules" | "routes",
): unknown[] | undefined {
  const one = (topology[list] as { id: string }[] | undefined)?.find((candidate) => candidate.id === id);
  return (one as { [key: string]: unknown[] | undefined } | undefined)?.[inner];
}
