/* A worker port: an ethdev with its queues set up, and what lcores must know to use it.
 *
 * Main sets ports up before lcores run; afterwards only the atomics (up, mtu, credit) change.
 */
#ifndef EDGELANE_PORT_H
#define EDGELANE_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "offload.h"

struct pollfd;
struct rte_flow;
struct rte_mempool;
struct tap;

struct port {
	uint16_t id;
	uint16_t ethdev;
	uint16_t rx_queues;
	uint16_t tx_queues;
	uint8_t opened; /* ethdev is ours to close */
	uint8_t underlay;
	uint8_t gated;
	uint8_t promisc;
	uint8_t link_unseen; /* the driver cannot tell the link: taken as up */
	uint8_t admin_up;    /* main's wish */
	uint8_t link_up;     /* main's last look */
	uint32_t speed_mbps;
	uint8_t mac[6];
	uint16_t lcore_mask;              /* lcores that poll it */
	uint16_t owner;                   /* lcore of its first queue: injected packets go there */
	uint16_t tx_lcore[EL_MAX_LCORES]; /* who sends for lcore i */
	uint16_t tx_queue[EL_MAX_LCORES]; /* of lcore i, when it sends for itself */
	/* Read by lcores, written by main. */
	uint8_t up; /* admin_up and link_up */
	uint16_t mtu;
	uint32_t peer;   /* 1 << EL_OFFLOAD_*: of offload.hardware, what its guest takes now */
	uint32_t credit; /* GATED: packets it may still receive; lcores take from it */
	struct port_offload offload;
	char name[EL_NAME_LEN];
	char driver[EL_NAME_LEN];
	char firmware[EL_NAME_LEN]; /* the driver's words; "": it does not tell */
	/* Main's alone. */
	struct tap *tap;          /* what the ethdev stands in front of; NULL: it is the device itself */
	struct el_port_plan plan; /* as it came out: what the device refused is in its table */
	struct rte_flow *rules[EL_MAX_PLAN_RULES]; /* of plan.rules; NULL: not programmed */
	uint16_t tunnels[EL_MAX_VXLAN_PORTS];      /* UDP ports it was told of by us */
	uint16_t tunnel_count;
	char rx_mode[EL_MODE_LEN]; /* the driver's names for its paths; "": it does not tell */
	char tx_mode[EL_MODE_LEN];
};

/* Probes the devices of all ports and sets them up, started. 0, or -1 with DEVICE, DEVICE_TAKEN, PERMISSION
 * or PORT_SETUP in *f; ports_close then still has to be called. */
int ports_open(struct port *ports, const struct config *c, struct rte_mempool *pool, struct fail *f);
/* Stops and closes what was opened. */
void ports_close(struct port *ports, uint32_t count);

/* One probed ethdev planned (abi/plan.h), set up as the plan says, and started. In port_setup.c. */
int port_setup(struct port *p, const struct config *c, struct rte_mempool *pool, struct fail *f);

/* Looks at the link; true: it changed (or up did). */
bool port_look(struct port *p);
/* What becomes writable when a link that is down comes up, where a device has such a thing; `set` has room
 * for every port. How many. */
uint32_t ports_link_set(const struct port *ports, uint32_t count, struct pollfd *set);
/* Sets `up` from admin_up and link_up. */
void port_decide(struct port *p);

static inline bool port_is_up(const struct port *p)
{
	return __atomic_load_n(&p->up, __ATOMIC_RELAXED);
}

/* What may be left to the device now. */
static inline struct port_offload port_offload_now(const struct port *p)
{
	struct port_offload now = p->offload;

	now.hardware &= __atomic_load_n(&p->peer, __ATOMIC_RELAXED);
	return now;
}

static inline uint16_t port_mtu(const struct port *p)
{
	return __atomic_load_n(&p->mtu, __ATOMIC_RELAXED);
}

#endif
