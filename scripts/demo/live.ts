// The live demo: a node over TAP ports, two VMs and a remote VTEP that is the Linux kernel's own, real packets between
// them. Needs root. It leaves nothing behind, however it ends.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EdgeNode, makeLog } from "../../dataplane/controller/index.js";
import { loadProfile } from "../../dataplane/profiles/index.js";
import { loadTopology } from "../../dataplane/topology/index.js";
import { DEMO, DemoLab, type Station } from "./lab.js";
import { EXAMPLE, type Screen } from "./screen.js";

/** One line of what the demo does. */
const JOURNEYS: readonly { from: Station; to: string; says: string }[] = [
  {
    from: "vm1",
    to: DEMO.remote.address,
    says: "vm1 → a station behind the kernel's VTEP (VXLAN, same subnet)",
  },
  { from: "vm1", to: DEMO.vm2.address, says: "vm1 → vm2 (another subnet, through the virtual router)" },
  {
    from: "remote",
    to: DEMO.vm2.address,
    says: "the station behind the VTEP → vm2 (tunnel in, router, port out)",
  },
  { from: "vm2", to: DEMO.vm2.gateway, says: "vm2 → its router (answered by the controller, no flow)" },
];

/** Runs until `ends` milliseconds have passed, or for ever when undefined, or until `stop` settles. */
export async function liveDemo(screen: Screen, ends: number | undefined, stop: Promise<void>): Promise<void> {
  const runDir = mkdtempSync(join(tmpdir(), "edgelane-demo-"));
  const lab = new DemoLab();
  const taps = { vm1: tap("a"), vm2: tap("b"), up0: tap("u") };
  let node: EdgeNode | undefined;
  try {
    const profile = structuredClone(loadProfile("demo"));
    profile.name = `demo-${process.pid}`;
    for (const port of profile.ports)
      port.device = `tap_${port.name},iface=${taps[port.name as keyof typeof taps]}`;
    const topology = loadTopology(EXAMPLE);
    node = await EdgeNode.start({ profile, topology, runDir, log: makeLog("error") });
    await lab.build(taps);
    const over = Promise.race([stop, node.ended, ...(ends === undefined ? [] : [sleep(ends)])]);
    let ended = false;
    void over.then(() => {
      ended = true;
    });
    screen.title("Four journeys");
    for (const { from, to, says } of JOURNEYS) {
      if (ended) break;
      screen.line(`${says}: ${await lab.ping(from, to, 3)}`);
    }
    if (ended) return;
    screen.title("The flows they became, and why each exists");
    screen.flows(await node.flows());
    screen.title("Per queue (live)");
    const shown = screen.follow(node.stats);
    while (!ended) {
      const { from, to } = JOURNEYS[Math.floor(Date.now() / 1000) % JOURNEYS.length]!;
      await Promise.race([lab.ping(from, to, 5), over]);
    }
    shown.unsubscribe();
    const failure = await Promise.race([node.ended, undefined]);
    if (failure !== undefined) throw failure;
    screen.title("Per queue, in all");
    screen.queues(node.sample().queues);
  } finally {
    await lab.close();
    await node?.stop();
    rmSync(runDir, { recursive: true, force: true });
  }
}

function tap(letter: string): string {
  return `eld${letter}${process.pid}`;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
