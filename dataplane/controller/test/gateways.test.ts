// Which port of an L2 gateway is active, seen from its two hosts and from a third, as links and hosts come and go.
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../clock.js";
import { Gateways } from "../state/gateways.js";

class Seen {
  readonly clock = new VirtualClock();
  readonly down = new Set<string>();
  readonly news: string[] = [];
  /** When stations were announced. */
  readonly announced: number[] = [];
  hellos = 0;
  readonly gateways: Gateways;

  constructor(own: string | undefined) {
    this.gateways = new Gateways(this.clock, {
      alive: (port) => !this.down.has(port),
      local: (port) => port === own,
      hello: () => this.hellos++,
      changed: (_, port) => this.news.push(port),
      announce: () => this.announced.push(this.clock.now()),
    });
    this.gateways.declare([{ id: "g", ports: ["one", "two"], holdSeconds: 5 }]);
  }

  goes(port: string): void {
    this.down.add(port);
    this.gateways.check();
  }

  comes(port: string): void {
    this.down.delete(port);
    this.gateways.check();
  }
}

describe("the active port of an L2 gateway", () => {
  it("is the preferred one, and the other at once when that is down", () => {
    const here = new Seen("one");
    expect(here.gateways.find("g")).toBe("one");
    here.goes("one");
    expect(here.gateways.find("g")).toBe("two");
    expect(here.news).toEqual(["two"]);
  });

  it("goes back to the preferred port when that has been up for the hold time, not before", () => {
    const here = new Seen("one");
    here.goes("one");
    here.comes("one");
    here.clock.advanceTo(4000);
    here.goes("one");
    here.comes("one");
    here.clock.advanceTo(8900);
    here.gateways.told("g", "two");
    expect(here.gateways.find("g")).toBe("two");
    here.clock.advanceTo(9000);
    expect(here.gateways.find("g")).toBe("one");
    expect(here.news).toEqual(["two", "one"]);
  });

  it("is left to the preferred port's own host to take back", () => {
    const other = new Seen("two");
    other.goes("one");
    other.comes("one");
    other.clock.advanceTo(60_000);
    expect(other.gateways.find("g")).toBe("two");
    other.gateways.told("g", "one");
    expect(other.news).toEqual(["two", "one"]);
  });

  it("is what the preferred port's host says, where two took over without each other's knowledge", () => {
    const [first, second] = [new Seen("one"), new Seen("two")];
    second.goes("one");
    second.comes("one");
    expect([first.gateways.find("g"), second.gateways.find("g")]).toEqual(["one", "two"]);
    first.clock.advanceTo(10_000);
    second.clock.advanceTo(10_000);
    const [before, later] = [first.hellos, second.hellos];
    first.clock.advanceTo(13_000);
    second.clock.advanceTo(13_000);
    expect([first.hellos - before, second.hellos - later]).toEqual([3, 3]);
    expect(first.gateways.told("g", "two")).toBe(false);
    expect(second.gateways.told("g", "one")).toBe(true);
    expect([first.gateways.find("g"), second.gateways.find("g")]).toEqual(["one", "one"]);
    // An operator is believed.
    expect(first.gateways.told("g", "two", true)).toBe(true);
  });

  it("is announced at once by whom it is now and by whom it was, and five times more by whom it is", () => {
    const [first, second] = [new Seen("one"), new Seen("two")];
    first.clock.advanceTo(10_500);
    second.clock.advanceTo(10_500);
    expect(first.announced).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(second.announced).toEqual([]);
    first.goes("one");
    second.gateways.told("g", "two");
    first.clock.advanceTo(20_500);
    second.clock.advanceTo(20_500);
    expect(first.announced.slice(5)).toEqual([10_500]);
    expect(second.announced).toEqual([11_000, 12_000, 13_000, 14_000, 15_000]);
    first.comes("one");
    first.clock.advanceTo(26_000);
    second.gateways.told("g", "one");
    expect(first.announced.slice(6)).toEqual([25_500, 26_000]);
    expect(second.announced.slice(5)).toEqual([20_500]);
  });

  it("is announced when its link comes after its host", () => {
    const here = new Seen("two");
    here.down.add("two");
    here.goes("one");
    here.clock.advanceTo(5500);
    here.comes("two");
    here.clock.advanceTo(6500);
    expect(here.announced).toEqual([5500, 6000]);
  });

  it("stays where it is when both are down, and when somebody names another gateway's port", () => {
    const here = new Seen(undefined);
    here.down.add("two");
    here.goes("one");
    expect(here.news).toEqual([]);
    expect(here.gateways.told("g", "three")).toBe(false);
    expect(here.gateways.told("h", "two")).toBe(false);
  });

  it("outlives a change of the topology that keeps its ports", () => {
    const here = new Seen(undefined);
    here.goes("one");
    here.gateways.declare([{ id: "g", ports: ["one", "two"] }]);
    expect(here.gateways.find("g")).toBe("two");
    here.gateways.declare([{ id: "g", ports: ["one", "three"] }]);
    expect(here.gateways.find("g")).toBe("three");
  });
});
