/* The common frame in one straight line: at most one VLAN tag, IPv4 without options or fragments, TCP or UDP.
 *
 * Declines all else, and whatever might be wrong; parse_ethernet then finds out. It must agree with that, bit
 * for bit, on what it takes. The key is put together in registers and stored 16 bytes at a time: classifiers
 * load it so, and a load over several smaller stores would wait for each to reach the cache.
 */
#ifndef EDGELANE_PARSE_FAST_H
#define EDGELANE_PARSE_FAST_H

#include <emmintrin.h>

#include "parse_l3.h"

/* What is known of a frame before it is read: the head of its key, and where it lies. */
struct frame_start {
	__m128i tun[2];       /* key bytes 0..31 */
	uint64_t tun_dst_low; /* key bytes 32..39 */
	uint32_t at;
	uint32_t limit;
	uint32_t end;
};

static inline __m128i two_words(uint64_t low, uint64_t high)
{
	return _mm_set_epi64x((long long)high, (long long)low);
}

/* ::ffff:a.b.c.d, the address as it stands in memory. */
static inline __m128i mapped(uint32_t address)
{
	return two_words(0, (uint64_t)address << 32 | 0xffff0000u);
}

/* 1: the key is written whole, and *l3 and *headers_len tell the offsets; L4 follows 20 bytes after L3. */
static inline int fast_frame(const uint8_t *data, const struct frame_start *f, struct el_key *key,
                             uint32_t *l3, uint32_t *headers_len)
{
	const uint8_t *eth = data + f->at;
	uint32_t room = f->limit - f->at;
	uint32_t l2 = ETHER_BYTES;
	uint64_t tags = 0; /* key bytes 52..59: TCI, second TCI, TPID, EtherType */

	if (room < ETHER_BYTES + IPV4_BYTES + UDP_BYTES)
		return 0;
	uint16_t type = get_raw16(eth + 12);
	if (type == __builtin_bswap16(ETHER_VLAN)) {
		if (room < ETHER_BYTES + VLAN_BYTES + IPV4_BYTES + UDP_BYTES)
			return 0;
		tags = (uint64_t)type << 32 | (get_raw16(eth + 14) | __builtin_bswap16(TCI_PRESENT));
		type = get_raw16(eth + 16);
		l2 += VLAN_BYTES;
	}
	const uint8_t *ip = eth + l2;
	uint32_t total = get_be16(ip + 2);
	uint32_t frag = get_raw16(ip + 6);
	if (type != __builtin_bswap16(ETHER_IPV4) || ip[0] != 0x45 ||
	    frag & __builtin_bswap16(IPV4_MF | IPV4_OFFSET) || ipv4_header_sum(ip, IPV4_BYTES) != 0xffff ||
	    total > f->end - f->at - l2)
		return 0;
	uint32_t l4_room = (total < room - l2 ? total : room - l2) - IPV4_BYTES;
	const uint8_t *l4 = ip + IPV4_BYTES;
	uint32_t flags = 0;
	uint32_t l4_len = UDP_BYTES;
	if (total < IPV4_BYTES + UDP_BYTES || l4_room < UDP_BYTES)
		return 0;
	if (ip[9] == IP_TCP) {
		if (l4_room < TCP_BYTES || l4[12] < 0x50 || (l4[12] >> 4) * 4u > total - IPV4_BYTES)
			return 0;
		flags = l4[13];
		l4_len = TCP_BYTES;
	} else if (ip[9] != IP_UDP) {
		return 0;
	}

	__m128i *out = (__m128i *)(void *)key;
	uint64_t numbers = ip[9] | (uint32_t)ip[1] << 8 | (uint32_t)key_ttl(ip[8]) << 16;
	_mm_storeu_si128(out, f->tun[0]);
	_mm_storeu_si128(out + 1, f->tun[1]);
	_mm_storeu_si128(out + 2, two_words(f->tun_dst_low, get_raw64(eth)));
	_mm_storeu_si128(
	    out + 3, two_words((uint64_t)get_raw32(eth + 8) | tags << 32, tags >> 32 | (uint64_t)type << 16));
	_mm_storeu_si128(out + 4, mapped(get_raw32(ip + 12)));
	_mm_storeu_si128(out + 5, mapped(get_raw32(ip + 16)));
	_mm_storeu_si128(out + 6, two_words(numbers | (uint64_t)get_raw32(l4) << 32, flags << 16));
	_mm_storeu_si128(out + 7, _mm_setzero_si128());
	*l3 = f->at + l2;
	*headers_len = f->at + l2 + IPV4_BYTES + l4_len;
	return 1;
}

#endif
