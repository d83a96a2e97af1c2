/* A FIFO of retired objects over rte_rcu_qsbr. See rcu.h. */
#include "rcu.h"

#include <stdlib.h>
#include <string.h>

#define START_CAPACITY 1024u

int rcu_init(struct rcu *rcu, uint32_t readers)
{
	size_t bytes = rte_rcu_qsbr_get_memsize(readers);

	memset(rcu, 0, sizeof(*rcu));
	rcu->qsbr = aligned_alloc(RTE_CACHE_LINE_SIZE, RTE_CACHE_LINE_ROUNDUP(bytes));
	rcu->ring = calloc(START_CAPACITY, sizeof(*rcu->ring));
	rcu->capacity = START_CAPACITY;
	if (!rcu->qsbr || !rcu->ring || rte_rcu_qsbr_init(rcu->qsbr, readers) != 0) {
		rcu_close(rcu);
		return -1;
	}
	for (uint32_t i = 0; i < readers; i++)
		rte_rcu_qsbr_thread_register(rcu->qsbr, i);
	return 0;
}

static void free_oldest(struct rcu *rcu)
{
	struct rcu_retired *r = &rcu->ring[rcu->tail & (rcu->capacity - 1)];

	rcu->tail++;
	r->free(r->context, r->object);
}

void rcu_close(struct rcu *rcu)
{
	if (rcu->ring)
		while (rcu_pending(rcu))
			free_oldest(rcu);
	free(rcu->ring);
	free(rcu->qsbr);
	memset(rcu, 0, sizeof(*rcu));
}

static bool grow(struct rcu *rcu)
{
	uint32_t bigger = rcu->capacity * 2;
	struct rcu_retired *ring = calloc(bigger, sizeof(*ring));

	if (!ring)
		return false;
	for (uint32_t i = rcu->tail; i != rcu->head; i++)
		ring[i & (bigger - 1)] = rcu->ring[i & (rcu->capacity - 1)];
	free(rcu->ring);
	rcu->ring = ring;
	rcu->capacity = bigger;
	return true;
}

bool rcu_retire(struct rcu *rcu, rcu_free free, void *context, void *object)
{
	if (!object)
		return true;
	if (rcu->head - rcu->tail == rcu->capacity && !grow(rcu))
		return false;
	rcu->ring[rcu->head++ & (rcu->capacity - 1)] = (struct rcu_retired){
	    .free = free,
	    .context = context,
	    .object = object,
	};
	return true;
}

static void free_heap(void *context, void *object)
{
	(void)context;
	free(object);
}

void rcu_retire_heap(struct rcu *rcu, void *object)
{
	rcu_retire(rcu, free_heap, NULL, object);
}

static void free_passed(struct rcu *rcu)
{
	while (rcu->tail != rcu->sealed && rcu_passed(rcu, rcu->ring[rcu->tail & (rcu->capacity - 1)].token))
		free_oldest(rcu);
}

void rcu_reclaim(struct rcu *rcu)
{
	free_passed(rcu);
	/* What is freed may retire something itself. */
	while (rcu->sealed != rcu->head && rcu_passed(rcu, rcu_token(rcu)))
		free_passed(rcu);
}

uint64_t rcu_token(struct rcu *rcu)
{
	uint64_t token = rte_rcu_qsbr_start(rcu->qsbr);

	for (; rcu->sealed != rcu->head; rcu->sealed++)
		rcu->ring[rcu->sealed & (rcu->capacity - 1)].token = token;
	return token;
}

bool rcu_passed(struct rcu *rcu, uint64_t token)
{
	return rte_rcu_qsbr_check(rcu->qsbr, token, false) == 1;
}
