/* Tables of immutable objects by controller-assigned id: action lists, tunnels, next hops, groups.
 *
 * Main replaces a pointer; lcores load it; the old object is freed after a grace period. An object is never
 * written after it was put.
 */
#ifndef EDGELANE_OBJECTS_H
#define EDGELANE_OBJECTS_H

#include <stdint.h>

#include "rcu.h"

struct objects {
	void **slot;
	uint32_t count; /* ids are 0..count-1 */
};

/* 0, or -1: out of memory. */
int objects_init(struct objects *o, uint32_t count);
/* Frees all objects at once: for when no lcore runs. */
void objects_close(struct objects *o);
/* Puts `object` (from malloc; NULL empties) and retires what was there. id must be below count. */
void objects_put(struct objects *o, struct rcu *rcu, uint32_t id, void *object);

/* By lcores and main; NULL = none, or no such id. */
static inline void *objects_get(const struct objects *o, uint32_t id)
{
	if (id >= o->count)
		return NULL;
	return __atomic_load_n(&o->slot[id], __ATOMIC_ACQUIRE);
}

#endif
