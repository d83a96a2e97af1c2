/* Hash of the connection a key describes: picks group members, next hops, source ports and tx queues.
 *
 * Pure; the same function exists in TypeScript, so it must never depend on the compiler or machine. It is no
 * defence against chosen packets: nothing but spreading may rest on it.
 *
 * Definition. Numbers have 64 bits; words are 4 or 8 bytes of struct el_key read as little-endian.
 *
 *     A = 0x9e3779b97f4a7c15, B = 0xd6e8feb86659fd93, C = 0xa0761d6478bd642f
 *     fold(a, b): the low half of the 128-bit product a * b, xor its high half
 *     end(h): the high 32 bits of h * C mod 2^64
 *
 *     ports = the word at tp_src (tp_src in its low half, tp_dst in its high half), or 0 when ip_frag is not
 * 0
 *
 *     eth_type 0x0800: h = fold(A ^ (ip_proto << 8 | word at ip_src + 12 << 32),
 *                               B ^ (word at ip_dst + 12 | ports << 32))
 *     eth_type 0x86dd: h = fold(A ^ first 8 bytes of ip_src, B ^ last 8), then fold(h ^ first 8 of ip_dst,
 *                      B ^ last 8), then fold(h ^ (ip_proto << 8 | ports << 32), B)
 *     else:            h = fold(A ^ 8 bytes at eth_dst, B ^ (4 bytes at eth_dst + 8 | eth_type as the
 *                      16-bit little-endian number its two bytes are << 32))
 *     result: end(h)
 */
#include "edgelane.h"

#include <stddef.h>

#include "bytes.h"
#include "hash.h"
#include "protocol.h"

uint32_t el_hash_flow(const struct el_key *key)
{
	uint16_t type = __builtin_bswap16(key->eth_type);
	uint64_t ports = key->ip_frag == EL_FRAG_NONE ? get_raw32(&key->tp_src) : 0, h;
	uint64_t last = (uint64_t)key->ip_proto << 8;
	/* Both MACs, which lie one behind the other. */
	const uint8_t *macs = (const uint8_t *)key + offsetof(struct el_key, eth_dst);

	if (type == ETHER_IPV4)
		return hash_pair(last | (uint64_t)get_raw32(key->ip_src + 12) << 32,
		                 get_raw32(key->ip_dst + 12) | ports << 32);
	if (type != ETHER_IPV6)
		return hash_pair(get_raw64(macs), get_raw32(macs + 8) | (uint64_t)key->eth_type << 32);
	h = hash_fold(HASH_A ^ get_raw64(key->ip_src), HASH_B ^ get_raw64(key->ip_src + 8));
	h = hash_fold(h ^ get_raw64(key->ip_dst), HASH_B ^ get_raw64(key->ip_dst + 8));
	return hash_end(hash_fold(h ^ (last | ports << 32), HASH_B));
}
