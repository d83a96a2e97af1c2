// What check --wire found out, remembered: one JSON file, a device an entry, and who was behind it. It must never be
// taken for true of another driver or firmware: the worker compares both.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { StartConfig } from "../../../bindings/index.js";
import { OFFLOAD } from "../../../bindings/layout.js";
import { deviceName, isPci, type Profile, pciAddress } from "../../profiles/index.js";
import { ElError } from "../../topology/error.js";
import type { WirePort } from "./report.js";

/** Of one device. */
export interface Proof {
  driver: string;
  /** The driver's words; "": it does not tell. */
  firmware: string;
  /** OFFLOAD names. */
  proven: string[];
  disproved: string[];
  /** When, ISO 8601. */
  time: string;
}

export type Proofs = ReadonlyMap<string, Proof>;

/** `wire.json` beside the profile's state file; without one in the run folder, which most systems empty at boot. */
export function proofFile(profile: Profile, runDir: string): string {
  const { file } = profile.state;
  return join(file === undefined ? runDir : dirname(resolve(file)), "wire.json");
}

/** The device itself, whatever name a profile gives its port: "0000:01:00.0", with port=1 on a card of two. */
export function deviceKey(device: string): string {
  if (!isPci(device)) return device;
  const port = /,port=(\d+)/.exec(device)?.[0] ?? "";
  return `${pciAddress(device) ?? deviceName(device)}${port}`;
}

/** No file: nothing is known. Throws ElError WIRE_FILE when it cannot be read: what was disproved must not be forgotten. */
export function readProofs(file: string): Map<string, Proof> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw unreadable(file, cause as Error);
  }
  try {
    const { devices } = JSON.parse(text) as { devices: Record<string, Proof> };
    return new Map(Object.entries(devices).map(([key, proof]) => [key, judged(proof)]));
  } catch (cause) {
    throw unreadable(file, cause as Error);
  }
}

/** Whole or not at all. */
export function writeProofs(file: string, proofs: Proofs): void {
  const beside = `${file}.${process.pid}.new`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(beside, `${JSON.stringify({ version: 1, devices: Object.fromEntries(proofs) }, null, 2)}\n`);
  renameSync(beside, file);
}

/** What a look at a port comes to. What it did not judge stays as it was: a profile may leave less to the card. */
export function proofOf({ driver, firmware, offloads }: WirePort, whole: boolean, before?: Proof): Proof {
  const same = before?.driver === driver && before.firmware === firmware ? before : undefined;
  const named = (proof: string) =>
    offloads.filter((row) => row.proof === proof).map(({ offload }) => offload);
  const [proven, disproved] = [named("PROVEN"), named("DISPROVED")];
  const judged = new Set([
    ...proven,
    ...disproved,
    ...(whole ? offloads.filter(({ outcome }) => outcome === "HARDWARE").map(({ offload }) => offload) : []),
  ]);
  const still = (names: readonly string[] = []) => names.filter((name) => !judged.has(name));
  return {
    driver,
    firmware,
    proven: [...proven, ...still(same?.proven)],
    disproved: [...disproved, ...still(same?.disproved)],
    time: new Date().toISOString(),
  };
}

/** The start with what is known of each port's device. */
export function withProofs(config: StartConfig, proofs: Proofs): StartConfig {
  if (proofs.size === 0) return config;
  const ports = config.ports.map((port) => {
    const proof = proofs.get(deviceKey(port.device));
    if (proof === undefined) return port;
    const { driver, firmware, proven, disproved } = proof;
    const wishes = {
      ...port.wishes,
      proven: bits(proven),
      disproved: bits(disproved),
      proofDriver: driver,
      proofFirmware: firmware,
    };
    return { ...port, wishes };
  });
  return { ...config, ports };
}

function bits(names: readonly string[]): number {
  return names.reduce((sum, name) => sum | (1 << OFFLOAD[name as keyof typeof OFFLOAD]), 0);
}

function judged(proof: Proof): Proof {
  const names = [...proof.proven, ...proof.disproved];
  const both = proof.proven.some((name) => proof.disproved.includes(name));
  const known = names.every((name) => name in OFFLOAD);
  if (both || !known || !proof.driver || typeof proof.firmware !== "string")
    throw new Error("an entry is not one that edgelane wrote");
  return proof;
}

function unreadable(file: string, cause: Error): ElError {
  return new ElError("WIRE_FILE", `What check --wire found cannot be read from ${file}: ${cause.message}.`, {
    place: file,
    remedy: `Remove it (rm ${file}) and run edgelane check PROFILE --wire A:B again.`,
    cause,
  });
}
