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

static bool fifo_init(struct flow_lines *f, uint32_t slots)
{
	f->free = mem_map((size_t)slots * sizeof(*f->free));
	f->mask = slots - 1;
	return f->free != NULL;
}

int flows_init(struct flows *f, uint32_t max)
{
	uint32_t slots = 1;

	memset(f, 0, sizeof(*f));
	f->max = max;
	while (slots < flows_lines(f))
		slots *= 2;
	f->record = mem_map((size_t)max * sizeof(*f->record));
	return f->record && fifo_init(&f->lines[0], slots) && fifo_init(&f->lines[1], slots) ? 0 : -1;
}

void flows_close(struct flows *f)
{
	mem_unmap(f->record, (size_t)f->max * sizeof(*f->record));
	for (uint32_t i = 0; i < 2; i++)
		mem_unmap(f->lines[i].free, ((size_t)f->lines[i].mask + 1) * sizeof(*f->lines[i].free));
	memset(f, 0, sizeof(*f));
}

uint32_t flows_lines(const struct flows *f)
{
	return f->max + (f->max / 8 > 1024 ? f->max / 8 : 1024);
}

/* ---- lines ---- */

/* Fresh lines come last: the fewer are touched, the less memory is backed. Long flows take theirs from the
 * high end, so that the pages of their rests are few. */
static uint32_t take_line(struct flows *f, bool is_long)
{
	struct flow_lines *kind = &f->lines[is_long];

	if (kind->head == kind->tail && f->lines[0].fresh + f->lines[1].fresh == flows_lines(f))
		kind = &f->lines[!is_long];
	if (kind->head != kind->tail)
		return kind->free[kind->tail++ & kind->mask];
	if (kind != &f->lines[is_long])
		return TABLE_NO_LINE;
	return is_long ? flows_lines(f) - 1 - kind->fresh++ : kind->fresh++;
}

static void give_line(void *context, void *line_plus_one)
{
	struct flows *f = context;
	uint32_t line = (uint32_t)(uintptr_t)line_plus_one - 1;
	struct flow_lines *kind = &f->lines[line >= f->lines[0].fresh];

	kind->free[kind->head++ & kind->mask] = line;
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
	if (flow_id >= w->flows.max || !w->flows.record[flow_id].place)
		return NULL;
	return &w->flows.record[flow_id];
}

void flows_key(const struct worker *w, const struct flow_record *r, struct el_key *key)
{
	table_key(table_of(w, first_lcore(w, flows_port(r))), flows_line(r), key);
}

static struct flow_line *line_of(const struct worker *w, const struct flow_record *r)
{
	return &table_of(w, first_lcore(w, flows_port(r)))->lines[flows_line(r)];
}

uint32_t flows_mask_of(const struct worker *w, const struct flow_record *r)
{
	return (line_of(w, r)->meta & TABLE_MASK_BITS) >> TABLE_MASK_SHIFT;
}

uint32_t flows_action_of(const struct worker *w, const struct flow_record *r)
{
	return line_of(w, r)->action_id;
}

uint64_t flows_tsc(uint32_t units, uint64_t now)
{
	uint32_t past = (uint32_t)(now >> TABLE_LAST_SHIFT) - units;
	uint64_t ago = (uint64_t)past << TABLE_LAST_SHIFT;

	/* Used since `now` was read. */
	return past > INT32_MAX || ago > now ? now : now - ago;
}

struct flow_totals flows_totals(const struct worker *w, const struct flow_record *r)
{
	uint64_t now = rte_rdtsc();
	struct flow_totals sum = {0};

	for (uint32_t lcores = w->ports[flows_port(r)].lcore_mask; lcores; lcores &= lcores - 1) {
		const struct flow_line *l =
		    &table_of(w, (uint32_t)__builtin_ctz(lcores))->lines[flows_line(r)];
		uint64_t last = flows_tsc(__atomic_load_n(&l->last_used, __ATOMIC_RELAXED), now);

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
	const __m128i *k = (const __m128i *)(const void *)key, *m = (const __m128i *)(const void *)mask;
	__m128i outside = _mm_setzero_si128();

	for (uint32_t i = 0; i < sizeof(*key) / sizeof(*k); i++)
		outside =
		    _mm_or_si128(outside, _mm_andnot_si128(_mm_loadu_si128(m + i), _mm_loadu_si128(k + i)));
	return compact_is_zero(outside);
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

static void swap_action(struct worker *w, const struct flow_record *r, uint32_t action_id)
{
	w->action_users[action_id]++;
	w->action_users[flows_action_of(w, r)]--;
	for (uint32_t lcores = w->ports[flows_port(r)].lcore_mask; lcores; lcores &= lcores - 1)
		__atomic_store_n(
		    &table_of(w, (uint32_t)__builtin_ctz(lcores))->lines[flows_line(r)].action_id, action_id,
		    __ATOMIC_RELEASE);
}

static void unlink_flow(struct worker *w, uint16_t in_port, uint32_t line, uint32_t lcores)
{
	for (lcores &= w->ports[in_port].lcore_mask; lcores; lcores &= lcores - 1)
		table_remove(table_of(w, (uint32_t)__builtin_ctz(lcores)), line);
	retire_line(w, line);
}

/* *e is the flow's entry in the table of the first lcore that polls its port. */
static int install(struct worker *w, const struct el_cmd_flow_add *cmd, struct table_entry *e)
{
	uint32_t line = take_line(&w->flows, e->meta & TABLE_HAS_REST), done = 0;
	uint64_t now = rte_rdtsc();

	if (line == TABLE_NO_LINE)
		return FLOWS_AGAIN;
	for (uint32_t lcores = w->ports[cmd->key.in_port].lcore_mask; lcores; lcores &= lcores - 1) {
		uint32_t lcore = (uint32_t)__builtin_ctz(lcores);

		if (done)
			table_pack(table_of(w, lcore), cmd->mask_id, &cmd->key, e);
		if (table_insert(table_of(w, lcore), line, e, cmd->flow_id, cmd->action_id, now)) {
			unlink_flow(w, cmd->key.in_port, line, done);
			return EL_ERR_NO_MEMORY;
		}
		done |= 1u << lcore;
	}
	w->flows.record[cmd->flow_id] = (struct flow_record){
	    .generation = cmd->generation,
	    .cookie = cmd->cookie,
	    .seen = (uint32_t)(now >> TABLE_LAST_SHIFT),
	    .place = (line + 1) | (uint32_t)cmd->key.in_port << FLOWS_LINE_BITS,
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
	struct table_entry e;
	const struct table *t;
	uint32_t found;

	if (code)
		return code;
	t = table_of(w, first_lcore(w, cmd->key.in_port));
	table_pack(t, cmd->mask_id, &cmd->key, &e);
	r = flows_get(w, cmd->flow_id);
	found = table_find(t, &e);
	if (r && (flows_mask_of(w, r) != cmd->mask_id || found != flows_line(r)))
		return refuse(offset, OFFSET(flow_id), EL_ERR_IN_USE);
	if (!r && found != TABLE_NO_LINE)
		return refuse(offset, OFFSET(key), EL_ERR_EXISTS);
	if (!r)
		return install(w, cmd, &e);
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
	w->flows.count--;
	w->flows.mask_flows[flows_mask_of(w, r)]--;
	w->action_users[flows_action_of(w, r)]--;
	unlink_flow(w, flows_port(r), flows_line(r), UINT32_MAX);
	r->place = 0;
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
	if (f->mask_gone[mask_id] && !rcu_passed(&w->rcu, f->mask_gone[mask_id]))
		return FLOWS_AGAIN;
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
	f->mask_gone[mask_id] = rcu_token(&w->rcu);
	f->masks &= (uint16_t) ~(1u << mask_id);
	return EL_ERR_OK;
}
