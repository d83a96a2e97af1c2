/* The bytes ENCAP puts in front of a packet: a next hop's Ethernet header, a tunnel's template, and what
 * differs from packet to packet.
 *
 * Must write nothing but the room the caller has made.
 */
#ifndef EDGELANE_ENCAP_WRITE_H
#define EDGELANE_ENCAP_WRITE_H

#include "checksum.h"
#include "lcore_env.h"
#include "protocol.h"
#include "tunnel.h"

/* Identification of outer IPv4 packets that may be fragmented (RFC 6864); each lcore counts for itself. */
extern _Thread_local uint16_t encap_next_id;

/* By the high bits of the hash: its low bits choose source ports and group members. A next hop that has gone
 * gives way to the one after it. */
static inline const struct nexthop *encap_nexthop(struct lcore *lc, const struct tunnel *t, uint32_t hash)
{
	uint32_t first = (uint32_t)((uint64_t)hash * t->nexthop_count >> 32);

	for (uint32_t i = 0; i < t->nexthop_count; i++) {
		uint32_t at = first + i < t->nexthop_count ? first + i : first + i - t->nexthop_count;
		const struct nexthop *n = lcore_nexthop(lc, t->nexthops[at]);

		if (likely(n))
			return n;
	}
	return NULL;
}

static inline void encap_fill_ip(const struct tunnel *t, uint8_t *ip, uint8_t tos, uint32_t payload,
                                 uint32_t hash)
{
	if (t->is_ipv6) {
		/* The flow label carries the entropy where ports do not (RFC 6438). */
		put_be32(ip, 6u << 28 | (uint32_t)tos << 20 | (hash & 0xfffff));
		put_be16(ip + 4, (uint16_t)payload);
		return;
	}
	uint16_t total = __builtin_bswap16((uint16_t)(payload + IPV4_BYTES));
	uint16_t id = t->flags & EL_TUNNEL_DF ? 0 : __builtin_bswap16(encap_next_id++);
	uint32_t sum = t->ip_sum + total + id + __builtin_bswap16(tos);
	ip[1] = tos;
	put_raw16(ip + 2, total);
	put_raw16(ip + 4, id);
	put_raw16(ip + 10, (uint16_t)~csum_fold(sum));
}

static inline void encap_fill_vxlan(const struct tunnel *t, uint8_t *udp, uint32_t payload, uint32_t hash,
                                    uint32_t key)
{
	put_be16(udp, (uint16_t)(t->udp_src_min + (hash & t->udp_src_mask)));
	put_be16(udp + 4, (uint16_t)payload);
	put_be32(udp + 12, key << 8);
}

static inline void encap_fill_gre(const struct tunnel *t, uint8_t *gre, uint16_t eth_type, uint32_t hash,
                                  uint32_t key)
{
	if (t->type == EL_TUN_GRE_IP)
		put_raw16(gre + 2, eth_type);
	/* NVGRE: the FlowID under the VSID is the entropy (RFC 7637 3.2). */
	put_be32(gre + 4, t->type == EL_TUN_NVGRE ? key << 8 | (hash & 0xff) : key);
}

/* Constant sizes for the two common templates: no call to memcpy. */
static inline void encap_copy_template(uint8_t *ip, const struct tunnel *t)
{
	if (likely(t->len == IPV4_BYTES + UDP_BYTES + VXLAN_BYTES))
		memcpy(ip, t->header, IPV4_BYTES + UDP_BYTES + VXLAN_BYTES);
	else if (t->len == IPV4_BYTES + 8)
		memcpy(ip, t->header, IPV4_BYTES + 8);
	else
		memcpy(ip, t->header, t->len);
}

/* The Ethernet and IP headers and the template behind them, at `eth`: n->len + t->len bytes. `payload`: bytes
 * behind the outer L3 header. The UDP or GRE header is still to be filled in. Returns the IP header. */
static inline uint8_t *encap_write(const struct tunnel *t, const struct nexthop *n, uint8_t *eth, uint8_t tos,
                                   uint32_t payload, uint32_t hash)
{
	uint8_t *ip = eth + n->len;

	memcpy(eth, n->header, sizeof(n->header)); /* a constant size is two moves; its tail is overwritten */
	encap_copy_template(ip, t);
	put_be16(ip - 2, t->is_ipv6 ? ETHER_IPV6 : ETHER_IPV4);
	encap_fill_ip(t, ip, tos, payload, hash);
	return ip;
}

#endif
