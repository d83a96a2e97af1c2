/* Pointer tables. See objects.h. */
#include "objects.h"

#include <stdlib.h>

#include "mem.h"

int objects_init(struct objects *o, uint32_t count)
{
	*o = (struct objects){.slot = mem_map(count * sizeof(*o->slot)), .leaving = mem_map(count)};
	o->count = o->slot && o->leaving ? count : 0;
	return o->count == count ? 0 : -1;
}

void objects_close(struct objects *o)
{
	for (uint32_t i = 0; i < o->count; i++)
		free(o->slot[i]);
	mem_unmap(o->slot, o->count * sizeof(*o->slot));
	mem_unmap(o->leaving, o->count);
	*o = (struct objects){0};
}

void objects_put(struct objects *o, struct rcu *rcu, uint32_t id, void *object)
{
	void *old = __atomic_exchange_n(&o->slot[id], object, __ATOMIC_ACQ_REL);

	rcu_retire_heap(rcu, old);
}

/* Plus one, since rcu_retire ignores NULL. Who finds the id from now on finds nothing; who found the object
 * just before has another grace period. */
static void left(void *context, void *id_plus_one)
{
	struct objects *o = context;
	uint32_t id = (uint32_t)(uintptr_t)id_plus_one - 1;

	o->leaving[id] = 0;
	objects_put(o, o->rcu, id, NULL);
}

void objects_remove(struct objects *o, struct rcu *rcu, uint32_t id)
{
	void *id_plus_one = (void *)((uintptr_t)id + 1);

	o->rcu = rcu;
	o->leaving[id] = 1;
	if (!rcu_retire(rcu, left, o, id_plus_one))
		left(o, id_plus_one);
}
