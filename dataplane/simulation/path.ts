// The way a packet took, as cheap numbers while simulating and in the operator's words on demand. Never part of what
// decides a verdict.
import { DROP_NAMES } from "../../bindings/layout.js";
import { formatMac } from "../topology/addresses.js";
import type { Rule } from "../topology/model.js";
import { ruleText } from "./rule-text.js";
import type { Snapshot, VChain } from "./snapshot.js";
import type { PathStep } from "./verdict.js";

/** A step is its kind with the high 24 bits of its argument above, the index of an object, and the argument's low word:
 * arguments are MACs and smaller numbers. */
export const PATH_STRIDE = 3;

/** Kinds of step, each about an object with an argument (see `render`). */
export const STEP = {
  WORKER_IN: 0,
  TUNNEL_IN: 1,
  PORT_IN: 2,
  PORT_OUT: 3,
  RULE: 4,
  CHAIN_END: 5,
  CHAIN_AGAIN: 6,
  STATION: 7,
  FLOOD: 8,
  ROUTE: 9,
  NO_ROUTE: 10,
  BALANCE: 11,
  NEIGHBOUR: 12,
  OUTPUT: 13,
  TUNNEL_OUT: 14,
  DROP: 15,
  ANSWER: 16,
  WAIT: 17,
  UNDERLAY: 18,
  LEARN: 19,
  NO_NEIGHBOUR: 20,
  MIRROR: 40,
  TO_SERVICE: 41,
  FROM_SERVICE: 42,
  SERVICE_DOWN: 43,
  SERVICE: 50,
  METADATA: 51,
  METER: 30,
  MARK: 31,
  TRANSLATE: 32,
  GATEWAY: 60,
} as const;

/** What SERVICE names: taken in without an answer, or noted beside it. */
export const NOTES = ["malformed", "relayed: refused", "release: noted", "decline: noted"] as const;
export const NOTE = { MALFORMED: 0, RELAYED: 1, RELEASE: 2, DECLINE: 3 } as const;

/** What ANSWER names. */
export const ANSWERS = [
  "arp-reply",
  "neighbour-advertisement",
  "echo-reply",
  "arp-request",
  "neighbour-solicitation",
  "destination-unreachable",
  "time-exceeded",
  "too-big",
  "dhcp-offer",
  "dhcp-ack",
  "dhcp-nak",
  "dhcpv6-advertise",
  "dhcpv6-reply",
  "router-advertisement",
  "translated-error",
  "announcement",
  "tcp-reset",
] as const;
export const ANSWER = {
  ARP_REPLY: 0,
  ND_ADVERT: 1,
  ECHO_REPLY: 2,
  ARP_REQUEST: 3,
  ND_SOLICIT: 4,
  UNREACHABLE: 5,
  TIME_EXCEEDED: 6,
  TOO_BIG: 7,
  DHCP_OFFER: 8,
  DHCP_ACK: 9,
  DHCP_NAK: 10,
  DHCP6_ADVERT: 11,
  DHCP6_REPLY: 12,
  ROUTER_ADVERT: 13,
  TRANSLATED: 14,
  ANNOUNCEMENT: 15,
  RESET: 16,
} as const;

export const ACTIONS = ["accept", "drop", "reject", "return", "jump", "continue", "redirect"] as const;

/** The path of a verdict, or of what is kept of one, in the operator's words. */
export function describePath(
  snapshot: Snapshot,
  { path, pathLength = path.length }: { path: Int32Array; pathLength?: number },
): PathStep[] {
  const steps: PathStep[] = [];
  for (let at = 0; at + PATH_STRIDE <= pathLength; at += PATH_STRIDE) {
    const argument = (path[at]! >> 8) * 0x100000000 + (path[at + 2]! >>> 0);
    steps.push(render(snapshot, path[at]! & 0xff, path[at + 1]!, argument));
  }
  return steps;
}

function render(snapshot: Snapshot, kind: number, object: number, argument: number): PathStep {
  const portId = (index: number): string => snapshot.ports[index]?.id ?? "";
  const deviceOf = (port: number): string => {
    const device = snapshot.devices[snapshot.ports[port]?.device ?? -1];
    return device === undefined ? "" : `${device.kind === 0 ? "bridge" : "router"} ${device.id}`;
  };
  switch (kind) {
    case STEP.WORKER_IN:
      return { step: "worker-port", id: String(object) };
    case STEP.TUNNEL_IN:
      return { step: "tunnel-in", id: portId(object), detail: `key ${argument}` };
    case STEP.PORT_IN:
      return { step: "port-in", id: portId(object), detail: deviceOf(object) };
    case STEP.PORT_OUT:
      return { step: "port-out", id: portId(object), detail: deviceOf(object) };
    case STEP.RULE:
      return {
        step: "rule",
        id: ruleName(snapshot, object),
        detail: ACTIONS[argument] ?? "",
        text: ruleText(ruleOf(snapshot, object)?.rule),
      };
    case STEP.CHAIN_END:
      return { step: "chain", id: snapshot.chains[object]?.id ?? "", detail: "ran to its end" };
    case STEP.CHAIN_AGAIN:
      return { step: "chain", id: snapshot.chains[object]?.id ?? "", detail: "entered before; skipped" };
    case STEP.STATION:
      return { step: "station", id: formatMac(argument), detail: `at ${portId(object)}` };
    case STEP.FLOOD:
      return { step: "flood", id: snapshot.devices[object]?.id ?? "", detail: `${argument} branches` };
    case STEP.ROUTE: {
      const route = snapshot.routes[object];
      return {
        step: "route",
        id: route?.id ?? "",
        detail: `${route?.text ?? ""} of router ${route?.router ?? ""}`,
      };
    }
    case STEP.NO_ROUTE:
      return { step: "route", id: snapshot.devices[object]?.id ?? "", detail: "none" };
    case STEP.BALANCE:
      return { step: "balance", id: snapshot.devices[object]?.id ?? "", detail: `${argument} members` };
    case STEP.NEIGHBOUR:
      return { step: "neighbour", id: portId(object), detail: formatMac(argument) };
    case STEP.NO_NEIGHBOUR:
      return { step: "neighbour", id: portId(object), detail: "failed" };
    case STEP.OUTPUT:
      return { step: "output", id: portId(object), detail: `worker port ${argument}` };
    case STEP.TUNNEL_OUT: {
      const tunnel = snapshot.tunnels[object];
      return { step: "encap", id: tunnel?.remote ?? "", detail: `${tunnel?.type ?? ""} key ${argument}` };
    }
    case STEP.GATEWAY:
      return {
        step: "l2-gateway",
        id: snapshot.gateways[object]?.id ?? "",
        detail: `active is ${portId(argument)}`,
      };
    case STEP.DROP:
      return { step: "drop", id: DROP_NAMES[argument] ?? String(argument), detail: deviceOf(object) };
    case STEP.ANSWER:
      return { step: "answer", id: portId(object), detail: ANSWERS[argument] ?? "" };
    case STEP.WAIT:
      return { step: "wait", id: portId(object), detail: "for a neighbour" };
    case STEP.SERVICE:
      return { step: "service", id: portId(object), detail: `dhcp ${NOTES[argument] ?? ""}` };
    case STEP.METADATA:
      return {
        step: "metadata",
        id: portId(object),
        detail: argument === 0 ? "to the proxy" : "from the proxy",
      };
    case STEP.METER:
      return {
        step: "meter",
        id: snapshot.meters[object]?.id ?? "",
        detail: snapshot.meters[object]?.policy ?? "",
      };
    case STEP.MARK:
      return { step: "mark", id: portId(object), detail: `DSCP ${argument}` };
    case STEP.TRANSLATE:
      return { step: "translate", id: snapshot.devices[object]?.id ?? "", detail: `to IPv${argument}` };
    case STEP.LEARN:
      return { step: "learn", id: portId(object), detail: formatMac(argument) };
    case STEP.MIRROR:
      return { step: "mirror", id: snapshot.mirrors[object]?.id ?? "", detail: copyWords(portId(argument)) };
    case STEP.TO_SERVICE:
    case STEP.FROM_SERVICE:
    case STEP.SERVICE_DOWN:
      return serviceStep(snapshot, kind, object, argument);
    default:
      return { step: "underlay", id: String(object) };
  }
}

const copyWords = (port: string): string => (port === "" ? "no copy: too many" : `a copy to ${port}`);

function serviceStep(snapshot: Snapshot, kind: number, object: number, argument: number): PathStep {
  const one = snapshot.insertions[object];
  const ports = [one?.service, one?.port].map((index) => snapshot.ports[index ?? -1]?.id ?? "");
  const way = `${argument === 1 ? "to" : "from"} ${ports[1]}`;
  const detail =
    kind === STEP.TO_SERVICE
      ? `traffic ${way} out to ${ports[0]}`
      : kind === STEP.FROM_SERVICE
        ? `traffic ${way} back from ${ports[0]}`
        : `${ports[0]} is down: ${argument === 1 ? "passed by" : "dropped"}`;
  return { step: "service", id: one?.id ?? "", detail };
}

function ruleName(snapshot: Snapshot, rule: number): string {
  const found = ruleOf(snapshot, rule);
  return found?.rule?.id ?? `${found?.chain.id ?? ""}[${found?.number ?? rule}]`;
}

/** The declared rule of that number of the snapshot. */
function ruleOf(
  { chains }: Snapshot,
  rule: number,
): { chain: VChain; number: number; rule: Rule | undefined } | undefined {
  const chain = chains.find(({ first, count }) => rule >= first && rule < first + count);
  if (chain === undefined) return undefined;
  const number = rule - chain.first;
  return { chain, number, rule: chain.declared.rules[number] };
}
