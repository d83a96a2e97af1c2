// QoS policies as meters: one a rate for each port that has a policy of its own, and for each network one a rate that
// its other exterior ports share. Only those that this host's worker has to count.
import type { Port, QosPolicy, QosRate, Topology } from "../../topology/model.js";
import { LINK, type VMeter, type VPort } from "../snapshot.js";

/** Seconds of the rate that a burst holds where nothing else is said. */
const BURST_SECONDS = 0.8;
/** The largest frame a guest may hand over to be cut; a smaller bucket would never let it pass. */
const LARGEST_FRAME = 65_550;

/** Gives ports their marks and meters; the meters they name by index. */
export function compileQos(topology: Topology, ports: readonly VPort[]): VMeter[] {
  const policies = new Map((topology.qosPolicies ?? []).map((policy) => [policy.id, policy]));
  if (policies.size === 0) return [];
  const meters: VMeter[] = [];
  const owned = new Map<string, Owned>();
  const networks = new Map((topology.bridges ?? []).map(({ id, qos }) => [id, qos]));
  for (const [index, port] of topology.ports.entries()) {
    const vport = ports[index]!;
    const { id, owner } = policyOf(port, networks);
    const policy = id === undefined ? undefined : policies.get(id);
    if (policy === undefined || vport.link === LINK.REMOTE || vport.link === LINK.UNREACHABLE) continue;
    let own = owned.get(owner);
    if (own === undefined) {
      own = { in: make("in", owner, policy, meters), out: make("out", owner, policy, meters) };
      owned.set(owner, own);
    }
    vport.dscp = policy.dscp ?? -1;
    vport.metersIn = own.in;
    vport.metersOut = own.out;
  }
  return meters;
}

interface Owned {
  in: number[];
  out: number[];
}

/** A port's own policy, else its network's if it is an exterior one. */
export function policyOf(
  { id, device, host, qos }: Port,
  networks: ReadonlyMap<string, string | undefined>,
): { id: string | undefined; owner: string } {
  if (qos !== undefined) return { id: qos, owner: `port ${id}` };
  return { id: host === undefined ? undefined : networks.get(device), owner: `bridge ${device}` };
}

function make(
  direction: QosRate["direction"],
  owner: string,
  { id, rates = [] }: QosPolicy,
  meters: VMeter[],
): number[] {
  return rates
    .filter((rate) => rate.direction === direction)
    .map(
      (rate, number) =>
        meters.push({ ...meterOf(rate), id: `${owner} ${direction} ${number}`, policy: id }) - 1,
    );
}

function meterOf(rate: QosRate): Omit<VMeter, "id" | "policy"> {
  const { kbps, pps = 0, peak, peakBurst, yellowDscp = -1 } = rate;
  // 1000 bits are 125 bytes.
  const per = kbps === undefined ? 1 : 125;
  const cir = (kbps ?? pps) * per;
  const least = kbps === undefined ? 1 : LARGEST_FRAME;
  const cbs = rate.burst ?? Math.max(Math.ceil(cir * BURST_SECONDS), least);
  return {
    unit: kbps === undefined ? "packets" : "bytes",
    cir,
    cbs,
    pir: peak === undefined ? 0 : peak * per,
    ebs: peakBurst ?? (peak === undefined ? 0 : cbs),
    yellow: yellowDscp,
  };
}
