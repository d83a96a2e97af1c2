// Writes the file `edgelane-worker --config FILE` starts from. Must never choose a value: profiles do.
import { WorkerError } from "./error.js";
import {
  ABI_MAGIC,
  ABI_VERSION,
  LAYOUT_HASH,
  LCORE_CONF_SIZE,
  MAX_EAL_ARGS,
  MAX_LCORE_QUEUES,
  MAX_LCORES,
  MAX_PORTS,
  PORT_CONF_SIZE,
  START_SIZE,
} from "./layout.js";
import { encodeStruct, type RecordObject } from "./record.js";

export interface StartPort {
  /** The profile's name, unique; at most 31 bytes. */
  name: string;
  /** "0000:01:00.0[,args]", "tap0,iface=x" or "net_vhost0,iface=x". */
  device: string;
  /** PORT_FLAGS bits. */
  flags: number;
  rxQueues: number;
  /** Descriptors a queue. */
  rxDesc: number;
  txDesc: number;
  /** L3 bytes. */
  mtu: number;
  /** Share of the controller's time, 1..1000; default 1. */
  upcallWeight?: number;
  /** RTE_ETH_RSS_* bits wanted; 0 = off. */
  rssTypes: bigint;
  /** Absent: none, and what suits the card. */
  wishes?: Partial<PortWishes>;
}

/** What a port is wished to do by itself: struct el_port_conf. Masks are sums of 1 << OFFLOAD. */
export interface PortWishes {
  wanted: number;
  /** To be done by the worker even where the card could. */
  software: number;
  /** By check --wire on this port. */
  proven: number;
  disproved: number;
  /** Whom the two hold for; an empty driver: for whatever is there. */
  proofDriver: string;
  proofFirmware: string;
  /** UDP ports of VXLAN that the card shall know. */
  vxlanPorts: readonly number[];
  /** At most 52 bytes; empty: the driver's own. */
  rssKey: Uint8Array;
  /** Rx queue of each entry, at most 128; empty: even. */
  reta: readonly number[];
  /** Rx queues that tunnels are steered to; count 0: no steering. */
  steer: { first: number; count: number };
  /** Descriptors; 0: what suits the card. */
  rxFreeThresh: number;
  txRsThresh: number;
  txFreeThresh: number;
  /** RX_FULL. */
  rxFull: number;
}

export interface StartLcore {
  /** EAL lcore id. */
  lcore: number;
  /** What it polls; ports by their index in `ports`. */
  queues: { port: number; queue: number }[];
}

/** A worker's whole start. Units and ranges as in struct el_start. */
export interface StartConfig {
  name: string;
  socket: string;
  burst: number;
  mbufHeadroom: number;
  mbufCount: number;
  mbufData: number;
  maxFlows: number;
  maxActions: number;
  maxTunnels: number;
  maxNexthops: number;
  maxGroups: number;
  maxMeters: number;
  /** A lcore. */
  maxParked: number;
  /** A lcore, power of two. */
  upcallSlots: number;
  /** Powers of two. */
  commandBytes: number;
  eventBytes: number;
  /** Misses per second and port; 0 = no limit. */
  upcallRate: number;
  upcallBurst: number;
  parkTimeoutMs: number;
  idleTimeoutMs: number;
  /** Longest idle sleep of an lcore; 0 = spin. */
  backoffUs: number;
  /** Without the program's name. */
  ealArgs: string[];
  ports: StartPort[];
  lcores: StartLcore[];
}

/** The file's bytes. Throws WorkerError FIELD_RANGE or START_TOO_MANY, which name the field. */
export function encodeStart(config: StartConfig): Uint8Array {
  most("ports", config.ports.length, MAX_PORTS);
  most("lcores", config.lcores.length, MAX_LCORES);
  most("ealArgs", config.ealArgs.length, MAX_EAL_ARGS);
  const size = START_SIZE + config.ports.length * PORT_CONF_SIZE + config.lcores.length * LCORE_CONF_SIZE;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  encodeStruct(view, 0, "start", {
    size: START_SIZE,
    magic: ABI_MAGIC,
    version: ABI_VERSION,
    layout: LAYOUT_HASH,
    name: config.name,
    socket: config.socket,
    file_size: size,
    port_count: config.ports.length,
    lcore_count: config.lcores.length,
    burst: config.burst,
    mbuf_headroom: config.mbufHeadroom,
    mbuf_count: config.mbufCount,
    mbuf_data: config.mbufData,
    max_flows: config.maxFlows,
    max_actions: config.maxActions,
    max_tunnels: config.maxTunnels,
    max_nexthops: config.maxNexthops,
    max_groups: config.maxGroups,
    max_parked: config.maxParked,
    upcall_slots: config.upcallSlots,
    command_bytes: config.commandBytes,
    event_bytes: config.eventBytes,
    upcall_rate: config.upcallRate,
    upcall_burst: config.upcallBurst,
    park_timeout_ms: config.parkTimeoutMs,
    idle_timeout_ms: config.idleTimeoutMs,
    backoff_us: config.backoffUs,
    eal_argc: config.ealArgs.length,
    max_meters: config.maxMeters,
    eal_args: config.ealArgs,
  });
  let at = START_SIZE;
  config.ports.forEach((port, index) => {
    encodePort(view, at, port, index);
    at += PORT_CONF_SIZE;
  });
  for (const lcore of config.lcores) {
    encodeLcore(view, at, lcore);
    at += LCORE_CONF_SIZE;
  }
  return bytes;
}

function encodePort(view: DataView, at: number, port: StartPort, index: number): void {
  encodeStruct(view, at, "port_conf", {
    size: PORT_CONF_SIZE,
    port: index,
    flags: port.flags,
    name: port.name,
    device: port.device,
    rx_queues: port.rxQueues,
    rx_desc: port.rxDesc,
    tx_desc: port.txDesc,
    mtu: port.mtu,
    upcall_weight: port.upcallWeight,
    rss_types: port.rssTypes,
    ...wishFields(port.wishes ?? {}),
  });
}

/** The bytes around are zero, which is what an absent wish means. */
function wishFields(wishes: Partial<PortWishes>): RecordObject {
  return {
    wanted: wishes.wanted,
    software: wishes.software,
    proven: wishes.proven,
    disproved: wishes.disproved,
    proof_driver: wishes.proofDriver,
    proof_firmware: wishes.proofFirmware,
    vxlan_ports: wishes.vxlanPorts,
    vxlan_port_count: wishes.vxlanPorts?.length,
    rss_key: wishes.rssKey,
    rss_key_len: wishes.rssKey?.length,
    reta: wishes.reta,
    reta_len: wishes.reta?.length,
    steer_first: wishes.steer?.first,
    steer_count: wishes.steer?.count,
    rx_free_thresh: wishes.rxFreeThresh,
    tx_rs_thresh: wishes.txRsThresh,
    tx_free_thresh: wishes.txFreeThresh,
    rx_full: wishes.rxFull,
  };
}

function encodeLcore(view: DataView, at: number, { lcore, queues }: StartLcore): void {
  most(`queues of lcore ${lcore}`, queues.length, MAX_LCORE_QUEUES);
  encodeStruct(view, at, "lcore_conf", { size: LCORE_CONF_SIZE, lcore, queue_count: queues.length, queues });
}

function most(what: string, count: number, limit: number): void {
  if (count <= limit) return;
  throw new WorkerError("START_TOO_MANY", `${count} ${what}: a worker has at most ${limit}`, {
    place: what,
    remedy: `Use at most ${limit}.`,
  });
}
