/* DPDK without huge pages or devices, a pool, and ports that are models: for the models' own tests. */
#ifndef EDGELANE_CARDS_STAND_H
#define EDGELANE_CARDS_STAND_H

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "model.h"

struct stand_port {
	struct model *model;
	uint16_t id;
};

extern struct rte_mempool *stand_pool;

/* Ends the process with 3 and a sentence when DPDK does not start. */
void stand_start(void);
void stand_stop(void);
/* A new port. */
struct stand_port stand_card(enum model_card card, const struct model_knobs *knobs);
/* Configured, its queues set up with the driver's defaults and `desc` descriptors, started. 0 or -errno. */
int stand_open(const struct stand_port *p, uint16_t queues, uint16_t desc, const struct rte_eth_conf *conf);
void stand_close(const struct stand_port *p);
/* The bytes in segments of `split` bytes; 0: in one, or as few as it takes. NULL: no mbufs. */
struct rte_mbuf *stand_mbuf(const uint8_t *bytes, uint32_t len, uint32_t split);

#endif
