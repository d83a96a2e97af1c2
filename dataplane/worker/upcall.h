/* Packets on their way up: parked in the worker, shown to the controller. lcore_upcall (lcore_env.h) is here.
 */
#ifndef EDGELANE_UPCALL_H
#define EDGELANE_UPCALL_H

#include "lcore.h"

/* Shows this loop's upcalls to the controller and rings, if it asked. */
void upcall_flush(struct lcore *lc);
/* Drops the parked packets whose time is up. */
void upcall_expire(struct lcore *lc);
/* Drops every parked packet. */
void upcall_drop_all(struct lcore *lc, uint16_t reason);

#endif
