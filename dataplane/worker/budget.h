/* How many packets a port may have shown to the controller a second: a token bucket a port on each lcore, so
 * that a port that floods spends its own. */
#ifndef EDGELANE_BUDGET_H
#define EDGELANE_BUDGET_H

#include <stdbool.h>

#include "lcore.h"

/* Takes a token of the port's budget on this lcore: its part of upcall_rate a second, times its weight. */
bool budget_take(struct lcore *lc, uint16_t port);

/* Each port's budget as it is now, by port id. */
void budget_stats(struct lcore *lc, struct el_upcall_stats *stats);

#endif
