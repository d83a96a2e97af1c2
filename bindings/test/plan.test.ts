// Plans made without a worker and without a card. What is decided is told by test/unit-c/test_plan.c; here is what
// crosses: wishes go in, the table and the refusal come out.
import { describe, expect, test } from "vitest";
import { OFFLOAD, OFFLOAD_COUNT, OUTCOME, RULE, STEERING, WHY } from "../layout.js";
import { cardDevice, cardNames, type Device, planPort } from "../plan.js";
import type { PortWishes, StartConfig } from "../start.js";

function config(wishes: Partial<PortWishes>, changes: object = {}): StartConfig {
  const port = { name: "up", device: "0000:01:00.0", flags: 8, rxQueues: 1, rxDesc: 1024, txDesc: 1024 };
  return {
    ...{ name: "n1", socket: "/run/x.sock", burst: 32, mbufHeadroom: 128, mbufCount: 8192, mbufData: 2048 },
    ...{
      maxFlows: 1000,
      maxActions: 1000,
      maxTunnels: 16,
      maxNexthops: 16,
      maxGroups: 16,
      maxMeters: 16,
      maxParked: 256,
    },
    ...{ upcallSlots: 256, commandBytes: 65536, eventBytes: 65536, upcallRate: 0, upcallBurst: 0 },
    ...{ parkTimeoutMs: 1000, idleTimeoutMs: 0, backoffUs: 100, ealArgs: [] },
    ports: [
      { ...port, name: "first", mtu: 1500, rssTypes: 0n },
      { ...port, mtu: 1500, rssTypes: 0n, ...changes, wishes },
    ],
    lcores: [
      {
        lcore: 1,
        queues: [
          { port: 0, queue: 0 },
          { port: 1, queue: 0 },
        ],
      },
    ],
  };
}

function card(word: string): Device {
  const device = cardDevice(word);
  if (!device) throw new Error(`no card ${word}`);
  return device;
}

const bit = (...names: (keyof typeof OFFLOAD)[]) =>
  names.reduce((sum, name) => sum | (1 << OFFLOAD[name]), 0);

describe("cards", () => {
  test("are known by word and by PCI id", () => {
    for (const word of cardNames()) expect(card(word).driver).toMatch(/^(net_|tap$)/);
    expect(cardNames()).toEqual(expect.arrayContaining(["connectx3-pro", "x710", "vhost", "tap", "net_tap"]));
    expect(cardDevice("8086:1572")).toEqual(card("x710"));
    expect(cardDevice("no such card")).toBeUndefined();
  });
});

describe("a plan", () => {
  test("is of the port that is named, with its rows by number", () => {
    const result = planPort(config({ wanted: bit("TSO", "OUTER_UDP_CHECKSUM") }), 1, card("x710"));
    if (!result.ok) throw new Error(result.refusal.sentence);
    const { plan } = result;
    expect(plan).toMatchObject({ card: "X710", rxDesc: 1024, mtu: 1500, rules: [], isolate: false });
    expect(plan.offloads).toHaveLength(OFFLOAD_COUNT);
    expect(plan.offloads[OFFLOAD.TSO]).toMatchObject({ outcome: OUTCOME.HARDWARE, why: WHY.ADVERTISED });
    expect(plan.offloads[OFFLOAD.OUTER_UDP_CHECKSUM]).toMatchObject({
      outcome: OUTCOME.SOFTWARE,
      why: WHY.LACKS,
    });
    expect(plan.offloads[OFFLOAD.GRE_TSO]).toMatchObject({ outcome: OUTCOME.NOT_WANTED, why: WHY.NONE });
  });

  test("takes what the machine adds to the card, and gives its rules", () => {
    const wishes = { wanted: bit("VXLAN_PORT"), vxlanPorts: [4789], steer: { first: 1, count: 1 } };
    const two = config(wishes, { rxQueues: 2 });
    const device = { ...card("connectx3-pro"), steering: STEERING.DMFS, kernel_vxlan_port: 4789 };
    const result = planPort(two, 1, device);
    if (!result.ok) throw new Error(result.refusal.sentence);
    expect(result.plan.offloads[OFFLOAD.VXLAN_PORT]?.outcome).toBe(OUTCOME.HARDWARE);
    expect(result.plan.rules).toEqual([{ kind: RULE.VXLAN, udpDst: 4789, queue: 1, queues: 1, mark: 0 }]);
    const without = planPort(two, 1, card("connectx3-pro"));
    expect(without.ok && without.plan.offloads[OFFLOAD.VXLAN_PORT]).toMatchObject({
      outcome: OUTCOME.REFUSED,
      why: WHY.KERNEL_VXLAN,
    });
  });

  test("refused, says which field and why", () => {
    expect(planPort(config({}, { rxQueues: 3 }), 1, card("connectx3-pro"))).toMatchObject({
      ok: false,
      refusal: { code: "PORT_SETUP", field: "rx_queues", sentence: expect.stringMatching(/power of two/) },
    });
    expect(planPort(config({}, { mtu: 9710 }), 1, card("x710"))).toMatchObject({
      ok: false,
      refusal: { field: "mtu", sentence: "mtu is 9710, the device takes 68 to 9702" },
    });
    expect(() => planPort(config({}), 2, card("x710"))).toThrow("no port 2");
  });
});
