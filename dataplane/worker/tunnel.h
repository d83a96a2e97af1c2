/* Tunnels and their next hops: outer headers rendered once from a command, copied in front of each packet.
 *
 * Rendering runs on the main thread; encap and decap on lcores, which never write to these objects.
 */
#ifndef EDGELANE_TUNNEL_H
#define EDGELANE_TUNNEL_H

#include <stdint.h>

#include "edgelane.h"

struct lcore;
struct packet;

/* IPv6 40 + UDP 8 + VXLAN 8. */
#define TUNNEL_TEMPLATE_MAX 56

/* One next hop of a tunnel over IPv4, with all that the packets which leave by it have in common. */
struct tunnel_way {
	uint8_t header[64]; /* `len` bytes from Ethernet to the key; lengths, IP checksum, source port and key
	                       zero */
	uint8_t len;        /* 0: there is none, encap.c knows what to do */
	uint8_t rsv0;
	uint16_t port;
	uint32_t most;     /* bytes from the inner L3 header on */
	uint32_t ip_sum;   /* of the IP header */
	uint32_t most_key; /* of the tunnel's kind */
} __attribute__((aligned(64)));

struct tunnel {
	uint8_t type;    /* enum el_tunnel_type */
	uint8_t flags;   /* enum el_tunnel_flags */
	uint8_t is_ipv6; /* underlay family */
	uint8_t tos;     /* when not copied */
	uint8_t len;     /* bytes of header[] in use */
	uint8_t l3_len;  /* 20 or 40 */
	uint8_t nexthop_count;
	uint8_t straight;      /* over IPv4, nothing to sum, count or copy from the packet: it has ways */
	uint16_t mtu;          /* largest inner L3 packet, 0 = no limit */
	uint16_t udp_src_min;  /* host order */
	uint16_t udp_src_mask; /* range - 1 */
	uint16_t rsv1;
	uint32_t ip_sum; /* IPv4: sum of header[0..19] with length, ID, TOS and checksum zero (csum_fold) */
	uint32_t pseudo_sum; /* of the addresses and the UDP protocol number */
	uint32_t nexthops[EL_MAX_NEXTHOPS];
	uint8_t header[TUNNEL_TEMPLATE_MAX]; /* IP, UDP or GRE, VXLAN; lengths, checksums and key zero */
	struct tunnel_way way[EL_MAX_NEXTHOPS];
};

struct nexthop {
	uint16_t port;
	uint8_t len; /* 14, or 18 with a VLAN tag */
	uint8_t rsv0;
	uint8_t header[20]; /* Ethernet header; the last two of `len` bytes are the EtherType, zero here */
};

/* Checks a command (all but hdr) and renders it. 0, or a positive el_err with *bad_offset = offset of the
 * offending field in the command; *t is then untouched. */
int tunnel_render(struct tunnel *t, const struct el_cmd_tunnel_set *cmd, uint32_t max_nexthops,
                  uint32_t *bad_offset);
/* Likewise; port must be below `port_count`, VLAN 0..4094, no MAC all zero, the source no group address. */
int nexthop_render(struct nexthop *n, const struct el_cmd_nexthop_set *cmd, uint32_t port_count,
                   uint32_t *bad_offset);

/* Renders way[i] anew; n may be NULL: the next hop is not known. */
void tunnel_way_render(struct tunnel *t, uint32_t i, const struct nexthop *n);

/* Whether p, neither tunnelled nor stale, or a segment it is to be cut into, is larger than the tunnel
 * carries. */
int tunnel_too_big(const struct tunnel *t, const struct packet *p);

/* Puts p, neither tunnelled nor stale, into the tunnel; sets p->tunnel_port and p->stale. Returns an el_drop:
 * NONE, TUNNEL_DOWN, TUNNEL_MTU, NO_HEADROOM, OVERSIZED (64 KiB) or ACTION_INVALID (key too large for the
 * kind; GRE_IP around what is not IP). p->m stays the caller's. */
uint16_t tunnel_encap(struct lcore *lc, struct packet *p, const struct tunnel *t, uint32_t key);

/* Takes p's outer headers off; key and offsets follow, ECN is combined (RFC 6040 4.2), bytes behind the outer
 * packet's end are cut. Returns an el_drop: NONE, ACTION_INVALID (not tunnelled), MALFORMED (GRE checksum),
 * ECN or NO_HEADROOM. */
uint16_t tunnel_decap(struct packet *p, const struct el_act_decap *act);

#endif
