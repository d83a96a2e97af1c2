// The way in for topologies: text, object or file → a judged Topology. Every fault is reported at once.
import { checkTopology } from "./checks/all.js";
import { judge, type Kind, readText } from "./document.js";
import type { Topology } from "./model.js";
import { TOPOLOGY_SCHEMAS } from "./schema.js";
import { Shape } from "./shape.js";

const kind: Kind<Topology> = {
  prefix: "TOPOLOGY",
  shape: new Shape(TOPOLOGY_SCHEMAS),
  check: checkTopology,
  mistaken: (value, source) =>
    !("hosts" in value) && ("role" in value || "underlay" in value)
      ? { what: "a profile, no topology", remedy: `Name a topology; of a profile: edgelane check ${source}` }
      : undefined,
};

/** Throws ElError; `findings` lists all that is wrong. `source` names the document in messages. */
export function parseTopology(input: string | object, source = "topology"): Topology {
  return judge(kind, input, source);
}

/** Throws ElError, also TOPOLOGY_UNREADABLE. */
export function loadTopology(path: string): Topology {
  return parseTopology(readText(kind.prefix, path), path);
}
