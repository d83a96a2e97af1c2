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

struct tunnel {
	uint8_t type;    /* enum el_tunnel_type */
	uint8_t flags;   /* enum el_tunnel_flags */
	uint8_t is_ipv6; /* underlay family */
	uint8_t len;     /* bytes of header[] in use */
	uint8_t l3_len;  /* 20 or 40 */
	uint8_t nexthop_count;
	uint16_t mtu;          /* largest inner L3 packet, 0 = no limit */
	uint16_t udp_src_min;  /* host order */
	uint16_t udp_src_mask; /* range - 1 */
	uint32_t partial; /* IPv4: ones' complement sum of the header with length, ID, TOS and checksum zero;
	                     IPv6 with a UDP checksum: of the addresses and the next header */
	uint32_t nexthops[EL_MAX_NEXTHOPS];
	uint8_t header[TUNNEL_TEMPLATE_MAX]; /* IP, UDP or GRE, VXLAN; lengths, checksums and key zero */
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

/* What an encapsulation or decapsulation came to; p->m stays the caller's. */
struct tunnel_result {
	uint16_t drop;   /* enum el_drop; NONE = done */
	uint16_t upcall; /* 1: TUNNEL_MTU upcall with `arg`; the packet is untouched */
	uint32_t arg;
};

/* Puts p into tunnel `id` and sets p->tunnel_port and p->stale. */
struct tunnel_result tunnel_encap(struct lcore *lc, struct packet *p, uint32_t id, uint32_t key);
/* Takes p's outer headers off; p's key and offsets follow. Returns an el_drop. */
uint16_t tunnel_decap(struct packet *p, const struct el_act_decap *act);

#endif
