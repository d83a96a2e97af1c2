// A port's plan without the worker, by the same C that the worker plans with (el_plan_port): what becomes of each
// wish on a device, and the exact set-up. Must never touch a device; the facts of one are given.
import { decodeOffloads, type OffloadSample } from "./counters.js";
import { WorkerError } from "./error.js";
import { DEVICE_SIZE, ERR_NAMES, PORT_CONF_SIZE, PORT_PLAN_SIZE, START_SIZE } from "./layout.js";
import { library } from "./library.js";
import { decodeStruct, encodeStruct, type RecordObject } from "./record.js";
import { encodeStart, type StartConfig } from "./start.js";

/** struct el_device by its field names in C; those a machine adds to a card's documented facts are named here. */
export interface Device extends RecordObject {
  driver: string;
  /** As the driver words it, "9.01 0x8000cf80 1.3179.0"; "": unknown. */
  firmware: string;
  /** STEERING. */
  steering: number;
  /** mlx4: UDP port of the kernel's VXLAN device; 0: none. */
  kernel_vxlan_port: number;
  /** 1: it is one. */
  virtual_function: number;
}

export interface PlanRule {
  /** RULE. */
  kind: number;
  /** VXLAN's UDP port; 0 for other kinds. */
  udpDst: number;
  /** First of `queues`; none: wherever it would have gone. */
  queue: number;
  queues: number;
  /** 0: none. */
  mark: number;
}

/** What a port will be set up with. Masks are RTE_ETH_* bits of DPDK 22.11. */
export interface PortPlan {
  /** "" = none that is known by name. */
  card: string;
  /** By OFFLOAD number, OFFLOAD_COUNT of them. */
  offloads: OffloadSample[];
  rxOffloads: number;
  txOffloads: number;
  txQueueOffloads: number;
  rssTypes: number;
  rxQueues: number;
  txQueues: number;
  rxDesc: number;
  txDesc: number;
  /** 0: the driver's own. */
  rxFreeThresh: number;
  txRsThresh: number;
  txFreeThresh: number;
  rxDrop: boolean;
  mtu: number;
  /** WHY the driver will take no vector path; 0: it will. */
  rxScalar: number;
  txScalar: number;
  isolate: boolean;
  rules: PlanRule[];
}

/** Why there is no plan: `field` is one of struct el_port_conf, or mbuf_data. */
export interface PlanRefusal {
  /** Name in ERR: CONFIG (wishes contradict each other) or PORT_SETUP (the card cannot). */
  code: string;
  field: string;
  sentence: string;
}

export type PlanResult = { ok: true; plan: PortPlan } | { ok: false; refusal: PlanRefusal };

/** Words cardDevice takes. */
export function cardNames(): string[] {
  const names: string[] = [];
  for (let i = 0; ; i++) {
    const name = library().el_card_name(i);
    if (name === null) return names;
    names.push(name);
  }
}

/** Documented facts of a card by its word ("x710") or PCI id ("8086:1572"); undefined: it is not known. */
export function cardDevice(card: string): Device | undefined {
  const bytes = new Uint8Array(DEVICE_SIZE);
  if (library().el_card_device(card, bytes) !== 0) return undefined;
  return decodeStruct(new DataView(bytes.buffer), 0, "device") as Device;
}

/** Plans port number `port` of a start configuration. */
export function planPort(config: StartConfig, port: number, device: Device): PlanResult {
  if (!config.ports[port]) {
    throw new WorkerError("FIELD_RANGE", `there is no port ${port} to plan`, {
      place: "port",
      remedy: "Give the index of one of the configuration's ports.",
    });
  }
  const start = encodeStart(config);
  const conf = start.subarray(START_SIZE + port * PORT_CONF_SIZE);
  const facts = new DataView(new ArrayBuffer(DEVICE_SIZE));
  encodeStruct(facts, 0, "device", { ...device, size: DEVICE_SIZE });
  const bytes = new Uint8Array(PORT_PLAN_SIZE);
  const result = library().el_plan_port(start, conf, new Uint8Array(facts.buffer), bytes);
  const plan = decodeStruct(new DataView(bytes.buffer), 0, "port_plan");
  if (result === 0) return { ok: true, plan: decodePlan(plan) };
  const { field, sentence } = plan as { field: string; sentence: string };
  return { ok: false, refusal: { code: ERR_NAMES[-result] ?? `${result}`, field, sentence } };
}

function decodePlan(plan: RecordObject): PortPlan {
  const number = (field: string) => plan[field] as number;
  return {
    card: plan.card as string,
    offloads: decodeOffloads(plan.offloads as readonly RecordObject[]),
    rxOffloads: number("rx_offloads"),
    txOffloads: number("tx_offloads"),
    txQueueOffloads: number("tx_queue_offloads"),
    rssTypes: number("rss_types"),
    rxQueues: number("rx_queues"),
    txQueues: number("tx_queues"),
    rxDesc: number("rx_desc"),
    txDesc: number("tx_desc"),
    rxFreeThresh: number("rx_free_thresh"),
    txRsThresh: number("tx_rs_thresh"),
    txFreeThresh: number("tx_free_thresh"),
    rxDrop: number("rx_drop") !== 0,
    mtu: number("mtu"),
    rxScalar: number("rx_scalar"),
    txScalar: number("tx_scalar"),
    isolate: number("isolate") !== 0,
    rules: (plan.rules as readonly RecordObject[]).slice(0, number("rule_count")).map(decodeRule),
  };
}

function decodeRule({ kind, udp_dst, queue, queue_count, mark }: RecordObject): PlanRule {
  return {
    kind: kind as number,
    udpDst: udp_dst as number,
    queue: queue as number,
    queues: queue_count as number,
    mark: mark as number,
  };
}
