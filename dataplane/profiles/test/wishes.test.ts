// What a port's wishes become in the worker's start.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OFFLOAD, OFFLOAD_NAMES, RX_FULL } from "../../../bindings/layout.js";
import { packagePath } from "../../topology/schema.js";
import { OFFLOAD_WORDS, type OffloadWord, parseProfile, resolveProfile } from "../index.js";
import { OFFLOAD_NUMBERS } from "../wishes.js";

const base = {
  version: 1,
  host: "edge1",
  underlay: [{ port: "a", addresses: ["192.0.2.1/24"] }],
  memory: { hugepages: false, megabytes: 256 },
};

function wishes(port: object, more: object = {}) {
  const profile = parseProfile({ ...base, ports: [{ name: "a", device: "0000:01:00.0", ...port }], ...more });
  return resolveProfile(profile, { cpus: [0, 1], runDir: "/run/edgelane" }).ports[0]!.wishes!;
}

const names = (mask = 0) =>
  Object.entries(OFFLOAD_NAMES)
    .filter(([number]) => mask & (1 << Number(number)))
    .map(([, name]) => name);

it("its numbers are the header's, under the header's names", () => {
  for (const word of OFFLOAD_WORDS) {
    const name = word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    expect(OFFLOAD_NUMBERS[word], word).toBe(OFFLOAD[name as keyof typeof OFFLOAD]);
  }
  const { OffloadsProfile } = JSON.parse(
    readFileSync(packagePath("dataplane/profiles/port.schema.json"), "utf8"),
  ).$defs;
  expect(Object.keys(OffloadsProfile.properties).sort()).toEqual([...OFFLOAD_WORDS, "notes"].sort());
});

it("a port without wishes asks for what helps wherever it is right, and for nothing that takes something away", () => {
  expect(names(wishes({ queues: 2 }).wanted)).toEqual([
    ...[
      "RX_CHECKSUM",
      "TX_CHECKSUM",
      "OUTER_IP_CHECKSUM",
      "TSO",
      "VXLAN_TSO",
      "GRE_TSO",
      "RSS_INNER",
      "VXLAN_PORT",
    ],
  ]);
  expect(wishes({})).toMatchObject({
    software: 0,
    rxFull: RX_FULL.DEFAULT,
    steer: { first: 0, count: 0 },
    vxlanPorts: [4789],
  });
});

it("a port where no tunnel ends is wished nothing of tunnels, and a guest has its segments merged", () => {
  const apart = { underlay: [] };
  expect(names(wishes({}, apart).wanted)).toEqual(["RX_CHECKSUM", "TX_CHECKSUM", "TSO"]);
  expect(names(wishes({ device: "net_vhost0,iface=/run/a.sock" }, apart).wanted)).toContain("GRO");
  expect(names(wishes({ offloads: { vxlanTso: "hardware" } }, apart).wanted)).toContain("VXLAN_TSO");
});

it("each word does what it says", () => {
  const one = (word: OffloadWord, wish: string) => wishes({ promiscuous: false, offloads: { [word]: wish } });
  expect(names(one("txChecksum", "off").wanted)).not.toContain("TX_CHECKSUM");
  expect(names(one("txChecksum", "software").software)).toEqual(["TX_CHECKSUM"]);
  expect(names(one("txChecksum", "software").wanted)).toContain("TX_CHECKSUM");
  expect(names(one("isolate", "hardware").wanted)).toContain("ISOLATE");
  expect(names(one("respread", "software").software)).toEqual(["RESPREAD"]);
});

it("an outer UDP checksum is wanted where the node's tunnels want one", () => {
  const wanted = (addresses: string[], tunnels: object, offloads: object = {}) =>
    names(wishes({ offloads }, { underlay: [{ port: "a", addresses }], tunnels }).wanted).includes(
      "OUTER_UDP_CHECKSUM",
    );
  expect(wanted(["192.0.2.1/24"], {})).toBe(false);
  expect(wanted(["192.0.2.1/24"], { udpChecksum: true })).toBe(true);
  expect(wanted(["2001:db8::1/64"], {})).toBe(true);
  expect(wanted(["2001:db8::1/64"], { zeroChecksum6: true })).toBe(false);
  expect(wanted(["2001:db8::1/64"], {}, { outerUdpChecksum: "off" })).toBe(false);
});

it("keys, tables, thresholds and steering are carried as they are", () => {
  const given = wishes({
    queues: 4,
    rssKey: "6d5a".repeat(26),
    reta: [0, 1, 2, 3, 0, 0],
    steer: { first: 2, count: 2 },
    thresholds: { rxFree: 32, txFree: 64, txRs: 48 },
    rxDrop: false,
    vxlanPorts: [4789, 8472],
  });
  expect(given).toMatchObject({
    reta: [0, 1, 2, 3, 0, 0],
    steer: { first: 2, count: 2 },
    rxFreeThresh: 32,
    txFreeThresh: 64,
    txRsThresh: 48,
    rxFull: RX_FULL.WAIT,
    vxlanPorts: [4789, 8472],
  });
  expect(given.rssKey).toHaveLength(52);
  expect([...given.rssKey!.slice(0, 2)]).toEqual([0x6d, 0x5a]);
  expect(wishes({ rxDrop: true }).rxFull).toBe(RX_FULL.DROP);
});
