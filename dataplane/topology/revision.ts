// Names a topology's content: equal content, equal revision, on every host and after every restart.
import { createHash } from "node:crypto";
import type { Topology } from "./model.js";
import { encodeTopology } from "./wire.js";

/** 16 hex digits of the SHA-256 of its protobuf form. */
export function revisionOf(topology: Topology): string {
  return createHash("sha256").update(encodeTopology(topology)).digest("hex").slice(0, 16);
}
