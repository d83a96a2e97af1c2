/* Hash of the connection a key describes: picks group members, next hops, source ports and tx queues.
 *
 * Pure; the same function exists in TypeScript, so it uses 32-bit arithmetic only and must never depend on
 * the compiler or machine. It is no defence against chosen packets: nothing but spreading may rest on it.
 *
 * Definition. All arithmetic is mod 2^32; words are 4 bytes of struct el_key read as little-endian.
 *
 *     mix(h, w) = rotate_left((h ^ w) * 0x9e3779b1, 15)
 *     end(h): h ^= h >> 16; h *= 0x7feb352d; h ^= h >> 15; h *= 0x846ca68b; h ^= h >> 16
 *
 *     ports = the word at tp_src (tp_src in its low half, tp_dst in its high half), or 0 when ip_frag is not
 * 0
 *
 *     eth_type 0x0800: h = 4; mix in the word at ip_src + 12, the word at ip_dst + 12, ports, ip_proto
 *     eth_type 0x86dd: h = 6; mix in the 4 words of ip_src, the 4 words of ip_dst, ports, ip_proto
 *     else:            h = 2; mix in the 3 words from eth_dst (6 bytes destination, 6 bytes source),
 *                             then eth_type as the 16-bit little-endian number its two bytes are
 *     result: end(h)
 */
#include "edgelane.h"

#include "bytes.h"
#include "hash.h"
#include "protocol.h"

static inline uint32_t mix_words(uint32_t h, const uint8_t *from, int words)
{
	for (int i = 0; i < words; i++)
		h = hash_mix(h, get_raw32(from + 4 * i));
	return h;
}

uint32_t el_hash_flow(const struct el_key *key)
{
	uint16_t type = __builtin_bswap16(key->eth_type);
	uint32_t h;

	if (type == ETHER_IPV4 || type == ETHER_IPV6) {
		uint32_t ports = key->ip_frag == EL_FRAG_NONE ? get_raw32(&key->tp_src) : 0;

		if (type == ETHER_IPV4)
			return hash_ipv4(get_raw32(key->ip_src + 12), get_raw32(key->ip_dst + 12), ports,
			                 key->ip_proto);
		h = mix_words(mix_words(6, key->ip_src, 4), key->ip_dst, 4);
		h = hash_mix(hash_mix(h, ports), key->ip_proto);
	} else {
		h = hash_mix(mix_words(2, key->eth_dst, 3), key->eth_type);
	}
	return hash_end(h);
}
