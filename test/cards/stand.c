/* See stand.h. */
#include "stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_dev.h>
#include <rte_eal.h>

#include "mbuf_chain.h"

struct rte_mempool *stand_pool;

static void die(const char *what)
{
	fprintf(stderr, "CARDS: %s\n", what);
	exit(3);
}

void stand_start(void)
{
	char prefix[64];
	char *argv[] = {"cards",       "--no-huge",     "-m",       "256", "--no-pci", "--no-telemetry",
	                "--no-shconf", "--log-level=1", "--lcores", "0",   prefix,     NULL};

	snprintf(prefix, sizeof(prefix), "--file-prefix=cards-%d", getpid());
	if (rte_eal_init((int)RTE_DIM(argv) - 1, argv) < 0)
		die("DPDK's environment did not start");
	stand_pool = rte_pktmbuf_pool_create("stand", 8191, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
	if (!stand_pool)
		die("no memory for mbufs");
}

void stand_stop(void)
{
	rte_eal_cleanup();
}

struct stand_port stand_card(enum model_card card, const struct model_knobs *knobs)
{
	static uint32_t number;
	struct stand_port p;
	char name[32];

	snprintf(name, sizeof(name), "net_null%u", number++);
	p.model = model_claim(name, card, knobs);
	if (rte_dev_probe(name) || rte_eth_dev_get_port_by_name(name, &p.id))
		die("no port underneath a model");
	return p;
}

int stand_open(const struct stand_port *p, uint16_t queues, uint16_t desc, const struct rte_eth_conf *conf)
{
	int error = rte_eth_dev_configure(p->id, queues, queues, conf);

	for (uint16_t q = 0; !error && q < queues; q++) {
		error = rte_eth_rx_queue_setup(p->id, q, desc, 0, NULL, stand_pool);
		if (!error)
			error = rte_eth_tx_queue_setup(p->id, q, desc, 0, NULL);
	}
	return error ? error : rte_eth_dev_start(p->id);
}

void stand_close(const struct stand_port *p)
{
	rte_eth_dev_stop(p->id);
	rte_eth_dev_close(p->id);
	model_release(p->model);
}

struct rte_mbuf *stand_mbuf(const uint8_t *bytes, uint32_t len, uint32_t split)
{
	return chain_of(stand_pool, bytes, len, split ? split : UINT32_MAX);
}
