// The HTTP interface of a running node, asked as the program asks it.
import { request } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ElError } from "../../topology/index.js";
import { NodeClient } from "../index.js";
import { bridge, Rig, story } from "./rig.js";

const one = "02:00:00:00:00:01";
const frame = `Ether(src="${one}",dst="02:00:00:00:00:02")/IP(src="10.0.0.1",dst="10.0.0.2")/UDP(sport=1,dport=2)`;

story("the HTTP interface", () => {
  let rig: Rig;
  let client: NodeClient;
  beforeEach(async () => {
    rig = new Rig();
    const profile = rig.profile({ a: rig.capture("a", `[${frame}]`), b: rig.capture("b", "[]") });
    const node = await rig.start(profile, bridge(rig.host, "a", "b"));
    client = new NodeClient(node.profile.name, rig.folder);
  });
  afterEach(async () => rig.end());

  const failure = (work: Promise<unknown>): Promise<ElError> =>
    work.then(
      () => Promise.reject(new Error("it did not fail")),
      (cause: ElError) => cause,
    );

  function raw(method: string, path: string, body?: string): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: client.socket, method, path, agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
      });
      call.on("error", reject);
      call.end(body);
    });
  }

  it("shows ports, queues, flows with their path, stations and the ledger", async () => {
    await rig.feed("a");
    expect((await client.ports()).map(({ name, driver }) => [name, driver])).toEqual([
      ["a", "net_pcap"],
      ["b", "net_pcap"],
    ]);
    expect((await client.queues()).find(({ portName }) => portName === "a")).toMatchObject({
      rx: 1,
      misses: 1,
      tx: 1,
    });
    const [flow] = await client.flows();
    expect(flow).toMatchObject({ actions: "output b", packets: 1, confirmed: true });
    expect(flow!.path.map(({ step, id }) => `${step} ${id}`)).toContain("flood br");
    expect(await client.flow(flow!.flow)).toMatchObject({ match: flow!.match });
    expect(await client.stations()).toEqual([{ bridge: "br", vlan: 0, mac: one, where: "port-a" }]);
    expect(await client.ledger()).toMatchObject({ balanced: true, in: 1 });
  });

  it("simulates a packet without a trace in the node", async () => {
    const packet = Buffer.from(`0200000000020200000000010800${"00".repeat(46)}`, "hex");
    packet.writeUInt16BE(0x88b5, 12);
    expect(await client.simulate("a", packet)).toMatchObject({ result: "flow", actions: "output b" });
    expect(await client.status()).toMatchObject({ flows: 0, simulated: 0 });
    expect(await client.stations()).toEqual([]);
  });

  it("applies a topology, and tells what a wrong one lacks", async () => {
    const { topology, revision } = await client.topology();
    const smaller = { ...topology, ports: topology.ports.slice(0, 1) };
    expect(await client.plan(smaller)).toMatchObject({ changes: ["port port-b was removed"] });
    const summary = await client.apply(smaller);
    expect(summary.revision).not.toBe(revision);
    expect(await client.status()).toMatchObject({ revision: summary.revision });
    const wrong = { ...topology, ports: [{ id: "x", device: "nowhere" }] };
    const error = await failure(client.validate(wrong));
    expect(error.findings.map(({ path }) => path)).toContain("/ports/0/device");
    expect(error.remedy).not.toBe("");
  });

  it("answers what it does not know with a typed error and no stack", async () => {
    expect(await failure(client.flow(99))).toMatchObject({ code: "FLOW_UNKNOWN", place: "99" });
    expect(await failure(client.simulate("z", Buffer.alloc(60)))).toMatchObject({ code: "PORT_UNKNOWN" });
    const paths: [string, string, string | undefined, number, string][] = [
      ["GET", "/nothing", undefined, 404, "PATH_UNKNOWN"],
      ["GET", "/apply", undefined, 405, "METHOD_UNKNOWN"],
      ["POST", "/apply", "{", 400, "BODY_NOT_JSON"],
      ["POST", "/apply", undefined, 400, "BODY_MISSING"],
      ["POST", "/simulate", '{"port":"a"}', 400, "BODY_INVALID"],
    ];
    for (const [method, path, body, status, code] of paths) {
      const answer = await raw(method, path, body);
      expect(answer).toMatchObject({ status, body: { error: { code, remedy: expect.any(String) } } });
      expect(JSON.stringify(answer.body)).not.toContain(".js:");
    }
  });

  it("ends the node on request, and says so to who asks then", async () => {
    expect(await client.shutdown()).toEqual({ stopping: true });
    await rig.node.ended;
    expect(await failure(client.status())).toMatchObject({ code: "NODE_NOT_RUNNING" });
  });
});
