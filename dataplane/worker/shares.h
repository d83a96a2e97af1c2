/* Who may hold how many of a number of places: a quarter is kept for ports, by weight, the rest is whoever's
 * comes first. So one port alone gets nearly all, and none can keep another from its own.
 *
 * Of one lcore; it only counts.
 */
#ifndef EDGELANE_SHARES_H
#define EDGELANE_SHARES_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"

struct shares {
	uint32_t free; /* places of nobody in particular that nobody holds */
	uint32_t kept[EL_MAX_PORTS];
	uint32_t held[EL_MAX_PORTS];
};

/* weight[port]: 0 = not of this lcore, which has no place of its own. With one port all are for all. */
static inline void shares_init(struct shares *s, uint32_t places, const uint32_t *weight)
{
	uint64_t sum = 0;
	uint32_t kept = 0, ports = 0;

	for (uint32_t i = 0; i < EL_MAX_PORTS; i++) {
		sum += weight[i];
		ports += weight[i] != 0;
	}
	for (uint32_t i = 0; i < EL_MAX_PORTS; i++) {
		uint32_t own = sum ? (uint32_t)(places / 4 * (uint64_t)weight[i] / sum) : 0;

		s->held[i] = 0;
		s->kept[i] = own || !weight[i] || places < 2 * ports ? own : 1;
		kept += s->kept[i];
	}
	s->free = places - kept;
}

static inline bool shares_may(const struct shares *s, uint16_t port)
{
	return s->held[port] < s->kept[port] || s->free > 0;
}

static inline void shares_take(struct shares *s, uint16_t port)
{
	if (s->held[port]++ >= s->kept[port])
		s->free--;
}

static inline void shares_give(struct shares *s, uint16_t port)
{
	if (--s->held[port] >= s->kept[port])
		s->free++;
}

#endif
