/* Select groups: a table of buckets, each the action list of one member, built by weighted rendezvous
 * hashing.
 *
 * Built on the main thread, read by lcores. A member's buckets depend on its token and weight and on nobody's
 * position: a member that leaves gives its own buckets away and moves no other; one that joins only takes.
 */
#ifndef EDGELANE_GROUP_H
#define EDGELANE_GROUP_H

#include <stdint.h>

#include "edgelane.h"

struct group {
	uint32_t member_count;
	uint32_t bucket[EL_GROUP_BUCKETS]; /* action id; EL_ID_NONE throughout when there is no member */
};

/* Checks members (weight 1..65535, tokens distinct, action_id below max_actions) and builds the table. 0, or
 * a positive el_err with *bad_offset = offset of the offending field from the first member; *g is then
 * untouched. count is 0..EL_MAX_GROUP_MEMBERS, checked too. Deterministic; integer arithmetic only. */
int group_build(struct group *g, const struct el_group_member *members, uint32_t count, uint32_t max_actions,
                uint32_t *bad_offset);

static inline uint32_t group_pick(const struct group *g, uint32_t hash)
{
	return g->bucket[hash % EL_GROUP_BUCKETS];
}

#endif
