/* DPDK's environment: started with the configured arguments, its chatter kept apart, its traces removed.
 *
 * While it starts, what it says is caught and not shown, so that the worker's one sentence is not buried.
 */
#ifndef EDGELANE_EAL_H
#define EDGELANE_EAL_H

#include <stdbool.h>

#include "config.h"

struct rte_mempool;

/* Starts the EAL. 0, or -1 with EAL, HUGEPAGES, PERMISSION, DEVICE_TAKEN or LCORE in *f. */
int eal_start(const struct config *c, struct fail *f);
/* The pool of all mbufs. NULL: NO_MEMORY or HUGEPAGES in *f. */
struct rte_mempool *eal_pool(const struct config *c, struct fail *f);
/* Ends the EAL and removes its runtime folder. */
void eal_stop(void);

/* What a driver last complained of (one line, "" = nothing), and whether that was about permission. */
const char *eal_last_words(void);
bool eal_said_permission(void);
void eal_forget_words(void);

#endif
