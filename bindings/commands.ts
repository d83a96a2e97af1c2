// Encodes every command of the contract into the command ring. Must never publish by itself: a batch is the caller's
// to end. Each method gives the record's sequence number, which an ERROR event names.
import type { CommandRing } from "./command-ring.js";
import {
  CMD_ACTION_SET,
  CMD_ACTION_SET_SIZE,
  CMD_FLOW_ADD,
  CMD_FLOW_ADD_SIZE,
  CMD_FLOW_DEL,
  CMD_FLOW_DEL_SIZE,
  CMD_INJECT,
  CMD_INJECT_SIZE,
  CMD_KIND,
  CMD_KIND_SIZES,
  CMD_RELEASE,
  CMD_RELEASE_SIZE,
  GROUP_MEMBER_SIZE,
  KEY_SIZE,
  RELEASE,
} from "./layout.js";
import { encodeStruct, type RecordObject, type StructName } from "./record.js";

export interface NexthopSet {
  port: number;
  /** VID; 0 = untagged. */
  vlan: number;
  /** Six bytes each. */
  ethDst: Uint8Array;
  ethSrc: Uint8Array;
}

export interface MeterSet {
  /** METER_TYPE. */
  type: number;
  /** METER_UNIT, of all that follows. */
  unit: number;
  /** DSCP of yellow packets, or METER_UNMARKED. */
  yellow: number;
  cir: bigint;
  cbs: bigint;
  /** SRTCM: excess burst; TRTCM: peak burst. */
  ebs: bigint;
  /** TRTCM only; else 0n. */
  pir: bigint;
}

export interface TunnelSet {
  /** TUNNEL_TYPE. */
  type: number;
  ttl: number;
  tos: number;
  /** TUNNEL_FLAGS bits. */
  flags: number;
  /** Sixteen bytes each, IPv4 as ::ffff:a.b.c.d. */
  local: Uint8Array;
  remote: Uint8Array;
  udpDst: number;
  udpSrcMin: number;
  /** Power of two, 1..16384. */
  udpSrcRange: number;
  /** Largest inner L3 packet, bytes; 0 = no limit. */
  mtu: number;
  /** Next hop ids; none = down. */
  nexthops: number[];
}

export interface GroupMember {
  actionId: number;
  /** 1..65535 */
  weight: number;
  /** Stable name of the member. */
  token: bigint;
}

const NO_BYTES = new Uint8Array(0);
const HIGH = 0x1_0000_0000;

export class Commands {
  readonly #ring: CommandRing;

  constructor(ring: CommandRing) {
    this.#ring = ring;
  }

  /** Hands everything written to the worker: one call into C. */
  publish(): void {
    this.#ring.publish();
  }

  /**
   * Sleeps, at most so many microseconds, until the worker has taken all that was published: for what must be in force
   * soon where the two share a CPU.
   */
  wait(mostUs: number): void {
    this.#ring.wait(mostUs);
  }

  /** True when records of `bytes` together can be written now. */
  hasRoom(bytes: number): boolean {
    return this.#ring.hasRoom(bytes);
  }

  /** Publishes and waits until records of `bytes` together can be written. */
  room(bytes: number): Promise<void> {
    return this.#ring.room(bytes);
  }

  /** Event SYNC with the token, below 2^52, once all before it is in force. */
  sync(token: number): number {
    return this.#cold(CMD_KIND.SYNC, "cmd_sync", { token });
  }

  /** FLOW_ADD with a lower generation is refused from now on. */
  generation(generation: number): number {
    return this.#cold(CMD_KIND.GENERATION, "cmd_generation", { generation });
  }

  /** `mask` 128 bytes, in_port all ones. */
  maskSet(maskId: number, mask: Uint8Array): number {
    return this.#cold(CMD_KIND.MASK_SET, "cmd_mask_set", { mask_id: maskId, mask });
  }

  maskDel(maskId: number): number {
    return this.#cold(CMD_KIND.MASK_DEL, "cmd_mask_del", { mask_id: maskId });
  }

  actionSet(actionId: number, actions: Uint8Array): number {
    const ring = this.#ring;
    const at = ring.reserve(CMD_KIND.ACTION_SET, CMD_ACTION_SET_SIZE + actions.length);
    const words = ring.words;
    words[(at + CMD_ACTION_SET.action_id) >> 2] = actionId;
    words[(at + CMD_ACTION_SET.len) >> 2] = actions.length;
    ring.bytes.set(actions, at + CMD_ACTION_SET_SIZE);
    return ring.sequence;
  }

  actionDel(actionId: number): number {
    return this.#cold(CMD_KIND.ACTION_DEL, "cmd_action_del", { action_id: actionId });
  }

  /** `key` 128 bytes, zero outside the mask; `generation` and `cookie` whole numbers below 2^53. */
  flowAdd(
    flowId: number,
    actionId: number,
    maskId: number,
    generation: number,
    cookie: number,
    key: Uint8Array,
  ): number {
    const ring = this.#ring;
    const at = this.#flowAdd(flowId, actionId, maskId, generation, cookie);
    ring.bytes.set(key, at + CMD_FLOW_ADD.key);
    return ring.sequence;
  }

  /** The same from words: `key` 32 of them, any bits; `mask` the mask's 32. */
  flowAddMasked(
    flowId: number,
    actionId: number,
    maskId: number,
    generation: number,
    cookie: number,
    key: Uint32Array,
    mask: Uint32Array,
  ): number {
    const ring = this.#ring;
    const at = (this.#flowAdd(flowId, actionId, maskId, generation, cookie) + CMD_FLOW_ADD.key) >> 2;
    const { words } = ring;
    for (let i = 0; i < KEY_SIZE >> 2; i++) words[at + i] = key[i]! & mask[i]!;
    return ring.sequence;
  }

  /** A FLOW_ADD but for its key; where it starts, in bytes. */
  #flowAdd(flowId: number, actionId: number, maskId: number, generation: number, cookie: number): number {
    const at = this.#ring.reserve(CMD_KIND.FLOW_ADD, CMD_FLOW_ADD_SIZE);
    const words = this.#ring.words;
    const word = at >> 2;
    words[word + (CMD_FLOW_ADD.flow_id >> 2)] = flowId;
    words[word + (CMD_FLOW_ADD.action_id >> 2)] = actionId;
    words[word + (CMD_FLOW_ADD.mask_id >> 2)] = maskId;
    words[word + (CMD_FLOW_ADD.mask_id >> 2) + 1] = 0;
    words[word + (CMD_FLOW_ADD.generation >> 2)] = generation;
    words[word + (CMD_FLOW_ADD.generation >> 2) + 1] = generation / HIGH;
    words[word + (CMD_FLOW_ADD.cookie >> 2)] = cookie;
    words[word + (CMD_FLOW_ADD.cookie >> 2) + 1] = cookie / HIGH;
    return at;
  }

  flowDel(flowId: number): number {
    const ring = this.#ring;
    const at = ring.reserve(CMD_KIND.FLOW_DEL, CMD_FLOW_DEL_SIZE);
    ring.words[(at + CMD_FLOW_DEL.flow_id) >> 2] = flowId;
    ring.words[((at + CMD_FLOW_DEL.flow_id) >> 2) + 1] = 0;
    return ring.sequence;
  }

  /** Event FLOW_STATS for the flow. */
  flowStats(flowId: number): number {
    return this.#cold(CMD_KIND.FLOW_STATS, "cmd_flow_stats", { flow_id: flowId });
  }

  /** Event FLOW for each installed flow, then FLOW_DUMP_END with the token. */
  flowDump(token: number): number {
    return this.#cold(CMD_KIND.FLOW_DUMP, "cmd_flow_dump", { token });
  }

  nexthopSet(nexthopId: number, { port, vlan, ethDst, ethSrc }: NexthopSet): number {
    const object = { nexthop_id: nexthopId, port, vlan, eth_dst: ethDst, eth_src: ethSrc };
    return this.#cold(CMD_KIND.NEXTHOP_SET, "cmd_nexthop_set", object);
  }

  nexthopDel(nexthopId: number): number {
    return this.#cold(CMD_KIND.NEXTHOP_DEL, "cmd_nexthop_del", { nexthop_id: nexthopId });
  }

  tunnelSet(tunnelId: number, tunnel: TunnelSet): number {
    const { type, ttl, tos, flags, local, remote, mtu, nexthops } = tunnel;
    return this.#cold(CMD_KIND.TUNNEL_SET, "cmd_tunnel_set", {
      ...{ tunnel_id: tunnelId, type, ttl, tos, flags, local, remote, mtu, nexthops },
      udp_dst: tunnel.udpDst,
      udp_src_min: tunnel.udpSrcMin,
      udp_src_range: tunnel.udpSrcRange,
      nexthop_count: nexthops.length,
    });
  }

  tunnelDel(tunnelId: number): number {
    return this.#cold(CMD_KIND.TUNNEL_DEL, "cmd_tunnel_del", { tunnel_id: tunnelId });
  }

  /** A local tunnel address: TUNNEL_TYPE VXLAN, GRE or NVGRE; `local` 16 bytes. */
  endpointSet(endpointId: number, type: number, local: Uint8Array, udpDst: number): number {
    const object = { endpoint_id: endpointId, type, local, udp_dst: udpDst };
    return this.#cold(CMD_KIND.ENDPOINT_SET, "cmd_endpoint_set", object);
  }

  endpointDel(endpointId: number): number {
    return this.#cold(CMD_KIND.ENDPOINT_DEL, "cmd_endpoint_del", { endpoint_id: endpointId });
  }

  groupSet(groupId: number, members: readonly GroupMember[]): number {
    const tail = new Uint8Array(members.length * GROUP_MEMBER_SIZE);
    const view = new DataView(tail.buffer);
    members.forEach(({ actionId, weight, token }, i) => {
      encodeStruct(view, i * GROUP_MEMBER_SIZE, "group_member", { action_id: actionId, weight, token });
    });
    const object = { group_id: groupId, member_count: members.length };
    return this.#cold(CMD_KIND.GROUP_SET, "cmd_group_set", object, tail);
  }

  groupDel(groupId: number): number {
    return this.#cold(CMD_KIND.GROUP_DEL, "cmd_group_del", { group_id: groupId });
  }

  /** Look the parked packets up again. */
  releaseClassify(parkId: bigint): number {
    return this.#release(parkId, RELEASE.CLASSIFY, 0, NO_BYTES);
  }

  /** The same, the park id in halves: no bigint a packet. */
  releaseParked(parkLow: number, parkHigh: number): number {
    const ring = this.#ring;
    const at = ring.reserve(CMD_KIND.RELEASE, CMD_RELEASE_SIZE) >> 2;
    const words = ring.words;
    words[at + (CMD_RELEASE.park_id >> 2)] = parkLow;
    words[at + (CMD_RELEASE.park_id >> 2) + 1] = parkHigh;
    // Verdict and reason share a word.
    words[at + (CMD_RELEASE.verdict >> 2)] = RELEASE.CLASSIFY;
    words[at + (CMD_RELEASE.act_len >> 2)] = 0;
    return ring.sequence;
  }

  /** Run actions on the parked packets. */
  releaseExecute(parkId: bigint, actions: Uint8Array): number {
    return this.#release(parkId, RELEASE.EXECUTE, 0, actions);
  }

  releaseDrop(parkId: bigint, reason: number): number {
    return this.#release(parkId, RELEASE.DROP, reason, NO_BYTES);
  }

  /** The controller answered them itself. */
  releaseConsume(parkId: bigint): number {
    return this.#release(parkId, RELEASE.CONSUME, 0, NO_BYTES);
  }

  /** A packet of the controller's own, counted as `port`'s; `actions` send it. */
  inject(port: number, actions: Uint8Array, packet: Uint8Array): number {
    const ring = this.#ring;
    const used = CMD_INJECT_SIZE + actions.length + packet.length;
    const size = (used + 7) & ~7;
    const at = ring.reserve(CMD_KIND.INJECT, size);
    const words = ring.words;
    words[(at + CMD_INJECT.port) >> 2] = port;
    words[(at + CMD_INJECT.act_len) >> 2] = actions.length;
    words[(at + CMD_INJECT.pkt_len) >> 2] = packet.length;
    words[((at + CMD_INJECT.pkt_len) >> 2) + 1] = 0;
    ring.bytes.set(actions, at + CMD_INJECT_SIZE);
    ring.bytes.set(packet, at + CMD_INJECT_SIZE + actions.length);
    ring.bytes.fill(0, at + used, at + size);
    return ring.sequence;
  }

  /** PORT_FLAGS UP and PROMISC are heeded; mtu 0 = as it is. */
  portSet(port: number, flags: number, mtu = 0): number {
    return this.#cold(CMD_KIND.PORT_SET, "cmd_port_set", { port, flags, mtu });
  }

  /** Copies packets at CAPTURE_POINTs of these ports (1 << port) to the capture rings; points 0: none. */
  capture(ports: bigint, points: number, snap: number): number {
    return this.#cold(CMD_KIND.CAPTURE, "cmd_capture", { ports, points, snap });
  }

  /** `count` more packets may be received from a GATED port. */
  portCredit(port: number, count: number): number {
    return this.#cold(CMD_KIND.PORT_CREDIT, "cmd_port_credit", { port, count });
  }

  meterSet(meterId: number, meter: MeterSet): number {
    return this.#cold(CMD_KIND.METER_SET, "cmd_meter_set", { meter_id: meterId, ...meter });
  }

  meterDel(meterId: number): number {
    return this.#cold(CMD_KIND.METER_DEL, "cmd_meter_del", { meter_id: meterId });
  }

  /** Event METER_STATS for the meter. */
  meterStats(meterId: number): number {
    return this.#cold(CMD_KIND.METER_STATS, "cmd_meter_stats", { meter_id: meterId });
  }

  /** Drain what is held, close the ports, end. */
  shutdown(): number {
    return this.#cold(CMD_KIND.SHUTDOWN, "cmd_shutdown", {});
  }

  #release(parkId: bigint, verdict: number, reason: number, actions: Uint8Array): number {
    const ring = this.#ring;
    const at = ring.reserve(CMD_KIND.RELEASE, CMD_RELEASE_SIZE + actions.length);
    ring.view.setBigUint64(at + CMD_RELEASE.park_id, parkId, true);
    ring.view.setUint16(at + CMD_RELEASE.verdict, verdict, true);
    ring.view.setUint16(at + CMD_RELEASE.reason, reason, true);
    ring.view.setUint32(at + CMD_RELEASE.act_len, actions.length, true);
    ring.bytes.set(actions, at + CMD_RELEASE_SIZE);
    return ring.sequence;
  }

  /** Values are tried before room is taken: a value out of range must not leave half a record behind. */
  #cold(kind: number, name: StructName, object: RecordObject, tail = NO_BYTES): number {
    const fixed = CMD_KIND_SIZES[kind]!;
    const record = new Uint8Array(fixed + tail.length);
    encodeStruct(new DataView(record.buffer), 0, name, object);
    record.set(tail, fixed);
    const at = this.#ring.reserve(kind, record.length);
    this.#ring.bytes.set(record.subarray(16), at + 16);
    return this.#ring.sequence;
  }
}
