/* See idle.h. A flow that stays silent is told of again after another time-out. */
#include "idle.h"

#include <rte_cycles.h>

#include "events.h"
#include "table.h"

#define LEAST_A_SWEEP 64u
#define MOST_A_SWEEP 16384u

/* All flows about four times in a time-out, a sweep coming every IDLE_SWEEP_MS. */
static uint32_t sweep_size(const struct worker *w)
{
	uint64_t size = (uint64_t)w->flows.high * IDLE_SWEEP_MS * 4 / (w->conf.start.idle_timeout_ms + 1);

	size = size < LEAST_A_SWEEP ? LEAST_A_SWEEP : size > MOST_A_SWEEP ? MOST_A_SWEEP : size;
	return size < w->flows.high ? (uint32_t)size : w->flows.high;
}

void idle_sweep(struct idle *idle, struct worker *w)
{
	uint64_t timeout = w->conf.start.idle_timeout_ms * (w->tsc_hz / 1000), now = rte_rdtsc();
	uint32_t looks = sweep_size(w);

	if (!w->session || !timeout)
		return;
	for (; looks && event_fits(w->session); looks--, idle->next++) {
		struct flow_record *r;
		struct flow_totals sum;
		uint64_t since, asked;

		if (idle->next >= w->flows.high)
			idle->next = 0;
		r = flows_get(w, idle->next);
		if (!r)
			continue;
		sum = flows_totals(w, r);
		asked = flows_tsc(r->asked, now);
		since = sum.last_tsc > asked ? sum.last_tsc : asked;
		if (now < since + timeout)
			continue;
		r->asked = (uint32_t)(now >> TABLE_LAST_SHIFT);
		event_send(w->session,
		           &(struct el_ev_flow_stats){
		               .hdr.kind = EL_EV_FLOW_IDLE,
		               .flow_id = idle->next,
		               .idle_ms = flows_idle_ms(w, &sum),
		               .packets = sum.packets,
		               .bytes = sum.bytes,
		           }
		                .hdr,
		           sizeof(struct el_ev_flow_stats));
	}
	event_publish(w->session);
}
