/* Counter pages: a private copy per lcore, shown to observers under a seqlock at a burst boundary.
 *
 * At that moment no packet is between two counters, so every page balances (edgelane.h, el_queue_stats).
 */
#ifndef EDGELANE_COUNTERS_H
#define EDGELANE_COUNTERS_H

#include "lcore.h"
#include "worker.h"

/* ---- main ---- */

/* The memfd, its read-only twin and the constant parts. 0, or -1. */
int counters_init(struct worker *w);
void counters_close(struct worker *w);
/* Names the page's queues; once, before the lcore runs. */
void counters_bind(struct worker *w, struct lcore *lc);
/* What main knows: ports, flows, session. */
void counters_main(struct worker *w);
/* Of that only the flows and their generation. */
void counters_flows(struct worker *w);

/* ---- lcore ---- */

/* Shows the private counters. */
void counters_publish(struct lcore *lc);

#endif
