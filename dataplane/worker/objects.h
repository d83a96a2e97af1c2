/* Tables of immutable objects by controller-assigned id: action lists, tunnels, next hops, groups.
 *
 * Main replaces a pointer; lcores load it; the old object is freed after a grace period. An object is never
 * written after it was put. One that is removed must never vanish, nor its id mean another, under an lcore
 * that found the id just before.
 */
#ifndef EDGELANE_OBJECTS_H
#define EDGELANE_OBJECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "rcu.h"

struct objects {
	void **slot;
	uint8_t *leaving; /* main's: removed, lcores may still be on their way to it */
	uint32_t count;   /* ids are 0..count-1 */
	struct rcu *rcu;
};

/* 0, or -1: out of memory. */
int objects_init(struct objects *o, uint32_t count);
/* Frees all objects at once: for when no lcore runs. */
void objects_close(struct objects *o);
/* Puts `object` (from malloc) and retires what was there. id must be below count and not leaving. */
void objects_put(struct objects *o, struct rcu *rcu, uint32_t id, void *object);
/* Takes away what is at id: for main at once, for lcores after a grace period, when rcu_reclaim comes by. */
void objects_remove(struct objects *o, struct rcu *rcu, uint32_t id);

/* Whether what was at the id has not left yet: nothing may be put there. id must be below count. */
static inline bool objects_leaving(const struct objects *o, uint32_t id)
{
	return o->leaving[id] != 0;
}

/* By lcores; NULL = none, or no such id. */
static inline void *objects_get(const struct objects *o, uint32_t id)
{
	if (id >= o->count)
		return NULL;
	return __atomic_load_n(&o->slot[id], __ATOMIC_ACQUIRE);
}

/* The same as main sees it: without what was removed. */
static inline void *objects_find(const struct objects *o, uint32_t id)
{
	return id < o->count && !o->leaving[id] ? o->slot[id] : NULL;
}

#endif
