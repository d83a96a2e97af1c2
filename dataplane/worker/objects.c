/* Pointer tables. See objects.h. */
#include "objects.h"

#include <stdlib.h>

#include "mem.h"

int objects_init(struct objects *o, uint32_t count)
{
	o->slot = mem_map(count * sizeof(*o->slot));
	o->count = o->slot ? count : 0;
	return o->slot ? 0 : -1;
}

void objects_close(struct objects *o)
{
	for (uint32_t i = 0; i < o->count; i++)
		free(o->slot[i]);
	mem_unmap(o->slot, o->count * sizeof(*o->slot));
	*o = (struct objects){0};
}

void objects_put(struct objects *o, struct rcu *rcu, uint32_t id, void *object)
{
	void *old = __atomic_exchange_n(&o->slot[id], object, __ATOMIC_ACQ_REL);

	rcu_retire_heap(rcu, old);
}
