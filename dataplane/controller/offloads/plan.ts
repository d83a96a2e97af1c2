// Every port of a profile planned before anything starts: the table for people, and what must be refused. It touches no
// device; for what a running worker has, ask its counter pages.
import { type PlanResult, type PortSample, planPort, type StartConfig } from "../../../bindings/index.js";
import { WHY_TEXT } from "../../../bindings/layout.js";
import { isPci, type PortProfile, type Profile, resolveProfile } from "../../profiles/index.js";
import { ElError, type Finding } from "../../topology/error.js";
import { type Proofs, withProofs } from "../wire/proofs.js";
import { documentedDevice, type Surroundings } from "./device.js";
import { outcomeFindings, planFindings, refusalFinding } from "./refusals.js";
import { type OffloadRow, offloadRows } from "./rows.js";

export interface PlannedPort {
  port: string;
  /** "X710"; "": none that is known by name. */
  card: string;
  /** What the plan rests on: "documented X710, no device at 0000:01:00.0"; "": nothing, no plan could be made. */
  basis: string;
  /** Of a card: whether the driver's path will be a vector path, and if not, why; "": of no card. */
  rx: string;
  tx: string;
  offloads: OffloadRow[];
  findings: Finding[];
}

export function planPorts(profile: Profile, config: StartConfig, around: Surroundings): PlannedPort[] {
  return profile.ports.map((port, index) => plannedPort(port, index, config, around));
}

/** The same for a profile on its own; CPUs that this machine lacks are taken to be there, the doctor tells of them. */
export function plannedOffloads(
  profile: Profile,
  cpus: readonly number[],
  around: Surroundings,
  proofs: Proofs = new Map(),
): PlannedPort[] {
  const wanted = profile.lcores?.map(({ lcore }) => lcore) ?? profile.cores ?? [];
  const machine = { cpus: [...new Set([...cpus, ...wanted])], runDir: "/run/edgelane" };
  return planPorts(profile, withProofs(resolveProfile(profile, machine), proofs), around);
}

/** Throws ElError when a card cannot be what the profile asks of it, by what is documented of the card. */
export function refuseImpossible(profile: Profile, config: StartConfig, around: Surroundings): void {
  throwFirst(planPorts(profile, config, around).flatMap(({ findings }) => findings));
}

/** The same by what the worker found: wishes for hardware that the very device does not fulfil. */
export function refuseUnmet(profile: Profile, ports: readonly PortSample[]): void {
  throwFirst(
    profile.ports.flatMap((port, index) => {
      const running = ports.find(({ name }) => name === port.name);
      return running
        ? outcomeFindings(`/ports/${index}`, port, running.offloads, running.card || running.driver)
        : [];
    }),
  );
}

function throwFirst(findings: readonly Finding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  throw new ElError(first.code, first.message, { place: first.path, remedy: first.remedy, findings });
}

function plannedPort(
  port: PortProfile,
  index: number,
  config: StartConfig,
  around: Surroundings,
): PlannedPort {
  const found = documentedDevice(port, around);
  const result = found && planPort(config, index, found.device);
  const plan = result?.ok ? result.plan : undefined;
  return {
    port: port.name,
    card: plan?.card ?? "",
    basis: found?.basis ?? "",
    rx: plan && isPci(port.device) ? pathOf(plan.rxScalar) : "",
    tx: plan && isPci(port.device) ? pathOf(plan.txScalar) : "",
    offloads: plan ? offloadRows(port.name, plan.offloads) : [],
    findings: result ? findingsOf(`/ports/${index}`, port, result) : [],
  };
}

function findingsOf(path: string, port: PortProfile, result: PlanResult): Finding[] {
  return result.ok ? planFindings(path, port, result.plan) : [refusalFinding(path, port, result.refusal)];
}

function pathOf(why: number): string {
  return why === 0 ? "vector" : `scalar: ${WHY_TEXT[why]}`;
}
