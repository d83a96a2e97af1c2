/* Action lists: 8-byte aligned records, executed in order.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_ACTIONS_H
#define EDGELANE_ABI_ACTIONS_H

#include <stdint.h>

#include "limits.h"

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

/* Masked write: field = (field & ~mask) | (value & mask); L3/L4 checksums follow (RFC 1624). IPv4 addresses
 * are written as ::ffff:a.b.c.d. A field the packet does not have: the packet is dropped, ACTION_INVALID;
 * except tp_*, on later fragments, which are left alone. */
struct el_act_set {
	struct el_act act;
	uint16_t offset; /* of the field in struct el_key; names the field */
	uint16_t rsv0;
	uint8_t value[16]; /* left-aligned, as in struct el_key */
	uint8_t mask[16];
};

/* TTL or hop limit minus one. At 1 or 0: upcall TTL instead of the list. Decided before the first record of
 * the list runs (a SELECT's member list counts as its continuation; each CLONE decides for its own), as
 * TUNNEL_MTU is, so that the controller gets the packet as it entered the list. */
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

/* Put the packet into a tunnel: outer headers of tunnel_id with this key, next hop chosen by the hash of the
 * inner packet. The list goes on with the outer packet; its OUTPUT names EL_PORT_TUNNEL. IPv4 without DF that
 * is larger than the tunnel takes becomes fragments first, as CHECK_MTU's does, each in a packet of its own.
 */
struct el_act_encap {
	struct el_act act;
	uint32_t tunnel_id;
	uint32_t key; /* VNI, GRE key, VSID; host order */
	uint32_t rsv0;
};

/* Take the outer headers off. A GRE_IP payload gets an Ethernet header from the two addresses. A tunnelled
 * packet takes DECAP before any SET, DEC_TTL, PUSH_VLAN, POP_VLAN or ENCAP; else it is dropped,
 * ACTION_INVALID. */
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

/* Go on with the action list of one member, picked by bucket hash % EL_GROUP_BUCKETS (el_hash_flow). Last
 * record. */
struct el_act_select {
	struct el_act act;
	uint32_t group_id;
};

/* Colours the packet as it is here (METER_SET). Red: dropped, METER, as by a meter that does not exist. */
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

/* An L3 packet larger than `mtu` (a segment of one that is to be cut): upcall PATH_MTU instead of the list,
 * decided before the first record as DEC_TTL's is. IPv4 without DF, being no packet that is to be cut, is not
 * handed up: here it becomes fragments (RFC 791 3.2), and the rest of the list runs on each. A tunnelled
 * packet takes DECAP first. */
struct el_act_check_mtu {
	struct el_act act;
	uint16_t mtu; /* 68..65535 */
	uint16_t rsv0;
};

/* The MSS option of a TCP SYN becomes at most `mss`. Left alone: all that is no TCP SYN with its options, and
 * a SYN without the option. */
struct el_act_clamp_mss {
	struct el_act act;
	uint16_t mss; /* 1..65535 */
	uint16_t rsv0;
};

/* IPv4 becomes IPv6 or the other way round by RFC 7915; each address is a masked write as SET's, IPv4 ones as
 * ::ffff:a.b.c.d. TOS, TTL and fragments are carried over. What has no like in the other family is dropped,
 * UNTRANSLATABLE: ICMP other than echo, ICMP in fragments, source routes with hops left, home addresses, AH,
 * a first fragment of UDP without checksum. `family` 4: DF is set above 1260 bytes (RFC 7915 5.1); below, the
 * identification is the transport checksum. */
struct el_act_translate {
	struct el_act act;
	uint8_t family; /* that it becomes: 4 or 6 */
	uint8_t rsv0[3];
	uint8_t src[16];
	uint8_t src_mask[16];
	uint8_t dst[16];
	uint8_t dst_mask[16];
};

#endif
