// Who is served when one port floods: counted, not timed.
import { describe, expect, it } from "vitest";
import { Upcall } from "../../../bindings/index.js";
import { UPCALL, UPCALL_SIZE } from "../../../bindings/layout.js";
import { upcallWeights } from "../../profiles/index.js";
import { FairQueue } from "../miss/queue.js";

const TURN = 16;

function upcall(port: number, arg: number): Upcall {
  const memory = new ArrayBuffer(UPCALL_SIZE);
  const view = new DataView(memory);
  view.setUint16(UPCALL.port, port, true);
  view.setUint32(UPCALL.arg, arg, true);
  return new Upcall(memory, 0);
}

const lines = (queue: FairQueue, most = TURN): string[] => {
  const round = queue.next(most);
  return Array.from({ length: round.count }, (_, i) => `${round.at(i).port}:${round.at(i).arg}`);
};

describe("upcalls that wait", () => {
  it("come in the order of their port, and a port that had none comes next", () => {
    const queue = new FairQueue(() => 1, 2000);
    for (let i = 0; i < 1000; i++) queue.add(upcall(1, i));
    expect(lines(queue, 2)).toEqual(["1:0", "1:1"]);
    queue.add(upcall(2, 0));
    queue.add(upcall(2, 1));
    expect(lines(queue, 5)).toEqual(["2:0", "1:2", "2:1", "1:3", "1:4"]);
    expect([queue.size, queue.waiting(1), queue.waiting(2)]).toEqual([995, 995, 0]);
  });

  it("let a port's first packet wait for one turn at most, however much another sends", () => {
    const queue = new FairQueue(() => 1, 10_000);
    const waited: number[] = [];
    let flood = 0;
    for (let turn = 0; turn < 500; turn++) {
      // Ten times what is served.
      while (flood < (turn + 1) * TURN * 10 && queue.room > 100) queue.add(upcall(1, flood++));
      if (turn % 5 === 0) queue.add(upcall(2, turn));
      for (const served of lines(queue)) {
        const [port, arg] = served.split(":").map(Number);
        if (port === 2) waited.push(turn - arg!);
      }
    }
    expect(waited).toHaveLength(100);
    expect(Math.max(...waited)).toBe(0);
    expect(queue.waiting(1)).toBeGreaterThan(9000);
  });

  it("share by weight where all have more than they get", () => {
    const weights = [3, 1, 2];
    const queue = new FairQueue((port) => weights[port]!, 6000);
    for (let i = 0; i < 2000; i++) for (const port of [0, 1, 2]) queue.add(upcall(port, i));
    const served = [0, 0, 0];
    for (let turn = 0; turn < 75; turn++)
      for (const one of lines(queue)) served[Number(one.split(":")[0])]!++;
    expect(served).toEqual([600, 200, 400]);
  });

  it("keep their bytes when what they were copied from is taken again", () => {
    const queue = new FairQueue(() => 1, 10);
    const slot = upcall(4, 7);
    queue.add(slot);
    slot.assign(upcall(5, 8));
    expect(lines(queue)).toEqual(["4:7"]);
  });
});

describe("shares of the slow path", () => {
  it("give ports that tunnels come by half of all, unless they say otherwise", () => {
    const ports = ["up", "a", "b", "c"].map((name) => ({ name }));
    const of = (more: object[]) =>
      upcallWeights({
        ports: ports.map((port, i) => ({ ...port, ...more[i] })),
        underlay: [{ port: "up" }],
      } as unknown as Parameters<typeof upcallWeights>[0]);
    expect(of([])).toEqual([3, 1, 1, 1]);
    expect(of([{}, { upcallWeight: 4 }])).toEqual([6, 4, 1, 1]);
    expect(of([{ upcallWeight: 2 }])).toEqual([2, 1, 1, 1]);
  });
});
