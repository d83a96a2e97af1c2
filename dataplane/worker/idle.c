/* See idle.h. A flow that stays silent is told of again after another time-out. */
#include "idle.h"

#include <rte_cycles.h>
#include <rte_prefetch.h>

#include "events.h"
#include "lcore.h"
#include "table.h"

#define LOOKS 4u /* in a time-out */
#define LEAST_A_TICK 64u
#define MOST_A_SWEEP 2048u /* commands must not wait longer */
#define TOGETHER 16u       /* lines asked for before the first is read */

static uint64_t timeout_of(const struct worker *w)
{
	return w->conf.start.idle_timeout_ms * (w->tsc_hz / 1000);
}

/* All flows four times in a time-out. */
void idle_due(struct idle *idle, const struct worker *w)
{
	uint64_t now = rte_rdtsc(), passed = now - idle->then, timeout = timeout_of(w), due = w->flows.high;

	idle->then = now;
	if (passed < timeout / LOOKS)
		due = (uint64_t)((double)passed / (double)timeout * LOOKS * w->flows.high) + idle->due;
	if (due < LEAST_A_TICK)
		due = LEAST_A_TICK;
	idle->due = due < w->flows.high ? (uint32_t)due : w->flows.high;
}

static void ask_for(const struct worker *w, const struct flow_record *r)
{
	for (uint32_t lcores = w->ports[flows_port(r)].lcore_mask; lcores; lcores &= lcores - 1)
		rte_prefetch0(&w->lcores[__builtin_ctz(lcores)]->table->lines[flows_line(r)]);
}

/* Up to TOGETHER of the next flows that may have been silent for a time-out. How many. */
static uint32_t gather(struct idle *idle, struct worker *w, uint32_t end, uint64_t now, uint64_t timeout,
                       uint32_t *flow)
{
	uint32_t count = 0;

	for (; idle->due > end && count < TOGETHER; idle->due--, idle->next++) {
		const struct flow_record *r;

		if (idle->next >= w->flows.high)
			idle->next = 0;
		r = flows_get(w, idle->next);
		if (!r || now < flows_tsc(r->seen, now) + timeout)
			continue;
		ask_for(w, r);
		flow[count++] = idle->next;
	}
	return count;
}

/* False: its event does not fit now. */
static bool look(struct worker *w, uint32_t flow, uint64_t now, uint64_t timeout)
{
	struct flow_record *r = flows_get(w, flow);
	struct flow_totals sum = flows_totals(w, r);
	struct el_ev_flow_stats event = {
	    .hdr.kind = EL_EV_FLOW_IDLE,
	    .flow_id = flow,
	    .idle_ms = flows_idle_ms(w, &sum),
	    .packets = sum.packets,
	    .bytes = sum.bytes,
	};

	if (now < sum.last_tsc + timeout) {
		r->seen = (uint32_t)(sum.last_tsc >> TABLE_LAST_SHIFT);
		return true;
	}
	if (!event_fits(w->session) || !event_send(w->session, &event.hdr, sizeof(event)))
		return false;
	r->seen = (uint32_t)(now >> TABLE_LAST_SHIFT);
	return true;
}

bool idle_sweep(struct idle *idle, struct worker *w)
{
	uint64_t timeout = timeout_of(w), now = rte_rdtsc();
	uint32_t end = idle->due > MOST_A_SWEEP ? idle->due - MOST_A_SWEEP : 0, flow[TOGETHER], count;

	if (!w->session || !timeout) {
		idle->due = 0;
		return false;
	}
	while (idle->due > end) {
		count = gather(idle, w, end, now, timeout, flow);
		for (uint32_t i = 0; i < count; i++)
			if (!look(w, flow[i], now, timeout))
				idle->due = end = 0; /* the rest when the controller has read some */
	}
	event_publish(w->session);
	return idle->due != 0;
}
