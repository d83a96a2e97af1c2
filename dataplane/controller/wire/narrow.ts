// A profile cut down to the ends of one cable, so that no other port is touched. Pure.
import type { PortProfile, Profile } from "../../profiles/index.js";
import { ElError } from "../../topology/error.js";

/** "up0", "up0:up1", "0:1": one port that is looped, or the two that a cable joins; by name or place. */
export function endsOf(profile: Profile, words: string): PortProfile[] {
  const ends = words.split(":").map((word) => endOf(profile, word));
  if (ends.length > 2 || (ends.length === 2 && ends[0] === ends[1]))
    throw new ElError("USAGE_WIRE", `"${words}" names no cable: it has two ends, or one port is looped.`, {
      place: words,
      remedy: "Write --wire A:B, or --wire A for a looped port.",
    });
  return ends;
}

function endOf({ name, ports }: Profile, word: string): PortProfile {
  const found = ports.find((port) => port.name === word) ?? (/^\d+$/.test(word) ? ports[+word] : undefined);
  if (found !== undefined) return found;
  throw new ElError(
    "USAGE_WIRE",
    `Profile "${name}" has no port "${word}"; it has ${ports.map((port) => port.name).join(", ")}.`,
    { place: word, remedy: "Name one of them." },
  );
}

export function narrow(profile: Profile, ends: readonly PortProfile[]): Profile {
  const names = new Set(ends.map(({ name }) => name));
  const { lcores, ...rest } = profile;
  const left = lcores
    ?.map((lcore) => ({ ...lcore, queues: lcore.queues.filter(({ port }) => names.has(port)) }))
    .filter(({ queues }) => queues.length > 0);
  return {
    ...rest,
    ports: [...ends],
    underlay: profile.underlay.filter(({ port }) => names.has(port)),
    ...(left !== undefined && { lcores: left }),
  };
}
