// What Open vSwitch is told, and how what it tells is read; its own words below are of 3.1.0.
import { randomUUID } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BenchCase } from "../cases.js";
import { tenantRules, underlayRules } from "../peers/rules.js";
import { parseActions, parseFlowCount, parsePmdStats, parsePortStats } from "../peers/stats.js";
import { ask } from "../peers/unixctl.js";
import { caseOf, testFolder } from "./tools.js";

const one = (name: string): BenchCase => ({ ...caseOf(name), entries: "one" });

it("matches what the case matches, one megaflow for all or one for each", () => {
  expect(tenantRules(one("l2"), 2)).toEqual(["in_port=1,dl_dst=02:01:00:00:00:00,actions=output:2"]);
  expect(tenantRules(caseOf("l2"), 3)).toEqual([
    "in_port=1,actions=move:NXM_OF_ETH_DST[]->NXM_NX_XXREG0[0..47],output:3",
  ]);
  expect(tenantRules(caseOf("microflow"), 2)[0]).toMatch(
    /^in_port=1,udp,actions=move:NXM_OF_IP_SRC.*IP_DST.*UDP_SRC.*UDP_DST.*,output:2$/,
  );
  expect(tenantRules({ ...one("l3"), prefix: 9 }, 2)).toEqual([
    "in_port=1,dl_dst=02:01:00:00:00:00,ip,nw_dst=10.128.0.0/9,actions=mod_dl_src:02:00:00:00:01:01,mod_dl_dst:02:00:00:00:01:02,dec_ttl,output:2",
  ]);
});

it("sends into the tunnel, or out of it, by the bridge of the underlay", () => {
  const match = "dl_dst=02:01:00:00:00:00,dl_src=02:02:00:00:00:01";
  expect(tenantRules(one("vxlan-encap"), 2)).toEqual([`in_port=1,${match},actions=output:10`]);
  expect(underlayRules(one("vxlan-encap"), 3)).toEqual(["in_port=LOCAL,actions=output:3"]);
  expect(tenantRules(one("gre-decap"), 3)).toEqual([`in_port=10,${match},actions=output:3`]);
  expect(underlayRules(one("gre-decap"), 3)).toEqual(["in_port=1,actions=LOCAL"]);
});

it("reads the counters of the polling thread on the measured core only", () => {
  const thread = (core: number, received: number) =>
    `pmd thread numa_id 0 core_id ${core}:\n  packets received: ${received}\n  packet recirculations: 0\n  simple match hits: 1\n  emc hits: 2\n  smc hits: 3\n  megaflow hits: 4\n  avg. subtable lookups per megaflow hit: 1.00\n  miss with success upcall: 5\n  miss with failed upcall: 6\n  idle cycles: 100 (10.00%)\n  processing cycles: 900 (90.00%)\n`;
  const text = `${thread(0, 7)}${thread(1, 1234567)}main thread:\n  packets received: 9\n`;
  expect(parsePmdStats(text, 1)).toEqual({
    ...{ received: 1234567, simple: 1, emc: 2, smc: 3, megaflow: 4, missed: 5, failed: 6, cycles: 1000 },
  });
  expect(parsePmdStats(text, 3).received).toBeNaN();
});

it("reads ports, the number of flows, and how many have which actions", () => {
  const ports = [
    "  port 2: out (dpdk: mtu=1500)\n    RX packets:0 errors:0 dropped:0 overruns:? frame:?\n    TX packets:25 errors:3 dropped:0 aborted:? carrier:?\n    RX bytes:0  TX bytes:0\n",
    "  port 3: in (dpdk: mtu=1500)\n    RX packets:27 errors:0 dropped:2 overruns:? frame:?\n    TX packets:0 errors:0 dropped:0 aborted:? carrier:?\n    RX bytes:1620 (1.5 KiB)  TX bytes:0\n",
  ].join("");
  expect(parsePortStats(ports, "in")).toEqual({ rx: 27, tx: 0, rxBytes: 1620, txBytes: 0, lost: 2 });
  expect(parsePortStats(ports, "out")).toMatchObject({ rx: 0, tx: 25, lost: 3 });
  expect(parseFlowCount("netdev@ovs-netdev:\n  lookups: hit:0 missed:0 lost:0\n  flows: 1837\n")).toBe(1837);
  const flow = (actions: string) => `recirc_id(0),in_port(3), packets:1, used:0.1s, actions:${actions}`;
  expect(parseActions(["flow-dump from pmd", flow("2"), flow("2"), flow("drop")].join("\n"))).toEqual(
    new Map([
      ["2", 2],
      ["drop", 1],
    ]),
  );
});

describe("a control socket", () => {
  const answering = async (
    answer: (link: Socket, asked: string) => void,
    use: (path: string) => Promise<void>,
  ) => {
    const path = join(folder, `${randomUUID()}.ctl`);
    const server = createServer((link) => link.on("data", (asked: Buffer) => answer(link, asked.toString())));
    await new Promise<void>((listening) => server.listen(path, listening));
    await use(path).finally(() => server.close());
  };
  const folder = testFolder();

  it("is asked by name and words, and its answer may come in pieces that look whole", async () => {
    let heard = "";
    const pieces = ['{"id":0,"result":"flows {1}', " {2}", '\\n","error":null}'];
    const answer = (link: Socket, asked: string) => {
      heard = asked;
      for (const [i, piece] of pieces.entries()) setTimeout(() => link.write(piece), i * 20);
    };
    await answering(answer, async (path) => {
      expect(await ask(path, "dpctl/show", "-s")).toBe("flows {1} {2}\n");
    });
    expect(JSON.parse(heard)).toEqual({ id: 0, method: "dpctl/show", params: ["-s"] });
  });

  it("says what went wrong: a refusal, a hang-up, nobody there", async () => {
    const refusing = (link: Socket) => link.write('{"id":0,"result":null,"error":"no such bridge\\n"}');
    await answering(refusing, async (path) => {
      await expect(ask(path, "fdb/show")).rejects.toMatchObject({
        code: "BENCH_OVS",
        message: "ovs-vswitchd refused: no such bridge, asked for fdb/show",
      });
    });
    await answering(
      (link) => link.end(),
      async (path) => {
        await expect(ask(path, "exit")).rejects.toThrow("hung up");
      },
    );
    await expect(ask(join(folder, "none.ctl"), "exit")).rejects.toThrow(/is not there .*ENOENT/);
  });
});
