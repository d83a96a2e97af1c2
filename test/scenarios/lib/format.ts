// What a scenario file may say (README.md), read and held to that. It must never let a misspelt word pass: a check that
// nobody sees does not run.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageRoot } from "../../../bindings/root.js";
import { ElError, parseTopology, type Topology } from "../../../dataplane/topology/index.js";

export interface Scenario {
  /** "l2/access-ports", for messages. */
  name: string;
  says: string;
  covers: string[];
  host: string;
  topology: Topology;
  /** Frames by name, for the expressions of the steps. */
  frames: Record<string, string>;
  /** Neighbours that answer when asked: MACs by address; "default" those that all others have. */
  answers: Record<string, string>;
  node: NodeSettings;
  steps: Step[];
}

/** What its host's profile has otherwise than usual. */
export interface NodeSettings {
  /** L3 bytes by port id, "up0" for the underlay. */
  mtu?: Record<string, number>;
  underlay?: { vlan?: number; addresses?: string[]; gateways?: string[]; mtu?: number };
  /** As in a profile. */
  tunnels?: object;
  timeouts?: object;
  bounds?: object;
  simulation?: object;
  /** Underlay neighbours that never answer. */
  silent?: string[];
}

export interface Step {
  note?: string;
  /** A packet: by this port, this frame. */
  in?: string;
  frame?: string;
  /** Or time: milliseconds. */
  wait?: number;
  /** Or a change: fields of objects by kind and id; null removes. */
  apply?: Record<string, Record<string, object | null>>;
  /** What the change does to live flows. */
  flows?: { invalidated?: number; kept?: number };
  out?: Record<string, string[]>;
  drop?: string | string[];
  /** Whether a flow took the packet, so that nothing was simulated. */
  hit?: boolean;
  mask?: Record<string, string | boolean>;
  tags?: string[];
  path?: string[];
}

const TOP = ["says", "covers", "host", "topology", "frames", "answers", "node", "steps"];
const NODE = ["mtu", "underlay", "tunnels", "timeouts", "bounds", "simulation", "silent"];
const STEP = ["note", "in", "frame", "wait", "apply", "flows", "out", "drop", "hit", "mask", "tags", "path"];

export const folder = join(packageRoot, "test/scenarios");

/** All scenario files below the folder; `only`: those whose name contains it. */
export function scenarios(only = ""): Scenario[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.includes("/") && path.endsWith(".json") && !path.startsWith("lib/"))
    .map((path) => path.slice(0, -5))
    .filter((name) => name.includes(only))
    .sort()
    .map((name) => read(name));
}

function read(name: string): Scenario {
  const path = join(folder, `${name}.json`);
  let raw: Partial<Scenario>;
  try {
    raw = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw wrong(name, `it is no JSON: ${(cause as Error).message}`);
  }
  known(name, "the scenario", raw, TOP);
  known(name, "node", raw.node ?? {}, NODE);
  if (typeof raw.says !== "string") throw wrong(name, "it has no sentence `says`");
  if (!Array.isArray(raw.covers) || raw.covers.length === 0) throw wrong(name, "it covers nothing");
  if (!Array.isArray(raw.steps) || raw.steps.length === 0) throw wrong(name, "it has no steps");
  raw.steps.forEach((step, index) => {
    judgeStep(name, step, index);
  });
  let topology: Topology;
  try {
    topology = parseTopology(raw.topology ?? {});
  } catch (cause) {
    throw wrong(name, (cause as Error).message);
  }
  const host = raw.host ?? topology.hosts[0]!.id;
  const { says, covers, steps, frames = {}, answers = {}, node = {} } = raw as Scenario;
  return { name, says, covers, host, topology, frames, answers, node, steps };
}

function judgeStep(name: string, step: Step, index: number): void {
  known(name, `step ${index + 1}`, step, STEP);
  const kinds = [step.in !== undefined, step.wait !== undefined, step.apply !== undefined];
  if (kinds.filter(Boolean).length !== 1)
    throw wrong(name, `step ${index + 1} is not exactly one of in, wait, apply`);
  if ((step.in === undefined) !== (step.frame === undefined))
    throw wrong(name, `step ${index + 1} has in without frame, or frame without in`);
}

function known(name: string, what: string, object: object, words: readonly string[]): void {
  for (const word of Object.keys(object))
    if (!words.includes(word))
      throw wrong(name, `${what} has "${word}", which is none of ${words.join(", ")}`);
}

function wrong(name: string, what: string): ElError {
  const path = relative(packageRoot, join(folder, `${name}.json`));
  return new ElError("SCENARIO", `${path}: ${what}`, {
    place: path,
    remedy: "mend the file; test/scenarios/README.md says what it may hold",
  });
}

const KINDS = [
  "hosts",
  "tunnelZones",
  "bridges",
  "routers",
  "ports",
  "chains",
  "ipAddressGroups",
  "portGroups",
] as const;

/** The topology after a step's `apply`. */
export function edited(topology: Topology, edits: NonNullable<Step["apply"]>): Topology {
  const next = structuredClone(topology) as unknown as Record<string, { id: string }[] | undefined>;
  for (const [kind, objects] of Object.entries(edits))
    for (const [id, fields] of Object.entries(objects)) {
      const list = next[kind] ?? [];
      next[kind] = list;
      const at = list.findIndex((one) => one.id === id);
      if (fields === null) list.splice(at, at < 0 ? 0 : 1);
      else if (at < 0) list.push({ ...fields, id });
      else list[at] = merged(list[at]!, fields);
    }
  return parseTopology(next);
}

function merged(object: { id: string }, fields: object): { id: string } {
  const all = { ...object, ...fields };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as typeof all;
}

/** For messages: a topology in numbers. */
export const sizeOf = (topology: Topology): string =>
  KINDS.flatMap((kind) => {
    const count = topology[kind]?.length ?? 0;
    return count === 0 ? [] : [`${count} ${kind}`];
  }).join(", ");

export interface Feature {
  id: string;
  /** What it does, and what it refuses. */
  says: string;
  /** Why no scenario has it yet. */
  later?: string;
}

export function features(): Feature[] {
  const areas = JSON.parse(readFileSync(join(folder, "features.json"), "utf8")) as Record<
    string,
    Record<string, string | { says: string; later: string }>
  >;
  return Object.entries(areas).flatMap(([area, rows]) =>
    Object.entries(rows).map(([name, row]) => ({
      id: `${area}.${name}`,
      ...(typeof row === "string" ? { says: row } : row),
    })),
  );
}
