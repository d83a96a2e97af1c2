/* The steps of el_hash_flow (hash.c defines them), for those who have a packet's fields in registers. */
#ifndef EDGELANE_HASH_H
#define EDGELANE_HASH_H

#include <stdint.h>

#define HASH_A 0x9e3779b97f4a7c15u
#define HASH_B 0xd6e8feb86659fd93u
#define HASH_C 0xa0761d6478bd642fu

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint32_t hash_end(uint64_t h)
{
	return (uint32_t)(h * HASH_C >> 32);
}

/* All of it where two words say what the connection is. IPv4: the protocol in the second byte of `a`, the
 * source in its high half; destination and ports (0 for fragments) in `b`. */
static inline uint32_t hash_pair(uint64_t a, uint64_t b)
{
	return hash_end(hash_fold(HASH_A ^ a, HASH_B ^ b));
}

#endif
