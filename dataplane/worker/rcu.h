/* Deferred freeing: what lcores may still be reading is freed once each has passed a quiescent state.
 *
 * The main thread is the only writer; lcores only report. Nothing here may wait. A grace period begins with a
 * write to a line that lcores read at each turn, so it is for all that was retired before, not for one
 * object.
 */
#ifndef EDGELANE_RCU_H
#define EDGELANE_RCU_H

#include <stdbool.h>
#include <stdint.h>

#include <rte_rcu_qsbr.h>

typedef void (*rcu_free)(void *context, void *object);

struct rcu_retired {
	uint64_t token;
	rcu_free free;
	void *context;
	void *object;
};

struct rcu {
	struct rte_rcu_qsbr *qsbr; /* lcores read it at each turn: what main writes is in another line */
	struct rcu_retired *ring __attribute__((aligned(64))); /* FIFO, a power of two */
	uint32_t capacity;
	uint32_t head;   /* next to fill */
	uint32_t sealed; /* from here on no grace period has begun, and no token is there */
	uint32_t tail;   /* oldest */
};

/* For lcores 0..readers-1, all registered and offline. 0, or -1: out of memory. */
int rcu_init(struct rcu *rcu, uint32_t readers);
/* Frees everything retired, whoever reads: for when no lcore runs. */
void rcu_close(struct rcu *rcu);

/* Calls free(context, object) after a grace period. False: there is no memory to remember it, free is never
 * called. */
bool rcu_retire(struct rcu *rcu, rcu_free free, void *context, void *object);
/* Retire for free(3); leaks where it cannot be remembered. */
void rcu_retire_heap(struct rcu *rcu, void *object);
/* Frees what may be freed now, and lets a grace period begin for the rest. */
void rcu_reclaim(struct rcu *rcu);

/* A point in time, and whether every lcore has been quiescent since: then what was retired before it may be
 * freed. */
uint64_t rcu_token(struct rcu *rcu);
bool rcu_passed(struct rcu *rcu, uint64_t token);

static inline bool rcu_pending(const struct rcu *rcu)
{
	return rcu->head != rcu->tail;
}

#endif
