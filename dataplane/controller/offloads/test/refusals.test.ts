// What becomes of a profile that asks for what a card cannot: refused with the place and the remedy, or done by the
// worker and told in the table. The plan is the worker's own (libedgelane), on what is documented of each card.
import { describe, expect, it } from "vitest";
import { STEERING, WHY, WHY_TEXT } from "../../../../bindings/layout.js";
import { story } from "../../../../test/lib/needs.js";
import { loadProfile, parseProfile, profileNames } from "../../../profiles/index.js";
import { plannedOffloads } from "../plan.js";

const nowhere = { devices: new Map<string, string>() };
type Json = Record<string, unknown>;
type Card = "connectx3-pro" | "x710";

function planned(card: Card, changes: Json = {}, more: Json = {}) {
  const port = { name: "up0", device: "0000:01:00.0", card, mtu: 1600, ...changes };
  const underlay = [{ port: "up0", addresses: ["192.0.2.1/24"] }];
  const profile = parseProfile({
    version: 1,
    host: "h",
    ports: [port],
    underlay,
    memory: { megabytes: 2048 },
    ...more,
  });
  return plannedOffloads(profile, [0, 1, 2, 3, 4], nowhere)[0]!;
}

function found(card: Card, changes: Json, more: Json = {}): string[] {
  return planned(card, changes, more).findings.map(({ code, path, message, remedy }) => {
    expect(message).toMatch(/^Port "up0".*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
    // in the profile's words, never in those of the start file
    expect(message).not.toMatch(/[a-z]_[a-z]/);
    return `${code} ${path}: ${message}`;
  });
}

const doneBy = (card: Card, changes: Json = {}, more: Json = {}) =>
  Object.fromEntries(planned(card, changes, more).offloads.map(({ offload, outcome }) => [offload, outcome]));

const queues = (count: number, more: Json = {}) => ({ queues: count, ...more });
const off = (offloads: Json) => ({ offloads });

/** What a card cannot: the card, the setting, and what must come back. */
const REFUSED: readonly [string, Card, Json, RegExp][] = [
  [
    "outer UDP checksums of an X710",
    "x710",
    off({ outerUdpChecksum: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/outerUdpChecksum: .*X710.*cannot/,
  ],
  [
    "outer UDP checksums of a ConnectX-3",
    "connectx3-pro",
    off({ outerUdpChecksum: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/outerUdpChecksum: /,
  ],
  [
    "a spreading table of a ConnectX-3",
    "connectx3-pro",
    queues(2, { reta: [0, 1, 1] }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/reta: .*driver has no call/,
  ],
  [
    "an RSS key of a ConnectX-3",
    "connectx3-pro",
    queues(2, { rssKey: "ab".repeat(40) }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/rssKey: /,
  ],
  [
    "3 queues of a ConnectX-3",
    "connectx3-pro",
    queues(3),
    /^PROFILE_CARD_REFUSES \/ports\/0\/queues: .*queues is 3.*power of two/,
  ],
  [
    "two VXLAN ports of a ConnectX-3",
    "connectx3-pro",
    { vxlanPorts: [4789, 8472] },
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/vxlanPorts: .*2 VXLAN ports.*one UDP port/,
  ],
  [
    "GRE TSO of an unproved ConnectX-3",
    "connectx3-pro",
    off({ greTso: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/greTso: /,
  ],
  [
    "a full queue that waits, of a ConnectX-3",
    "connectx3-pro",
    { rxDrop: false },
    /^PROFILE_CARD_REFUSES \/ports\/0\/rxDrop: .*always drops/,
  ],
  [
    "thresholds of a ConnectX-3",
    "connectx3-pro",
    { thresholds: { txRs: 32 } },
    /^PROFILE_CARD_REFUSES \/ports\/0\/thresholds\/txRs: /,
  ],
  [
    "1000 rx descriptors of a ConnectX-3",
    "connectx3-pro",
    { rxDescriptors: 1000 },
    /^PROFILE_CARD_REFUSES \/ports\/0\/rxDescriptors: .*1000.*would take 1024/,
  ],
  [
    "16384 descriptors of a ConnectX-3",
    "connectx3-pro",
    { txDescriptors: 16384 },
    /^PROFILE_CARD_REFUSES \/ports\/0\/txDescriptors: .*8192/,
  ],
  [
    "steering to three queues of a ConnectX-3",
    "connectx3-pro",
    queues(4, { steer: { first: 1, count: 2 } }),
    /^PROFILE_CARD_REFUSES \/ports\/0\/steer: /,
  ],
  [
    "marks of a ConnectX-3",
    "connectx3-pro",
    off({ mark: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/mark: /,
  ],
  ["an MTU of 9703 of an X710", "x710", { mtu: 9703 }, /^PROFILE_CARD_REFUSES \/ports\/0\/mtu: .*9703.*9702/],
  [
    "1000 descriptors of an X710",
    "x710",
    { rxDescriptors: 1000 },
    /^PROFILE_CARD_REFUSES \/ports\/0\/rxDescriptors: .*would take 1024/,
  ],
  [
    "32 descriptors of an X710",
    "x710",
    { txDescriptors: 32 },
    /^PROFILE_CARD_REFUSES \/ports\/0\/txDescriptors: .*would take 64/,
  ],
  [
    "8192 descriptors of an X710",
    "x710",
    { rxDescriptors: 8192 },
    /^PROFILE_CARD_REFUSES \/ports\/0\/rxDescriptors: .*64 to 4096/,
  ],
  [
    "a threshold that does not divide its ring",
    "x710",
    { thresholds: { rxFree: 48 } },
    /^PROFILE_CARD_REFUSES \/ports\/0\/thresholds\/rxFree: .*must divide rxDescriptors/,
  ],
  [
    "a report threshold above the free one",
    "x710",
    { thresholds: { txRs: 64, txFree: 32 } },
    /^PROFILE_CARD_REFUSES \/ports\/0\/thresholds\/txRs: /,
  ],
  [
    "a key of 40 bytes of an X710",
    "x710",
    queues(2, { rssKey: "ab".repeat(40) }),
    /^PROFILE_CARD_REFUSES \/ports\/0\/rssKey: .*40.*52/,
  ],
  [
    "fast free beside checksums in the card",
    "x710",
    off({ fastFree: "hardware", txChecksum: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/txChecksum: .*vector path/,
  ],
  [
    "isolation of an X710",
    "x710",
    { promiscuous: false, ...off({ isolate: "hardware" }) },
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/isolate: /,
  ],
  [
    "steering an X710 to several queues",
    "x710",
    queues(4, { steer: { first: 0, count: 2 }, ...off({ vxlanPort: "off" }) }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/steer: .*one queue/,
  ],
  [
    "marks of an X710 that knows the tunnel",
    "x710",
    off({ mark: "hardware" }),
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/mark: .*inner headers/,
  ],
  [
    "fast free where frames need many mbufs",
    "x710",
    { mtu: 9000, ...off({ fastFree: "hardware" }) },
    /^PROFILE_OFFLOAD_REFUSED \/ports\/0\/offloads\/fastFree: /,
  ],
];

/** What becomes software, or nobody's, without a word but the table's. */
const DEGRADED: readonly [string, Card, Json, Json, Json][] = [
  [
    "outer UDP checksums that tunnels ask for",
    "x710",
    {},
    { tunnels: { udpChecksum: true } },
    { outerUdpChecksum: "software", vxlanTso: "software", txChecksum: "hardware" },
  ],
  [
    "GRE TSO of a ConnectX-3",
    "connectx3-pro",
    {},
    {},
    { greTso: "software", vxlanTso: "hardware", tso: "hardware" },
  ],
  [
    "all offloads of an X710 that is to free fast",
    "x710",
    off({ fastFree: "hardware" }),
    {},
    {
      fastFree: "hardware",
      txChecksum: "software",
      outerIpChecksum: "software",
      tso: "software",
      vxlanTso: "software",
    },
  ],
  [
    "segmentation without checksums",
    "x710",
    off({ txChecksum: "software" }),
    {},
    { txChecksum: "software", tso: "software", vxlanTso: "software" },
  ],
  ["marks on auto of an X710 that knows the tunnel", "x710", off({ mark: "auto" }), {}, { mark: "refused" }],
  [
    "everything asked of the worker",
    "connectx3-pro",
    off({
      txChecksum: "software",
      outerIpChecksum: "software",
      tso: "software",
      vxlanTso: "software",
      greTso: "software",
      rxChecksum: "software",
    }),
    {},
    { rxChecksum: "software", txChecksum: "software", outerIpChecksum: "software", tso: "software" },
  ],
  [
    "re-spreading asked of a port with two queues",
    "x710",
    queues(2, off({ respread: "auto" })),
    {},
    { respread: "software", rss: "hardware" },
  ],
];

story("cards and profiles", ["built"], () => {
  it.each(REFUSED)("refuses %s", (_, card, changes, says) => {
    const findings = found(card, changes);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(says);
  });

  it.each(DEGRADED)("degrades %s", (_, card, changes, more, expected) => {
    expect(found(card, changes, more)).toEqual([]);
    expect(doneBy(card, changes, more)).toMatchObject(expected);
  });

  it("what is off is in nobody's table", () => {
    const table = doneBy(
      "x710",
      off({ txChecksum: "off", tso: "off", vxlanTso: "off", greTso: "off", rxChecksum: "off", gro: "off" }),
    );
    expect(Object.keys(table)).not.toEqual(expect.arrayContaining(["tso"]));
    for (const word of ["txChecksum", "tso", "vxlanTso", "greTso", "rxChecksum", "gro"])
      expect(table).not.toHaveProperty(word);
  });

  describe("the profiles that come with edgelane", () => {
    it.each(profileNames())("%s asks nothing impossible", (name) => {
      for (const { findings } of plannedOffloads(loadProfile(name), [0, 1, 2, 3], nowhere))
        expect(findings).toEqual([]);
    });

    it("have in hardware what their cards do, VXLAN above all, and say that nobody proved it", () => {
      for (const name of ["connectx3-pro-40g", "x710-10g"]) {
        const port = plannedOffloads(loadProfile(name), [0, 1, 2, 3], nowhere).find(
          (each) => each.port === "up0",
        )!;
        const rows = new Map(port.offloads.map((row) => [row.offload, row]));
        for (const word of ["rxChecksum", "txChecksum", "outerIpChecksum", "tso", "vxlanTso"])
          expect(rows.get(word), `${name} ${word}`).toMatchObject({
            outcome: "hardware",
            proof: "unproven on this port",
          });
        expect(port.basis).toMatch(/^documented (ConnectX-3 Pro|X710), no device at /);
      }
    });

    it("the X710's small-packet variant, as its notes have it, wins the vector paths", () => {
      const profile = loadProfile("x710-10g");
      const up0 = profile.ports.find(({ name }) => name === "up0")!;
      Object.assign(up0.offloads, {
        fastFree: "hardware",
        txChecksum: "off",
        tso: "off",
        vxlanTso: "off",
        greTso: "off",
      });
      const port = plannedOffloads(profile, [0, 1, 2, 3], nowhere).find((each) => each.port === "up0")!;
      expect(port).toMatchObject({ rx: "vector", tx: "vector", findings: [] });
    });
  });

  it("a card that is there is planned by its PCI id, and told so", () => {
    const profile = parseProfile({
      version: 1,
      host: "h",
      ports: [{ name: "up0", device: "01:00.0", queues: 3 }],
      memory: { megabytes: 2048 },
    });
    const [port] = plannedOffloads(profile, [0, 1], { devices: new Map([["0000:01:00.0", "15b3:1007"]]) });
    expect(port!.basis).toBe("documented ConnectX-3 Pro, found at 0000:01:00.0");
    expect(port!.findings.map(({ path }) => path)).toEqual(["/ports/0/queues"]);
    expect(plannedOffloads(profile, [0, 1], nowhere)[0]).toMatchObject({
      basis: "",
      offloads: [],
      findings: [],
    });
  });

  it("a ConnectX-3 that is there is planned with what its kernel side is", () => {
    const profile = parseProfile({
      version: 1,
      host: "h",
      ports: [{ name: "up0", device: "01:00.0", card: "connectx3-pro" }],
      underlay: [{ port: "up0", addresses: ["192.0.2.1/24"] }],
      memory: { megabytes: 2048 },
    });
    const vxlanTso = (steering: number, vxlanPorts: number[]) =>
      plannedOffloads(profile, [0, 1], {
        devices: new Map([["0000:01:00.0", "15b3:1007"]]),
        mlx4: { steering, vxlanPorts },
      })[0]!.offloads.find(({ offload }) => offload === "vxlanTso");
    expect(vxlanTso(STEERING.DMFS, [4789])).toMatchObject({ outcome: "hardware" });
    expect(vxlanTso(STEERING.DMFS, [])).toMatchObject({
      outcome: "software",
      why: WHY_TEXT[WHY.KERNEL_VXLAN],
    });
    expect(vxlanTso(STEERING.B0, [4789])).toMatchObject({ outcome: "software", why: WHY_TEXT[WHY.NOT_DMFS] });
    expect(vxlanTso(STEERING.STATIC_A0, [4789])).toMatchObject({
      outcome: "software",
      why: WHY_TEXT[WHY.STATIC_A0],
    });
  });
});
