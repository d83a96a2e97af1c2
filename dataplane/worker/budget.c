/* Token buckets of upcalls. See budget.h. */
#include "budget.h"

#include "worker.h"

/* Fills up what is due since the last time, and tells the tokens there are. */
static uint64_t fill(const struct lcore *lc, struct bucket *b)
{
	uint64_t elapsed = lc->now - b->last_tsc, depth = b->depth * lc->w->tsc_hz;

	b->last_tsc = lc->now;
	/* After a second the arithmetic could overflow, and long before the bucket is as full as it counts.
	 */
	if (elapsed > lc->w->tsc_hz)
		elapsed = lc->w->tsc_hz;
	b->tokens += elapsed * b->rate;
	if (b->tokens > depth)
		b->tokens = depth;
	return b->tokens;
}

bool budget_take(struct lcore *lc, uint16_t port)
{
	struct bucket *b = &lc->budget[port];

	if (b->rate == 0)
		return true;
	if (fill(lc, b) < lc->w->tsc_hz)
		return false;
	b->tokens -= lc->w->tsc_hz;
	return true;
}

void budget_stats(struct lcore *lc, struct el_upcall_stats *stats)
{
	for (uint32_t i = 0; i < lc->w->port_count; i++) {
		struct bucket *b = &lc->budget[i];

		stats[i] = (struct el_upcall_stats){
		    .taken = b->taken,
		    .refused = b->refused,
		    .tokens = b->rate ? (uint32_t)(fill(lc, b) / lc->w->tsc_hz) : UINT32_MAX,
		    .waiting = lc->park.asked.held[i],
		};
	}
}
