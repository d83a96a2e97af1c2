/* Sends packets with wishes. */
#ifndef EDGELANE_FINISH_SEND_H
#define EDGELANE_FINISH_SEND_H

#include <stdint.h>

struct lcore;
struct rte_mbuf;
struct el_queue_stats;

/* lcore_send of m, which has wishes, by a port that is up. Each segment counts: all but one as `split`. */
void finish_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port);

/* Into the buffer of the port, or to the lcore that sends by it. In lcore_env.c. */
void lcore_pass(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port);

#endif
