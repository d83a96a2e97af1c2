// DPDK's own testpmd as a foreign program: a virtio-user guest for net_vhost, or a plain wire between two devices. It
// must never share memory or names with the node.
import type { Lab } from "./netns.js";
import type { Running } from "./run.js";

/** Starts testpmd as a wire between two devices (each the text of one --vdev); it forwards until the lab closes. */
export async function testpmdWire(
  lab: Lab,
  label: string,
  devices: [string, string],
  options: { hugepages?: boolean; mtu?: number; megabytes?: number } = {},
): Promise<Running> {
  const memory = options.hugepages ? [] : ["--no-huge"];
  const child = lab.spawn(
    "dpdk-testpmd",
    [
      ...["-l", "0,1", "--main-lcore", "0", "--file-prefix", lab.name(label), "--no-pci", "--no-telemetry"],
      ...[...memory, "-m", `${options.megabytes ?? 192}`],
      ...devices.flatMap((device) => ["--vdev", device]),
      "--",
      ...["--nb-cores=1", "--forward-mode=io", "--auto-start", "--stats-period=5", "--total-num-mbufs=8192"],
      ...(options.mtu === undefined ? [] : [`--max-pkt-len=${options.mtu + 18}`]),
    ],
    { env: { XDG_RUNTIME_DIR: lab.folder } },
  );
  await child.says(/Press enter to exit|Port statistics/, 30_000);
  return child;
}
