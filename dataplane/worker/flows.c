/* Installs, swaps and removes flows in the tables of the lcores concerned. See flows.h.
 *
 * A refused command leaves everything as it was.
 */
#include "flows.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <rte_cycles.h>

#include "lcore.h"
#include "mem.h"
#include "worker.h"

#define OFFSET(member) ((uint32_t)offsetof(struct el_cmd_flow_add, member))

int flows_init(struct flows *f, uint32_t max)
{
	uint32_t slots = 1;

	memset(f, 0, sizeof(*f));
	f->max = max;
	while (slots < flows_lines(f))
		slots *= 2;
	f->record = mem_map((size_t)max * sizeof(*f->record));
	f->free_line = mem_map((size_t)slots * sizeof(*f->free_line));
	f->line_mask = slots - 1;
	return f->record && f->free_line ? 0 : -1;
}

void flows_close(struct flows *f)
{
	mem_unmap(f->record, (size_t)f->max * sizeof(*f->record));
	mem_unmap(f->free_line, ((size_t)f->line_mask + 1) * sizeof(*f->free_line));
	memset(f, 0, sizeof(*f));
}

uint32_t flows_lines(const struct flows *f)
{
	return f->max + (f->max / 8 > 1024 ? f->max / 8 : 1024);
}

/* ---- lines ---- */

/* Fresh lines come last: the fewer are touched, the less memory is backed. */
static uint32_t take_line(struct flows *f)
{
	if (f->free_head != f->free_tail)
		return f->free_line[f->free_tail++ & f->line_mask];
	return f->fresh_line < flows_lines(f) ? f->fresh_line++ : TABLE_NO_LINE;
}

static void give_line(void *context, void *line)
{
	struct flows *f = context;

	f->free_line[f->free_head++ & f->line_mask] = (uint32_t)(uintptr_t)line - 1;
}

static void retire_line(struct worker *w, uint32_t line)
{
	/* Plus one: rcu_retire ignores NULL. */
	rcu_retire(&w->rcu, give_line, &w->flows, (void *)((uintptr_t)line + 1));
}

/* ---- one flow ---- */

static struct table *table_of(const struct worker *w, uint32_t lcore)
{
	return w->lcores[lcore]->table;
}

static uint32_t first_lcore(const struct worker *w, uint16_t in_port)
{
	return (uint32_t)__builtin_ctz(w->ports[in_port].lcore_mask);
}

struct flow_record *flows_get(struct worker *w, uint32_t flow_id)
{
	if (flow_id >= w->flows.max || !w->flows.record[flow_id].line_plus_one)
		return NULL;
	return &w->flows.record[flow_id];
}

const struct el_key *flows_key(const struct worker *w, const struct flow_record *r)
{
	return &table_of(w, first_lcore(w, r->in_port))->lines[r->line_plus_one - 1].key;
}

struct flow_totals flows_totals(const struct worker *w, const struct flow_record *r)
{
	struct flow_totals sum = {0};

	for (uint32_t lcores = w->ports[r->in_port].lcore_mask; lcores; lcores &= lcores - 1) {
		const struct flow_line *l =
		    &table_of(w, (uint32_t)__builtin_ctz(lcores))->lines[r->line_plus_one - 1];
		uint64_t last = __atomic_load_n(&l->last_tsc, __ATOMIC_RELAXED);

		sum.packets += __atomic_load_n(&l->packets, __ATOMIC_RELAXED);
		sum.bytes += __atomic_load_n(&l->bytes, __ATOMIC_RELAXED);
		if (last > sum.last_tsc)
			sum.last_tsc = last;
	}
	return sum;
}

uint32_t flows_idle_ms(const struct worker *w, const struct flow_totals *sum)
{
	uint64_t now = rte_rdtsc(), idle = now > sum->last_tsc ? now - sum->last_tsc : 0;
	uint64_t ms = idle / (w->tsc_hz / 1000);

	return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

/* Every bit of the key outside the mask is zero. */
static bool inside_mask(const struct el_key *key, const struct el_key *mask)
{
	for (uint32_t i = 0; i < TABLE_KEY_WORDS; i++)
		if (table_word(key, i) & ~table_word(mask, i))
			return false;
	return true;
}

static int refuse(uint32_t *offset, uint32_t at, int code)
{
	*offset = at;
	return code;
}

static int check(const struct worker *w, const struct el_cmd_flow_add *cmd, uint32_t *offset)
{
	const struct flows *f = &w->flows;

	if (cmd->rsv0)
		return refuse(offset, OFFSET(rsv0), EL_ERR_RESERVED);
	if (cmd->flow_id >= f->max)
		return refuse(offset, OFFSET(flow_id), EL_ERR_RANGE);
	if (cmd->generation < w->generation)
		return refuse(offset, OFFSET(generation), EL_ERR_STALE);
	if (!objects_find(&w->actions, cmd->action_id))
		return refuse(offset, OFFSET(action_id), EL_ERR_UNKNOWN_ID);
	if (cmd->mask_id >= EL_MAX_MASKS || !(f->masks >> cmd->mask_id & 1))
		return refuse(offset, OFFSET(mask_id), EL_ERR_UNKNOWN_ID);
	if (cmd->key.in_port >= w->port_count)
		return refuse(offset, OFFSET(key.in_port), EL_ERR_RANGE);
	if (!inside_mask(&cmd->key, &f->mask[cmd->mask_id]))
		return refuse(offset, OFFSET(key), EL_ERR_RANGE);
	return EL_ERR_OK;
}

static void swap_action(struct worker *w, struct flow_record *r, uint32_t action_id)
{
	for (uint32_t lcores = w->ports[r->in_port].lcore_mask; lcores; lcores &= lcores - 1)
		__atomic_store_n(
		    &table_of(w, (uint32_t)__builtin_ctz(lcores))->lines[r->line_plus_one - 1].action_id,
		    action_id, __ATOMIC_RELEASE);
	w->action_users[action_id]++;
	w->action_users[r->action_id]--;
	r->action_id = action_id;
}

static void unlink_flow(struct worker *w, uint16_t in_port, uint32_t mask_id, uint32_t line, uint32_t lcores)
{
	for (lcores &= w->ports[in_port].lcore_mask; lcores; lcores &= lcores - 1)
		table_remove(table_of(w, (uint32_t)__builtin_ctz(lcores)), mask_id, line);
	retire_line(w, line);
}

static int install(struct worker *w, const struct el_cmd_flow_add *cmd)
{
	uint32_t line = take_line(&w->flows), done = 0;
	uint64_t now = rte_rdtsc();

	if (line == TABLE_NO_LINE)
		return FLOWS_AGAIN;
	for (uint32_t lcores = w->ports[cmd->key.in_port].lcore_mask; lcores; lcores &= lcores - 1) {
		uint32_t lcore = (uint32_t)__builtin_ctz(lcores);

		if (table_insert(table_of(w, lcore), cmd->mask_id, line, &cmd->key, cmd->flow_id,
		                 cmd->action_id, now)) {
			unlink_flow(w, cmd->key.in_port, cmd->mask_id, line, done);
			return EL_ERR_NO_MEMORY;
		}
		done |= 1u << lcore;
	}
	w->flows.record[cmd->flow_id] = (struct flow_record){
	    .generation = cmd->generation,
	    .cookie = cmd->cookie,
	    .line_plus_one = line + 1,
	    .action_id = cmd->action_id,
	    .mask_id = (uint8_t)cmd->mask_id,
	    .in_port = cmd->key.in_port,
	};
	w->flows.count++;
	w->flows.mask_flows[cmd->mask_id]++;
	w->action_users[cmd->action_id]++;
	if (cmd->flow_id >= w->flows.high)
		w->flows.high = cmd->flow_id + 1;
	return EL_ERR_OK;
}

int flows_add(struct worker *w, const struct el_cmd_flow_add *cmd, uint32_t *offset)
{
	int code = check(w, cmd, offset);
	struct flow_record *r;
	uint32_t found;

	if (code)
		return code;
	r = flows_get(w, cmd->flow_id);
	found = table_find(table_of(w, first_lcore(w, cmd->key.in_port)), cmd->mask_id, &cmd->key);
	if (r && (r->mask_id != cmd->mask_id || found != r->line_plus_one - 1))
		return refuse(offset, OFFSET(flow_id), EL_ERR_IN_USE);
	if (!r && found != TABLE_NO_LINE)
		return refuse(offset, OFFSET(key), EL_ERR_EXISTS);
	if (!r)
		return install(w, cmd);
	swap_action(w, r, cmd->action_id);
	r->generation = cmd->generation;
	r->cookie = cmd->cookie;
	return EL_ERR_OK;
}

int flows_del(struct worker *w, uint32_t flow_id)
{
	struct flow_record *r = flows_get(w, flow_id);

	if (!r)
		return EL_ERR_UNKNOWN_ID;
	unlink_flow(w, r->in_port, r->mask_id, r->line_plus_one - 1, UINT32_MAX);
	w->flows.count--;
	w->flows.mask_flows[r->mask_id]--;
	w->action_users[r->action_id]--;
	r->line_plus_one = 0;
	return EL_ERR_OK;
}

/* ---- masks ---- */

int flows_mask_set(struct worker *w, uint32_t mask_id, const struct el_key *mask)
{
	struct flows *f = &w->flows;

	if (f->masks >> mask_id & 1)
		return memcmp(&f->mask[mask_id], mask, sizeof(*mask)) == 0 ? EL_ERR_OK : EL_ERR_IN_USE;
	for (uint32_t i = 0; i < EL_MAX_MASKS; i++)
		if ((f->masks >> i & 1) && memcmp(&f->mask[i], mask, sizeof(*mask)) == 0)
			return EL_ERR_EXISTS;
	for (uint32_t i = 0; i < w->lcore_count; i++)
		if (table_mask_add(table_of(w, i), mask_id, mask)) {
			while (i-- > 0)
				table_mask_del(table_of(w, i), mask_id);
			return EL_ERR_NO_MEMORY;
		}
	f->mask[mask_id] = *mask;
	f->masks |= (uint16_t)(1u << mask_id);
	return EL_ERR_OK;
}

int flows_mask_del(struct worker *w, uint32_t mask_id)
{
	struct flows *f = &w->flows;

	if (!(f->masks >> mask_id & 1))
		return EL_ERR_UNKNOWN_ID;
	if (f->mask_flows[mask_id])
		return EL_ERR_IN_USE;
	for (uint32_t i = 0; i < w->lcore_count; i++)
		table_mask_del(table_of(w, i), mask_id);
	f->masks &= (uint16_t) ~(1u << mask_id);
	return EL_ERR_OK;
}
