// compile(topology, facts) -> Snapshot: parses, indexes and resolves a declared topology for one host, once a
// revision. The topology has been judged by parseTopology; what remains to refuse is what this engine cannot do.
import { MAX_PORTS } from "../../bindings/layout.js";
import { ElError, type Finding } from "../topology/error.js";
import type { Topology } from "../topology/model.js";
import { expandPolicy } from "../topology/policy.js";
import { compileBridges } from "./compile/bridges.js";
import { compileChains } from "./compile/chains.js";
import { compileEdges } from "./compile/edge.js";
import { compileExtras } from "./compile/extras.js";
import { compileGateways } from "./compile/gateways.js";
import { compileInsertions, compileMirrors, withMatches } from "./compile/mirrors.js";
import { Names, ownAddresses } from "./compile/names.js";
import { compilePorts } from "./compile/ports.js";
import { compileQos } from "./compile/qos.js";
import { compileRouters } from "./compile/routes.js";
import { compileTunnels } from "./compile/tunnels.js";
import {
  LINK,
  MAX_DEVICES,
  type NodeFacts,
  type Snapshot,
  type TunnelKind,
  type VDevice,
} from "./snapshot.js";
import { tag } from "./tags.js";

/** Devices one packet may cross where the node does not say. */
const DEFAULT_DEVICES = 12;

/** `before`: a snapshot of the same host, whose chains that are still the same are used again. Throws ElError
 * SIMULATION_UNSUPPORTED, all findings at once, when a rule or route cannot be simulated. */
export function compile(declared: Topology, facts: NodeFacts, before?: Snapshot): Snapshot {
  const topology = expandPolicy(declared);
  const findings: Finding[] = [];
  const names = new Names(topology);
  const tunnels = compileTunnels(topology, facts);
  const ports = compilePorts(topology, facts, names, tunnels);
  const devices = [...(topology.bridges ?? []), ...(topology.routers ?? [])].map(
    (device, index): VDevice => ({
      index,
      id: device.id,
      kind: index < (topology.bridges ?? []).length ? 0 : 1,
      adminUp: device.adminUp ?? true,
      inbound: names.chain(device.inboundChain),
      outbound: names.chain(device.outboundChain),
      ports: ports.filter((port) => port.device === index).map((port) => port.index),
      tag: tag.device(device.id),
      bridge: null,
      router: null,
      inboundMirrors: null,
      outboundMirrors: null,
    }),
  );
  const meters = compileQos(topology, ports);
  const { places, placeOf } = compileBridges(topology, devices, ports);
  compileEdges(topology, facts, names, devices, ports, tunnels.tunnels);
  const routes = compileRouters(topology, names, devices, ports, findings);
  const mirrors = compileMirrors(topology, names, devices, ports, findings);
  const insertions = compileInsertions(topology, names, ports);
  compileExtras(ports);
  const chains = compileChains(withMatches(topology), names, findings, before);
  if (findings.length > 0) {
    throw new ElError("SIMULATION_UNSUPPORTED", findings.map((finding) => finding.message).join(" "), {
      place: findings[0]!.path,
      remedy: findings[0]!.remedy,
      findings,
    });
  }
  const workers = Array.from({ length: MAX_PORTS }, (_, port) => port);
  const boundTo = (worker: number): number =>
    ports.findIndex((port) => port.link === LINK.LOCAL && port.target === worker);
  const gateways = (type: TunnelKind): Map<number, number> =>
    new Map(
      topology.ports.flatMap((port, index) =>
        port.vtep?.host === facts.host && port.vtep.type === type ? [[port.vtep.key, index]] : [],
      ),
    );
  return {
    host: facts.host,
    maxDevices: Math.min(facts.maxDevices ?? DEFAULT_DEVICES, MAX_DEVICES),
    underlay: facts.underlay,
    tunnels: tunnels.tunnels,
    meters,
    tunnelTags: Int32Array.from(tunnels.tunnels, (one) => tag.tunnel(one.local, one.remote)),
    endpoints: tunnels.endpoints,
    ports,
    devices,
    chains,
    mirrors,
    insertions,
    routes,
    gateways: compileGateways(topology, names, ports),
    places,
    placeOf,
    portOf: names.ports,
    anyPort: Math.min(...facts.underlay.map((one) => one.port), ...facts.ports.values(), MAX_PORTS - 1),
    workerTags: Int32Array.from(workers, (worker) => tag.workerPort(worker)),
    bound: Int32Array.from(workers, boundTo),
    underlayOf: Int32Array.from(workers, (worker) => facts.underlay.findIndex((one) => one.port === worker)),
    ownAddresses: facts.underlay.map((one) => ownAddresses(one.addresses)),
    keys: new Map(ports.flatMap((port) => (hasKey(port.link) ? [[port.key, port.index]] : []))),
    vnis: gateways("vxlan"),
    greKeys: gateways("gre"),
    vsids: gateways("nvgre"),
    peers: tunnels.peers,
    peerTunnels: tunnels.peerTunnels,
  };
}

/** Ports that a tunnel key may name at this host. */
const hasKey = (link: number): boolean => link === LINK.LOCAL || link === LINK.UNBOUND;
