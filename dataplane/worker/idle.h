/* Flows that nothing has matched for a while: the controller is told, and decides.
 *
 * It goes by main's own book, and reads a flow's line, which the lcore writes, only when the flow may have
 * been silent for a time-out: once in a time-out for a flow that is in use.
 */
#ifndef EDGELANE_IDLE_H
#define EDGELANE_IDLE_H

#include "worker.h"

struct idle {
	uint32_t next; /* flow id to look at next */
	uint32_t due;  /* flows to look at by now */
	uint64_t then; /* TSC of the last idle_due */
};

/* Time has passed: some more flows are to be looked at. To be called some hundred times in a time-out. */
void idle_due(struct idle *idle, const struct worker *w);
/* Looks at a bounded number of flows; sends FLOW_IDLE for those silent for idle_timeout_ms. Only while
 * attached. True: come again at once, there are more. */
bool idle_sweep(struct idle *idle, struct worker *w);

#endif
