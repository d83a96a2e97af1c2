/* Commands: what the controller asks of the worker. Each is checked before anything changes.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_COMMANDS_H
#define EDGELANE_ABI_COMMANDS_H

#include <stdint.h>

#include "limits.h"
#include "key.h"

struct el_cmd_hdr {
	uint32_t size; /* whole record, multiple of 8 */
	uint16_t kind; /* enum el_cmd_kind */
	uint16_t rsv0;
	uint32_t seq; /* the controller's; handed back in ERROR */
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
	uint64_t cookie;   /* kept for the controller that reads flows back */
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
	EL_TUNNEL_MTU_PUNT = 1, /* too big, not to be cut: upcall TUNNEL_MTU; else drop TUNNEL_MTU */
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
	uint8_t tos;       /* when not copied */
	uint8_t flags;     /* enum el_tunnel_flags */
	uint8_t local[16]; /* IPv4 as ::ffff:a.b.c.d */
	uint8_t remote[16];
	uint16_t udp_dst;       /* host order; VXLAN */
	uint16_t udp_src_min;   /* host order; VXLAN source ports are udp_src_min + hash % udp_src_range */
	uint16_t udp_src_range; /* power of two, 1..16384 */
	uint16_t mtu;           /* largest inner L3 packet, bytes; 0 = no limit */
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
	uint16_t udp_dst; /* host order; VXLAN */
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

/* CLASSIFY and DROP are for all packets that wait under the id, EXECUTE and CONSUME for the one that came up:
 * the rest, equal by its key alone, is looked up again. Who is looked up again and misses comes up again, the
 * upcall's arg says how often that was by CLASSIFY: flows leave for another table, or for want of room. After
 * EL_MOST_RETURNS the next such miss is dropped as INVALIDATED: EXECUTE then needs no flow. */
enum el_release {
	EL_RELEASE_CLASSIFY = 0, /* look it up again */
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

/* A packet of the controller's own: `act_len` bytes of action records, then `pkt_len` bytes of packet,
 * padded. */
struct el_cmd_inject {
	struct el_cmd_hdr hdr;
	uint16_t port; /* as whose packet it counts; its lcore sends it */
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

enum el_meter_type {
	EL_METER_SRTCM = 1, /* RFC 2697: committed and excess burst at one rate */
	EL_METER_TRTCM = 2, /* RFC 2698: committed and peak rate */
};

enum el_meter_unit {
	EL_METER_BYTES = 0, /* of the frame as it is at the METER record: from its first MAC, without FCS */
	EL_METER_PACKETS = 1,
};

/* What goes over the rates is coloured, colour-blind: green passes, yellow passes and is marked, red is
 * dropped, METER. One that exists takes the new rates and keeps its tokens and counts. The rate is that of
 * all lcores together: each has a share of it that follows what it is offered. */
struct el_cmd_meter_set {
	struct el_cmd_hdr hdr;
	uint32_t meter_id;
	uint8_t type;   /* enum el_meter_type */
	uint8_t unit;   /* enum el_meter_unit, of all that follows */
	uint8_t yellow; /* DSCP that yellow IP packets get, ECN kept; EL_METER_UNMARKED: their own */
	uint8_t rsv0;
	uint64_t cir; /* committed rate, a second; 1..EL_METER_MOST, as the others */
	uint64_t cbs; /* committed burst */
	uint64_t ebs; /* SRTCM: excess burst, may be 0; TRTCM: peak burst */
	uint64_t pir; /* TRTCM: peak rate, >= cir; SRTCM: 0 */
};

struct el_cmd_meter_del {
	struct el_cmd_hdr hdr;
	uint32_t meter_id; /* named by no action list */
	uint32_t rsv0;
};

/* Event METER_STATS for the meter. */
struct el_cmd_meter_stats {
	struct el_cmd_hdr hdr;
	uint32_t meter_id;
	uint32_t rsv0;
};

/* Packets at these points of these ports are copied to the capture rings from now on, other packets are not.
 * It ends with the session. A full ring loses copies, never packets. */
struct el_cmd_capture {
	struct el_cmd_hdr hdr;
	uint64_t ports;  /* 1 << port */
	uint32_t points; /* enum el_capture_point; 0 = off */
	uint32_t snap;   /* bytes of a packet at most, 1..65535 */
};

/* Drain what is held, close the ports, end. */
struct el_cmd_shutdown {
	struct el_cmd_hdr hdr;
	uint64_t rsv2;
};

#endif
