/* One lcore: what its loop owns. Nobody else touches it, except what is marked.
 *
 * A loop takes messages, bursts and handovers in, flushes what it sends, and reports a quiescent state; it
 * never blocks, allocates or logs.
 */
#ifndef EDGELANE_LCORE_H
#define EDGELANE_LCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "capture.h"
#include "handover.h"
#include "mailbox.h"
#include "meter.h"
#include "park.h"
#include "port.h"
#include "table.h"
#include "tx.h"

struct worker;
struct wake;
struct spread;
struct rte_ring;

struct rx_queue {
	struct port *port;
	uint16_t queue;
	bool train; /* the last packets were of one flow: the next ones may be too */
	struct el_queue_stats *stats;
	struct spread *spread; /* whose tunnel packets other lcores share */
	struct rte_ring *ring; /* not the device's: what another lcore received */
};

/* Tokens of one port's upcall budget on this lcore. */
struct bucket {
	uint64_t tokens; /* in units of 1/tsc_hz token */
	uint64_t last_tsc;
	uint64_t rate;  /* a second; 0 = no limit */
	uint64_t depth; /* tokens */
	uint64_t taken, refused;
};

struct lcore {
	struct worker *w;
	struct wake *wake; /* NULL: nothing wakes it but time */
	uint16_t index;
	uint16_t eal_id;
	uint16_t burst;
	uint16_t queue_count;
	uint64_t now; /* TSC at the start of the loop */
	struct rx_queue queues[EL_MAX_LCORE_QUEUES];
	struct table *table;  /* main writes it */
	struct mailbox *mail; /* main's other end */
	struct park park;
	struct tx tx;
	struct handover handover;
	struct bucket budget[EL_MAX_PORTS];
	struct capture capture;     /* main writes it */
	struct meter_state *meters; /* by id */

	/* Counters: private, published by counters_publish. The entry after the last queue is INJECT. */
	struct el_queue_stats stats[EL_MAX_LCORE_QUEUES + 1];
	struct el_tx_stats sent[EL_MAX_PORTS];
	uint64_t busy_cycles;
	uint64_t idle_cycles;
	uint64_t polls;
	uint64_t idle_sleeps;
	uint64_t published_tsc;
	bool unpublished; /* counters moved since */
	struct el_page *page;
};

/* An lcore for w->conf.lcores[index]. NULL: out of memory. */
struct lcore *lcore_create(struct worker *w, uint16_t index);
/* For when no lcore runs. Frees the packets it still holds. */
void lcore_destroy(struct lcore *lc);

/* The loop, until w->stopping; signature of an lcore_function_t. */
int lcore_run(void *lcore);
/* One turn of it. Packets handled. */
uint32_t lcore_turn(struct lcore *lc);

static inline struct el_queue_stats *lcore_inject_stats(struct lcore *lc)
{
	return &lc->stats[lc->queue_count];
}

#endif
