/* The cable between two ports: frames go in at one end, known ones are found among those that come out.
 *
 * Main alone works here, on ports no lcore polls. Every wait ends: by its own time, the run's, or a signal.
 */
#ifndef EDGELANE_WIRE_CABLE_H
#define EDGELANE_WIRE_CABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "port.h"

struct rte_mbuf;
struct rte_mempool;

struct wire_cable {
	struct port *from, *to; /* the same: a looped port */
	struct rte_mempool *pool;
	int signals;       /* signalfd that ends the run; -1: none */
	uint64_t deadline; /* TSC */
	uint32_t nonce;
	uint64_t sent, received, strangers;
	bool stopped; /* by a signal */
};

/* What came out; called for each frame, flat. Gives whether it was one of ours: that prolongs the wait. */
typedef bool (*wire_arrival)(void *arg, const struct rte_mbuf *m, const uint8_t *frame, uint32_t len);

/* The run's time is over, or somebody ended it. */
bool wire_over(struct wire_cable *c);
/* `frame` in as many mbufs as it takes, each of at most `piece` bytes (0: as it fits), `headers` of them in
 * the first in any case. NULL: no mbufs. */
struct rte_mbuf *wire_mbuf(struct wire_cable *c, const uint8_t *frame, uint32_t len, uint32_t headers,
                           uint32_t piece);
/* Sends m, as the worker would. false: the driver would not have it, m is freed. */
bool wire_send(struct wire_cable *c, struct rte_mbuf *m);
/* Gives what comes out to `arrival` until *done, or nothing more came for `quiet_ms`. */
void wire_receive(struct wire_cable *c, uint32_t quiet_ms, const bool *done, wire_arrival arrival, void *arg);
/* Waits for both links. false: one is down. */
bool wire_up(struct wire_cable *c, uint32_t ms);

#endif
