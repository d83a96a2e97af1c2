// What to do about each way a packet is dropped: one sentence a reason. Says nothing of any one packet.
import { DROP, DROP_NAMES, DROP_TEXT } from "../../../bindings/layout.js";
import { ElError } from "../../topology/error.js";
import { nearest } from "../../topology/report.js";

type Reason = keyof typeof DROP;

const REMEDIES: Readonly<Partial<Record<string, string>>> = {
  TRUNCATED: "look at what sends such frames: capture at the sender, or at the card in front of this port",
  MALFORMED: "look at what sends such packets: capture at the sender",
  OVERSIZED: "raise the MTU of the port it leaves by in the profile, or lower the sender's",
  DETACHED:
    "nothing, where a few came while the node started; else its controller is gone: start it again with edgelane run",
  UPCALL_FULL:
    "edgelane top names the port with most upcalls; raise bounds.upcallSlots in the profile if they are wanted",
  UPCALL_RATE:
    "edgelane top shows what on that port makes so many new flows; raise its upcall budget if they are wanted",
  PARK_FULL: "raise bounds.parked in the profile if so many packets may wait for neighbours",
  PARK_TIMEOUT: "a neighbour did not answer in time: edgelane show neighbours names it",
  PORT_DOWN:
    "edgelane show ports tells which port is down: bring its link up (ip link set DEVICE up); a TAP that was deleted is made again by starting the node again",
  TX_FULL:
    "the port sends more slowly than it is given packets: spread them over more queues, or raise its txDescriptors",
  TX_PREPARE: "leave the port's offloads to the worker: edgelane show offloads names them",
  TTL: "look for a loop, or a sender with too low a hop limit: traceroute",
  TUNNEL_MTU:
    "lower the senders' MTU, or raise the underlay's: edgelane show tunnels has what each tunnel takes",
  TUNNEL_DOWN:
    "no next hop answers: edgelane show tunnels names the tunnel, edgelane show neighbours the hop",
  NO_MBUF: "raise the number of mbufs in the profile",
  NO_HEADROOM: "report it with the port's driver: edgelane show ports",
  ACTION_INVALID: "report it with the flow: edgelane show flows --port PORT",
  NO_ACTION: "report it with the flow: edgelane show flows --port PORT",
  STAGES: "let the packet cross fewer stateful devices",
  HANDOVER_FULL: "one lcore cannot keep up (edgelane top): give its ports more queues and lcores",
  METER: "nothing, if the limit is meant; else raise the rate of the policy",
  GROUP_EMPTY: "give the group a member",
  SHUTDOWN: "nothing: the worker was ending",
  INVALIDATED: "nothing: the sender will send it again",
  ECN: "let the sender mark its packets as ECN-capable, or the underlay not mark them",
  POLICY: "change the rule that the path names, if the packet should pass",
  REJECTED: "change the rule that the path names, if the packet should pass",
  ADMIN_DOWN: "set adminUp of the device or port that the path names to true",
  NO_ROUTE: "add a route to the router that the path names",
  BLACKHOLE: "remove the route that the path names, if the packet should pass",
  ROUTE_REJECT: "remove the route that the path names, if the packet should pass",
  HAIRPIN:
    "nothing where both ends are behind that port; else look for a station that is seen at two places: edgelane show stations",
  LOOP: "look at the path: devices or routes lead in a circle",
  SRC_MULTICAST: "look at what sends frames from a group address",
  NOT_FOR_ROUTER: "nothing for stray frames; else the sender's ARP table has a wrong MAC for its gateway",
  NO_NEIGHBOUR: "nobody answers for the next hop: is it up, and on that network? edgelane show neighbours",
  TTL_EXPIRED: "look for a loop, or a sender with too low a hop limit: traceroute",
  UNKNOWN_KEY: "give both hosts the same topology: edgelane show status tells the revision of each",
  VLAN_UNEXPECTED: "send it untagged, or with a VLAN that the device takes",
  NOT_IP: "nothing: a router has no use for it",
  L3_PAYLOAD: "let the peer send Ethernet in its tunnel",
  UNBOUND_PORT: "give the port that the path names a host and an interface",
  NO_TUNNEL_PATH: "put both hosts into one tunnel zone",
  UNLINKED_PORT: "give the port that the path names a host and interface, a peer or a vtep",
  MTU_NO_FRAG:
    "nothing: the sender was told and sends smaller packets; if it does not, something drops its ICMP",
  TUNNEL_SOURCE: "put the sending host into the tunnel zone, or name it as a remote of the gateway port",
  UNDERLAY_UNKNOWN: "nothing: the underlay carries other traffic too",
  BAD_ADDRESS: "look at what sends from or to such an address",
  ICMP_SUPPRESSED: "nothing: an answer would be wrong",
  UNBOUND_INGRESS: "bind a port of the topology to that interface",
  SIM_FAULT: "report it with the controller's log",
  CONTROLLER: "raise bounds.actions, bounds.groups or bounds.parked in the profile: the node ran out of room",
  NO_MEMBER:
    "nobody listens there: a router's own addresses answer echo alone; of a balancer, bring a member up",
  MARTIAN: "look at what sends from that address; declare it at the port if it may",
  UNTRANSLATABLE: "nothing: the other IP version has no such packet",
  SERVICE_DOWN: "bring the service's port up, or let the insertion fail open",
  NO_PAIR: "add the IPv6 source to the router's translation table",
  FANOUT: "flood to fewer ports",
};

/** Number of a drop reason by its name, in any case. Throws ElError DROP_UNKNOWN. */
export function dropNamed(name: string): number {
  const number = DROP[name.toUpperCase() as Reason];
  const names = Object.values(DROP_NAMES).slice(1);
  if (number !== undefined && number > 0) return number;
  const meant = nearest(name.toUpperCase(), names);
  throw new ElError("DROP_UNKNOWN", `There is no drop reason ${name}.`, {
    place: "--drop",
    remedy: meant === undefined ? `Use one of ${names.join(", ")}.` : `Use it: --drop ${meant}`,
  });
}

/** What a drop means, and what to do about it. `name`: of enum el_drop. */
export function dropSaid(name: string): { says: string; remedy: string } {
  return {
    says: DROP_TEXT[DROP[name as Reason] ?? -1] ?? "",
    remedy: REMEDIES[name] ?? `look at an example: edgelane why --drop ${name}`,
  };
}
