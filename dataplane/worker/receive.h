/* From a burst of mbufs to their actions: parse, classify, run. */
#ifndef EDGELANE_RECEIVE_H
#define EDGELANE_RECEIVE_H

#include "lcore.h"
#include "packet.h"
#include "worker.h"

/* Polls one rx queue once. Packets received. */
uint32_t receive_poll(struct lcore *lc, struct rx_queue *q);
/* Parses p as a packet of `port`: a drop reason. p->m and p->origin are set. */
uint16_t receive_parse(struct lcore *lc, struct packet *p, const struct port *port);
/* The same by a list that was loaded before. */
uint16_t receive_parse_at(struct packet *p, const struct port *port, const struct endpoints *e);

static inline const struct endpoints *receive_endpoints(const struct lcore *lc)
{
	return __atomic_load_n(&lc->w->endpoints, __ATOMIC_ACQUIRE);
}

/* Looks p up and runs its flow's actions; false: no flow, p is still the caller's. */
bool receive_classify(struct lcore *lc, struct packet *p);

#endif
