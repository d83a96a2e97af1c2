/* Flows that nothing has matched for a while: the controller is told, and decides. */
#ifndef EDGELANE_IDLE_H
#define EDGELANE_IDLE_H

#include "worker.h"

#define IDLE_SWEEP_MS 10u /* how often idle_sweep is called */

struct idle {
	uint32_t next; /* flow id to look at next */
};

/* Looks at a bounded number of flows; sends FLOW_IDLE for those silent for idle_timeout_ms. Only while
 * attached. */
void idle_sweep(struct idle *idle, struct worker *w);

#endif
