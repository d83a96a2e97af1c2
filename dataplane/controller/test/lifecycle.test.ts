// A node's start and end, the good and the bad, with the real worker. Nothing may be left behind by either.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { ElError } from "../../topology/index.js";
import { EdgeNode, makeLog, NodeClient } from "../index.js";
import { bridge, Rig, story } from "./rig.js";

const alive = (pid: number): boolean => existsSync(`/proc/${pid}/exe`);

async function failure(work: Promise<unknown>): Promise<ElError> {
  return work.then(
    () => Promise.reject(new Error("it did not fail")),
    (cause: ElError) => cause,
  );
}

story("a node", () => {
  let rig: Rig;
  const left = () => readdirSync(rig.folder).filter((file) => !file.endsWith(".pcap"));
  const simple = (more: object = {}) => {
    rig = new Rig();
    return rig.profile({ a: rig.capture("a", "[]"), b: rig.capture("b", "[]") }, { ...more });
  };
  afterEach(async () => rig.end());

  it("leaves nothing behind when it is stopped", async () => {
    const node = await begin(simple());
    const { worker } = node.status();
    expect(alive(worker)).toBe(true);
    await node.stop();
    await node.ended;
    expect(alive(worker)).toBe(false);
    expect(left()).toEqual([]);
  });

  it("says so and cleans up when its worker is killed", async () => {
    const node = await begin(simple());
    const told: ElError[] = [];
    node.errors$.subscribe((error) => told.push(error));
    process.kill(node.status().worker, "SIGKILL");
    await node.ended;
    expect(told.map(({ code, message }) => [code, message])).toEqual([
      ["WORKER_DIED", expect.stringContaining("SIGKILL")],
    ]);
    expect(left()).toEqual([]);
    expect(() => node.apply(node.topology)).toThrow(expect.objectContaining({ code: "NODE_STOPPED" }));
  });

  it("starts where a killed one left its socket", async () => {
    const profile = simple();
    const first = await begin(profile);
    process.kill(first.status().worker, "SIGKILL");
    await first.ended;
    const again = await rig.start(profile, bridge(rig.host, "a", "b"));
    expect(again.status().flows).toBe(0);
  });

  it("is refused while another of its name runs, which goes on", async () => {
    const profile = simple();
    const node = await begin(profile);
    const { folder, host } = rig;
    const error = await failure(
      EdgeNode.start({
        profile: node.profile,
        topology: { version: 1, hosts: [{ id: host }], ...bridge(host, "a", "b") },
        runDir: folder,
        log: makeLog("silent"),
      }),
    );
    expect(error).toMatchObject({ code: "NODE_RUNNING", message: expect.stringContaining(rig.name) });
    expect(error.remedy).not.toBe("");
    expect(await new NodeClient(node.files.api).status()).toMatchObject({ worker: node.status().worker });
  });

  it("names the port whose device is missing, and leaves nothing behind", async () => {
    rig = new Rig();
    const profile = rig.profile({ a: rig.capture("a", "[]"), b: join(rig.folder, "nowhere.pcap") });
    const error = await failure(rig.start(profile, bridge(rig.host, "a", "b")));
    expect(error).toMatchObject({ code: "WORKER_DEVICE", place: "/ports/1/device" });
    expect(error.message).toContain('"b"');
    expect(left()).toEqual([]);
  });

  it("takes a guest's socket that a killed one left, and no socket that somebody listens on", async () => {
    const profile = simple() as { ports: object[] };
    const path = join(rig.folder, "guest.sock");
    const guestAt = (socket: string) => ({
      ...profile,
      ports: [{ name: "a", device: `net_vhost0,iface=${socket}`, rxDescriptors: 128, txDescriptors: 128 }],
    });
    const first = await begin(guestAt(path), "a");
    process.kill(first.status().worker, "SIGKILL");
    await first.ended;
    expect(existsSync(path)).toBe(true);
    await begin(guestAt(path), "a");
    const taken = { ...guestAt(path), name: `${rig.name}-other` };
    expect(await failure(begin(taken, "a"))).toMatchObject({ code: "VHOST_TAKEN", place: "/ports/0/device" });
    expect(existsSync(path)).toBe(true);
    const nowhere = { ...guestAt(join(rig.folder, "no", "guest.sock")), name: `${rig.name}-third` };
    expect(await failure(begin(nowhere, "a"))).toMatchObject({
      code: "VHOST_FOLDER",
      remedy: expect.stringContaining(`mkdir -p ${join(rig.folder, "no")}`),
    });
  });

  it("refuses a topology that does not fit its profile, and starts nothing", async () => {
    const error = await failure(begin(simple(), "a", "c"));
    expect(error.findings.map(({ code }) => code)).toEqual(["FIT_UNKNOWN_INTERFACE"]);
    expect(left()).toEqual([]);
  });

  it("changes nothing when an applied topology does not fit", async () => {
    const node = await begin(simple());
    const { revision, generation } = node.status();
    const wrong = { ...node.topology, ...bridge(rig.host, "a", "z") };
    expect(await failure(node.apply(wrong))).toMatchObject({ findings: [{ code: "FIT_UNKNOWN_INTERFACE" }] });
    expect(node.status()).toMatchObject({ revision, generation });
  });

  function begin(profile: object, ...interfaces: string[]) {
    return rig.start(profile, bridge(rig.host, ...(interfaces.length > 0 ? interfaces : ["a", "b"])));
  }
});
