// What rules decided, as a node writes it down: in the operator's words, as its logger asks, no faster than it allows.
import { expect, it } from "vitest";
import { simulate } from "../../simulation/index.js";
import { MAC, Net, vm } from "../../simulation/test/lib/networks.js";
import { packet } from "../../simulation/test/lib/packets.js";
import { VirtualClock } from "../clock.js";
import { makeLog } from "../log.js";
import { RuleLog, type RuleRecord } from "../rule-log.js";

const net = new Net({
  bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }],
  ports: [vm(1, "br", { inboundChain: "in" }), vm(2, "br")],
  chains: [
    {
      id: "in",
      log: "drops",
      rules: [
        { id: "web", match: { protocol: 6 }, action: "accept", log: "all" },
        { id: "dns", match: { protocol: 17 }, action: "accept" },
        { id: "rest", action: "drop" },
      ],
    },
  ],
  ruleLoggers: [{ id: "all" }, { id: "drops", events: "drop", perSecond: 2 }],
});

it("writes down what its loggers ask for, and counts what is beyond their rate", async () => {
  const clock = new VirtualClock();
  const log = new RuleLog(clock, makeLog("silent"));
  log.assign(net.topology);
  const records: RuleRecord[] = [];
  log.rules$.subscribe((record) => records.push(record));
  const send = (protocol: number): void => {
    const one = packet({
      ...{ port: 1, src: MAC.a, dst: MAC.b, from: "10.1.2.3", to: "10.4.5.6", protocol, tp: [1000, 80] },
    });
    log.note(one.key, simulate(net.snapshot, net.state, one), net.snapshot);
  };
  send(6);
  send(17);
  for (let i = 0; i < 5; i++) send(132);
  clock.advanceTo(1000);
  send(132);
  expect(records.map(({ rule, action, suppressed }) => `${rule} ${action} ${suppressed}`)).toEqual([
    "web accept 0",
    "rest drop 0",
    "rest drop 0",
    "rest drop 3",
  ]);
  expect(records[0]).toMatchObject({
    ...{ logger: "all", chain: "in", port: 1 },
    packet: { src: "10.1.2.3", dst: "10.4.5.6", protocol: 6, srcPort: 1000, dstPort: 80 },
  });
  expect(log.view().suppressed).toEqual({ all: 0, drops: 3 });
  expect(log.view().records).toHaveLength(4);
});
