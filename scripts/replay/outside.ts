// The world outside a replay: hosts seen in the captures answer for their addresses as they would have, and whoever is
// not in them is assumed to answer by a MAC made from its address. It never sends anything the captures lack.
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { formatIp, formatMac, readMac } from "../../dataplane/topology/addresses.js";
import { assumedMac } from "../simulate/world.js";
import type { ReplayPort } from "./plan.js";

const IPV4 = 0x0800;
const ARP = 0x0806;
const IPV6 = 0x86dd;

/** Source address and MAC of a plain frame. */
function senderOf(data: Uint8Array): { address: string; mac: number } | undefined {
  const type = (data[12]! << 8) | data[13]!;
  if (type === IPV6 && data.length >= 54)
    return { address: formatIp(data.subarray(22, 38)), mac: readMac(data, 6) };
  const at = type === IPV4 ? 26 : type === ARP ? 28 : 0;
  if (at === 0 || data.length < 42) return undefined;
  return { address: [...data.subarray(at, at + 4)].join("."), mac: readMac(data, 6) };
}

/** Every neighbour that the node is asking for and `macOf` knows is known from now on; true when there was one. */
export function answerAll(node: EdgeNode, macOf: (address: string) => number | undefined): boolean {
  let answered = false;
  const { state, underlay } = node.core;
  for (const { scope, address, state: how } of state.neighbours.list()) {
    const mac = how === "asking" ? macOf(address) : undefined;
    if (mac === undefined) continue;
    state.learn({ kind: "neighbour", port: scope, address, mac });
    answered = true;
  }
  for (const { port, address, state: how } of underlay.hops.list()) {
    const mac = how === "asking" ? macOf(address) : undefined;
    if (mac === undefined) continue;
    underlay.learn(port, address, mac);
    answered = true;
  }
  if (answered) node.core.work();
  return answered;
}

export class Outside {
  private readonly seen = new Map<string, number>();
  /** Neighbours nobody in the captures was, in words. */
  readonly assumed = new Set<string>();

  constructor(
    ports: readonly ReplayPort[],
    private readonly assume: boolean,
  ) {
    for (const { records } of ports)
      for (const { data } of records) {
        const sender = senderOf(data);
        if (sender !== undefined && !this.seen.has(sender.address)) this.seen.set(sender.address, sender.mac);
      }
  }

  /** Answers whatever the node asks for now; true when it did. */
  answer(node: EdgeNode): boolean {
    return answerAll(node, (address) => this.macOf(address));
  }

  private macOf(address: string): number | undefined {
    const mac = this.seen.get(address);
    if (mac !== undefined || !this.assume) return mac;
    this.assumed.add(`${address} is ${formatMac(assumedMac(address))}`);
    return assumedMac(address);
  }
}
