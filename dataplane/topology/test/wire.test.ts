// Topologies and records through protobuf and back; the .proto text itself, read by another code path, is the judge.
import fc from "fast-check";
import protobuf from "protobufjs";
import { expect, it } from "vitest";
import { ElError } from "../error.js";
import type { Topology } from "../model.js";
import { Report } from "../report.js";
import { revisionOf } from "../revision.js";
import { packagePath, TOPOLOGY_SCHEMAS } from "../schema.js";
import { Shape } from "../shape.js";
import {
  decodeState,
  decodeTopology,
  decodeUpcall,
  encodeState,
  encodeTopology,
  encodeUpcall,
} from "../wire.js";
import { anyTopology } from "./arbitrary.js";

it("every random topology has the schema's shape", () => {
  const shape = new Shape(TOPOLOGY_SCHEMAS);
  fc.assert(
    fc.property(anyTopology, (topology) => {
      const report = new Report("TOPOLOGY", "random");
      shape.judge(topology, report);
      // `interface` is shorter than other names, and a GRE key longer than a VNI: both are for the semantic checks
      expect(report.findings).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it("decode(encode(t)) is t", () => {
  fc.assert(
    fc.property(anyTopology, (topology) => {
      expect(decodeTopology(encodeTopology(topology))).toEqual(topology);
    }),
    { numRuns: 1000 },
  );
});

it("carries what the .proto text says, field by field", () => {
  const root = protobuf.loadSync(packagePath("dataplane/topology/generated/topology.proto"));
  const type = root.lookupType("edgelane.Topology");
  const topology: Topology = {
    version: 1,
    hosts: [{ id: "h" }],
    tunnelZones: [{ id: "z", type: "gre", hosts: [{ host: "h", address: "192.0.2.1" }] }],
    ports: [
      {
        id: "p",
        device: "b",
        adminUp: false,
        vtep: { type: "vxlan", key: 7, host: "h", remotes: [{ address: "192.0.2.9" }], flood: [] },
      },
    ],
    chains: [
      {
        id: "c",
        rules: [{ action: "jump", chain: "d", match: { destinationPorts: { first: 8, last: 9 } } }],
      },
    ],
  };
  const seen = type.toObject(type.decode(encodeTopology(topology)), { enums: String });
  expect(seen).toEqual({
    version: 1,
    hosts: [{ id: "h" }],
    tunnelZones: [{ id: "z", type: "TYPE_GRE", hosts: [{ host: "h", address: "192.0.2.1" }] }],
    ports: [
      {
        id: "p",
        device: "b",
        adminUp: false,
        vtep: { type: "TYPE_VXLAN", key: 7, host: "h", remotes: [{ address: "192.0.2.9" }], flood: {} },
      },
    ],
    chains: [
      {
        id: "c",
        rules: [{ action: "ACTION_JUMP", chain: "d", match: { destinationPorts: { first: 8, last: 9 } } }],
      },
    ],
  });
});

it("keeps an empty flood list apart from an absent one, but no other list", () => {
  const vtep = { type: "vxlan" as const, key: 1, host: "h", remotes: [] };
  const make = (more: object): Topology => ({
    version: 1,
    hosts: [],
    ports: [{ id: "p", device: "b", vtep: { ...vtep, ...more } }],
  });
  expect(decodeTopology(encodeTopology(make({ flood: [] }))).ports[0]!.vtep!.flood).toEqual([]);
  expect(decodeTopology(encodeTopology(make({}))).ports[0]!.vtep!.flood).toBeUndefined();
  expect(revisionOf(make({ flood: [] }))).not.toBe(revisionOf(make({})));
  expect(revisionOf({ ...make({}), chains: [] })).toBe(revisionOf(make({})));
});

it("gives equal revisions to equal content whatever the order of its keys, and others to other content", () => {
  fc.assert(
    fc.property(anyTopology, anyTopology, (a, b) => {
      const turned = Object.fromEntries(Object.entries(a).reverse()) as unknown as Topology;
      expect(revisionOf(turned)).toBe(revisionOf(a));
      if (JSON.stringify(a) !== JSON.stringify(b)) expect(revisionOf(a)).not.toBe(revisionOf(b));
    }),
  );
});

it("carries upcalls and learned state, with 48-bit MACs and nanoseconds whole", () => {
  const upcall = {
    timeNs: 2 ** 53 - 1,
    port: 3,
    queue: 1,
    reason: 0,
    length: 9000,
    key: Uint8Array.from({ length: 128 }, (_, i) => i),
    data: Uint8Array.of(1, 2, 3),
    verdict: {
      result: "drop" as const,
      dropReason: 64,
      mask: new Uint8Array(128).fill(255),
      actions: new Uint8Array(0),
      path: [{ step: "rule", id: "no-telnet", detail: "drop" }],
    },
  };
  expect(decodeUpcall(encodeUpcall(upcall))).toEqual({
    ...upcall,
    key: Buffer.from(upcall.key),
    data: Buffer.from(upcall.data),
    verdict: {
      ...upcall.verdict,
      mask: Buffer.from(upcall.verdict.mask),
      actions: Buffer.from(upcall.verdict.actions),
    },
  });
  const state = {
    version: 1 as const,
    host: "edge1",
    savedMs: 1_700_000_000_000,
    stations: [{ bridge: "b", vlan: 0, mac: 0xfeffffffffff, where: "vtep@192.0.2.2", seenMs: 5 }],
    neighbours: [{ port: "r", address: "fe80::1", mac: 0x020000000001, seenMs: 0 }],
    bridgeNeighbours: [],
    pathMtus: [{ remote: "192.0.2.2", mtu: 1400, seenMs: 9 }],
  };
  expect(decodeState(encodeState(state))).toEqual(state);
});

it("refuses bytes of something else with one error, never another", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeTopology(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(ElError);
        expect((error as ElError).code).toBe("WIRE_MALFORMED");
      }
    }),
    { numRuns: 5000 },
  );
  expect(() => decodeState(encodeTopology({ version: 1, hosts: [], ports: [] }))).not.toThrow(TypeError);
});
