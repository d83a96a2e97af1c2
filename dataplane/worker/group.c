/* Builds select groups: in each bucket the member whose weighted draw is best (rendezvous hashing).
 *
 * A member's draw in a bucket is u = hash(token, bucket) in (0,1]; the member with the least -log2(u) /
 * weight wins, which makes its share weight / sum of weights. All in integers: the same table on every
 * machine.
 */
#include "group.h"

#include <stddef.h>
#include <string.h>

/* Mixes 64 bits well: the finishing steps of splitmix64. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* -log2(x / 2^64), x > 0, in units of 2^-32: leading zeros, then one bit of the fraction a squaring. */
static uint64_t minus_log2(uint64_t x)
{
	unsigned zeros = (unsigned)__builtin_clzll(x);
	uint64_t mantissa = x << zeros; /* 1.0 is 2^63 */
	uint64_t fraction = 0;

	for (int i = 0; i < 32; i++) {
		unsigned __int128 square = (unsigned __int128)mantissa * mantissa;

		fraction <<= 1;
		if (square >> 127) {
			fraction |= 1;
			mantissa = (uint64_t)(square >> 64);
		} else {
			mantissa = (uint64_t)(square >> 63);
		}
	}
	return ((uint64_t)(zeros + 1) << 32) - fraction;
}

static uint32_t winner(const struct el_group_member *members, uint32_t count, uint32_t bucket)
{
	uint64_t best_cost = 0;
	uint32_t best = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t draw =
		    mix(mix(members[i].token + 0x9e3779b97f4a7c15u) + bucket * 0xd1342543de82ef95u);
		uint64_t cost = minus_log2(draw | 1);
		/* cost / weight compared crosswise; costs are below 2^39, weights below 2^16. */
		uint64_t mine = cost * members[best].weight;
		uint64_t theirs = best_cost * members[i].weight;

		if (i == 0 || mine < theirs || (mine == theirs && members[i].token < members[best].token)) {
			best = i;
			best_cost = cost;
		}
	}
	return members[best].action_id;
}

static int check(const struct el_group_member *members, uint32_t count, uint32_t max_actions,
                 uint32_t *bad_offset)
{
	*bad_offset = 0;
	if (count > EL_MAX_GROUP_MEMBERS)
		return EL_ERR_RANGE;
	for (uint32_t i = 0; i < count; i++) {
		const struct el_group_member *m = &members[i];
		uint32_t at = i * (uint32_t)sizeof(*m);

		*bad_offset = at + (uint32_t)offsetof(struct el_group_member, action_id);
		if (m->action_id >= max_actions)
			return EL_ERR_RANGE;
		*bad_offset = at + (uint32_t)offsetof(struct el_group_member, weight);
		if (m->weight == 0 || m->weight > 65535)
			return EL_ERR_RANGE;
		*bad_offset = at + (uint32_t)offsetof(struct el_group_member, token);
		for (uint32_t j = 0; j < i; j++)
			if (members[j].token == m->token)
				return EL_ERR_EXISTS;
	}
	return EL_ERR_OK;
}

int group_build(struct group *g, const struct el_group_member *members, uint32_t count, uint32_t max_actions,
                uint32_t *bad_offset)
{
	int error = check(members, count, max_actions, bad_offset);

	if (error)
		return error;
	g->member_count = count;
	for (uint32_t b = 0; b < EL_GROUP_BUCKETS; b++)
		g->bucket[b] = count ? winner(members, count, b) : EL_ID_NONE;
	return EL_ERR_OK;
}
