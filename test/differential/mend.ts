// Takes out of a random topology what may not be declared, as little as possible. What is left is a judged document.
import { formatPrefix, networkOf, parsePrefix } from "../../dataplane/topology/addresses.js";
import { ElError, type Finding, parseTopology, type Topology } from "../../dataplane/topology/index.js";

type Json = { [key: string]: Json } | Json[] | string | number | boolean;

const MOST_ROUNDS = 500;

/** Throws ElError when it cannot be mended. */
export function mended(from: Topology): Topology {
  const topology = structuredClone(from);
  for (let rounds = 0; ; rounds++) {
    try {
      return parseTopology(topology, "generated");
    } catch (cause) {
      const finding = cause instanceof ElError ? cause.findings[0] : undefined;
      if (finding === undefined || rounds === MOST_ROUNDS) throw cause;
      mend(topology as unknown as Json, finding);
    }
  }
}

function mend(root: Json, { path, code }: Finding): void {
  const steps = path.split("/").slice(1);
  const parents: Json[] = [root];
  for (const step of steps) {
    const next = (parents.at(-1) as { [key: string]: Json })[step];
    if (next === undefined) break;
    parents.push(next);
  }
  const last = parents.length - 1;
  const value = parents[last];
  if (code.endsWith("HOST_BITS") && typeof value === "string") {
    const prefix = parsePrefix(value);
    if (prefix !== undefined)
      (parents[last - 1] as { [key: string]: Json })[steps[last - 1]!] = formatPrefix(networkOf(prefix));
    return;
  }
  // A condition is as good without one of its fields.
  const match = steps.indexOf("match");
  if (match >= 0 && last > match + 1) {
    delete (parents[match + 1] as { [key: string]: Json })[steps[match + 1]!];
    return;
  }
  if (/Chain$/.test(steps.at(-1) ?? "")) {
    delete (parents[last - 1] as { [key: string]: Json })[steps.at(-1)!];
    return;
  }
  for (let at = last; at > 0; at--) {
    const list = parents[at - 1];
    if (!Array.isArray(list)) continue;
    list.splice(Number(steps[at - 1]), 1);
    return;
  }
  throw new Error(`there is nothing to take out at ${path}`);
}
