// Topologies, upcall records and learned state as protobuf bytes: for stores, files and other hosts.
// Decoding proves the form only; a topology from elsewhere is still to be judged by parseTopology.
import { edgelane } from "#wire";
import { type Codec, codecFor } from "./codec.js";
import { ElError } from "./error.js";
import type { Recording, State, Upcall } from "./generated/records-types.js";
import type { Topology } from "./model.js";
import { definitions, loadSchemas, RECORD_SCHEMAS, TOPOLOGY_SCHEMAS } from "./schema.js";

export type { Recording, State, Upcall } from "./generated/records-types.js";

interface Message {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

const topologyCodec = codecFor(definitions(loadSchemas(TOPOLOGY_SCHEMAS)), "Topology");
const records = definitions(loadSchemas(RECORD_SCHEMAS));
const upcallCodec = codecFor(records, "Upcall");
const recordingCodec = codecFor(records, "Recording");
const stateCodec = codecFor(records, "State");

/** Deterministic: equal topologies give equal bytes. */
export function encodeTopology(topology: Topology): Uint8Array {
  return edgelane.Topology.encode(topologyCodec.toWire(topology)).finish();
}

/** Throws ElError WIRE_MALFORMED, as all decoders here do. */
export function decodeTopology(bytes: Uint8Array): Topology {
  return decode<Topology>("topology", edgelane.Topology, topologyCodec, bytes);
}

export function encodeUpcall(upcall: Upcall): Uint8Array {
  return edgelane.Upcall.encode(upcallCodec.toWire(upcall)).finish();
}

export function decodeUpcall(bytes: Uint8Array): Upcall {
  return decode<Upcall>("upcall record", edgelane.Upcall, upcallCodec, bytes);
}

export function encodeRecording(recording: Recording): Uint8Array {
  return edgelane.Recording.encode(recordingCodec.toWire(recording)).finish();
}

export function decodeRecording(bytes: Uint8Array): Recording {
  return decode<Recording>("head of a recording", edgelane.Recording, recordingCodec, bytes);
}

export function encodeState(state: State): Uint8Array {
  return edgelane.State.encode(stateCodec.toWire(state)).finish();
}

export function decodeState(bytes: Uint8Array): State {
  return decode<State>("learned state", edgelane.State, stateCodec, bytes);
}

function decode<T extends object>(what: string, message: Message, codec: Codec, bytes: Uint8Array): T {
  try {
    const document = codec.fromWire(message.decode(bytes));
    if ("version" in document && document.version !== 1)
      throw new RangeError(`its version is ${document.version}, this program reads 1`);
    return document as T;
  } catch (cause) {
    throw new ElError("WIRE_MALFORMED", `These bytes are no ${what}: ${(cause as Error).message}.`, {
      remedy: "Write it anew with this version of edgelane.",
      cause,
    });
  }
}
