// A port's wishes: what contradicts itself whatever the card. What a card cannot do is the plan's to say.
import { at } from "../../topology/checks/context.js";
import type { Report } from "../../topology/report.js";
import { isPci } from "../device.js";
import type { PortProfile } from "../port.js";

const CUTS = ["tso", "vxlanTso", "greTso"] as const;

export function checkWishes(path: string, port: PortProfile, report: Report): void {
  const { name, card, device, offloads } = port;
  if (card !== undefined && !isPci(device)) {
    const message = `Port "${name}" is written for a card, and "${device}" is a virtual device.`;
    report.add(
      "CARD_OF_VIRTUAL",
      `${path}/card`,
      message,
      "Remove card, or name the card's PCI address in device.",
    );
  }
  if (offloads.txChecksum === "software" || offloads.txChecksum === "off")
    for (const cut of CUTS)
      if (offloads[cut] === "hardware") {
        const message = `A card cannot segment (${cut}) packets whose checksums it may not fill in.`;
        const remedy = `Set txChecksum to "auto" or "hardware", or ${cut} to "auto" or "software".`;
        report.add("TSO_WITHOUT_CHECKSUM", `${path}/offloads/${cut}`, message, remedy);
      }
  if (offloads.isolate !== "off" && port.promiscuous) {
    const message = `Port "${name}" would be isolated and promiscuous: isolation lets in named frames only.`;
    report.add(
      "ISOLATED_PROMISCUOUS",
      `${path}/offloads/isolate`,
      message,
      'Set promiscuous to false, or isolate to "off".',
    );
  }
  if (offloads.vxlanPort === "hardware" && port.vxlanPorts.length === 0) {
    const message = `Port "${name}" wants its card to know VXLAN ports, and names none.`;
    report.add(
      "NO_VXLAN_PORTS",
      `${path}/offloads/vxlanPort`,
      message,
      'Add vxlanPorts, or set vxlanPort to "auto".',
    );
  }
  checkSpreading(path, port, report);
  checkThresholds(path, port, report);
}

function checkSpreading(
  path: string,
  { name, queues, rss, rssKey, reta, steer }: PortProfile,
  report: Report,
): void {
  if ((rssKey !== undefined || reta !== undefined) && (queues === 1 || rss.length === 0)) {
    const place = `${path}/${rssKey !== undefined ? "rssKey" : "reta"}`;
    const message = `Port "${name}" spreads nothing: ${queues === 1 ? "it has one queue" : "its rss is empty"}.`;
    report.add("SPREADS_NOTHING", place, message, "Give it several queues and an rss, or remove this.");
  }
  const beyond = [...at(`${path}/reta`, reta ?? [])].find(([, queue]) => queue >= queues);
  const last = steer === undefined ? 0 : steer.first + steer.count - 1;
  const wrong = beyond ?? (last >= queues ? ([`${path}/steer`, last] as const) : undefined);
  if (!wrong) return;
  const message = `Port "${name}" has no queue ${wrong[1]}, only 0 to ${queues - 1}.`;
  report.add("UNKNOWN_QUEUE", wrong[0], message, "Name one of them, or give the port more queues.");
}

function checkThresholds(
  path: string,
  { thresholds, rxDescriptors, txDescriptors }: PortProfile,
  report: Report,
): void {
  const rings = { rxFree: rxDescriptors, txFree: txDescriptors, txRs: txDescriptors };
  for (const [word, ring] of Object.entries(rings) as [keyof typeof rings, number][]) {
    if (thresholds[word] < ring) continue;
    const message = `A threshold of ${thresholds[word]} is never met by a ring of ${ring} descriptors.`;
    report.add(
      "OUT_OF_RANGE",
      `${path}/thresholds/${word}`,
      message,
      `Write less than ${ring}, or 0 for the driver's own.`,
    );
  }
}
