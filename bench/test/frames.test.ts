// The frames that are fed, and the judge of what comes out, beside scapy.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPcap } from "../../scripts/pcap/read.js";
import { writeCapture } from "../captures.js";
import { CASES } from "../cases.js";
import { frameOf, INNER, judge, LOCAL, LOCAL_MAC, outerBytes, REMOTE, REMOTE_MAC } from "../frames.js";
import { caseOf, scapy, testFolder } from "./tools.js";

const folder = testFolder();

/** Fields of each frame of a capture as scapy reads them, innermost Ethernet last; checksums recomputed. */
function readBack(path: string): Record<string, unknown>[] {
  return scapy(`
def ip(p):
    q = p.copy(); want = q.chksum; del q.chksum; q = IP(raw(q))
    return [p.src, p.dst, p.proto, p.ttl, want == q.chksum, p.len]
def row(p):
    out = {"layers": [], "ips": [], "bytes": len(p)}
    layer = p
    while layer and layer.name != 'NoPayload':
        out["layers"].append(layer.name)
        if layer.name == 'IP': out["ips"].append(ip(layer))
        if layer.name == 'VXLAN': out["key"] = layer.vni
        if layer.name == 'GRE': out["key"] = layer.key
        if layer.name == 'UDP': out["udp"] = [layer.sport, layer.dport, layer.len]
        if layer.name == 'Ethernet': out["mac"] = [layer.dst, layer.src]
        if layer.name == 'Raw': out["number"] = int.from_bytes(bytes(layer)[:4], 'big')
        layer = layer.payload
    return out
print(json.dumps([row(p) for p in rdpcap('${path}')]))
`) as Record<string, unknown>[];
}

describe("the frames of a case", () => {
  it.each(CASES.cases.map(({ name }) => name))("%s: are what scapy says they are", (name) => {
    const what = caseOf(name);
    const path = join(folder, `${name}.pcap`);
    writeCapture(path, what, 20);
    expect(readPcap(path)).toHaveLength(1024);
    const rows = readBack(path).slice(0, 20);
    const outer =
      what.does !== "decap"
        ? []
        : what.tunnel === "vxlan"
          ? ["Ethernet", "IP", "UDP", "VXLAN"]
          : ["Ethernet", "IP", "GRE"];
    for (const row of rows) {
      expect(row.layers).toEqual([...outer, "Ethernet", "IP", "UDP", "Raw"]);
      expect(row.bytes).toBe(INNER + (what.does === "decap" ? outerBytes(what) : 0));
      for (const ip of row.ips as unknown[][]) expect(ip[4]).toBe(true);
      if (what.does === "decap") {
        expect(row.key).toBe(5001);
        expect((row.ips as unknown[][])[0]!.slice(0, 2)).toEqual([REMOTE, LOCAL]);
      }
      expect((row.udp as number[])[2]).toBe(INNER - 34);
    }
    expect(rows.map((row) => row.number as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    const flows = [0, 65_500, 999_000].flatMap((from) => Array.from({ length: 1000 }, (_, i) => from + i));
    const heads = new Set(flows.map((flow) => frameOf(what, flow).subarray(0, -18).toString("hex")));
    expect(heads.size).toBe(flows.length);
  });
});

/** What a tunnel must make of flow 7, by scapy. */
function encapsulated(name: "vxlan-encap" | "gre-encap"): Buffer {
  const inner = frameOf(caseOf(name), 7).toString("hex");
  const tunnel =
    name === "vxlan-encap"
      ? "UDP(sport=50000, dport=4789, chksum=0)/VXLAN(flags=8, vni=5001)"
      : "GRE(key_present=1, proto=0x6558, key=5001)";
  const hex = scapy(
    `print(json.dumps(bytes(Ether(src='${LOCAL_MAC}', dst='${REMOTE_MAC}')/IP(src='${LOCAL}', dst='${REMOTE}', id=9)/${tunnel}/Ether(bytes.fromhex('${inner}'))).hex()))`,
  ) as string;
  return Buffer.from(hex, "hex");
}

describe("the judge", () => {
  it.each(["vxlan-encap", "gre-encap"] as const)("%s: takes what scapy makes", (name) => {
    expect(judge(caseOf(name), { flows: 8 }, encapsulated(name))).toBeUndefined();
  });

  it.each(["vxlan-encap", "gre-encap"] as const)("%s: finds any bit that is wrong", (name) => {
    const right = encapsulated(name);
    for (let bit = 0; bit < right.length * 8; bit++) {
      const frame = Buffer.from(right);
      frame[bit >> 3]! ^= 1 << (bit & 7);
      const free = name === "vxlan-encap" && bit >> 3 >= 34 && bit >> 3 < 36;
      // A source port is any of the upper 16384.
      const still = free && frame.readUInt16BE(34) >= 49152;
      expect(judge(caseOf(name), { flows: 8 }, frame) === undefined, `bit ${bit}`).toBe(still);
    }
  });

  it.each(["l2", "microflow", "vxlan-decap", "gre-decap"])("%s: wants the inner frame, untouched", (name) => {
    const inner = frameOf({ ...caseOf(name), does: "forward" }, 7);
    expect(judge(caseOf(name), { flows: 8 }, inner)).toBeUndefined();
    for (let at = 0; at < inner.length; at++) {
      const frame = Buffer.from(inner);
      frame[at]! ^= 0x80;
      expect(judge(caseOf(name), { flows: 8 }, frame), `byte ${at}`).toBeDefined();
    }
  });

  it("l3: takes what scapy routes, and finds any bit that is wrong", () => {
    const hex = scapy(
      `f = Ether(bytes.fromhex('${frameOf(caseOf("l3"), 7).toString("hex")}')); f.src = '${LOCAL_MAC}'; f.dst = '${REMOTE_MAC}'; f[IP].ttl -= 1; del f[IP].chksum; print(json.dumps(bytes(f).hex()))`,
    ) as string;
    const right = Buffer.from(hex, "hex");
    expect(judge(caseOf("l3"), { flows: 8 }, right)).toBeUndefined();
    for (let bit = 0; bit < right.length * 8; bit++) {
      const frame = Buffer.from(right);
      frame[bit >> 3]! ^= 1 << (bit & 7);
      expect(judge(caseOf("l3"), { flows: 8 }, frame), `bit ${bit}`).toBeDefined();
    }
  });

  it("knows the size that each flow's frames have, and where source ports may begin", () => {
    const sizeOf = (flow: number) => (flow === 7 ? 566 : 60);
    const frame = frameOf(caseOf("l2"), 7, sizeOf);
    expect(frame).toHaveLength(566);
    expect(judge(caseOf("l2"), { flows: 8, sizeOf }, frame)).toBeUndefined();
    expect(judge(caseOf("l2"), { flows: 8 }, frame)).toBe("is 566 bytes long, not 60");
    const tunnelled = encapsulated("vxlan-encap");
    tunnelled.writeUInt16BE(40_000, 34);
    expect(judge(caseOf("vxlan-encap"), { flows: 8 }, tunnelled)).toMatch(/VXLAN/);
    expect(judge(caseOf("vxlan-encap"), { flows: 8, sourcePorts: 32_768 }, tunnelled)).toBeUndefined();
  });

  it("finds frames of no flow, and frames cut short", () => {
    const frame = frameOf(caseOf("l2"), 7);
    expect(judge(caseOf("l2"), { flows: 7 }, frame)).toBe("is of flow 7, which there is not");
    expect(judge(caseOf("l2"), { flows: 8 }, frame.subarray(0, 59))).toBe("is 59 bytes long, not 60");
  });
});

it("a capture is the same bytes each time", () => {
  const [first, second] = ["a", "b"].map((name) => {
    const path = join(folder, `${name}.pcap`);
    writeCapture(path, caseOf("vxlan-decap"), 300);
    return readFileSync(path);
  });
  expect(first!.equals(second!)).toBe(true);
});
