// Learned state under a clock that moves only when told.
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../clock.js";
import { Expiry } from "../expiry.js";
import { Waiting } from "../miss/waiting.js";
import { Neighbours } from "../state/neighbours.js";
import { type Station, Stations, stationName } from "../state/stations.js";

const times = { retryMs: 1000, tries: 3, staleMs: 30_000, expireMs: 60_000 };

function neighbours(wanted = true) {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const changes: string[] = [];
  const table = new Neighbours(clock, times, {
    ask: () => asked.push(clock.now()),
    changed: (one) => changes.push(`${clock.now()} ${table.find(one.scope, one.address) ?? "unknown"}`),
    wanted: () => wanted,
  });
  return { clock, asked, changes, table };
}

describe("neighbours", () => {
  it("asks as often as told, fails, and lets the next packet ask anew", () => {
    const { clock, asked, changes, table } = neighbours();
    table.want("r1", "10.0.0.2");
    table.want("r1", "10.0.0.2");
    clock.advanceTo(20_000);
    expect(asked).toEqual([0, 1000, 2000]);
    expect(changes).toEqual(["3000 failed", "6000 unknown"]);
    table.want("r1", "10.0.0.2");
    expect(asked.length).toBe(4);
  });

  it("asks a known neighbour again before it is forgotten, and keeps it when it answers", () => {
    const { clock, asked, changes, table } = neighbours();
    table.want("r1", "10.0.0.2");
    table.learn("r1", "10.0.0.2", 5);
    clock.advanceTo(30_000);
    expect(asked).toEqual([0, 30_000]);
    table.learn("r1", "10.0.0.2", 5);
    clock.advanceTo(59_999);
    expect(asked.length).toBe(2);
    expect(changes).toEqual(["0 5"]);
  });

  it("forgets a neighbour that stopped answering, after its time and not before", () => {
    const { clock, changes, table } = neighbours();
    table.learn("r1", "10.0.0.2", 5);
    clock.advanceTo(59_999);
    expect(table.find("r1", "10.0.0.2")).toBe(5);
    clock.advanceTo(60_000);
    expect(changes).toEqual(["0 5", "60000 unknown"]);
  });

  it("follows a changed MAC at once", () => {
    const { changes, table } = neighbours();
    table.learn("u0", "192.0.2.254", 5);
    table.learn("u0", "192.0.2.254", 6);
    expect(changes).toEqual(["0 5", "0 6"]);
  });

  it("does not ask for what nothing depends on", () => {
    const { clock, asked, table } = neighbours(false);
    table.learn("r1", "10.0.0.2", 5);
    clock.advanceTo(60_000);
    expect(asked).toEqual([]);
    expect(table.find("r1", "10.0.0.2")).toBeUndefined();
  });
});

describe("stations", () => {
  const station: Station = { bridge: "b", vlan: 0, mac: 17, where: "p1" };
  const setup = () => {
    const clock = new VirtualClock();
    const changes: string[] = [];
    const table = new Stations(clock, 15_000, 100, (one) => {
      changes.push(`${clock.now()} ${table.find(one.bridge, one.vlan, one.mac) ?? "gone"}`);
    });
    return { clock, changes, table };
  };

  it("ages one that is not seen, from when it was last seen", () => {
    const { clock, changes, table } = setup();
    table.learn(station);
    clock.advanceTo(10_000);
    table.learn(station);
    clock.advanceTo(24_999);
    expect(table.find("b", 0, 17)).toBe("p1");
    clock.advanceTo(25_000);
    expect(changes).toEqual(["0 p1", "25000 gone"]);
  });

  it("keeps one that a live flow comes from, and ages it from the flow's end", () => {
    const { clock, changes, table } = setup();
    const name = stationName("b", 0, 17);
    table.learn(station);
    table.hold(name);
    clock.advanceTo(100_000);
    expect(table.find("b", 0, 17)).toBe("p1");
    table.release(name);
    clock.advanceTo(115_000);
    expect(changes).toEqual(["0 p1", "115000 gone"]);
  });

  it("tells of a move once", () => {
    const { changes, table } = setup();
    table.learn(station);
    table.learn({ ...station, where: "p2" });
    table.learn({ ...station, where: "p2" });
    expect(changes).toEqual(["0 p1", "0 p2"]);
  });
});

describe("waiting packets", () => {
  it("come back once, in order, by what they wait on, and are let go when the worker has dropped them", () => {
    const clock = new VirtualClock();
    const waiting = new Waiting<{ parkId: bigint }>(clock, 500, 3);
    expect([1n, 2n, 3n, 4n].map((parkId) => waiting.add(parkId === 2n ? "b" : "a", { parkId }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(waiting.take("a").map((one) => one.parkId)).toEqual([1n, 3n]);
    expect(waiting.take("a")).toEqual([]);
    clock.advanceTo(500);
    expect(waiting.size).toBe(0);
  });
});

describe("expiry", () => {
  it("fires each key at its latest deadline, in order", () => {
    const clock = new VirtualClock();
    const fired: string[] = [];
    const expiry = new Expiry<string>(clock, (key) => fired.push(`${key}@${clock.now()}`));
    expiry.set("a", 30);
    expiry.set("b", 10);
    expiry.set("c", 20);
    expiry.set("b", 25);
    expiry.set("a", 5);
    expiry.drop("c");
    clock.advanceTo(100);
    expect(fired).toEqual(["a@5", "b@25"]);
    expect(clock.nextDeadline).toBeUndefined();
  });
});
