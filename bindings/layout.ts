// Generated from bindings/edgelane.h by bindings/generate.ts; a test fails when it is stale. Do not edit.
// Structs are objects of byte offsets named after the struct (KEY.eth_dst), their sizes NAME_SIZE; enums are
// objects of numbers with NAME_NAMES for the way back and NAME_TEXT for the sentence.

/** FNV-1a of the header's bytes. */
export const LAYOUT_HASH = 0xaf4d5d7e;
export const ABI_VERSION = 1;
export const ABI_MAGIC = 0x314c4445;
export const MAX_PORTS = 64;
export const MAX_LCORES = 16;
export const MAX_QUEUES = 16;
export const MAX_LCORE_QUEUES = 32;
export const MAX_MASKS = 16;
export const MAX_NEXTHOPS = 8;
export const MAX_ENDPOINTS = 64;
export const MAX_GROUP_MEMBERS = 64;
export const GROUP_BUCKETS = 1024;
export const MAX_ACTION_BYTES = 4096;
export const MAX_CLONE_DEPTH = 4;
export const MAX_STAGES = 4;
export const CAPTURE_BYTES = 0x00100000;
export const MOST_RETURNS = 3;
export const SNAP = 1344;
export const MAX_FRAME = 9728;
export const NAME_LEN = 32;
export const DEVARGS_LEN = 256;
export const MAX_EAL_ARGS = 48;
export const BATCH_HIST = 8;
export const PORT_NONE = 65535;
export const PORT_TUNNEL = 65534;
export const QUEUE_INJECT = 65535;
export const QUEUE_SPREAD = 65280;
export const ID_NONE = 0xffffffff;
export const METER_UNMARKED = 255;
export const METER_MOST = 0xe8d4a51000;
export const DROP_COUNT = 96;
export const MAX_VXLAN_PORTS = 16;
export const RSS_KEY_LEN = 52;
export const RETA_LEN = 128;
export const MODE_LEN = 32;
export const OFFLOAD_COUNT = 24;
export const SENTENCE_LEN = 256;
export const MAX_PLAN_RULES = 19;

const invert = (of: Record<string, number>): Readonly<Record<number, string>> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [value, name]));

/** enum el_drop */
export const DROP = {
  NONE: 0, TRUNCATED: 1, MALFORMED: 2, OVERSIZED: 3, DETACHED: 4, UPCALL_FULL: 5, UPCALL_RATE: 6,
  PARK_FULL: 7, PARK_TIMEOUT: 8, PORT_DOWN: 9, TX_FULL: 10, TX_PREPARE: 11, TTL: 12, TUNNEL_MTU: 13,
  TUNNEL_DOWN: 14, NO_MBUF: 15, NO_HEADROOM: 16, ACTION_INVALID: 17, NO_ACTION: 18, STAGES: 19,
  HANDOVER_FULL: 20, METER: 21, GROUP_EMPTY: 22, SHUTDOWN: 23, INVALIDATED: 24, ECN: 25, UPCALL_SHARE: 27,
  UNTRANSLATABLE: 26, POLICY: 64, REJECTED: 65, ADMIN_DOWN: 66, NO_ROUTE: 67, BLACKHOLE: 68, ROUTE_REJECT: 69,
  HAIRPIN: 70, LOOP: 71, SRC_MULTICAST: 72, NOT_FOR_ROUTER: 73, NO_NEIGHBOUR: 74, TTL_EXPIRED: 75,
  UNKNOWN_KEY: 76, VLAN_UNEXPECTED: 77, NOT_IP: 78, L3_PAYLOAD: 79, UNBOUND_PORT: 80, NO_TUNNEL_PATH: 81,
  UNLINKED_PORT: 82, MTU_NO_FRAG: 83, TUNNEL_SOURCE: 84, UNDERLAY_UNKNOWN: 85, BAD_ADDRESS: 86,
  ICMP_SUPPRESSED: 87, UNBOUND_INGRESS: 88, SIM_FAULT: 89, CONTROLLER: 90, NO_MEMBER: 91, MARTIAN: 92,
  FANOUT: 93, SERVICE_DOWN: 94, NO_PAIR: 95,
} as const;
export const DROP_NAMES = /* @__PURE__ */ invert(DROP);
export const DROP_TEXT: Readonly<Record<number, string>> = {
  0: "not dropped",
  1: "the packet ends before its headers do",
  2: "a header contradicts itself (length, version or checksum of an IPv4 header)",
  3: "the packet is larger than the MTU of the port it leaves by",
  4: "no flow matched and no controller is attached",
  5: "no flow matched and the upcall ring was full",
  6: "no flow matched and the port's upcall budget was spent",
  7: "no flow matched and no parking place was free",
  8: "parked, and the controller gave no answer in time",
  9: "the port it leaves by is down or does not exist",
  10: "the transmit queue was full",
  11: "the driver refused to prepare it for transmit",
  12: "the hop limit reached zero in the worker",
  13: "larger than the tunnel's MTU",
  14: "the tunnel has no resolved next hop",
  15: "no mbuf was free for a copy or a header",
  16: "no room for a header in front of the packet",
  17: "an action does not apply to this packet",
  18: "the action list ended without an output",
  19: "too many recirculation stages",
  20: "the ring to the lcore that was to send or handle it was full",
  21: "over its rate limit",
  22: "the select group has no member",
  23: "held when the worker stopped",
  24: "its flow was withdrawn while it was held",
  25: "congestion was marked on the outside of a packet that cannot carry the mark (RFC 6040)",
  27: "no flow matched and the port held its share of what waits for the controller",
  26: "it has no like in the other IP version (RFC 7915)",
  64: "a chain dropped it",
  65: "a chain rejected it",
  66: "a device or port on its way is administratively down",
  67: "no route to its destination",
  68: "a blackhole route took it",
  69: "a reject route took it",
  70: "it would leave by the port it came in",
  71: "it crossed too many devices",
  72: "its source MAC is a group address",
  73: "its destination MAC is not the router port's",
  74: "the next hop's MAC could not be resolved",
  75: "its hop limit ran out at a router",
  76: "its tunnel key names no port of this host",
  77: "its VLAN tag is not one the device takes",
  78: "a router takes IP and ARP only",
  79: "the tunnel carries IP without Ethernet and no port takes that",
  80: "the port it would leave by is bound to no host",
  81: "no tunnel zone joins this host and the egress host",
  82: "the device port it entered or leaves is linked to nothing",
  83: "too big for the path; the sender was told",
  84: "the tunnel's outer source is no known peer",
  85: "an underlay frame that is neither a tunnel's nor for this node",
  86: "an address that may not be routed (loopback, multicast source, 0.0.0.0)",
  87: "an error that RFC 1812 or RFC 4443 forbids answering",
  88: "the worker's port is bound to no virtual port and is no underlay port",
  89: "the simulation failed on it; see the controller's log",
  90: "the controller dropped it",
  91: "no usable member behind the address",
  92: "its source address cannot come from there",
  93: "it would leave in more copies than one action list holds",
  94: "the service it is to be led through is down and does not fail open",
  95: "its IPv6 source has no IPv4 address in the router's translation table",
};

/** enum el_err */
export const ERR = {
  OK: 0, VERSION: 1, LAYOUT: 2, BUSY: 3, NAME_TAKEN: 4, SIZE: 5, KIND: 6, RANGE: 7, UNKNOWN_ID: 8, IN_USE: 9,
  FULL: 10, STALE: 11, UNSUPPORTED: 12, RESERVED: 13, EXISTS: 14, ACTION: 15, NO_MEMORY: 16, CONFIG: 32,
  EAL: 33, DEVICE: 34, PORT_SETUP: 35, HUGEPAGES: 36, PERMISSION: 37, SOCKET: 38, LCORE: 39, DEVICE_TAKEN: 40,
} as const;
export const ERR_NAMES = /* @__PURE__ */ invert(ERR);
export const ERR_TEXT: Readonly<Record<number, string>> = {
  0: "done",
  1: "the two sides speak different ABI versions",
  2: "the two sides were built from different headers",
  3: "another controller is attached to this worker",
  4: "another worker runs under this name",
  5: "a record's size does not fit its kind",
  6: "no such kind of record",
  7: "a field is out of its range",
  8: "no object with this id",
  9: "the object is still referred to",
  10: "the table is full",
  11: "the generation is older than the worker's",
  12: "known to this header, not built in this worker",
  13: "a reserved field is not zero",
  14: "an object with this key is installed under another id",
  15: "an action list is malformed",
  16: "out of memory",
  32: "the start configuration is wrong",
  33: "DPDK's environment did not start",
  34: "the device is missing or did not probe",
  35: "the port refused its configuration",
  36: "too few hugepages",
  37: "not permitted",
  38: "the control socket could not be made or reached",
  39: "an lcore does not exist or is used twice",
  40: "the device is used by another port or process",
};

/** enum el_upcall_reason */
export const UPCALL_REASON = { MISS: 0, PUNT: 1, TTL: 2, TUNNEL_MTU: 3, PATH_MTU: 4 } as const;
export const UPCALL_REASON_NAMES = /* @__PURE__ */ invert(UPCALL_REASON);
export const UPCALL_REASON_TEXT: Readonly<Record<number, string>> = {
  0: "no flow matched",
  1: "an action list asked for it",
  2: "DEC_TTL found a hop limit of 1 or 0",
  3: "ENCAP found it larger than the tunnel's MTU; arg is that MTU in inner L3 bytes",
  4: "CHECK_MTU found it larger; arg is that MTU",
};

/** enum el_act_kind */
export const ACT_KIND = {
  OUTPUT: 1, DROP: 2, SET: 3, DEC_TTL: 4, PUSH_VLAN: 5, POP_VLAN: 6, ENCAP: 7, DECAP: 8, PUNT: 9, CLONE: 10,
  SELECT: 11, METER: 12, CT: 13, CHECK_MTU: 14, CLAMP_MSS: 15, TRANSLATE: 16,
} as const;
export const ACT_KIND_NAMES = /* @__PURE__ */ invert(ACT_KIND);
/** Size of the record's fixed part by kind, bytes. */
export const ACT_KIND_SIZES: Readonly<Record<number, number>> = {
  1: 8, 2: 8, 3: 40, 4: 8, 5: 8, 6: 8, 7: 16, 8: 16, 9: 8, 10: 8, 11: 8, 12: 8, 13: 16, 14: 8, 15: 8, 16: 72,
};

/** enum el_cmd_kind */
export const CMD_KIND = {
  PAD: 0, SYNC: 1, GENERATION: 2, MASK_SET: 3, MASK_DEL: 4, ACTION_SET: 5, ACTION_DEL: 6, FLOW_ADD: 7,
  FLOW_DEL: 8, FLOW_STATS: 9, FLOW_DUMP: 10, NEXTHOP_SET: 11, NEXTHOP_DEL: 12, TUNNEL_SET: 13, TUNNEL_DEL: 14,
  ENDPOINT_SET: 15, ENDPOINT_DEL: 16, GROUP_SET: 17, GROUP_DEL: 18, RELEASE: 19, INJECT: 20, PORT_SET: 21,
  PORT_CREDIT: 22, METER_SET: 23, SHUTDOWN: 24, METER_DEL: 25, METER_STATS: 26, CAPTURE: 32,
} as const;
export const CMD_KIND_NAMES = /* @__PURE__ */ invert(CMD_KIND);
/** Size of the record's fixed part by kind, bytes. */
export const CMD_KIND_SIZES: Readonly<Record<number, number>> = {
  0: 16, 1: 24, 2: 24, 3: 152, 4: 24, 5: 24, 6: 24, 7: 176, 8: 24, 9: 24, 10: 24, 11: 40, 12: 24, 13: 104,
  14: 24, 15: 40, 16: 24, 17: 24, 18: 24, 19: 32, 20: 32, 21: 24, 22: 24, 23: 56, 24: 24, 25: 24, 26: 24,
  32: 32,
};

/** enum el_ev_kind */
export const EV_KIND = {
  PAD: 0, ERROR: 1, SYNC: 2, FLOW_IDLE: 3, FLOW_STATS: 4, FLOW: 5, FLOW_DUMP_END: 6, PORT: 7, METER_STATS: 8,
} as const;
export const EV_KIND_NAMES = /* @__PURE__ */ invert(EV_KIND);
/** Size of the record's fixed part by kind, bytes. */
export const EV_KIND_SIZES: Readonly<Record<number, number>> = {
  0: 8, 1: 24, 2: 16, 3: 32, 4: 32, 5: 184, 6: 16, 7: 24, 8: 64,
};

/** enum el_tunnel_type */
export const TUNNEL_TYPE = { NONE: 0, VXLAN: 1, GRE: 2, NVGRE: 3, GRE_IP: 4 } as const;
export const TUNNEL_TYPE_NAMES = /* @__PURE__ */ invert(TUNNEL_TYPE);

/** enum el_frag */
export const FRAG = { NONE: 0, FIRST: 1, LATER: 2 } as const;
export const FRAG_NAMES = /* @__PURE__ */ invert(FRAG);

/** enum el_offload */
export const OFFLOAD = {
  RX_CHECKSUM: 0, TX_CHECKSUM: 1, OUTER_IP_CHECKSUM: 2, OUTER_UDP_CHECKSUM: 3, TSO: 4, VXLAN_TSO: 5,
  GRE_TSO: 6, GRO: 7, MULTI_SEGS: 8, SCATTER: 9, FAST_FREE: 10, RSS: 11, RSS_INNER: 12, RSS_KEY: 13, RETA: 14,
  VXLAN_PORT: 15, STEER: 16, ISOLATE: 17, MARK: 18, PROMISCUOUS: 19, LLDP: 20, RESPREAD: 21,
} as const;
export const OFFLOAD_NAMES = /* @__PURE__ */ invert(OFFLOAD);
export const OFFLOAD_TEXT: Readonly<Record<number, string>> = {
  0: "checksums of what arrives",
  1: "transport and inner IPv4 checksums of what leaves",
  2: "the outer IPv4 header's checksum",
  3: "the outer UDP checksum",
  4: "TCP segmentation",
  5: "TCP segmentation inside VXLAN",
  6: "TCP segmentation inside GRE",
  7: "merging of TCP segments for a guest",
  8: "packets of several mbufs",
  9: "frames that arrive in several mbufs",
  10: "mbufs given back unseen after sending",
  11: "spreading over rx queues",
  12: "spreading by a tunnel's inner headers",
  13: "a spreading key of one's own",
  14: "a spreading table of one's own",
  15: "the card knows the UDP ports of VXLAN",
  16: "tunnels steered to queues of their own",
  17: "nothing arrives but what was asked for",
  18: "the card marks what it recognised",
  19: "frames for every MAC",
  20: "LLDP frames, not kept by the card's firmware",
  21: "tunnels spread again between lcores by their inner headers",
};

/** enum el_outcome */
export const OUTCOME = { NOT_WANTED: 0, HARDWARE: 1, SOFTWARE: 2, REFUSED: 3 } as const;
export const OUTCOME_NAMES = /* @__PURE__ */ invert(OUTCOME);
export const OUTCOME_TEXT: Readonly<Record<number, string>> = {
  0: "not asked for",
  1: "the card does it",
  2: "the worker does it",
  3: "nobody does it",
};

/** enum el_why */
export const WHY = {
  NONE: 0, ADVERTISED: 1, PROVED: 2, ALWAYS: 3, RULES: 4, NOTHING_NEEDED: 5, LACKS: 6, DRIVER_LACKS: 7,
  UNTRUSTED: 8, DRIVER_SOFTWARE: 9, WORKER_ONLY: 10, NOT_BUILT: 11, ASKED_SOFTWARE: 12, DISPROVED: 13,
  DEVICE_REFUSED: 14, COSTS_VECTOR: 15, KERNEL_VXLAN: 16, KERNEL_PORT: 17, ONE_VXLAN_PORT: 18, NOT_DMFS: 19,
  STATIC_A0: 20, VIRTUAL_FUNCTION: 21, OUTER_IPV4: 22, TUNNEL_KNOWN: 23, NO_PORTS: 24, NO_UNDERLAY: 25,
  ONE_QUEUE: 26, ONE_STEERED: 27, NO_RSS_TYPE: 28, NEEDS_CHECKSUM: 29, NEEDS_MULTI_SEGS: 30, NEEDS_OUTER: 31,
  FIRMWARE: 32, PEER: 33, DESCRIPTORS: 34, THRESHOLD: 35, TX_OFFLOADS: 36, NO_VECTOR: 37, BY_KERNEL: 38,
  OUTER_UDP: 39, FULL: 40, ONE_LCORE: 41, MANY_MBUFS: 42,
} as const;
export const WHY_NAMES = /* @__PURE__ */ invert(WHY);
export const WHY_TEXT: Readonly<Record<number, string>> = {
  0: "",
  1: "the driver advertises it and is trusted in it",
  2: "check --wire has proven it on this port",
  3: "the card does it whatever is asked",
  4: "rules programmed into the card do it",
  5: "nothing on this port stands against it",
  6: "the card cannot do it",
  7: "the driver has no call for it",
  8: "the driver claims it for every such card, and no kernel driver of it ever used it",
  9: "the driver would only do it in software itself",
  10: "no card does it",
  11: "this worker does not do it",
  12: "the profile asks for software",
  13: "check --wire found wrong bytes",
  14: "the device refused it at set-up",
  15: "it would cost the driver's vector path, which FAST_FREE asks for",
  16: "the card learns of VXLAN by a VXLAN device of the kernel, and none is up",
  17: "the kernel's VXLAN device is for another UDP port",
  18: "the card knows one UDP port of VXLAN only",
  19: "mlx4_core does not run with log_num_mgm_entry_size=-1",
  20: "mlx4_core steers in static A0 mode, in which the card does not know VXLAN",
  21: "a virtual function of this card has no tunnel offloads",
  22: "the card does it under an outer IPv4 header only; under IPv6 the worker does",
  23: "a recognised tunnel is matched and spread by its inner headers",
  24: "the profile names no UDP port of VXLAN",
  25: "no tunnel ends at this port",
  26: "the port has one queue",
  27: "a rule of this card steers to one queue, not to several",
  28: "the device spreads by none of the wanted types",
  29: "it needs TX_CHECKSUM in the card",
  30: "it needs MULTI_SEGS in the card",
  31: "it needs OUTER_IP_CHECKSUM in the card",
  32: "the card's firmware is too old for it",
  33: "the guest decides when it negotiates",
  34: "the number of rx descriptors is no power of two",
  35: "a descriptor threshold lies outside what the vector path takes",
  36: "a transmit offload other than FAST_FREE is on",
  37: "the driver has no vector path, or does not say how to get it",
  38: "the kernel's VXLAN device has told the card its UDP port",
  39: "each segment needs an outer UDP checksum, which the card does not fill in",
  40: "the card's table is full",
  41: "the worker has one lcore",
  42: "a frame of this MTU does not fit into one mbuf",
};

/** enum el_proof */
export const PROOF = { UNPROVEN: 0, PROVEN: 1, DISPROVED: 2 } as const;
export const PROOF_NAMES = /* @__PURE__ */ invert(PROOF);
export const PROOF_TEXT: Readonly<Record<number, string>> = {
  0: "unproven on this port",
  1: "proven on this port by check --wire",
  2: "wrong on this port by check --wire, and switched off",
};

/** enum el_port_flags */
export const PORT_FLAGS = { UNDERLAY: 1, GATED: 2, PROMISC: 4, UP: 8 } as const;
export const PORT_FLAGS_NAMES = /* @__PURE__ */ invert(PORT_FLAGS);

/** enum el_rx_full */
export const RX_FULL = { DEFAULT: 0, DROP: 1, WAIT: 2 } as const;
export const RX_FULL_NAMES = /* @__PURE__ */ invert(RX_FULL);

/** enum el_steering */
export const STEERING = { UNKNOWN: 0, B0: 1, DMFS: 2, STATIC_A0: 3 } as const;
export const STEERING_NAMES = /* @__PURE__ */ invert(STEERING);

/** enum el_rule */
export const RULE = { OWN_MAC: 1, BROADCAST: 2, MULTICAST: 3, VXLAN: 4 } as const;
export const RULE_NAMES = /* @__PURE__ */ invert(RULE);

/** enum el_tunnel_kinds */
export const TUNNEL_KINDS = { VXLAN4: 1, VXLAN6: 2, GRE4: 4, GRE6: 8 } as const;
export const TUNNEL_KINDS_NAMES = /* @__PURE__ */ invert(TUNNEL_KINDS);

/** enum el_rx_trust */
export const RX_TRUST = { NONE: 0, ALL: 1, PTYPE: 2, PLAIN: 3 } as const;
export const RX_TRUST_NAMES = /* @__PURE__ */ invert(RX_TRUST);

/** enum el_role */
export const ROLE = { CONTROLLER: 1, OBSERVER: 2 } as const;
export const ROLE_NAMES = /* @__PURE__ */ invert(ROLE);

/** enum el_capture_point */
export const CAPTURE_POINT = { RX: 1, TX: 2, DROPS: 4 } as const;
export const CAPTURE_POINT_NAMES = /* @__PURE__ */ invert(CAPTURE_POINT);

/** enum el_tunnel_flags */
export const TUNNEL_FLAGS = { MTU_PUNT: 1, UDP_CSUM: 2, ZERO6: 4, COPY_TOS: 8, DF: 16 } as const;
export const TUNNEL_FLAGS_NAMES = /* @__PURE__ */ invert(TUNNEL_FLAGS);

/** enum el_release */
export const RELEASE = { CLASSIFY: 0, EXECUTE: 1, DROP: 2, CONSUME: 3 } as const;
export const RELEASE_NAMES = /* @__PURE__ */ invert(RELEASE);

/** enum el_meter_type */
export const METER_TYPE = { SRTCM: 1, TRTCM: 2 } as const;
export const METER_TYPE_NAMES = /* @__PURE__ */ invert(METER_TYPE);

/** enum el_meter_unit */
export const METER_UNIT = { BYTES: 0, PACKETS: 1 } as const;
export const METER_UNIT_NAMES = /* @__PURE__ */ invert(METER_UNIT);

// Byte offsets, struct by struct.
export const KEY = {
  in_port: 0, tun_type: 2, tun_tos: 3, tun_key: 4, tun_src: 8, tun_dst: 24, eth_dst: 40, eth_src: 46,
  vlan_tci: 52, vlan2_tci: 54, vlan_tpid: 56, eth_type: 58, ip_src: 64, ip_dst: 80, ip_proto: 96, ip_tos: 97,
  ip_ttl: 98, ip_frag: 99, tp_src: 100, tp_dst: 102, icmp_id: 104, tcp_flags: 106, ct_state: 107, stage: 108,
  nd_target_set: 110, nd_target: 112,
} as const;
export const KEY_SIZE = 128;
export const ACT = { kind: 0, len: 2 } as const;
export const ACT_SIZE = 4;
export const ACT_OUTPUT = { act: 0, port: 4 } as const;
export const ACT_OUTPUT_SIZE = 8;
export const ACT_DROP = { act: 0, reason: 4 } as const;
export const ACT_DROP_SIZE = 8;
export const ACT_SET = { act: 0, offset: 4, value: 8, mask: 24 } as const;
export const ACT_SET_SIZE = 40;
export const ACT_DEC_TTL = { act: 0 } as const;
export const ACT_DEC_TTL_SIZE = 8;
export const ACT_PUSH_VLAN = { act: 0, tpid: 4, tci: 6 } as const;
export const ACT_PUSH_VLAN_SIZE = 8;
export const ACT_POP_VLAN = { act: 0 } as const;
export const ACT_POP_VLAN_SIZE = 8;
export const ACT_ENCAP = { act: 0, tunnel_id: 4, key: 8 } as const;
export const ACT_ENCAP_SIZE = 16;
export const ACT_DECAP = { act: 0, eth_dst: 4, eth_src: 10 } as const;
export const ACT_DECAP_SIZE = 16;
export const ACT_PUNT = { act: 0, arg: 4 } as const;
export const ACT_PUNT_SIZE = 8;
export const ACT_CLONE = { act: 0 } as const;
export const ACT_CLONE_SIZE = 8;
export const ACT_SELECT = { act: 0, group_id: 4 } as const;
export const ACT_SELECT_SIZE = 8;
export const ACT_METER = { act: 0, meter_id: 4 } as const;
export const ACT_METER_SIZE = 8;
export const ACT_CT = { act: 0, zone: 4, flags: 6, resume: 8 } as const;
export const ACT_CT_SIZE = 16;
export const ACT_CHECK_MTU = { act: 0, mtu: 4 } as const;
export const ACT_CHECK_MTU_SIZE = 8;
export const ACT_CLAMP_MSS = { act: 0, mss: 4 } as const;
export const ACT_CLAMP_MSS_SIZE = 8;
export const ACT_TRANSLATE = { act: 0, family: 4, src: 8, src_mask: 24, dst: 40, dst_mask: 56 } as const;
export const ACT_TRANSLATE_SIZE = 72;
export const OFFLOAD_STATE = { outcome: 0, why: 1, proof: 2 } as const;
export const OFFLOAD_STATE_SIZE = 4;
export const PORT_CONF = {
  size: 0, port: 4, flags: 6, name: 8, device: 40, rx_queues: 296, rx_desc: 298, tx_desc: 300, mtu: 302,
  rss_types: 304, wanted: 312, software: 316, proven: 320, disproved: 324, vxlan_ports: 328,
  vxlan_port_count: 360, rss_key_len: 362, reta_len: 364, steer_first: 366, steer_count: 368,
  rx_free_thresh: 370, tx_rs_thresh: 372, tx_free_thresh: 374, rx_full: 376, upcall_weight: 378, rss_key: 380,
  reta: 432, proof_driver: 688, proof_firmware: 720,
} as const;
export const PORT_CONF_SIZE = 752;
export const QUEUE_CONF = { port: 0, queue: 2 } as const;
export const QUEUE_CONF_SIZE = 4;
export const LCORE_CONF = { size: 0, lcore: 4, queue_count: 6, queues: 8 } as const;
export const LCORE_CONF_SIZE = 136;
export const START = {
  size: 0, magic: 4, version: 8, layout: 12, name: 16, socket: 48, file_size: 156, port_count: 160,
  lcore_count: 162, burst: 164, mbuf_headroom: 166, mbuf_count: 168, mbuf_data: 172, max_flows: 176,
  max_actions: 180, max_tunnels: 184, max_nexthops: 188, max_groups: 192, max_parked: 196, upcall_slots: 200,
  command_bytes: 204, event_bytes: 208, upcall_rate: 212, upcall_burst: 216, park_timeout_ms: 220,
  idle_timeout_ms: 224, backoff_us: 228, eal_argc: 232, max_meters: 236, eal_args: 240,
} as const;
export const START_SIZE = 12528;
export const DEVICE = {
  size: 0, vendor: 4, device: 6, driver: 8, firmware: 40, rx_offloads: 72, rx_queue_offloads: 80,
  tx_offloads: 88, tx_queue_offloads: 96, rss_types: 104, dev_flags: 112, min_rx_bufsize: 116,
  max_rx_pktlen: 120, min_mtu: 124, max_mtu: 126, max_rx_queues: 128, max_tx_queues: 130, reta_size: 132,
  hash_key_size: 134, rx_desc_min: 136, rx_desc_max: 138, rx_desc_align: 140, tx_desc_min: 142,
  tx_desc_max: 144, tx_desc_align: 146, tx_segments: 148, tx_mtu_segments: 150, steering: 152,
  kernel_vxlan_port: 154, virtual_function: 156,
} as const;
export const DEVICE_SIZE = 160;
export const PLAN_RULE = {
  kind: 0, priority: 2, udp_dst: 4, queue: 6, queue_count: 8, own_mac: 10, mark: 12,
} as const;
export const PLAN_RULE_SIZE = 16;
export const PORT_PLAN = {
  size: 0, rx_queues: 4, tx_queues: 6, card: 8, field: 40, sentence: 72, offloads: 328, hardware: 424,
  software: 428, rx_offloads: 432, tx_offloads: 440, rx_queue_offloads: 448, tx_queue_offloads: 456,
  rss_types: 464, rx_desc: 472, tx_desc: 474, rx_free_thresh: 476, tx_rs_thresh: 478, tx_free_thresh: 480,
  rx_drop: 482, mtu: 484, rss_key_len: 486, reta_size: 488, vxlan_port_count: 490, vxlan_port: 492,
  tunnels: 494, rx_trust: 496, guest: 498, chains: 500, segments: 502, tso_segments: 504, tso_headers: 506,
  mss_least: 508, mss_most: 510, tso_most: 512, rx_scalar: 516, tx_scalar: 518, isolate: 520, rule_count: 522,
  set_mtu: 524, rules: 528,
} as const;
export const PORT_PLAN_SIZE = 832;
export const HELLO = { size: 0, magic: 4, version: 8, layout: 12, role: 16, pid: 20 } as const;
export const HELLO_SIZE = 24;
export const WELCOME = {
  size: 0, magic: 4, version: 8, layout: 12, error: 16, pid: 20, session: 24, generation: 32, rings_bytes: 40,
  counters_bytes: 48, flow_count: 56,
} as const;
export const WELCOME_SIZE = 64;
export const RING = { head: 0, tail: 64, armed: 68, data_offset: 128, capacity: 132 } as const;
export const RING_SIZE = 192;
export const RINGS = {
  size: 0, magic: 4, lcore_count: 8, slot_size: 12, command: 64, event: 256, upcall: 448, capture: 3520,
  capture_lost: 6592,
} as const;
export const RINGS_SIZE = 6720;
export const CAPTURED = {
  size: 0, kind: 4, point: 6, port: 8, lcore: 10, reason: 12, pkt_len: 16, snap_len: 20, time_ns: 24,
} as const;
export const CAPTURED_SIZE = 32;
export const UPCALL = {
  size: 0, reason: 4, port: 6, queue: 8, lcore: 10, pkt_len: 12, snap_len: 16, arg: 20, park_id: 24,
  time_ns: 32, flow_id: 40, hash: 44, inner_offset: 48, l3_offset: 50, l4_offset: 52, key: 64, data: 192,
} as const;
export const UPCALL_SIZE = 1536;
export const CMD_HDR = { size: 0, kind: 4, seq: 8 } as const;
export const CMD_HDR_SIZE = 16;
export const CMD_SYNC = { hdr: 0, token: 16 } as const;
export const CMD_SYNC_SIZE = 24;
export const CMD_GENERATION = { hdr: 0, generation: 16 } as const;
export const CMD_GENERATION_SIZE = 24;
export const CMD_MASK_SET = { hdr: 0, mask_id: 16, mask: 24 } as const;
export const CMD_MASK_SET_SIZE = 152;
export const CMD_MASK_DEL = { hdr: 0, mask_id: 16 } as const;
export const CMD_MASK_DEL_SIZE = 24;
export const CMD_ACTION_SET = { hdr: 0, action_id: 16, len: 20 } as const;
export const CMD_ACTION_SET_SIZE = 24;
export const CMD_ACTION_DEL = { hdr: 0, action_id: 16 } as const;
export const CMD_ACTION_DEL_SIZE = 24;
export const CMD_FLOW_ADD = {
  hdr: 0, flow_id: 16, action_id: 20, mask_id: 24, generation: 32, cookie: 40, key: 48,
} as const;
export const CMD_FLOW_ADD_SIZE = 176;
export const CMD_FLOW_DEL = { hdr: 0, flow_id: 16 } as const;
export const CMD_FLOW_DEL_SIZE = 24;
export const CMD_FLOW_STATS = { hdr: 0, flow_id: 16 } as const;
export const CMD_FLOW_STATS_SIZE = 24;
export const CMD_FLOW_DUMP = { hdr: 0, token: 16 } as const;
export const CMD_FLOW_DUMP_SIZE = 24;
export const CMD_NEXTHOP_SET = {
  hdr: 0, nexthop_id: 16, port: 20, vlan: 22, eth_dst: 24, eth_src: 30,
} as const;
export const CMD_NEXTHOP_SET_SIZE = 40;
export const CMD_NEXTHOP_DEL = { hdr: 0, nexthop_id: 16 } as const;
export const CMD_NEXTHOP_DEL_SIZE = 24;
export const CMD_TUNNEL_SET = {
  hdr: 0, tunnel_id: 16, type: 20, ttl: 21, tos: 22, flags: 23, local: 24, remote: 40, udp_dst: 56,
  udp_src_min: 58, udp_src_range: 60, mtu: 62, nexthop_count: 64, nexthops: 72,
} as const;
export const CMD_TUNNEL_SET_SIZE = 104;
export const CMD_TUNNEL_DEL = { hdr: 0, tunnel_id: 16 } as const;
export const CMD_TUNNEL_DEL_SIZE = 24;
export const CMD_ENDPOINT_SET = { hdr: 0, endpoint_id: 16, type: 20, udp_dst: 22, local: 24 } as const;
export const CMD_ENDPOINT_SET_SIZE = 40;
export const CMD_ENDPOINT_DEL = { hdr: 0, endpoint_id: 16 } as const;
export const CMD_ENDPOINT_DEL_SIZE = 24;
export const GROUP_MEMBER = { action_id: 0, weight: 4, token: 8 } as const;
export const GROUP_MEMBER_SIZE = 16;
export const CMD_GROUP_SET = { hdr: 0, group_id: 16, member_count: 20 } as const;
export const CMD_GROUP_SET_SIZE = 24;
export const CMD_GROUP_DEL = { hdr: 0, group_id: 16 } as const;
export const CMD_GROUP_DEL_SIZE = 24;
export const CMD_RELEASE = { hdr: 0, park_id: 16, verdict: 24, reason: 26, act_len: 28 } as const;
export const CMD_RELEASE_SIZE = 32;
export const CMD_INJECT = { hdr: 0, port: 16, act_len: 20, pkt_len: 24 } as const;
export const CMD_INJECT_SIZE = 32;
export const CMD_PORT_SET = { hdr: 0, port: 16, flags: 18, mtu: 20 } as const;
export const CMD_PORT_SET_SIZE = 24;
export const CMD_PORT_CREDIT = { hdr: 0, port: 16, count: 20 } as const;
export const CMD_PORT_CREDIT_SIZE = 24;
export const CMD_METER_SET = {
  hdr: 0, meter_id: 16, type: 20, unit: 21, yellow: 22, cir: 24, cbs: 32, ebs: 40, pir: 48,
} as const;
export const CMD_METER_SET_SIZE = 56;
export const CMD_METER_DEL = { hdr: 0, meter_id: 16 } as const;
export const CMD_METER_DEL_SIZE = 24;
export const CMD_METER_STATS = { hdr: 0, meter_id: 16 } as const;
export const CMD_METER_STATS_SIZE = 24;
export const CMD_CAPTURE = { hdr: 0, ports: 16, points: 24, snap: 28 } as const;
export const CMD_CAPTURE_SIZE = 32;
export const CMD_SHUTDOWN = { hdr: 0 } as const;
export const CMD_SHUTDOWN_SIZE = 24;
export const EV_HDR = { size: 0, kind: 4 } as const;
export const EV_HDR_SIZE = 8;
export const EV_ERROR = { hdr: 0, seq: 8, code: 12, kind: 14, offset: 16 } as const;
export const EV_ERROR_SIZE = 24;
export const EV_SYNC = { hdr: 0, token: 8 } as const;
export const EV_SYNC_SIZE = 16;
export const EV_FLOW_STATS = { hdr: 0, flow_id: 8, idle_ms: 12, packets: 16, bytes: 24 } as const;
export const EV_FLOW_STATS_SIZE = 32;
export const EV_FLOW = {
  hdr: 0, flow_id: 8, action_id: 12, mask_id: 16, generation: 24, cookie: 32, packets: 40, bytes: 48, key: 56,
} as const;
export const EV_FLOW_SIZE = 184;
export const EV_METER_STATS = { hdr: 0, meter_id: 8, packets: 16, bytes: 40 } as const;
export const EV_METER_STATS_SIZE = 64;
export const EV_PORT = { hdr: 0, port: 8, up: 10, speed_mbps: 12, mac: 16 } as const;
export const EV_PORT_SIZE = 24;
export const QUEUE_STATS = {
  port: 0, queue: 2, rx: 8, rx_bytes: 16, injected: 24, cloned: 32, split: 40, tx: 48, tx_bytes: 56,
  consumed: 64, merged: 72, held: 80, hits: 88, misses: 96, upcalls: 104, drops: 112, batch: 880,
} as const;
export const QUEUE_STATS_SIZE = 944;
export const TX_STATS = { packets: 0, bytes: 8 } as const;
export const TX_STATS_SIZE = 16;
export const UPCALL_STATS = { taken: 0, refused: 8, tokens: 16, waiting: 20 } as const;
export const UPCALL_STATS_SIZE = 24;
export const PAGE = {
  seq: 0, size: 4, lcore: 8, queue_count: 10, time_ns: 16, busy_cycles: 24, idle_cycles: 32, polls: 40,
  idle_sleeps: 48, tx: 64, upcalls: 1088, queues: 2624,
} as const;
export const PAGE_SIZE = 33776;
export const PORT_INFO = {
  name: 0, driver: 32, mac: 64, flags: 70, mtu: 72, rx_queues: 74, tx_queues: 76, link_up: 78, speed_mbps: 80,
  rx_desc: 84, tx_desc: 86, rx_missed: 88, rx_nombuf: 96, card: 104, rx_mode: 136, tx_mode: 168,
  offloads: 200,
} as const;
export const PORT_INFO_SIZE = 296;
export const COUNTERS = {
  size: 0, magic: 4, lcore_count: 8, port_count: 12, tsc_hz: 16, start_ns: 24, generation: 32, session: 40,
  flow_count: 48, attached: 52, ports: 64, pages: 19008,
} as const;
export const COUNTERS_SIZE = 559424;
export const ENDPOINT = { type: 0, udp_dst: 2, local: 4 } as const;
export const ENDPOINT_SIZE = 24;
export const PARSED = {
  inner_offset: 0, l3_offset: 2, l4_offset: 4, headers_len: 6, outer_l3_offset: 8, outer_l4_offset: 10,
  outer_len: 12,
} as const;
export const PARSED_SIZE = 16;

/** One field of struct el_key, which a mask may name and, when settable, a SET action may write. */
export interface KeyField {
  name: string;
  /** Its name in KEY. */
  member: keyof typeof KEY;
  offset: number;
  bytes: number;
  settable: boolean;
}
export const FIELDS: readonly KeyField[] = [
  { name: "IN_PORT", member: "in_port", offset: 0, bytes: 2, settable: false },
  { name: "TUN_TYPE", member: "tun_type", offset: 2, bytes: 1, settable: false },
  { name: "TUN_TOS", member: "tun_tos", offset: 3, bytes: 1, settable: false },
  { name: "TUN_KEY", member: "tun_key", offset: 4, bytes: 4, settable: false },
  { name: "TUN_SRC", member: "tun_src", offset: 8, bytes: 16, settable: false },
  { name: "TUN_DST", member: "tun_dst", offset: 24, bytes: 16, settable: false },
  { name: "ETH_DST", member: "eth_dst", offset: 40, bytes: 6, settable: true },
  { name: "ETH_SRC", member: "eth_src", offset: 46, bytes: 6, settable: true },
  { name: "VLAN_TCI", member: "vlan_tci", offset: 52, bytes: 2, settable: true },
  { name: "VLAN2_TCI", member: "vlan2_tci", offset: 54, bytes: 2, settable: false },
  { name: "VLAN_TPID", member: "vlan_tpid", offset: 56, bytes: 2, settable: false },
  { name: "ETH_TYPE", member: "eth_type", offset: 58, bytes: 2, settable: false },
  { name: "IP_SRC", member: "ip_src", offset: 64, bytes: 16, settable: true },
  { name: "IP_DST", member: "ip_dst", offset: 80, bytes: 16, settable: true },
  { name: "IP_PROTO", member: "ip_proto", offset: 96, bytes: 1, settable: false },
  { name: "IP_TOS", member: "ip_tos", offset: 97, bytes: 1, settable: true },
  { name: "IP_TTL", member: "ip_ttl", offset: 98, bytes: 1, settable: false },
  { name: "IP_FRAG", member: "ip_frag", offset: 99, bytes: 1, settable: false },
  { name: "TP_SRC", member: "tp_src", offset: 100, bytes: 2, settable: true },
  { name: "TP_DST", member: "tp_dst", offset: 102, bytes: 2, settable: true },
  { name: "ICMP_ID", member: "icmp_id", offset: 104, bytes: 2, settable: true },
  { name: "TCP_FLAGS", member: "tcp_flags", offset: 106, bytes: 1, settable: false },
  { name: "CT_STATE", member: "ct_state", offset: 107, bytes: 1, settable: false },
  { name: "STAGE", member: "stage", offset: 108, bytes: 2, settable: false },
  { name: "ND_TARGET_SET", member: "nd_target_set", offset: 110, bytes: 1, settable: false },
  { name: "ND_TARGET", member: "nd_target", offset: 112, bytes: 16, settable: false },
];

/** Each struct's fields in order, without gaps, as C declares them: for slow, generic code (record.ts). */
export const TYPES = {
  key: "u16 in_port, u8 tun_type, u8 tun_tos, u32 tun_key, u8 tun_src[16], u8 tun_dst[16], u8 eth_dst[6], u8 eth_src[6], u16 vlan_tci, u16 vlan2_tci, u16 vlan_tpid, u16 eth_type, u32 rsv0, u8 ip_src[16], u8 ip_dst[16], u8 ip_proto, u8 ip_tos, u8 ip_ttl, u8 ip_frag, u16 tp_src, u16 tp_dst, u16 icmp_id, u8 tcp_flags, u8 ct_state, u16 stage, u8 nd_target_set, u8 rsv1, u8 nd_target[16]",
  act: "u16 kind, u16 len",
  act_output: "el_act act, u16 port, u16 rsv0",
  act_drop: "el_act act, u16 reason, u16 rsv0",
  act_set: "el_act act, u16 offset, u16 rsv0, u8 value[16], u8 mask[16]",
  act_dec_ttl: "el_act act, u32 rsv0",
  act_push_vlan: "el_act act, u16 tpid, u16 tci",
  act_pop_vlan: "el_act act, u32 rsv0",
  act_encap: "el_act act, u32 tunnel_id, u32 key, u32 rsv0",
  act_decap: "el_act act, u8 eth_dst[6], u8 eth_src[6]",
  act_punt: "el_act act, u32 arg",
  act_clone: "el_act act, u32 rsv0",
  act_select: "el_act act, u32 group_id",
  act_meter: "el_act act, u32 meter_id",
  act_ct: "el_act act, u16 zone, u16 flags, u16 resume, u16 rsv0, u32 rsv1",
  act_check_mtu: "el_act act, u16 mtu, u16 rsv0",
  act_clamp_mss: "el_act act, u16 mss, u16 rsv0",
  act_translate: "el_act act, u8 family, u8 rsv0[3], u8 src[16], u8 src_mask[16], u8 dst[16], u8 dst_mask[16]",
  offload_state: "u8 outcome, u8 why, u8 proof, u8 rsv0",
  port_conf: "u32 size, u16 port, u16 flags, char name[32], char device[256], u16 rx_queues, u16 rx_desc, u16 tx_desc, u16 mtu, u64 rss_types, u32 wanted, u32 software, u32 proven, u32 disproved, u16 vxlan_ports[16], u16 vxlan_port_count, u16 rss_key_len, u16 reta_len, u16 steer_first, u16 steer_count, u16 rx_free_thresh, u16 tx_rs_thresh, u16 tx_free_thresh, u16 rx_full, u16 upcall_weight, u8 rss_key[52], u16 reta[128], char proof_driver[32], char proof_firmware[32]",
  queue_conf: "u16 port, u16 queue",
  lcore_conf: "u32 size, u16 lcore, u16 queue_count, el_queue_conf queues[32]",
  start: "u32 size, u32 magic, u32 version, u32 layout, char name[32], char socket[108], u32 file_size, u16 port_count, u16 lcore_count, u16 burst, u16 mbuf_headroom, u32 mbuf_count, u32 mbuf_data, u32 max_flows, u32 max_actions, u32 max_tunnels, u32 max_nexthops, u32 max_groups, u32 max_parked, u32 upcall_slots, u32 command_bytes, u32 event_bytes, u32 upcall_rate, u32 upcall_burst, u32 park_timeout_ms, u32 idle_timeout_ms, u32 backoff_us, u32 eal_argc, u32 max_meters, char eal_args[48][256]",
  device: "u32 size, u16 vendor, u16 device, char driver[32], char firmware[32], u64 rx_offloads, u64 rx_queue_offloads, u64 tx_offloads, u64 tx_queue_offloads, u64 rss_types, u32 dev_flags, u32 min_rx_bufsize, u32 max_rx_pktlen, u16 min_mtu, u16 max_mtu, u16 max_rx_queues, u16 max_tx_queues, u16 reta_size, u16 hash_key_size, u16 rx_desc_min, u16 rx_desc_max, u16 rx_desc_align, u16 tx_desc_min, u16 tx_desc_max, u16 tx_desc_align, u16 tx_segments, u16 tx_mtu_segments, u16 steering, u16 kernel_vxlan_port, u16 virtual_function, u16 rsv0",
  plan_rule: "u16 kind, u16 priority, u16 udp_dst, u16 queue, u16 queue_count, u16 own_mac, u32 mark",
  port_plan: "u32 size, u16 rx_queues, u16 tx_queues, char card[32], char field[32], char sentence[256], el_offload_state offloads[24], u32 hardware, u32 software, u64 rx_offloads, u64 tx_offloads, u64 rx_queue_offloads, u64 tx_queue_offloads, u64 rss_types, u16 rx_desc, u16 tx_desc, u16 rx_free_thresh, u16 tx_rs_thresh, u16 tx_free_thresh, u16 rx_drop, u16 mtu, u16 rss_key_len, u16 reta_size, u16 vxlan_port_count, u16 vxlan_port, u16 tunnels, u16 rx_trust, u16 guest, u16 chains, u16 segments, u16 tso_segments, u16 tso_headers, u16 mss_least, u16 mss_most, u32 tso_most, u16 rx_scalar, u16 tx_scalar, u16 isolate, u16 rule_count, u16 set_mtu, u16 rsv0, el_plan_rule rules[19]",
  hello: "u32 size, u32 magic, u32 version, u32 layout, u32 role, u32 pid",
  welcome: "u32 size, u32 magic, u32 version, u32 layout, u32 error, u32 pid, u64 session, u64 generation, u64 rings_bytes, u64 counters_bytes, u32 flow_count, u32 rsv0",
  ring: "u32 head, u32 rsv0[15], u32 tail, u32 armed, u32 rsv1[14], u32 data_offset, u32 capacity, u32 rsv2[14]",
  rings: "u32 size, u32 magic, u32 lcore_count, u32 slot_size, u32 rsv0[12], el_ring command, el_ring event, el_ring upcall[16], el_ring capture[16], u64 capture_lost[16]",
  captured: "u32 size, u16 kind, u16 point, u16 port, u16 lcore, u16 reason, u16 rsv0, u32 pkt_len, u32 snap_len, u64 time_ns",
  upcall: "u32 size, u16 reason, u16 port, u16 queue, u16 lcore, u32 pkt_len, u32 snap_len, u32 arg, u64 park_id, u64 time_ns, u32 flow_id, u32 hash, u16 inner_offset, u16 l3_offset, u16 l4_offset, u16 rsv0, u64 rsv1, el_key key, u8 data[1344]",
  cmd_hdr: "u32 size, u16 kind, u16 rsv0, u32 seq, u32 rsv1",
  cmd_sync: "el_cmd_hdr hdr, u64 token",
  cmd_generation: "el_cmd_hdr hdr, u64 generation",
  cmd_mask_set: "el_cmd_hdr hdr, u32 mask_id, u32 rsv0, el_key mask",
  cmd_mask_del: "el_cmd_hdr hdr, u32 mask_id, u32 rsv0",
  cmd_action_set: "el_cmd_hdr hdr, u32 action_id, u32 len",
  cmd_action_del: "el_cmd_hdr hdr, u32 action_id, u32 rsv0",
  cmd_flow_add: "el_cmd_hdr hdr, u32 flow_id, u32 action_id, u32 mask_id, u32 rsv0, u64 generation, u64 cookie, el_key key",
  cmd_flow_del: "el_cmd_hdr hdr, u32 flow_id, u32 rsv0",
  cmd_flow_stats: "el_cmd_hdr hdr, u32 flow_id, u32 rsv0",
  cmd_flow_dump: "el_cmd_hdr hdr, u64 token",
  cmd_nexthop_set: "el_cmd_hdr hdr, u32 nexthop_id, u16 port, u16 vlan, u8 eth_dst[6], u8 eth_src[6], u32 rsv0",
  cmd_nexthop_del: "el_cmd_hdr hdr, u32 nexthop_id, u32 rsv0",
  cmd_tunnel_set: "el_cmd_hdr hdr, u32 tunnel_id, u8 type, u8 ttl, u8 tos, u8 flags, u8 local[16], u8 remote[16], u16 udp_dst, u16 udp_src_min, u16 udp_src_range, u16 mtu, u16 nexthop_count, u16 rsv0, u32 rsv1, u32 nexthops[8]",
  cmd_tunnel_del: "el_cmd_hdr hdr, u32 tunnel_id, u32 rsv0",
  cmd_endpoint_set: "el_cmd_hdr hdr, u32 endpoint_id, u8 type, u8 rsv0, u16 udp_dst, u8 local[16]",
  cmd_endpoint_del: "el_cmd_hdr hdr, u32 endpoint_id, u32 rsv0",
  group_member: "u32 action_id, u32 weight, u64 token",
  cmd_group_set: "el_cmd_hdr hdr, u32 group_id, u32 member_count",
  cmd_group_del: "el_cmd_hdr hdr, u32 group_id, u32 rsv0",
  cmd_release: "el_cmd_hdr hdr, u64 park_id, u16 verdict, u16 reason, u32 act_len",
  cmd_inject: "el_cmd_hdr hdr, u16 port, u16 rsv0, u32 act_len, u32 pkt_len, u32 rsv1",
  cmd_port_set: "el_cmd_hdr hdr, u16 port, u16 flags, u16 mtu, u16 rsv0",
  cmd_port_credit: "el_cmd_hdr hdr, u16 port, u16 rsv0, u32 count",
  cmd_meter_set: "el_cmd_hdr hdr, u32 meter_id, u8 type, u8 unit, u8 yellow, u8 rsv0, u64 cir, u64 cbs, u64 ebs, u64 pir",
  cmd_meter_del: "el_cmd_hdr hdr, u32 meter_id, u32 rsv0",
  cmd_meter_stats: "el_cmd_hdr hdr, u32 meter_id, u32 rsv0",
  cmd_capture: "el_cmd_hdr hdr, u64 ports, u32 points, u32 snap",
  cmd_shutdown: "el_cmd_hdr hdr, u64 rsv2",
  ev_hdr: "u32 size, u16 kind, u16 rsv0",
  ev_error: "el_ev_hdr hdr, u32 seq, u16 code, u16 kind, u32 offset, u32 rsv1",
  ev_sync: "el_ev_hdr hdr, u64 token",
  ev_flow_stats: "el_ev_hdr hdr, u32 flow_id, u32 idle_ms, u64 packets, u64 bytes",
  ev_flow: "el_ev_hdr hdr, u32 flow_id, u32 action_id, u32 mask_id, u32 rsv1, u64 generation, u64 cookie, u64 packets, u64 bytes, el_key key",
  ev_meter_stats: "el_ev_hdr hdr, u32 meter_id, u32 rsv1, u64 packets[3], u64 bytes[3]",
  ev_port: "el_ev_hdr hdr, u16 port, u16 up, u32 speed_mbps, u8 mac[6], u16 rsv1",
  queue_stats: "u16 port, u16 queue, u32 rsv0, u64 rx, u64 rx_bytes, u64 injected, u64 cloned, u64 split, u64 tx, u64 tx_bytes, u64 consumed, u64 merged, u64 held, u64 hits, u64 misses, u64 upcalls, u64 drops[96], u64 batch[8]",
  tx_stats: "u64 packets, u64 bytes",
  upcall_stats: "u64 taken, u64 refused, u32 tokens, u32 waiting",
  page: "u32 seq, u32 size, u16 lcore, u16 queue_count, u32 rsv0, u64 time_ns, u64 busy_cycles, u64 idle_cycles, u64 polls, u64 idle_sleeps, u64 rsv1, el_tx_stats tx[64], el_upcall_stats upcalls[64], el_queue_stats queues[33]",
  port_info: "char name[32], char driver[32], u8 mac[6], u16 flags, u16 mtu, u16 rx_queues, u16 tx_queues, u16 link_up, u32 speed_mbps, u16 rx_desc, u16 tx_desc, u64 rx_missed, u64 rx_nombuf, char card[32], char rx_mode[32], char tx_mode[32], el_offload_state offloads[24]",
  counters: "u32 size, u32 magic, u32 lcore_count, u32 port_count, u64 tsc_hz, u64 start_ns, u64 generation, u64 session, u32 flow_count, u32 attached, u64 rsv0, el_port_info ports[64], el_page pages[16]",
  endpoint: "u8 type, u8 rsv0, u16 udp_dst, u8 local[16], u32 rsv1",
  parsed: "u16 inner_offset, u16 l3_offset, u16 l4_offset, u16 headers_len, u16 outer_l3_offset, u16 outer_l4_offset, u16 outer_len, u16 rsv0",
} as const;
