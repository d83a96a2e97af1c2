// Which device a proof is of, what a start says of it, and what a report means.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { OFFLOAD } from "../../../../bindings/layout.js";
import { loadProfile, resolveProfile } from "../../../profiles/index.js";
import { endsOf, narrow } from "../narrow.js";
import { deviceKey, type Proof, proofFile, proofOf, readProofs, withProofs, writeProofs } from "../proofs.js";
import { conclusive, leftToCards, type WireReport, wireFindings } from "../report.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-wire-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const proof: Proof = {
  driver: "net_i40e",
  firmware: "9.01",
  proven: ["TSO"],
  disproved: ["OUTER_IP_CHECKSUM"],
  time: "2026-01-01T00:00:00Z",
};

it("a card is one device however a profile spells it, and its second port another", () => {
  expect(deviceKey("01:00.0")).toBe("0000:01:00.0");
  expect(deviceKey("0000:01:00.0,tso=1")).toBe("0000:01:00.0");
  expect(deviceKey("0000:0A:00.0,tso=1,port=1")).toBe("0000:0a:00.0,port=1");
  expect(deviceKey("net_ring0")).toBe("net_ring0");
});

it("is kept beside the state file, or in the run folder", () => {
  const profile = loadProfile("demo");
  expect(proofFile(profile, "/run/edgelane")).toBe("/run/edgelane/wire.json");
  expect(proofFile({ ...profile, state: { file: "/var/lib/edgelane/learned" } }, "/run")).toBe(
    "/var/lib/edgelane/wire.json",
  );
});

it("what is written is read, and goes into the start of that device alone", () => {
  const file = join(folder, "deeper", "wire.json");
  expect(readProofs(file).size).toBe(0);
  writeProofs(file, new Map([["tap_up0,iface=el-up0", proof]]));
  const profile = loadProfile("demo");
  const config = resolveProfile(profile, { cpus: [0, 1], runDir: "/run/edgelane" });
  const [vm1, , up0] = withProofs(config, readProofs(file)).ports;
  expect(up0!.wishes).toMatchObject({
    proven: 1 << OFFLOAD.TSO,
    disproved: 1 << OFFLOAD.OUTER_IP_CHECKSUM,
    proofDriver: "net_i40e",
    proofFirmware: "9.01",
  });
  expect(vm1!.wishes).toMatchObject({ proven: 0, disproved: 0, proofDriver: "" });
});

it("what a look did not judge stays as it was, for the same driver and firmware alone", () => {
  const row = (offload: string, outcome: "HARDWARE" | "SOFTWARE", proof: "PROVEN" | "UNPROVEN") => ({
    ...{ offload, outcome, proof },
    why: 1,
  });
  const port = {
    ...{ port: "up0", driver: "net_i40e", firmware: "9.01", card: "X710", faults: [] },
    offloads: [row("TX_CHECKSUM", "HARDWARE", "PROVEN"), row("TSO", "SOFTWARE", "UNPROVEN")],
  };
  expect(proofOf(port, true, proof)).toMatchObject({
    proven: ["TX_CHECKSUM", "TSO"],
    disproved: ["OUTER_IP_CHECKSUM"],
  });
  expect(proofOf({ ...port, firmware: "9.20" }, true, proof)).toMatchObject({
    proven: ["TX_CHECKSUM"],
    disproved: [],
  });
  const again = { ...port, offloads: [row("OUTER_IP_CHECKSUM", "HARDWARE", "UNPROVEN")] };
  expect(proofOf(again, true, proof).disproved).toEqual([]);
  expect(proofOf(again, false, proof).disproved).toEqual(["OUTER_IP_CHECKSUM"]);
  expect(
    proofOf({ ...again, offloads: [row("OUTER_IP_CHECKSUM", "HARDWARE", "PROVEN")] }, false, proof),
  ).toMatchObject({ proven: ["OUTER_IP_CHECKSUM", "TSO"], disproved: [] });
});

it("a profile is cut down to the ends of the cable", () => {
  const profile = loadProfile("demo");
  const part = narrow(profile, endsOf(profile, "up0:vm1"));
  expect(part.ports.map(({ name }) => name)).toEqual(["up0", "vm1"]);
  expect(part.underlay.map(({ port }) => port)).toEqual(["up0"]);
  expect(endsOf(profile, "2").map(({ name }) => name)).toEqual(["up0"]);
  const lcores = [
    { lcore: 1, queues: [{ port: "vm1", queue: 0 }] },
    { lcore: 2, queues: [{ port: "vm2", queue: 0 }] },
  ];
  expect(narrow({ ...profile, lcores }, endsOf(profile, "vm1")).lcores).toEqual([lcores[0]]);
});

it("each ending has its sentence, and only a whole look is remembered", () => {
  const report: WireReport = {
    ending: "DONE",
    sent: 8,
    received: 0,
    strangers: 0,
    stranger: "02:66:66:66:66:66",
    ports: [
      {
        port: "up0",
        driver: "net_i40e",
        firmware: "9.01",
        card: "X710",
        offloads: [{ offload: "OUTER_IP_CHECKSUM", outcome: "HARDWARE", why: 1, proof: "DISPROVED" }],
        faults: [],
      },
    ],
  };
  expect(wireFindings(report)).toMatchObject([{ code: "WIRE_DISPROVED", level: "error" }]);
  expect(wireFindings(report)[0]!.message).toContain("outerIpChecksum");
  expect(leftToCards(report)).toBe(true);
  const quiet = { ...report, ports: [] };
  const codes = (["LINK_DOWN", "STRANGERS", "NOTHING_BACK", "CHANGED", "STOPPED", "TIME"] as const).map(
    (ending) => {
      const [finding] = wireFindings({ ...quiet, ending });
      expect(finding!.message).toMatch(/[.?]$/);
      expect(finding!.remedy).toMatch(/\.$/);
      expect(conclusive({ ...quiet, ending })).toBe(ending === "TIME");
      return finding!.code;
    },
  );
  expect(new Set(codes).size).toBe(codes.length);
});
