/* The common frame in one straight line, from its bytes to the vectors of struct compact: at most one 0x8100
 * tag, IPv4 without options or fragments, TCP or UDP; also inside VXLAN, GRE with nothing but a key, or NVGRE
 * over IPv4.
 *
 * Declines all else, and whatever might be wrong; el_parse then finds out. It must agree with that, bit for
 * bit, on what it takes.
 */
#ifndef EDGELANE_PARSE_BRIEF_H
#define EDGELANE_PARSE_BRIEF_H

#include "brief.h"
#include "bytes.h"
#include "protocol.h"

/* The endpoints of the underlay over IPv4, as the parser meets them in a header, in the order of el_parse's
 * list: the first that fits wins. */
struct brief_endpoints {
	uint32_t udp_count, gre_count;
	struct brief_vxlan {
		uint32_t address; /* as in the packet */
		uint32_t udp_dst; /* as in the packet */
	} udp[EL_MAX_ENDPOINTS];
	struct brief_gre {
		uint32_t address; /* as in the packet */
		uint32_t type;    /* EL_TUN_GRE or EL_TUN_NVGRE */
	} gre[EL_MAX_ENDPOINTS];
};

static inline void brief_add(struct brief_endpoints *b, const struct el_endpoint *e)
{
	uint32_t address;

	if (!is_mapped_ipv4(e->local))
		return;
	memcpy(&address, e->local + 12, 4);
	if (e->type == EL_TUN_VXLAN)
		b->udp[b->udp_count++] = (struct brief_vxlan){address, __builtin_bswap16(e->udp_dst)};
	else
		b->gre[b->gre_count++] = (struct brief_gre){address, e->type};
}

#define BRIEF_LEAST (ETHER_BYTES + VLAN_BYTES + IPV4_BYTES + UDP_BYTES)

/* Version 4, no options, no fragment, a right checksum, and `total` bytes of which L4's ports are there.
 * `room` is enough for these. */
static inline int brief_ipv4(const uint8_t *ip, uint32_t room, uint32_t *total)
{
	uint64_t first = get_raw64(ip), sum, low;
	uint32_t half;

	if (unlikely((first & 0xff3f0000000000ff) != 0x45))
		return 0;
	/* Ones' complement: each carry comes back in at the bottom. A word added to itself turned by half its
	 * width has the folded sum in its upper half. */
	sum = first + get_raw64(ip + 8);
	sum += sum < first;
	low = get_raw32(ip + 16);
	sum += low;
	sum += sum < low;
	half = (uint32_t)((sum + (sum << 32 | sum >> 32)) >> 32);
	*total = __builtin_bswap16((uint16_t)(first >> 16));
	return likely((half + (half << 16 | half >> 16)) >> 16 == 0xffff) &&
	       likely(*total - (IPV4_BYTES + UDP_BYTES) <= room - (IPV4_BYTES + UDP_BYTES));
}

/* Behind an Ethernet header with at most one tag, in a frame of BRIEF_LEAST or more: the IPv4 header's
 * offset, or 0. */
static inline uint32_t brief_ethernet(const uint8_t *eth, uint32_t *tci)
{
	uint16_t type = get_raw16(eth + 12);

	*tci = 0;
	if (likely(type == __builtin_bswap16(ETHER_IPV4)))
		return ETHER_BYTES;
	if (type != __builtin_bswap16(ETHER_VLAN) || get_raw16(eth + 16) != __builtin_bswap16(ETHER_IPV4))
		return 0;
	*tci = get_raw16(eth + 14) | __builtin_bswap16(TCI_PRESENT);
	return ETHER_BYTES + VLAN_BYTES;
}

/* TCP flags, 0 for UDP; negative: neither, or headers that do not fit. */
static inline int brief_l4(const uint8_t *ip, uint32_t total)
{
	const uint8_t *l4 = ip + IPV4_BYTES;

	if (ip[9] == IP_UDP)
		return 0;
	if (ip[9] != IP_TCP || total < IPV4_BYTES + TCP_BYTES || l4[12] < 0x50 ||
	    (l4[12] >> 4) * 4u > total - IPV4_BYTES)
		return -1;
	return l4[13];
}

static inline void brief_heads(struct brief *b, const uint8_t *eth, const uint8_t *ip, uint32_t tci,
                               uint32_t flags, uint32_t in_port)
{
	__m128i head = _mm_loadu_si128((const __m128i *)(const void *)eth);

	head = _mm_insert_epi16(head, (int)tci, 6);
	b->head[0] = _mm_insert_epi16(head, (int)(in_port | (uint32_t)ip[1] << 8), 7);
	/* From the TTL to the ports; where the checksum was are the TCP flags, and no fragment. */
	head = _mm_loadu_si128((const __m128i *)(const void *)(ip + 8));
	head = _mm_min_epu8(head, _mm_set_epi64x(-1, (long long)0xffffffffffffff0f));
	b->head[1] = _mm_insert_epi16(head, (int)flags, 1);
}

static inline int brief_is_vxlan(const struct brief_endpoints *e, uint32_t address, uint32_t udp_dst)
{
	for (uint32_t i = 0; i < e->udp_count; i++)
		if (e->udp[i].address == address && e->udp[i].udp_dst == udp_dst)
			return 1;
	return 0;
}

/* The kind of GRE this endpoint list takes at `address`: as gre_kind of parse_tunnel.h. */
static inline uint32_t brief_gre_kind(const struct brief_endpoints *e, uint32_t address)
{
	for (uint32_t i = 0; i < e->gre_count; i++)
		if (e->gre[i].address == address)
			return e->gre[i].type;
	return EL_TUN_NONE;
}

/* The outer packet's IPv4 header is right. Bytes from it to the inner frame; 0: ends at none of our
 * endpoints; UINT32_MAX: declined. */
static inline uint32_t brief_outer(struct brief *b, const uint8_t *ip, uint32_t total,
                                   const struct brief_endpoints *e)
{
	const uint8_t *l4 = ip + IPV4_BYTES;
	uint32_t key, bytes, type = EL_TUN_VXLAN;

	if (ip[9] == IP_UDP) {
		if (!brief_is_vxlan(e, get_raw32(ip + 16), get_raw16(l4 + 2)))
			return 0;
		bytes = IPV4_BYTES + UDP_BYTES + VXLAN_BYTES;
		if (get_be16(l4 + 4) != total - IPV4_BYTES || total < bytes || !(l4[8] & VXLAN_FLAG_I))
			return UINT32_MAX;
		key = get_be32(l4 + 12) >> 8;
	} else if (ip[9] == IP_GRE) {
		type = brief_gre_kind(e, get_raw32(ip + 16));
		if (type == EL_TUN_NONE || get_be32(l4) != (GRE_KEY << 16 | ETHER_TEB))
			return UINT32_MAX;
		bytes = IPV4_BYTES + 8;
		key = get_be32(l4 + 4) >> (type == EL_TUN_NVGRE ? 8 : 0);
	} else {
		return 0;
	}
	b->tunnel = _mm_set_epi32((int)(type | (uint32_t)ip[1] << 8), (int)get_raw32(ip + 16),
	                          (int)get_raw32(ip + 12), (int)key);
	return bytes;
}

/* Fills *b, all but m, from a frame of `len` contiguous bytes, the whole packet. 0: declined. `e` may be
 * NULL: no underlay port. */
static inline __attribute__((always_inline)) int parse_brief(struct brief *b, const uint8_t *data,
                                                             uint32_t len, uint32_t in_port,
                                                             const struct brief_endpoints *e)
{
	uint32_t tci, total, l2, at = 0;
	const uint8_t *eth = data;
	int flags;

	if (unlikely(len < BRIEF_LEAST))
		return 0;
	l2 = brief_ethernet(eth, &tci);
	if (unlikely(!l2 || !brief_ipv4(eth + l2, len - l2, &total)))
		return 0;
	if (e) {
		uint32_t bytes = brief_outer(b, data + l2, total, e);

		if (bytes) {
			/* A packet with bytes behind its end is for el_parse, and for DECAP, to cut. */
			if (unlikely(bytes == UINT32_MAX || l2 + total != len || total - bytes < BRIEF_LEAST))
				return 0;
			at = l2 + bytes;
			eth = data + at;
			l2 = brief_ethernet(eth, &tci);
			if (unlikely(!l2 || !brief_ipv4(eth + l2, len - at - l2, &total)))
				return 0;
		}
	}
	flags = brief_l4(eth + l2, total);
	if (unlikely(flags < 0))
		return 0;
	brief_heads(b, eth, eth + l2, tci, (uint32_t)flags, in_port);
	if (likely(at + l2 == ETHER_BYTES))
		b->shape = BRIEF_SHAPE(ETHER_BYTES, 0, 0);
	else
		b->shape =
		    BRIEF_SHAPE(at + l2, at, (tci ? COMPACT_TAGGED : 0) | (at ? COMPACT_TUNNELLED : 0));
	return 1;
}

#endif
