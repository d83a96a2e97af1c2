/* RSS: Toeplitz over addresses and ports, one bit after another. */
#include <string.h>

#include "card.h"

#define V4_PORTS(p) ((p) == 6 ? RTE_ETH_RSS_NONFRAG_IPV4_TCP : RTE_ETH_RSS_NONFRAG_IPV4_UDP)
#define V6_PORTS(p) ((p) == 6 ? RTE_ETH_RSS_NONFRAG_IPV6_TCP : RTE_ETH_RSS_NONFRAG_IPV6_UDP)

static uint32_t toeplitz(const uint8_t *key, const uint8_t *in, uint32_t bytes)
{
	uint32_t hash = 0;

	for (uint32_t bit = 0; bit < bytes * 8; bit++) {
		uint32_t window = read32(key + bit / 8), shift = bit % 8;

		if (shift)
			window = window << shift | key[bit / 8 + 4] >> (8 - shift);
		if (in[bit / 8] & 0x80 >> shift)
			hash ^= window;
	}
	return hash;
}

bool toeplitz_of(const uint8_t *key, uint64_t types, const uint8_t *f, const struct layer *l, uint32_t *hash)
{
	uint32_t bytes = l->version == 4 ? 8 : 32;
	bool ports = (l->proto == 6 || l->proto == 17) && l->l4_len && !l->fragment;
	uint64_t wanted;
	uint8_t in[36];

	if (!l->version)
		return false;
	if (ports)
		wanted = l->version == 4 ? V4_PORTS(l->proto) : V6_PORTS(l->proto);
	else if (l->fragment)
		wanted = l->version == 4 ? RTE_ETH_RSS_FRAG_IPV4 : RTE_ETH_RSS_FRAG_IPV6;
	else
		wanted = l->version == 4 ? RTE_ETH_RSS_NONFRAG_IPV4_OTHER : RTE_ETH_RSS_NONFRAG_IPV6_OTHER;
	if (!(types & wanted))
		return false;
	memcpy(in, f + l->l3 + (l->version == 4 ? 12 : 8), bytes);
	if (ports)
		memcpy(in + bytes, f + l->l4, 4);
	*hash = toeplitz(key, in, bytes + (ports ? 4 : 0));
	return true;
}
