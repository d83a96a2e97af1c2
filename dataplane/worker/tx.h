/* Transmit buffers of one lcore: packets collect by port during a loop and leave at its end.
 *
 * Every packet handed to tx_add is counted once: sent, or dropped by name.
 */
#ifndef EDGELANE_TX_H
#define EDGELANE_TX_H

#include <stdint.h>

#include "edgelane.h"

#define TX_BURST 32u

struct lcore;
struct rte_mbuf;

/* Whose packet it is: a ledger of this lcore, or a ticket of the lcore that handed it over. */
struct tx_owner {
	struct el_queue_stats *origin; /* NULL: handed over */
	uint16_t lcore;                /* handed over: by this lcore */
	uint16_t entry;                /* and its ledger there */
};

struct tx_buffer {
	uint32_t count;
	struct rte_mbuf *m[TX_BURST];
	struct tx_owner owner[TX_BURST];
};

struct tx {
	uint64_t waiting; /* ports with something in their buffer */
	struct tx_buffer *buffer[EL_MAX_PORTS];
};

/* Buffers for `ports` ports. 0, or -1: out of memory. */
int tx_init(struct tx *tx, uint32_t ports);
void tx_close(struct tx *tx);

/* Takes m over. The port exists and this lcore sends for itself on it. */
void tx_add(struct lcore *lc, uint16_t port, struct rte_mbuf *m, struct tx_owner owner);
/* Sends all that waits. */
void tx_flush(struct lcore *lc);

#endif
