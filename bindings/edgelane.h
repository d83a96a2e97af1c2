/* The contract between the worker (C) and the controller (TypeScript): every struct, enum and call that crosses.
 *
 * It declares once; bindings/layout.ts is generated from this text (bindings/generate.ts) and a test fails when stale.
 * It must never contain policy, a pointer inside a shared struct, or a field whose offset depends on the compiler:
 * fixed-width types only, natural alignment, explicit padding named `rsvN`.
 *
 * Byte order: fields of struct el_key are as they stand on the wire (big-endian) unless a comment says "host".
 * All else is host order (little-endian: x86-64 is the only target).
 */
#ifndef EDGELANE_H
#define EDGELANE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EL_ABI_VERSION 1
/* EL_LAYOUT_HASH: FNV-1a (32 bits) of this file's bytes; bindings/layout_hash.py writes it for C, the generator for
 * TypeScript. */
#define EL_ABI_MAGIC 0x314c4445u /* "EDL1" */

#define EL_MAX_PORTS 64          /* ports of one worker; ids 0..63 */
#define EL_MAX_LCORES 16         /* polling lcores of one worker */
#define EL_MAX_QUEUES 16         /* rx queues of one port */
#define EL_MAX_LCORE_QUEUES 32   /* (port, rx queue) pairs one lcore polls */
#define EL_MAX_MASKS 16          /* canonical masks alive at once */
#define EL_MAX_NEXTHOPS 8        /* next hops of one tunnel (underlay ECMP) */
#define EL_MAX_ENDPOINTS 64      /* local tunnel addresses */
#define EL_MAX_GROUP_MEMBERS 64  /* members of one select group */
#define EL_GROUP_BUCKETS 1024    /* consistent-hash buckets of one select group */
#define EL_MAX_ACTION_BYTES 4096 /* one encoded action list */
#define EL_MAX_CLONE_DEPTH 4     /* clone inside clone */
#define EL_MAX_STAGES 4          /* ct -> resume stages of one packet */
#define EL_SNAP 1344             /* packet bytes an upcall carries at most */
#define EL_MAX_FRAME 9728        /* largest frame a port may be set up for, with its Ethernet header */
#define EL_NAME_LEN 32           /* names, NUL-terminated */
#define EL_DEVARGS_LEN 256       /* one DPDK device argument string, NUL-terminated */
#define EL_MAX_EAL_ARGS 48       /* EAL arguments of one worker */
#define EL_BATCH_HIST 8          /* buckets of the rx batch-fill histogram: 0,1,2-3,4-7,8-15,16-31,32-63,64+ */

#define EL_PORT_NONE 0xffffu     /* no port */
#define EL_PORT_TUNNEL 0xfffeu   /* OUTPUT: the port of the next hop that the last ENCAP picked */
#define EL_QUEUE_INJECT 0xffffu  /* pseudo rx queue: packets the controller injected */
#define EL_ID_NONE 0xffffffffu

/* ---- reasons, codes, kinds: one list each ------------------------------------------------------------- */

/* Drop reasons. X(NAME, number, sentence). 1-63 the worker decides, 64-127 the simulation decides. */
#define EL_DROPS(X)                                                                                          \
	X(NONE, 0, "not dropped")                                                                            \
	X(TRUNCATED, 1, "the packet ends before its headers do")                                             \
	X(MALFORMED, 2, "a header contradicts itself (length, version or checksum of an IPv4 header)")       \
	X(OVERSIZED, 3, "the packet is larger than the MTU of the port it leaves by")                        \
	X(DETACHED, 4, "no flow matched and no controller is attached")                                      \
	X(UPCALL_FULL, 5, "no flow matched and the upcall ring was full")                                    \
	X(UPCALL_RATE, 6, "no flow matched and the port's upcall budget was spent")                          \
	X(PARK_FULL, 7, "no flow matched and no parking place was free")                                     \
	X(PARK_TIMEOUT, 8, "parked, and the controller gave no answer in time")                              \
	X(PORT_DOWN, 9, "the port it leaves by is down or does not exist")                                   \
	X(TX_FULL, 10, "the transmit queue was full")                                                        \
	X(TX_PREPARE, 11, "the driver refused to prepare it for transmit")                                   \
	X(TTL, 12, "the hop limit reached zero in the worker")                                               \
	X(TUNNEL_MTU, 13, "larger than the tunnel's MTU")                                                    \
	X(TUNNEL_DOWN, 14, "the tunnel has no resolved next hop")                                            \
	X(NO_MBUF, 15, "no mbuf was free for a copy or a header")                                            \
	X(NO_HEADROOM, 16, "no room for a header in front of the packet")                                    \
	X(ACTION_INVALID, 17, "an action does not apply to this packet")                                     \
	X(NO_ACTION, 18, "the action list ended without an output")                                          \
	X(STAGES, 19, "too many recirculation stages")                                                       \
	X(HANDOVER_FULL, 20, "the ring to the lcore that owns the transmit queue was full")                  \
	X(METER, 21, "over its rate limit")                                                                  \
	X(GROUP_EMPTY, 22, "the select group has no member")                                                 \
	X(SHUTDOWN, 23, "held when the worker stopped")                                                      \
	X(INVALIDATED, 24, "its flow was withdrawn while it was held")                                       \
	X(ECN, 25, "congestion was marked on the outside of a packet that cannot carry the mark (RFC 6040)") \
	X(POLICY, 64, "a chain dropped it")                                                                  \
	X(REJECTED, 65, "a chain rejected it")                                                               \
	X(ADMIN_DOWN, 66, "a device or port on its way is administratively down")                            \
	X(NO_ROUTE, 67, "no route to its destination")                                                       \
	X(BLACKHOLE, 68, "a blackhole route took it")                                                        \
	X(ROUTE_REJECT, 69, "a reject route took it")                                                        \
	X(HAIRPIN, 70, "it would leave by the port it came in")                                              \
	X(LOOP, 71, "it crossed too many devices")                                                           \
	X(SRC_MULTICAST, 72, "its source MAC is a group address")                                            \
	X(NOT_FOR_ROUTER, 73, "its destination MAC is not the router port's")                                \
	X(NO_NEIGHBOUR, 74, "the next hop's MAC could not be resolved")                                      \
	X(TTL_EXPIRED, 75, "its hop limit ran out at a router")                                              \
	X(UNKNOWN_KEY, 76, "its tunnel key names no port of this host")                                      \
	X(VLAN_UNEXPECTED, 77, "its VLAN tag is not one the device takes")                                   \
	X(NOT_IP, 78, "a router takes IP and ARP only")                                                      \
	X(L3_PAYLOAD, 79, "the tunnel carries IP without Ethernet and no port takes that")                   \
	X(UNBOUND_PORT, 80, "the port it would leave by is bound to no host")                                \
	X(NO_TUNNEL_PATH, 81, "no tunnel zone joins this host and the egress host")                          \
	X(UNLINKED_PORT, 82, "the device port it entered or leaves is linked to nothing")                    \
	X(MTU_NO_FRAG, 83, "too big for the path; the sender was told")                                      \
	X(TUNNEL_SOURCE, 84, "the tunnel's outer source is no known peer")                                   \
	X(UNDERLAY_UNKNOWN, 85, "an underlay frame that is neither a tunnel's nor for this node")            \
	X(BAD_ADDRESS, 86, "an address that may not be routed (loopback, multicast source, 0.0.0.0)")        \
	X(ICMP_SUPPRESSED, 87, "an error that RFC 1812 or RFC 4443 forbids answering")                       \
	X(UNBOUND_INGRESS, 88, "the worker's port is bound to no virtual port and is no underlay port")      \
	X(SIM_FAULT, 89, "the simulation failed on it; see the controller's log")                            \
	X(CONTROLLER, 90, "the controller dropped it")                                                       \
	X(NO_MEMBER, 91, "no usable member behind the address")                                              \
	X(MARTIAN, 92, "its source address cannot come from there")                                          \
	X(FANOUT, 93, "it would leave in more copies than one action list holds")
#define EL_DROP_COUNT 96 /* size of a drop-counter array; numbers above are below it */

/* Error codes of commands, handshake and start. X(NAME, number, sentence). */
#define EL_ERRORS(X)                                                                                         \
	X(OK, 0, "done")                                                                                     \
	X(VERSION, 1, "the two sides speak different ABI versions")                                          \
	X(LAYOUT, 2, "the two sides were built from different headers")                                      \
	X(BUSY, 3, "another controller is attached to this worker")                                          \
	X(NAME_TAKEN, 4, "another worker runs under this name")                                              \
	X(SIZE, 5, "a record's size does not fit its kind")                                                  \
	X(KIND, 6, "no such kind of record")                                                                 \
	X(RANGE, 7, "a field is out of its range")                                                           \
	X(UNKNOWN_ID, 8, "no object with this id")                                                           \
	X(IN_USE, 9, "the object is still referred to")                                                      \
	X(FULL, 10, "the table is full")                                                                     \
	X(STALE, 11, "the generation is older than the worker's")                                            \
	X(UNSUPPORTED, 12, "known to this header, not built in this worker")                                 \
	X(RESERVED, 13, "a reserved field is not zero")                                                      \
	X(EXISTS, 14, "an object with this key is installed under another id")                               \
	X(ACTION, 15, "an action list is malformed")                                                         \
	X(NO_MEMORY, 16, "out of memory")                                                                    \
	X(CONFIG, 32, "the start configuration is wrong")                                                    \
	X(EAL, 33, "DPDK's environment did not start")                                                       \
	X(DEVICE, 34, "the device is missing or did not probe")                                              \
	X(PORT_SETUP, 35, "the port refused its configuration")                                              \
	X(HUGEPAGES, 36, "too few hugepages")                                                                \
	X(PERMISSION, 37, "not permitted")                                                                   \
	X(SOCKET, 38, "the control socket could not be made or reached")                                     \
	X(LCORE, 39, "an lcore does not exist or is used twice")                                             \
	X(DEVICE_TAKEN, 40, "the device is used by another port or process")

/* Why a packet came up. X(NAME, number, sentence). */
#define EL_UPCALLS(X)                                                                                        \
	X(MISS, 0, "no flow matched")                                                                        \
	X(PUNT, 1, "an action list asked for it")                                                            \
	X(TTL, 2, "DEC_TTL found a hop limit of 1 or 0")                                                     \
	X(TUNNEL_MTU, 3, "ENCAP found it larger than the tunnel's MTU; arg is that MTU in inner L3 bytes")

/* Action kinds. X(NAME, number, payload struct). */
#define EL_ACTIONS(X)                                                                                        \
	X(OUTPUT, 1, el_act_output)                                                                          \
	X(DROP, 2, el_act_drop)                                                                              \
	X(SET, 3, el_act_set)                                                                                \
	X(DEC_TTL, 4, el_act_dec_ttl)                                                                        \
	X(PUSH_VLAN, 5, el_act_push_vlan)                                                                    \
	X(POP_VLAN, 6, el_act_pop_vlan)                                                                      \
	X(ENCAP, 7, el_act_encap)                                                                            \
	X(DECAP, 8, el_act_decap)                                                                            \
	X(PUNT, 9, el_act_punt)                                                                              \
	X(CLONE, 10, el_act_clone)                                                                           \
	X(SELECT, 11, el_act_select)                                                                         \
	X(METER, 12, el_act_meter)                                                                           \
	X(CT, 13, el_act_ct)

/* Commands, controller -> worker. X(NAME, number, struct). */
#define EL_COMMANDS(X)                                                                                       \
	X(PAD, 0, el_cmd_hdr)                                                                                \
	X(SYNC, 1, el_cmd_sync)                                                                              \
	X(GENERATION, 2, el_cmd_generation)                                                                  \
	X(MASK_SET, 3, el_cmd_mask_set)                                                                      \
	X(MASK_DEL, 4, el_cmd_mask_del)                                                                      \
	X(ACTION_SET, 5, el_cmd_action_set)                                                                  \
	X(ACTION_DEL, 6, el_cmd_action_del)                                                                  \
	X(FLOW_ADD, 7, el_cmd_flow_add)                                                                      \
	X(FLOW_DEL, 8, el_cmd_flow_del)                                                                      \
	X(FLOW_STATS, 9, el_cmd_flow_stats)                                                                  \
	X(FLOW_DUMP, 10, el_cmd_flow_dump)                                                                   \
	X(NEXTHOP_SET, 11, el_cmd_nexthop_set)                                                               \
	X(NEXTHOP_DEL, 12, el_cmd_nexthop_del)                                                               \
	X(TUNNEL_SET, 13, el_cmd_tunnel_set)                                                                 \
	X(TUNNEL_DEL, 14, el_cmd_tunnel_del)                                                                 \
	X(ENDPOINT_SET, 15, el_cmd_endpoint_set)                                                             \
	X(ENDPOINT_DEL, 16, el_cmd_endpoint_del)                                                             \
	X(GROUP_SET, 17, el_cmd_group_set)                                                                   \
	X(GROUP_DEL, 18, el_cmd_group_del)                                                                   \
	X(RELEASE, 19, el_cmd_release)                                                                       \
	X(INJECT, 20, el_cmd_inject)                                                                         \
	X(PORT_SET, 21, el_cmd_port_set)                                                                     \
	X(PORT_CREDIT, 22, el_cmd_port_credit)                                                               \
	X(METER_SET, 23, el_cmd_meter_set)                                                                   \
	X(SHUTDOWN, 24, el_cmd_shutdown)

/* Events, worker -> controller. X(NAME, number, struct). */
#define EL_EVENTS(X)                                                                                         \
	X(PAD, 0, el_ev_hdr)                                                                                 \
	X(ERROR, 1, el_ev_error)                                                                             \
	X(SYNC, 2, el_ev_sync)                                                                               \
	X(FLOW_IDLE, 3, el_ev_flow_stats)                                                                    \
	X(FLOW_STATS, 4, el_ev_flow_stats)                                                                   \
	X(FLOW, 5, el_ev_flow)                                                                               \
	X(FLOW_DUMP_END, 6, el_ev_sync)                                                                      \
	X(PORT, 7, el_ev_port)

#define EL_ENUM_DROP(name, number, text) EL_DROP_##name = number,
#define EL_ENUM_ERR(name, number, text) EL_ERR_##name = number,
#define EL_ENUM_UPCALL(name, number, text) EL_UPCALL_##name = number,
#define EL_ENUM_ACT(name, number, type) EL_ACT_##name = number,
#define EL_ENUM_CMD(name, number, type) EL_CMD_##name = number,
#define EL_ENUM_EV(name, number, type) EL_EV_##name = number,
enum el_drop { EL_DROPS(EL_ENUM_DROP) };
enum el_err { EL_ERRORS(EL_ENUM_ERR) };
enum el_upcall_reason { EL_UPCALLS(EL_ENUM_UPCALL) };
enum el_act_kind { EL_ACTIONS(EL_ENUM_ACT) };
enum el_cmd_kind { EL_COMMANDS(EL_ENUM_CMD) };
enum el_ev_kind { EL_EVENTS(EL_ENUM_EV) };

/* ---- the flow key --------------------------------------------------------------------------------------- */

enum el_tunnel_type {
	EL_TUN_NONE = 0,
	EL_TUN_VXLAN = 1,  /* RFC 7348 */
	EL_TUN_GRE = 2,    /* RFC 2784/2890 with key, payload transparent Ethernet bridging (0x6558) */
	EL_TUN_NVGRE = 3,  /* RFC 7637: key is VSID << 8 | FlowID; tun_key holds the VSID */
	EL_TUN_GRE_IP = 4, /* GRE with an IPv4 or IPv6 payload: the key has no Ethernet fields */
};

enum el_frag {
	EL_FRAG_NONE = 0,  /* not a fragment */
	EL_FRAG_FIRST = 1, /* offset 0, more to come: L4 header present */
	EL_FRAG_LATER = 2, /* offset > 0: no L4 header, tp_* are 0 */
};

/* What a packet is, to the classifier: 128 bytes, 16-byte aligned, every unused byte zero.
 * A tunnelled packet that reached one of our endpoints has tun_* set and all other fields are the inner packet's. */
struct el_key {
	uint16_t in_port;   /* host order: worker port id */
	uint8_t tun_type;   /* enum el_tunnel_type */
	uint8_t tun_tos;    /* outer DSCP+ECN byte */
	uint32_t tun_key;   /* host order: VNI (24 bits), GRE key (32), VSID (24) */
	uint8_t tun_src[16]; /* outer source; IPv4 as ::ffff:a.b.c.d */
	uint8_t tun_dst[16]; /* outer destination, likewise */
	uint8_t eth_dst[6];
	uint8_t eth_src[6];
	uint16_t vlan_tci;  /* outermost tag: PCP, bit 12 = tag present, VID. 0 = untagged. big-endian */
	uint16_t vlan2_tci; /* second tag (QinQ), likewise */
	uint16_t vlan_tpid; /* TPID of the outermost tag (0x8100, 0x88a8), 0 = untagged. big-endian */
	uint16_t eth_type;  /* big-endian; after the tags; 802.3 length frames: 0x05ff */
	uint32_t rsv0;
	uint8_t ip_src[16]; /* IPv4 as ::ffff:a.b.c.d; ARP: sender protocol address */
	uint8_t ip_dst[16]; /* ARP: target protocol address */
	uint8_t ip_proto;   /* last IPv6 next header reached; ARP: low byte of the opcode */
	uint8_t ip_tos;     /* DSCP+ECN */
	uint8_t ip_ttl;     /* min(TTL or hop limit, 15): all that routers ask of it */
	uint8_t ip_frag;    /* enum el_frag */
	uint16_t tp_src;    /* TCP/UDP/SCTP port; ICMP and ICMPv6: type (as a 16-bit number). big-endian */
	uint16_t tp_dst;    /* TCP/UDP/SCTP port; ICMP and ICMPv6: code. big-endian */
	uint16_t icmp_id;   /* identifier of an ICMP or ICMPv6 echo. big-endian */
	uint8_t tcp_flags;  /* the low 8 flag bits */
	uint8_t ct_state;   /* conntrack result bits of the stage before; 0 in stage 0 */
	uint16_t stage;     /* host order: resume id; 0 = first stage */
	uint8_t nd_target_set; /* 1 when ip_dst of nd_target is meaningful: ICMPv6 NS/NA */
	uint8_t rsv1;
	uint8_t nd_target[16]; /* ICMPv6 neighbour solicitation/advertisement target */
};
#define EL_KEY_SIZE 128

/* Fields a SET action may write and a mask may name. X(NAME, member, bytes, settable). */
#define EL_FIELDS(X)                                                                                         \
	X(IN_PORT, in_port, 2, 0)                                                                            \
	X(TUN_TYPE, tun_type, 1, 0)                                                                          \
	X(TUN_TOS, tun_tos, 1, 0)                                                                            \
	X(TUN_KEY, tun_key, 4, 0)                                                                            \
	X(TUN_SRC, tun_src, 16, 0)                                                                           \
	X(TUN_DST, tun_dst, 16, 0)                                                                           \
	X(ETH_DST, eth_dst, 6, 1)                                                                            \
	X(ETH_SRC, eth_src, 6, 1)                                                                            \
	X(VLAN_TCI, vlan_tci, 2, 1)                                                                          \
	X(VLAN2_TCI, vlan2_tci, 2, 0)                                                                        \
	X(VLAN_TPID, vlan_tpid, 2, 0)                                                                        \
	X(ETH_TYPE, eth_type, 2, 0)                                                                          \
	X(IP_SRC, ip_src, 16, 1)                                                                             \
	X(IP_DST, ip_dst, 16, 1)                                                                             \
	X(IP_PROTO, ip_proto, 1, 0)                                                                          \
	X(IP_TOS, ip_tos, 1, 1)                                                                              \
	X(IP_TTL, ip_ttl, 1, 0)                                                                              \
	X(IP_FRAG, ip_frag, 1, 0)                                                                            \
	X(TP_SRC, tp_src, 2, 1)                                                                              \
	X(TP_DST, tp_dst, 2, 1)                                                                              \
	X(ICMP_ID, icmp_id, 2, 1)                                                                            \
	X(TCP_FLAGS, tcp_flags, 1, 0)                                                                        \
	X(CT_STATE, ct_state, 1, 0)                                                                          \
	X(STAGE, stage, 2, 0)                                                                                \
	X(ND_TARGET_SET, nd_target_set, 1, 0)                                                                \
	X(ND_TARGET, nd_target, 16, 0)

/* ---- action lists: 8-byte aligned records, executed in order ------------------------------------------------ */

/* `len` counts the whole record with this header, a multiple of 8. */
struct el_act {
	uint16_t kind; /* enum el_act_kind */
	uint16_t len;
};

/* Send by a port. Not the last record: a copy is sent and the list goes on with the packet. */
struct el_act_output {
	struct el_act act;
	uint16_t port; /* worker port id or EL_PORT_TUNNEL */
	uint16_t rsv0;
};

struct el_act_drop {
	struct el_act act;
	uint16_t reason; /* enum el_drop */
	uint16_t rsv0;
};

/* Masked write: field = (field & ~mask) | (value & mask); L3/L4 checksums follow (RFC 1624). IPv4 addresses are
 * written as ::ffff:a.b.c.d. A field the packet does not have: the packet is dropped, ACTION_INVALID; except
 * tp_*, on later fragments, which are left alone. */
struct el_act_set {
	struct el_act act;
	uint16_t offset; /* of the field in struct el_key; names the field */
	uint16_t rsv0;
	uint8_t value[16]; /* left-aligned, as in struct el_key */
	uint8_t mask[16];
};

/* TTL or hop limit minus one. At 1 or 0: upcall TTL instead of the list. Decided before the first record of the list
 * runs (a SELECT's member list counts as its continuation; each CLONE decides for its own), as TUNNEL_MTU is, so that
 * the controller gets the packet as it entered the list. */
struct el_act_dec_ttl {
	struct el_act act;
	uint32_t rsv0;
};

struct el_act_push_vlan {
	struct el_act act;
	uint16_t tpid; /* host order: 0x8100 or 0x88a8 */
	uint16_t tci;  /* host order; bit 12 (DEI) as it will be on the wire */
};

struct el_act_pop_vlan {
	struct el_act act;
	uint32_t rsv0;
};

/* Put the packet into a tunnel: outer headers of tunnel_id with this key, next hop chosen by the hash of the inner
 * packet. The list goes on with the outer packet; its OUTPUT names EL_PORT_TUNNEL. */
struct el_act_encap {
	struct el_act act;
	uint32_t tunnel_id;
	uint32_t key; /* VNI, GRE key, VSID; host order */
	uint32_t rsv0;
};

/* Take the outer headers off. A GRE_IP payload gets an Ethernet header from the two addresses. A tunnelled packet
 * takes DECAP before any SET, DEC_TTL, PUSH_VLAN, POP_VLAN or ENCAP; else it is dropped, ACTION_INVALID. */
struct el_act_decap {
	struct el_act act;
	uint8_t eth_dst[6];
	uint8_t eth_src[6];
};

struct el_act_punt {
	struct el_act act;
	uint32_t arg; /* handed back in the upcall */
};

/* Run the `len - 8` bytes that follow on a copy; the list then goes on with the untouched packet. */
struct el_act_clone {
	struct el_act act;
	uint32_t rsv0;
};

/* Go on with the action list of one member, picked by bucket hash % EL_GROUP_BUCKETS (el_hash_flow). Last record. */
struct el_act_select {
	struct el_act act;
	uint32_t group_id;
};

struct el_act_meter {
	struct el_act act;
	uint32_t meter_id;
};

struct el_act_ct {
	struct el_act act;
	uint16_t zone;
	uint16_t flags;
	uint16_t resume; /* stage id of the next stage */
	uint16_t rsv0;
	uint32_t rsv1;
};

/* ---- start configuration: the file `edgelane-worker --config FILE` reads ------------------------------------ */

enum el_port_flags {
	EL_PORT_UNDERLAY = 1,    /* tunnels end here: outer headers are looked at */
	EL_PORT_GATED = 2,       /* polled only while it has credit (PORT_CREDIT): replay */
	EL_PORT_PROMISC = 4,
	EL_PORT_UP = 8,
};

struct el_port_conf {
	uint32_t size; /* sizeof */
	uint16_t port; /* id 0..EL_MAX_PORTS-1, = its index */
	uint16_t flags; /* enum el_port_flags */
	char name[EL_NAME_LEN];         /* the profile's name, unique */
	char device[EL_DEVARGS_LEN];    /* "0000:01:00.0[,args]" or "net_tap0,iface=x": passed to rte_eal_hotplug_add/probe */
	uint16_t rx_queues;
	uint16_t rx_desc;
	uint16_t tx_desc;
	uint16_t mtu;      /* L3 bytes */
	uint64_t rss_types; /* RTE_ETH_RSS_* bits wanted; masked by what the device has; 0 = off */
};

struct el_queue_conf {
	uint16_t port;
	uint16_t queue;
};

struct el_lcore_conf {
	uint32_t size;
	uint16_t lcore;      /* EAL lcore id */
	uint16_t queue_count;
	struct el_queue_conf queues[EL_MAX_LCORE_QUEUES];
};

/* A worker's whole start, followed in the file by port_count ports, then lcore_count lcores. */
struct el_start {
	uint32_t size;      /* sizeof(struct el_start) */
	uint32_t magic;     /* EL_ABI_MAGIC */
	uint32_t version;   /* EL_ABI_VERSION */
	uint32_t layout;    /* EL_LAYOUT_HASH of the writer */
	char name[EL_NAME_LEN];   /* node name */
	char socket[108];         /* path of the control socket to make */
	uint32_t file_size;       /* bytes of the whole file */
	uint16_t port_count;
	uint16_t lcore_count;
	uint16_t burst;           /* packets per rx burst, 1..256 */
	uint16_t mbuf_headroom;   /* bytes kept in front of a packet, >= 128 */
	uint32_t mbuf_count;
	uint32_t mbuf_data;       /* data room of one mbuf, without headroom */
	uint32_t max_flows;       /* flow ids 0..max_flows-1 */
	uint32_t max_actions;
	uint32_t max_tunnels;
	uint32_t max_nexthops;
	uint32_t max_groups;
	uint32_t max_parked;      /* per lcore */
	uint32_t upcall_slots;    /* per lcore, power of two */
	uint32_t command_bytes;   /* command ring, power of two */
	uint32_t event_bytes;     /* event ring, power of two */
	uint32_t upcall_rate;     /* misses per second and port, 0 = no limit */
	uint32_t upcall_burst;    /* depth of that bucket */
	uint32_t park_timeout_ms; /* a parked packet's longest wait */
	uint32_t idle_timeout_ms; /* FLOW_IDLE is sent after this, 0 = never */
	uint32_t backoff_us;      /* longest idle sleep of an lcore, 0 = spin */
	uint32_t eal_argc;
	uint32_t rsv0;
	char eal_args[EL_MAX_EAL_ARGS][EL_DEVARGS_LEN]; /* without program name */
};

/* ---- handshake on the control socket (unix, stream) ---------------------------------------------------------- */

enum el_role {
	EL_ROLE_CONTROLLER = 1, /* one at a time; gets both shared memories */
	EL_ROLE_OBSERVER = 2,   /* any number; gets the counter pages, read-only */
};

struct el_hello { /* client -> worker, first bytes */
	uint32_t size;
	uint32_t magic;
	uint32_t version;
	uint32_t layout; /* EL_LAYOUT_HASH */
	uint32_t role;   /* enum el_role */
	uint32_t pid;
};

/* worker -> client, with file descriptors in SCM_RIGHTS: counters, then (controller only) rings.
 * From then on each byte on the socket is a doorbell and its end is the peer's end. */
struct el_welcome {
	uint32_t size;
	uint32_t magic;
	uint32_t version;
	uint32_t layout;
	uint32_t error; /* enum el_err; not OK: nothing else holds and the socket closes */
	uint32_t pid;
	uint64_t session;    /* rises with every controller attached */
	uint64_t generation; /* last GENERATION command */
	uint64_t rings_bytes;
	uint64_t counters_bytes;
	uint32_t flow_count; /* flows installed now */
	uint32_t rsv0;
};

/* ---- the rings (one sealed memfd): offsets are from its start ------------------------------------------------- */

/* A ring's two positions on cache lines of their own. `head` is written by the producer, `tail` by the consumer;
 * both only grow (mod 2^32). `armed` is set by a consumer about to sleep and cleared by the producer that rings. */
struct el_ring {
	uint32_t head;
	uint32_t rsv0[15];
	uint32_t tail;
	uint32_t armed;
	uint32_t rsv1[14];
	uint32_t data_offset; /* of the first byte of data */
	uint32_t capacity;    /* bytes (command, event) or slots (upcall); a power of two */
	uint32_t rsv2[14];
};

struct el_rings {
	uint32_t size; /* sizeof(struct el_rings) */
	uint32_t magic;
	uint32_t lcore_count;
	uint32_t slot_size; /* sizeof(struct el_upcall) */
	uint32_t rsv0[12];
	struct el_ring command; /* bytes; records 8-byte aligned, never across the end: PAD fills (8 bytes suffice: of a
				 * PAD only size and kind are looked at) */
	struct el_ring event;   /* bytes, likewise */
	struct el_ring upcall[EL_MAX_LCORES]; /* slots of struct el_upcall, one ring an lcore */
};

/* One packet for the controller. A packet with a park id waits in the worker until RELEASE or its time-out. */
struct el_upcall {
	uint32_t size; /* bytes of this record in use: offsetof(data) + snap_len */
	uint16_t reason; /* enum el_upcall_reason */
	uint16_t port;
	uint16_t queue;
	uint16_t lcore;   /* index into the pages, not an EAL id */
	uint32_t pkt_len; /* of the packet as it stands, outer headers included */
	uint32_t snap_len;
	uint32_t arg;
	uint64_t park_id;  /* 0 = not parked */
	uint64_t time_ns;  /* CLOCK_MONOTONIC */
	uint32_t flow_id;  /* PUNT, TTL, TUNNEL_MTU: the flow that asked; EL_ID_NONE for MISS */
	uint32_t hash;     /* el_hash_flow */
	uint16_t inner_offset; /* where the packet that the key describes starts in data */
	uint16_t l3_offset;    /* from the start of data; 0 = none */
	uint16_t l4_offset;    /* from the start of data; 0 = none */
	uint16_t rsv0;
	uint64_t rsv1;
	struct el_key key;
	uint8_t data[EL_SNAP];
};

/* ---- commands -------------------------------------------------------------------------------------------------- */

struct el_cmd_hdr {
	uint32_t size; /* whole record, multiple of 8 */
	uint16_t kind; /* enum el_cmd_kind */
	uint16_t rsv0;
	uint32_t seq;  /* the controller's; handed back in ERROR */
	uint32_t rsv1;
};

/* All commands before it are in force on every lcore: then event SYNC with the token. */
struct el_cmd_sync {
	struct el_cmd_hdr hdr;
	uint64_t token;
};

/* From now on FLOW_ADD with a lower generation is refused as STALE. */
struct el_cmd_generation {
	struct el_cmd_hdr hdr;
	uint64_t generation;
};

struct el_cmd_mask_set {
	struct el_cmd_hdr hdr;
	uint32_t mask_id; /* 0..EL_MAX_MASKS-1, free or equal to what it was */
	uint32_t rsv0;
	struct el_key mask; /* in_port must be all ones */
};

struct el_cmd_mask_del {
	struct el_cmd_hdr hdr;
	uint32_t mask_id; /* with no flow left */
	uint32_t rsv0;
};

/* Followed by `len` bytes of action records. Replacing a list in use changes every flow that names it. */
struct el_cmd_action_set {
	struct el_cmd_hdr hdr;
	uint32_t action_id;
	uint32_t len;
};

struct el_cmd_action_del {
	struct el_cmd_hdr hdr;
	uint32_t action_id; /* named by no flow and no group */
	uint32_t rsv0;
};

struct el_cmd_flow_add {
	struct el_cmd_hdr hdr;
	uint32_t flow_id; /* free, or installed with the same key and mask: its action is then swapped */
	uint32_t action_id;
	uint32_t mask_id;
	uint32_t rsv0;
	uint64_t generation;
	uint64_t cookie; /* kept for the controller that reads flows back */
	struct el_key key; /* bits outside the mask zero */
};

struct el_cmd_flow_del {
	struct el_cmd_hdr hdr;
	uint32_t flow_id;
	uint32_t rsv0;
};

/* Event FLOW_STATS for the flow. */
struct el_cmd_flow_stats {
	struct el_cmd_hdr hdr;
	uint32_t flow_id;
	uint32_t rsv0;
};

/* Event FLOW for each installed flow, then FLOW_DUMP_END with the token. */
struct el_cmd_flow_dump {
	struct el_cmd_hdr hdr;
	uint64_t token;
};

/* A resolved underlay neighbour. A change reaches every tunnel that names it at once. */
struct el_cmd_nexthop_set {
	struct el_cmd_hdr hdr;
	uint32_t nexthop_id;
	uint16_t port;
	uint16_t vlan; /* 0 = untagged, else VID, host order */
	uint8_t eth_dst[6];
	uint8_t eth_src[6];
	uint32_t rsv0;
};

struct el_cmd_nexthop_del {
	struct el_cmd_hdr hdr;
	uint32_t nexthop_id; /* tunnels that name it lose it */
	uint32_t rsv0;
};

enum el_tunnel_flags {
	EL_TUNNEL_MTU_PUNT = 1, /* too big: upcall TUNNEL_MTU; else drop TUNNEL_MTU */
	EL_TUNNEL_UDP_CSUM = 2, /* fill in the outer UDP checksum (always done on IPv6 unless ZERO6) */
	EL_TUNNEL_ZERO6 = 4,    /* RFC 6936: zero checksum on IPv6 */
	EL_TUNNEL_COPY_TOS = 8, /* outer DSCP from the inner; ECN by RFC 6040 */
	EL_TUNNEL_DF = 16,      /* set DF on an IPv4 underlay */
};

struct el_cmd_tunnel_set {
	struct el_cmd_hdr hdr;
	uint32_t tunnel_id;
	uint8_t type; /* enum el_tunnel_type */
	uint8_t ttl;
	uint8_t tos;  /* when not copied */
	uint8_t flags; /* enum el_tunnel_flags */
	uint8_t local[16];  /* IPv4 as ::ffff:a.b.c.d */
	uint8_t remote[16];
	uint16_t udp_dst;   /* host order; VXLAN */
	uint16_t udp_src_min; /* host order; VXLAN source ports are udp_src_min + hash % udp_src_range */
	uint16_t udp_src_range; /* power of two, 1..16384 */
	uint16_t mtu;       /* largest inner L3 packet, bytes; 0 = no limit */
	uint16_t nexthop_count; /* 0 = down */
	uint16_t rsv0;
	uint32_t rsv1;
	uint32_t nexthops[EL_MAX_NEXTHOPS];
};

struct el_cmd_tunnel_del {
	struct el_cmd_hdr hdr;
	uint32_t tunnel_id;
	uint32_t rsv0;
};

/* A local tunnel address: packets to it on underlay ports are parsed as tunnelled. */
struct el_cmd_endpoint_set {
	struct el_cmd_hdr hdr;
	uint32_t endpoint_id; /* 0..EL_MAX_ENDPOINTS-1 */
	uint8_t type;         /* VXLAN, GRE (takes GRE_IP too) or NVGRE */
	uint8_t rsv0;
	uint16_t udp_dst;     /* host order; VXLAN */
	uint8_t local[16];
};

struct el_cmd_endpoint_del {
	struct el_cmd_hdr hdr;
	uint32_t endpoint_id;
	uint32_t rsv0;
};

struct el_group_member {
	uint32_t action_id;
	uint32_t weight; /* 1..65535 */
	uint64_t token;  /* stable name of the member: the consistent hash is over it */
};

/* Followed by member_count struct el_group_member. */
struct el_cmd_group_set {
	struct el_cmd_hdr hdr;
	uint32_t group_id;
	uint32_t member_count; /* 0..EL_MAX_GROUP_MEMBERS */
};

struct el_cmd_group_del {
	struct el_cmd_hdr hdr;
	uint32_t group_id;
	uint32_t rsv0;
};

enum el_release {
	EL_RELEASE_CLASSIFY = 0, /* look it up again; another miss is dropped as INVALIDATED, never parked twice */
	EL_RELEASE_EXECUTE = 1,  /* run the action bytes that follow */
	EL_RELEASE_DROP = 2,     /* with `reason` */
	EL_RELEASE_CONSUME = 3,
};

/* Followed by `act_len` bytes of action records (EXECUTE). An unknown park id is no error: it timed out. */
struct el_cmd_release {
	struct el_cmd_hdr hdr;
	uint64_t park_id;
	uint16_t verdict; /* enum el_release */
	uint16_t reason;  /* enum el_drop */
	uint32_t act_len;
};

/* A packet of the controller's own: `act_len` bytes of action records, then `pkt_len` bytes of packet, padded. */
struct el_cmd_inject {
	struct el_cmd_hdr hdr;
	uint16_t port;  /* as whose packet it counts; its lcore sends it */
	uint16_t rsv0;
	uint32_t act_len;
	uint32_t pkt_len;
	uint32_t rsv1;
};

struct el_cmd_port_set {
	struct el_cmd_hdr hdr;
	uint16_t port;
	uint16_t flags; /* EL_PORT_UP and EL_PORT_PROMISC are heeded */
	uint16_t mtu;   /* 0 = as it is */
	uint16_t rsv0;
};

/* `count` more packets may be received from a GATED port. */
struct el_cmd_port_credit {
	struct el_cmd_hdr hdr;
	uint16_t port;
	uint16_t rsv0;
	uint32_t count;
};

struct el_cmd_meter_set {
	struct el_cmd_hdr hdr;
	uint32_t meter_id;
	uint32_t rsv0;
	uint64_t rate;  /* bytes per second */
	uint64_t burst; /* bytes */
};

/* Drain what is held, close the ports, end. */
struct el_cmd_shutdown {
	struct el_cmd_hdr hdr;
	uint64_t rsv2;
};

/* ---- events ---------------------------------------------------------------------------------------------------- */

struct el_ev_hdr {
	uint32_t size;
	uint16_t kind; /* enum el_ev_kind */
	uint16_t rsv0;
};

struct el_ev_error {
	struct el_ev_hdr hdr;
	uint32_t seq;    /* of the command */
	uint16_t code;   /* enum el_err */
	uint16_t kind;   /* of the command */
	uint32_t offset; /* of the offending field in the command */
	uint32_t rsv1;
};

struct el_ev_sync {
	struct el_ev_hdr hdr;
	uint64_t token;
};

struct el_ev_flow_stats {
	struct el_ev_hdr hdr;
	uint32_t flow_id;
	uint32_t idle_ms; /* since its last packet */
	uint64_t packets; /* over all lcores */
	uint64_t bytes;
};

struct el_ev_flow {
	struct el_ev_hdr hdr;
	uint32_t flow_id;
	uint32_t action_id;
	uint32_t mask_id;
	uint32_t rsv1;
	uint64_t generation;
	uint64_t cookie;
	uint64_t packets;
	uint64_t bytes;
	struct el_key key;
};

struct el_ev_port {
	struct el_ev_hdr hdr;
	uint16_t port;
	uint16_t up; /* link */
	uint32_t speed_mbps;
	uint8_t mac[6];
	uint16_t rsv1;
};

/* ---- counter pages (second memfd, mapped read-only by observers) --------------------------------------------- */

/* The ledger of one (lcore, port, rx queue), or of what the controller injected by that lcore (queue INJECT).
 * rx + injected + cloned + split = tx + sum(drops) + consumed + merged + held, at every snapshot. */
struct el_queue_stats {
	uint16_t port;
	uint16_t queue;
	uint32_t rsv0;
	uint64_t rx;
	uint64_t rx_bytes;
	uint64_t injected;
	uint64_t cloned;
	uint64_t split;
	uint64_t tx; /* of its packets, whatever port they left by */
	uint64_t tx_bytes;
	uint64_t consumed;
	uint64_t merged;
	uint64_t held; /* a level, not a sum */
	uint64_t hits;
	uint64_t misses; /* packets no flow matched */
	uint64_t upcalls; /* records put on the upcall ring */
	uint64_t drops[EL_DROP_COUNT];
	uint64_t batch[EL_BATCH_HIST]; /* polls by packets received */
};

/* What one lcore sent by one port. */
struct el_tx_stats {
	uint64_t packets;
	uint64_t bytes;
};

/* One lcore's page. seq is odd while it is written: read seq, copy, read seq again (bindings: el_counters_read). */
struct el_page {
	uint32_t seq;
	uint32_t size; /* sizeof(struct el_page) */
	uint16_t lcore; /* EAL id */
	uint16_t queue_count; /* entries of queues[] in use, the INJECT entry last */
	uint32_t rsv0;
	uint64_t time_ns; /* CLOCK_MONOTONIC at publishing */
	uint64_t busy_cycles;
	uint64_t idle_cycles;
	uint64_t polls;
	uint64_t idle_sleeps;
	uint64_t rsv1;
	struct el_tx_stats tx[EL_MAX_PORTS];
	struct el_queue_stats queues[EL_MAX_LCORE_QUEUES + 1];
};

struct el_port_info {
	char name[EL_NAME_LEN];
	char driver[EL_NAME_LEN];
	uint8_t mac[6];
	uint16_t flags; /* enum el_port_flags as now */
	uint16_t mtu;
	uint16_t rx_queues;
	uint16_t tx_queues;
	uint16_t link_up;
	uint32_t speed_mbps;
	uint32_t rsv0;
	uint64_t rx_missed; /* the driver's own: packets lost before a queue */
	uint64_t rx_nombuf;
};

struct el_counters {
	uint32_t size; /* sizeof(struct el_counters) */
	uint32_t magic;
	uint32_t lcore_count;
	uint32_t port_count;
	uint64_t tsc_hz;
	uint64_t start_ns; /* CLOCK_MONOTONIC */
	uint64_t generation;
	uint64_t session;
	uint32_t flow_count;
	uint32_t attached; /* 1 while a controller is */
	uint64_t rsv0;
	struct el_port_info ports[EL_MAX_PORTS];
	struct el_page pages[EL_MAX_LCORES];
};

/* ---- pure helpers shared by worker and client library (dataplane/worker/parse.c, hash.c) ---------------------- */

struct el_endpoint {
	uint8_t type; /* enum el_tunnel_type; NONE = free */
	uint8_t rsv0;
	uint16_t udp_dst; /* host order */
	uint8_t local[16];
	uint32_t rsv1;
};

/* Where things are in a parsed packet; offsets from its first byte, 0 = absent. */
struct el_parsed {
	uint16_t inner_offset; /* of the packet the key describes; 0 when not tunnelled */
	uint16_t l3_offset;    /* of that packet: what follows its Ethernet header and tags, whatever it is */
	uint16_t l4_offset;
	uint16_t headers_len;  /* bytes the parser looked at */
	uint16_t outer_l3_offset; /* tunnelled: outer IP header */
	uint16_t outer_l4_offset; /* tunnelled: outer UDP or GRE header */
	uint16_t outer_len;    /* bytes DECAP takes off */
	uint16_t rsv0;
};

/* Parses `len` contiguous bytes of a packet of `pkt_len` bytes into a zeroed key. `endpoints` may be NULL (port is
 * no underlay). Returns EL_DROP_NONE, TRUNCATED or MALFORMED. Pure. */
uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
		  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
		  struct el_parsed *parsed);

/* Hash of the connection the key describes (ip_src, ip_dst, ip_proto, tp_src, tp_dst; for packets without IP the
 * Ethernet addresses and type; fragments: without ports). Not symmetric. Pure, the same in TypeScript. */
uint32_t el_hash_flow(const struct el_key *key);

/* ---- client library (libedgelane.so; libc only) ---------------------------------------------------------------- */

struct el_client;

/* Connects and shakes hands. 0, or a negative el_err / -1000-errno with a sentence in `error`. */
int el_client_open(const char *socket_path, uint32_t role, struct el_welcome *welcome, struct el_client **client,
		   char *error, uint32_t error_size);
void el_client_close(struct el_client *client);
/* A duplicate of the socket for an event loop to wait on (the doorbell, and the worker's end) and to close; or
 * -1000-errno. Whoever reads it reads the doorbell bytes away. */
int el_client_fd(const struct el_client *client);
/* Shared memories. NULL for rings when observer. */
void *el_client_rings(const struct el_client *client);
const void *el_client_counters(const struct el_client *client);
/* Publishes the command bytes the caller wrote up to ring position `head`. 0 or a negative el_err. */
int el_commands_publish(struct el_client *client, uint32_t head);
/* Copies up to `max` upcalls into `out` (slots of sizeof(struct el_upcall)), all lcores in turn; of a slot only the
 * bytes in use. Number taken, or -EL_ERR_SIZE / -EL_ERR_RANGE when the worker's ring makes no sense. */
int el_upcalls_take(struct el_client *client, struct el_upcall *out, uint32_t max);
/* Copies whole event records into `out`, without PAD. Bytes taken, or a negative el_err as above; `out` must hold the
 * largest event. */
int el_events_take(struct el_client *client, void *out, uint32_t bytes);
/* Arms the doorbell. 1: something is waiting already, do not sleep; 0: armed. */
int el_client_arm(struct el_client *client);
/* Eats doorbell bytes. 0, or -1 when the worker has gone. */
int el_client_drain(struct el_client *client);
/* One consistent copy of the page of lcore index `lcore`. 0, -EL_ERR_RANGE, or -1000-EAGAIN when no moment without a
 * write was found. */
int el_counters_read(const struct el_client *client, uint32_t lcore, struct el_page *out);
uint64_t el_now_ns(void);

#ifdef __cplusplus
}
#endif
#endif
