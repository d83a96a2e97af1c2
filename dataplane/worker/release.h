/* Messages of the main thread, carried out on the lcore: packets released, injected, or given up. */
#ifndef EDGELANE_RELEASE_H
#define EDGELANE_RELEASE_H

#include "lcore.h"

/* Handles what waits in the mailbox, a bounded number. Messages handled. */
uint32_t release_poll(struct lcore *lc);
/* While stopping: gives up what waits. */
void release_give_up(struct lcore *lc);

#endif
