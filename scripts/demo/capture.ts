// The capture form of the demo, for machines without root: the same network, packets from captures made here, through
// the same real worker.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTopology } from "../../dataplane/topology/index.js";
import { pathLine } from "../cli/rows.js";
import { writePcap } from "../pcap/write.js";
import { replay } from "../replay/replay.js";
import { frameOf } from "../simulate/frame.js";
import { EXAMPLE, type Screen } from "./screen.js";

const ROUTER_A = "02:00:00:00:0a:01";
const VM1 = "smac=02:00:00:00:01:10 src=10.0.1.10";

/** Frames that vm1 sends, in words. */
const SENT: readonly string[] = [
  `${VM1} dmac=02:00:00:00:01:20 dst=10.0.1.20 protocol=icmp`,
  `${VM1} dmac=${ROUTER_A} dst=10.0.2.10 protocol=tcp dport=80`,
  `${VM1} dmac=${ROUTER_A} dst=10.0.2.10 protocol=tcp dport=443`,
  `${VM1} dmac=${ROUTER_A} dst=10.0.2.10 protocol=tcp dport=23`,
  `${VM1} dmac=${ROUTER_A} dst=10.0.2.10 protocol=udp dport=9`,
  `${VM1} dmac=${ROUTER_A} dst=10.0.1.1 protocol=icmp`,
  `smac=02:00:00:00:01:10 src=10.9.9.9 dmac=${ROUTER_A} dst=10.0.2.10`,
];

/** Runs it and prints the same as the live demo. */
export async function captureDemo(screen: Screen, signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "edgelane-demo-"));
  try {
    const start = 1_700_000_000_000_000_000n;
    const records = [...SENT, ...SENT].map((words, index) => {
      const { data } = frameOf(words.split(" "));
      return { time: start + BigInt(index) * 1_000_000n, data, length: data.length };
    });
    writePcap(join(folder, "vm1.pcap"), records);
    const { ledger, flows } = await replay({
      topology: loadTopology(EXAMPLE),
      host: "edge1",
      inputs: [`vm1=${join(folder, "vm1.pcap")}`],
      out: join(folder, "out"),
      fast: false,
      assume: true,
      signal,
    });
    screen.title(`${records.length} packets of vm1, and the flows they became`);
    for (const flow of flows) {
      screen.line(`flow ${flow.flow}: ${flow.match}`);
      screen.line(`  does   ${flow.actions}`);
      screen.line(`  since  ${pathLine(flow.path)}`);
      screen.line(`  seen   ${flow.packets} packets, ${flow.bytes} bytes`);
    }
    screen.title("Per port");
    for (const [port, terms] of Object.entries(ledger.ports))
      screen.line(
        `${port.padEnd(12)} rx ${terms.rx + terms.injected}  sent ${terms.sent}  misses ${terms.misses}  consumed ${terms.consumed}  drops ${JSON.stringify(terms.drops)}`,
      );
    screen.line(`ledger: ${ledger.in} in, ${ledger.out} accounted for`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
