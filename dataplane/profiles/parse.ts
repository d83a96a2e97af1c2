// The way in for profiles: text, object, name or file → a judged Profile with every default filled in.
import { existsSync, readdirSync } from "node:fs";
import { judge, type Kind, readText } from "../topology/document.js";
import { ElError } from "../topology/error.js";
import { nearest, type Report } from "../topology/report.js";
import { PROFILE_SCHEMAS, packagePath } from "../topology/schema.js";
import { Shape } from "../topology/shape.js";
import { checkLcores } from "./checks/lcores.js";
import { checkPorts } from "./checks/ports.js";
import { checkSizes } from "./checks/sizes.js";
import { checkUnderlay } from "./checks/underlay.js";
import { isPci } from "./device.js";
import type { Profile } from "./profile.js";

const kind: Kind<Profile> = {
  prefix: "PROFILE",
  shape: new Shape(PROFILE_SCHEMAS),
  check,
  mistaken: (value, source) =>
    "hosts" in value && !("host" in value)
      ? {
          what: "a topology, no profile",
          remedy: `Name a profile: edgelane run PROFILE --topology ${source}`,
        }
      : undefined,
};

/** Throws ElError; `findings` lists all that is wrong. `source` names the document in messages. */
export function parseProfile(input: string | object, source = "profile"): Profile {
  return judge(kind, input, source);
}

/** A path (it has a slash or ends in .json), or the name of a profile that comes with edgelane. */
export function loadProfile(nameOrPath: string): Profile {
  const isPath = nameOrPath.includes("/") || nameOrPath.endsWith(".json");
  const path = isPath ? nameOrPath : packagePath(`dataplane/profiles/${nameOrPath}.json`);
  if (!isPath && !existsSync(path)) throw unknownProfile(nameOrPath);
  return parseProfile(readText(kind.prefix, path), path);
}

/** Names of the profiles that come with edgelane. */
export function profileNames(): string[] {
  return readdirSync(packagePath("dataplane/profiles"))
    .filter((file) => file.endsWith(".json") && !file.endsWith(".schema.json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** RFC 7348 5. */
const VXLAN_PORT = 4789;

function check(profile: Profile, report: Report): void {
  fill(profile);
  checkPorts(profile, report);
  checkLcores(profile, report);
  checkUnderlay(profile, report);
  checkSizes(profile, report);
}

/** Defaults that follow from other fields, which a schema cannot say. */
function fill(profile: Profile): void {
  profile.name ??= profile.host;
  const mtus = new Map(profile.ports.map((port) => [port.name, port.mtu]));
  const underlay = new Set(profile.underlay.map(({ port }) => port));
  for (const port of profile.ports)
    port.vxlanPorts ??= underlay.has(port.name) && isPci(port.device) ? [VXLAN_PORT] : [];
  for (const entry of profile.underlay) entry.mtu ??= mtus.get(entry.port) ?? 1500;
}

function unknownProfile(name: string): ElError {
  const names = profileNames();
  const meant = nearest(name, names);
  return new ElError("PROFILE_UNKNOWN", `There is no profile "${name}"; there are ${names.join(", ")}.`, {
    place: name,
    remedy: meant
      ? `Use "${meant}", or write a path such as ./${name}.json.`
      : `Write a path such as ./${name}.json.`,
  });
}
