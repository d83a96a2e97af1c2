// DPDK's own testpmd as a foreign program: a virtio-user guest for net_vhost, or a plain wire between two devices. It
// must never share memory or names with the node.
import { rmSync } from "node:fs";
import type { Lab } from "./netns.js";
import type { Running } from "./run.js";

/** Starts testpmd as a wire between two devices (each the text of one --vdev); it forwards until the lab closes. */
export async function testpmdWire(lab: Lab, label: string, devices: [string, string]): Promise<Running> {
  const name = lab.name(label);
  // DPDK leaves the folder of a process that ended.
  lab.atClose(() => rmSync(`/var/run/dpdk/${name}`, { recursive: true, force: true }));
  const child = lab.spawn(
    "dpdk-testpmd",
    [
      ...["-l", "0,1", "--main-lcore", "0", "--file-prefix", name, "--no-pci", "--no-telemetry"],
      ...["--no-huge", "-m", "192"],
      ...devices.flatMap((device) => ["--vdev", device]),
      "--",
      ...["--nb-cores=1", "--forward-mode=io", "--auto-start", "--stats-period=5", "--total-num-mbufs=8192"],
    ],
    { env: { XDG_RUNTIME_DIR: lab.folder } },
  );
  await child.says(/Press enter to exit|Port statistics/, 30_000);
  return child;
}
