/* The steps of el_hash_flow (hash.c defines them), for those who have a packet's fields in registers. */
#ifndef EDGELANE_HASH_H
#define EDGELANE_HASH_H

#include <stdint.h>

static inline uint32_t hash_mix(uint32_t h, uint32_t w)
{
	h = (h ^ w) * 0x9e3779b1u;
	return h << 15 | h >> 17;
}

static inline uint32_t hash_end(uint32_t h)
{
	h ^= h >> 16;
	h *= 0x7feb352du;
	h ^= h >> 15;
	h *= 0x846ca68bu;
	return h ^ h >> 16;
}

/* Words as in struct el_key; `ports` 0 for fragments. */
static inline uint32_t hash_ipv4(uint32_t src, uint32_t dst, uint32_t ports, uint32_t proto)
{
	return hash_end(hash_mix(hash_mix(hash_mix(hash_mix(4, src), dst), ports), proto));
}

#endif
