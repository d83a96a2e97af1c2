/* Keeps meters. See meters.h. */
#include "meters.h"

#include <stdlib.h>
#include <string.h>

#include "lcore.h"
#include "mem.h"
#include "worker.h"

int meters_init(struct meters *t, uint32_t count)
{
	if (count == 0)
		return 0;
	t->kept = mem_map(count * sizeof(*t->kept));
	return t->kept ? objects_init(&t->table, count) : -1;
}

void meters_close(struct meters *t)
{
	mem_unmap(t->kept, t->table.count * sizeof(*t->kept));
	objects_close(&t->table);
	t->kept = NULL;
}

static int put(struct worker *w, uint32_t id)
{
	const struct kept_meter *k = &w->meters.kept[id];
	struct meter *m = calloc(1, sizeof(*m));

	if (!m)
		return EL_ERR_NO_MEMORY;
	m->birth = k->birth;
	meter_build(m, &k->cmd, k->share, w->lcore_count, w->tsc_hz);
	objects_put(&w->meters.table, &w->rcu, id, m);
	return EL_ERR_OK;
}

/* Nobody knows yet who will be offered what. */
static void share_evenly(struct kept_meter *k, uint32_t lcores)
{
	memset(k->share, 0, sizeof(k->share));
	memset(k->seen, 0, sizeof(k->seen));
	memset(k->average, 0, sizeof(k->average));
	for (uint32_t i = 0; i < lcores; i++)
		k->share[i] = METER_WHOLE / lcores + (i < METER_WHOLE % lcores);
}

int meters_set(struct worker *w, const struct el_cmd_meter_set *cmd)
{
	struct meters *t = &w->meters;
	struct kept_meter *k = &t->kept[cmd->meter_id];
	const struct meter *there = objects_find(&t->table, cmd->meter_id);
	/* Tokens of another kind mean nothing. */
	bool same = there && there->type == cmd->type && there->unit == cmd->unit;

	k->cmd = *cmd;
	if (!same) {
		k->birth = ++t->births;
		share_evenly(k, w->lcore_count);
	}
	if (cmd->meter_id >= t->high)
		t->high = cmd->meter_id + 1;
	return put(w, cmd->meter_id);
}

void meters_del(struct worker *w, uint32_t id)
{
	objects_remove(&w->meters.table, &w->rcu, id);
}

void meters_named(struct meters *t, const uint8_t *acts, uint32_t len, uint32_t by)
{
	for (uint32_t at = 0; at < len;) {
		const struct el_act *act = (const void *)(acts + at);

		if (act->kind == EL_ACT_METER)
			t->kept[((const struct el_act_meter *)act)->meter_id].users += by;
		/* Into a clone's own list, which ends where the clone does. */
		at += act->kind == EL_ACT_CLONE ? (uint32_t)sizeof(struct el_act_clone) : act->len;
	}
}

/* NULL: the lcore has not met this use of the id. */
static const struct meter_state *state_of(const struct worker *w, uint32_t lcore, uint32_t id)
{
	const struct meter_state *s = &w->lcores[lcore]->meters[id];

	return __atomic_load_n(&s->birth, __ATOMIC_ACQUIRE) == w->meters.kept[id].birth ? s : NULL;
}

void meters_read(const struct worker *w, uint32_t id, struct el_ev_meter_stats *e)
{
	for (uint32_t i = 0; i < w->lcore_count; i++) {
		const struct meter_state *s = state_of(w, i, id);

		for (int colour = 0; s && colour < METER_COLOURS; colour++) {
			e->packets[colour] += __atomic_load_n(&s->packets[colour], __ATOMIC_RELAXED);
			e->bytes[colour] += __atomic_load_n(&s->bytes[colour], __ATOMIC_RELAXED);
		}
	}
}

/* Units an lcore was offered since the meter was made. */
static uint64_t offered(const struct worker *w, uint32_t lcore, uint32_t id)
{
	const struct meter_state *s = state_of(w, lcore, id);
	uint64_t sum = 0;

	for (int i = 0; s && i < METER_COLOURS; i++)
		sum += __atomic_load_n(w->meters.kept[id].cmd.unit == EL_METER_BYTES ? &s->bytes[i]
		                                                                     : &s->packets[i],
		                       __ATOMIC_RELAXED);
	return sum;
}

void meters_share(struct worker *w)
{
	if (w->lcore_count == 1)
		return;
	for (uint32_t id = 0; id < w->meters.high; id++) {
		struct kept_meter *k = &w->meters.kept[id];

		if (!objects_find(&w->meters.table, id))
			continue;
		for (uint32_t i = 0; i < w->lcore_count; i++) {
			uint64_t now = offered(w, i, id);

			/* A quarter of what is new: one look at a slow meter sees but a packet or two. */
			k->average[i] = (3 * k->average[i] + ((now - k->seen[i]) << 8)) / 4;
			k->seen[i] = now;
		}
		if (meter_split(k->share, k->average, w->lcore_count))
			put(w, id); /* without memory for it, the shares stay as they are a while longer */
	}
}
