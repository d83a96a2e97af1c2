// Learned state that outlives the process, in a file that may be anything when it is read.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VirtualClock } from "../clock.js";
import { makeLog } from "../log.js";
import { LearnedTables } from "../state/learned.js";
import { FileStore } from "../state/store.js";
import { PathMtus } from "../underlay/mtu.js";

const timeouts = {
  flowIdleMs: 60_000,
  parkMs: 5000,
  macAgeMs: 300_000,
  neighbour: { retryMs: 1000, tries: 3, staleMs: 60_000, expireMs: 90_000 },
};

describe("learned state", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "els-"));
    path = join(folder, "deep", "state");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function tables(clock: VirtualClock, host = "h1") {
    const pathMtus = new PathMtus(clock, () => {});
    const store = new FileStore(path, clock, makeLog("silent"));
    const events = { changed: () => {}, neighbour: () => {}, ask: () => {}, wanted: () => false };
    const state = new LearnedTables({ host, clock, timeouts, limit: 100, store, pathMtus, events });
    state.restore();
    return { state, store, pathMtus };
  }

  async function learnSome(): Promise<void> {
    const clock = new VirtualClock(1000);
    const { state, store, pathMtus } = tables(clock);
    state.learn({ kind: "station", bridge: "b", vlan: 3, mac: 17, where: "p" });
    state.learn({ kind: "neighbour", port: "r", address: "10.0.0.2", mac: 5 });
    state.learn({ kind: "bridge-neighbour", bridge: "b", vlan: 7, address: "10.0.0.3", mac: 6 });
    pathMtus.learn("192.0.2.2", 1400);
    clock.advanceTo(2500);
    await store.close();
  }

  it("is there again after a restart, and ages from when it was seen", async () => {
    await learnSome();
    const clock = new VirtualClock(80_000);
    const { state, store, pathMtus } = tables(clock);
    expect(state.station("b", 3, 17)).toBe("p");
    expect(state.neighbour("r", "10.0.0.2")).toBe(5);
    expect(state.bridgeNeighbour("b", "10.0.0.3", 7)).toBe(6);
    expect(pathMtus.get("192.0.2.2")).toBe(1400);
    clock.advanceTo(91_000);
    expect(state.neighbour("r", "10.0.0.2")).toBeUndefined();
    expect(state.station("b", 3, 17)).toBe("p");
    clock.advanceTo(301_000);
    expect(state.station("b", 3, 17)).toBeUndefined();
    await store.close();
  });

  it("of another host is not taken", async () => {
    await learnSome();
    expect(tables(new VirtualClock(2500), "h2").state.station("b", 3, 17)).toBeUndefined();
  });

  it("that is corrupt is set aside, and the node starts with none", () => {
    const corrupt = join(folder, "state");
    writeFileSync(corrupt, Buffer.from("not a message of ours"));
    path = corrupt;
    const { state } = tables(new VirtualClock());
    expect(state.stations.list()).toEqual([]);
    expect(existsSync(corrupt)).toBe(false);
    expect(readFileSync(`${corrupt}.corrupt`, "utf8")).toBe("not a message of ours");
  });
});
