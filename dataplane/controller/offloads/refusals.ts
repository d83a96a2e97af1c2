// What a profile asks of a card that it cannot have: each a finding with the place in the profile and the remedy. Pure.
// What merely becomes software is no finding: the table tells it.
import type { OffloadSample, PlanRefusal, PortPlan } from "../../../bindings/index.js";
import { OFFLOAD, OUTCOME, OUTCOME_TEXT, WHY, WHY_TEXT } from "../../../bindings/layout.js";
import { isPci, OFFLOAD_NUMBERS, OFFLOAD_WORDS, type PortProfile } from "../../profiles/index.js";
import type { Finding } from "../../topology/error.js";

/** Fields of struct el_port_conf: the profile's word, its place below the port ("/" first: of the profile), the remedy. */
const FIELDS: Readonly<Record<string, readonly [word: string, place: string, remedy: string]>> = {
  rx_queues: ["queues", "queues", "Write a number that it takes, such as 1, 2 or 4."],
  rx_desc: ["rxDescriptors", "rxDescriptors", "Write a number in that range."],
  tx_desc: ["txDescriptors", "txDescriptors", "Write a number in that range."],
  mtu: ["mtu", "mtu", "Write an MTU in that range."],
  mbuf_data: ["mbufs.size", "/mbufs/size", "Write as much or more."],
  rx_free_thresh: ["rxFree", "thresholds/rxFree", "Remove it: the driver has what suits it."],
  tx_rs_thresh: ["txRs", "thresholds/txRs", "Remove it: the driver has what suits it."],
  tx_free_thresh: ["txFree", "thresholds/txFree", "Remove it: the driver has what suits it."],
  rx_full: ["rxDrop", "rxDrop", "Remove it, or write true."],
  rss_key: ["rssKey", "rssKey", "Write a key of the card's length, or remove it."],
  reta: ["reta", "reta", "Mend that entry, or remove reta."],
  steer_first: ["steer.first", "steer", "Change first and count so, or remove steer."],
  steer_count: ["steer.count", "steer", "Change first and count so, or remove steer."],
  vxlan_ports: ["vxlanPorts", "vxlanPorts", "Write each port once."],
  wanted: ["offloads", "offloads", 'Set one of the two to "off".'],
  software: ["offloads", "offloads", 'Write "auto" or "off" for it.'],
};

/** Of a planned port. `path`: "/ports/2". */
export function planFindings(path: string, port: PortProfile, plan: PortPlan): Finding[] {
  return [
    ...roundedRings(path, port, plan),
    ...outcomeFindings(path, port, plan.offloads, plan.card || port.device),
  ];
}

/** Of a port that cannot be planned at all. */
export function refusalFinding(
  path: string,
  { name }: PortProfile,
  { field, sentence }: PlanRefusal,
): Finding {
  const [, place, remedy] = FIELDS[field] ?? ["", "", "Change it so."];
  return {
    code: "PROFILE_CARD_REFUSES",
    path: place.startsWith("/") ? place : place === "" ? path : `${path}/${place}`,
    message: `Port "${name}": ${inProfileWords(sentence)}.`,
    remedy,
  };
}

/** Of a planned or a running port: wishes that are not to be had. `who`: the card, for the sentence. */
export function outcomeFindings(
  path: string,
  port: PortProfile,
  offloads: readonly OffloadSample[],
  who: string,
): Finding[] {
  const why = (number: number) => WHY_TEXT[offloads[number]!.why] ?? "nobody says why";
  const found: Finding[] = [];
  for (const word of OFFLOAD_WORDS) {
    const number = OFFLOAD_NUMBERS[word];
    const { outcome } = offloads[number]!;
    if (port.offloads[word] !== "hardware" || outcome === OUTCOME.HARDWARE) continue;
    found.push({
      code: "PROFILE_OFFLOAD_REFUSED",
      path: `${path}/offloads/${word}`,
      message: `Port "${port.name}" wants ${word} of ${who}, and ${why(number)}.`,
      remedy:
        outcome === OUTCOME.SOFTWARE
          ? `Write "auto": then ${OUTCOME_TEXT[outcome]}.`
          : 'Write "auto" or "off": nobody does it then.',
    });
  }
  const fields = [
    ["rssKey", OFFLOAD.RSS_KEY],
    ["reta", OFFLOAD.RETA],
    ["steer", OFFLOAD.STEER],
  ] as const;
  for (const [field, number] of fields) {
    if (port[field] === undefined || offloads[number]!.outcome !== OUTCOME.REFUSED) continue;
    const message = `Port "${port.name}" has a ${field} for ${who}, and ${why(number)}.`;
    found.push({
      code: "PROFILE_OFFLOAD_REFUSED",
      path: `${path}/${field}`,
      message,
      remedy: `Remove ${field}.`,
    });
  }
  if (offloads[OFFLOAD.VXLAN_PORT]!.why === WHY.ONE_VXLAN_PORT)
    found.push({
      code: "PROFILE_OFFLOAD_REFUSED",
      path: `${path}/vxlanPorts`,
      message: `Port "${port.name}" has ${port.vxlanPorts.length} VXLAN ports for ${who}, and ${WHY_TEXT[WHY.ONE_VXLAN_PORT]}.`,
      remedy: 'Keep one; or set offloads.vxlanPort to "off", and the card looks into no tunnel.',
    });
  return found;
}

/** Cards would silently take other rings than were written; a virtual device's are nobody's concern. */
function roundedRings(path: string, port: PortProfile, plan: PortPlan): Finding[] {
  if (!isPci(port.device)) return [];
  const rings = { rxDescriptors: plan.rxDesc, txDescriptors: plan.txDesc };
  return Object.entries(rings).flatMap(([word, taken]) => {
    const written = port[word as keyof typeof rings];
    const message = `Port "${port.name}": ${word} is ${written}, and ${plan.card} would take ${taken}.`;
    return written === taken
      ? []
      : [{ code: "PROFILE_CARD_REFUSES", path: `${path}/${word}`, message, remedy: `Write ${taken}.` }];
  });
}

function inProfileWords(sentence: string): string {
  return sentence.replace(/\b[a-z]+(_[a-z]+)+\b/g, (field) => FIELDS[field]?.[0] ?? field);
}
