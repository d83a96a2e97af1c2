/* What the packet code asks of its lcore, in the reference: objects by id, ways out, and who waits. */
#ifndef EDGELANE_HOT_PATH_REFERENCE_ENV_H
#define EDGELANE_HOT_PATH_REFERENCE_ENV_H

#include "group.h"
#include "lcore_env.h"
#include "packet.h"
#include "reference.h"
#include "tunnel.h"

/* A packet that went up, and those behind it. */
struct waiting {
	struct packet packet;
	uint32_t number;
	int is_miss;
	struct waiting *chain, *last; /* the next behind it; of a head: the chain's end */
	struct waiting *newer;
};

extern struct reference reference_state;
extern struct rte_mempool *reference_pool;
/* Of the packet at hand. */
extern uint32_t reference_packet;
extern uint16_t reference_port_of;
extern uint8_t reference_encapped, reference_old;

/* Drops all objects. */
void reference_forget(void);
/* Takes a chain out of those that others may join. */
struct waiting *reference_unpark(void *parked);

#endif
