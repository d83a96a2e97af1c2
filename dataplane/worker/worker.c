/* Makes and unmakes the worker's tables and lcores. See worker.h. */
#include "worker.h"

#include <stdlib.h>

#include <rte_cycles.h>

#include "counters.h"
#include "handover.h"
#include "lcore.h"
#include "mem.h"
#include "spread.h"

static int make(struct worker *w)
{
	const struct el_start *s = &w->conf.start;

	w->endpoints = calloc(1, sizeof(*w->endpoints));
	w->action_users = mem_map(s->max_actions * sizeof(*w->action_users));
	if (!w->endpoints || !w->action_users || rcu_init(&w->rcu, w->lcore_count) ||
	    flows_init(&w->flows, s->max_flows) || objects_init(&w->actions, s->max_actions) ||
	    objects_init(&w->tunnels, s->max_tunnels) || objects_init(&w->nexthops, s->max_nexthops) ||
	    objects_init(&w->groups, s->max_groups) || meters_init(&w->meters, s->max_meters) ||
	    counters_init(w))
		return -1;
	for (uint16_t i = 0; i < w->lcore_count; i++) {
		w->lcores[i] = lcore_create(w, i);
		if (!w->lcores[i])
			return -1;
	}
	return handover_connect(w->lcores, w->lcore_count);
}

int worker_init(struct worker *w, struct fail *f)
{
	w->port_count = w->conf.start.port_count;
	w->lcore_count = w->conf.start.lcore_count;
	w->tsc_hz = rte_get_tsc_hz();
	w->counters_fd = w->counters_read_fd = -1;
	if (make(w))
		return fail(f, EL_ERR_NO_MEMORY, "out of memory for %u flows, %u actions and %u lcores",
		            w->conf.start.max_flows, w->conf.start.max_actions, w->lcore_count);
	return spread_connect(w, f);
}

void worker_close(struct worker *w)
{
	if (w->session)
		session_destroy(NULL, w->session);
	w->session = NULL;
	/* Lcores first: what they hold frees into tables that are still there. */
	if (w->rcu.ring)
		rcu_close(&w->rcu);
	spread_close(w);
	for (uint32_t i = 0; i < w->lcore_count; i++)
		lcore_destroy(w->lcores[i]);
	flows_close(&w->flows);
	meters_close(&w->meters);
	objects_close(&w->groups);
	objects_close(&w->nexthops);
	objects_close(&w->tunnels);
	objects_close(&w->actions);
	counters_close(w);
	free(w->endpoints);
	mem_unmap(w->action_users, w->conf.start.max_actions * sizeof(*w->action_users));
}
