// Packets whose flow is gone each time they are let go to look for it: making room, and masks that grow, take flows out
// before the lcore has seen them. Through the real worker.
import { afterEach, expect, it } from "vitest";
import { MOST_RETURNS } from "../../../bindings/layout.js";
import { ledgerOf } from "../stats/ledger.js";
import { bridge, Rig, story } from "./rig.js";

/** Of one key, whatever the size: two that ask at a time could find each other's flow. */
const udp = (size: number) =>
  `Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="10.0.0.1",dst="10.0.0.2")/UDP(sport=1000)/("x"*${size})`;

story("flows that never stay", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  it("cost no packet: one that has asked often enough needs no flow", async () => {
    rig = new Rig();
    const a = rig.capture("a", `[${[40, 41, 42].map(udp).join(",")}]`);
    const node = await rig.start(rig.profile({ a, b: rig.capture("b", "[]") }), bridge(rig.host, "a", "b"));
    const { flows, outbox } = node.core;
    const release = outbox.releaseParked.bind(outbox);
    outbox.releaseParked = (low, high) => {
      for (const { serial } of [...flows.list()]) flows.end(serial, "evicted");
      return release(low, high);
    };
    await rig.feed("a", 3);
    const { queues } = node.sample();
    const drops = queues.flatMap((queue) => Object.entries(queue.drops).filter(([, count]) => count > 0));
    expect(drops).toEqual([]);
    expect(ledgerOf(queues)).toMatchObject({ balanced: true });
    // No lookup found a flow before the last answer; those behind the first find the one that stays.
    expect(node.core.taken).toBe(MOST_RETURNS + 1);
    await node.stop();
    expect(rig.left("b", "len(p[UDP].payload)").map(Number).sort()).toEqual([40, 41, 42]);
  });
});
