/* The writer's half of a flow table. See table.h; the reader's half is classify.c.
 *
 * It must fill a line before a slot leads to it, and mark it live last and dead first.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <rte_prefetch.h>

#include "mem.h"

/* On average, when all flows are there: 5.8 bytes a flow, and one bucket in 7 with another behind it. */
#define FLOWS_A_BUCKET 11u
/* Hardly a group has more than it can hold: 8 bytes a flow. */
#define FLOWS_A_RECENT 8u

static size_t tunnel_bytes(const struct table *t)
{
	return (size_t)t->line_count * TABLE_TUNNEL_BYTES + 16; /* the last is read as 16 bytes */
}

struct table *table_create(struct rcu *rcu, uint32_t flows, uint32_t line_count)
{
	struct table *t = aligned_alloc(64, (sizeof(*t) + 63) / 64 * 64);

	if (!t)
		return NULL;
	memset(t, 0, sizeof(*t));
	t->rcu = rcu;
	t->line_count = line_count;
	t->bucket_count = flows / FLOWS_A_BUCKET + 1;
	t->recent_count = flows / FLOWS_A_RECENT + 1;
	t->line_bits = 32 - (uint32_t)__builtin_clz(line_count);
	t->tag_mask = ~0u << t->line_bits;
	t->lines = mem_map((size_t)line_count * sizeof(*t->lines));
	t->bucket = mem_map((size_t)t->bucket_count * sizeof(*t->bucket));
	t->recent = mem_map((size_t)t->recent_count * sizeof(*t->recent));
	t->tunnel = mem_map(tunnel_bytes(t));
	t->rest = mem_map((size_t)line_count * sizeof(*t->rest));
	t->nd = mem_map((size_t)line_count * sizeof(*t->nd));
	t->order = calloc(1, sizeof(*t->order));
	if (!t->lines || !t->bucket || !t->recent || !t->tunnel || !t->rest || !t->nd || !t->order ||
	    getrandom(t->secret, sizeof(t->secret), 0) != (ssize_t)sizeof(t->secret)) {
		table_destroy(t);
		return NULL;
	}
	return t;
}

static void free_overflow(struct table *t)
{
	for (uint32_t i = 0; t->bucket && t->overflow && i < t->bucket_count; i++)
		for (struct table_bucket *o = t->bucket[i].next, *next; o; o = next) {
			next = o->next;
			free(o);
		}
}

void table_destroy(struct table *t)
{
	if (!t)
		return;
	free_overflow(t);
	for (uint32_t i = 0; i < EL_MAX_MASKS; i++)
		free(t->subtable[i]);
	mem_unmap(t->lines, (size_t)t->line_count * sizeof(*t->lines));
	mem_unmap(t->bucket, (size_t)t->bucket_count * sizeof(*t->bucket));
	mem_unmap(t->recent, (size_t)t->recent_count * sizeof(*t->recent));
	mem_unmap(t->tunnel, tunnel_bytes(t));
	mem_unmap(t->rest, (size_t)t->line_count * sizeof(*t->rest));
	mem_unmap(t->nd, (size_t)t->line_count * sizeof(*t->nd));
	free(t->order);
	free(t);
}

/* ---- masks ---- */

static bool is_zero(const uint8_t *bytes, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

int table_mask_add(struct table *t, uint32_t id, const struct el_key *mask)
{
	struct subtable *s = aligned_alloc(64, sizeof(*s));

	if (!s)
		return EL_ERR_NO_MEMORY;
	memset(s, 0, sizeof(*s));
	compact_pack(&s->mask, mask);
	s->id = (uint8_t)id;
	s->meta = id << TABLE_MASK_SHIFT | TABLE_LIVE;
	s->has_rest = !is_zero(s->mask.rest, COMPACT_REST);
	for (uint32_t form = 0; s->has_rest && form < COMPACT_FORMS; form++)
		s->form_hash[form] = table_fold_rest(t, compact_standard[form], s->mask.rest);
	t->subtable[id] = s;
	return EL_ERR_OK;
}

static int hotter(const void *a, const void *b)
{
	const struct subtable *x = *(struct subtable *const *)a, *y = *(struct subtable *const *)b;

	return x->hits_seen < y->hits_seen ? 1 : x->hits_seen > y->hits_seen ? -1 : 0;
}

static int reorder(struct table *t)
{
	struct table_order *order = calloc(1, sizeof(*order)), *old = t->order;

	if (!order)
		return EL_ERR_NO_MEMORY;
	for (uint32_t i = 0; i < EL_MAX_MASKS; i++)
		if (t->subtable[i] && t->subtable[i]->in_order)
			order->subtable[order->count++] = t->subtable[i];
	qsort(order->subtable, order->count, sizeof(order->subtable[0]), hotter);
	if (order->count == old->count &&
	    memcmp(order->subtable, old->subtable, sizeof(order->subtable)) == 0) {
		free(order);
		return EL_ERR_OK;
	}
	__atomic_store_n(&t->order, order, __ATOMIC_RELEASE);
	rcu_retire_heap(t->rcu, old);
	return EL_ERR_OK;
}

void table_sort(struct table *t)
{
	uint64_t hits;

	for (uint32_t i = 0; i < EL_MAX_MASKS; i++)
		if (t->subtable[i]) {
			hits = __atomic_load_n(&t->subtable[i]->hits, __ATOMIC_RELAXED);
			/* Half of the past is forgotten at each sort, so that the order follows the traffic.
			 */
			t->subtable[i]->hits_seen =
			    t->subtable[i]->hits_seen / 2 + hits - t->subtable[i]->hits_sorted;
			t->subtable[i]->hits_sorted = hits;
		}
	reorder(t);
}

/* In the order, lcores look under the mask; by_id, they know the mask of a line. */
static int show(struct table *t, struct subtable *s, bool shown)
{
	s->in_order = shown;
	if (reorder(t)) {
		s->in_order = !shown;
		return EL_ERR_NO_MEMORY;
	}
	__atomic_store_n(&t->by_id[s->id], shown ? s : NULL, __ATOMIC_RELEASE);
	return EL_ERR_OK;
}

void table_mask_del(struct table *t, uint32_t id)
{
	struct subtable *s = t->subtable[id];

	t->subtable[id] = NULL;
	if (s->in_order && show(t, s, false))
		return; /* out of memory: lcores may go on looking at it, so it is not freed */
	rcu_retire_heap(t->rcu, s);
}

/* ---- flows ---- */

static uint64_t hash_of(const struct table *t, const struct subtable *s, const struct compact *c)
{
	uint64_t h = table_fold_head(t, c->head[0], c->head[1]) ^ table_fold_tunnel(t, c->tunnel);

	return s->has_rest ? h ^ table_fold_rest(t, c->rest, s->mask.rest) : h;
}

/* The standard forms that have this masked rest. */
static uint32_t forms_of(const struct subtable *s, const struct compact *key)
{
	uint32_t forms = 0;

	for (uint32_t form = 0; form < COMPACT_FORMS; form++) {
		uint32_t differs = 0;

		for (uint32_t i = 0; i < COMPACT_REST; i++)
			differs |= (compact_standard[form][i] & s->mask.rest[i]) ^ key->rest[i];
		forms |= differs ? 0 : 1u << form;
	}
	return forms;
}

static struct table_bucket *bucket_of(const struct table *t, uint64_t hash)
{
	return &t->bucket[table_place(hash, t->bucket_count)];
}

void table_pack(const struct table *t, uint32_t mask_id, const struct el_key *key, struct table_entry *e)
{
	const struct subtable *s = t->subtable[mask_id];
	uint32_t forms;

	compact_pack(&e->key, key);
	forms = s->has_rest ? forms_of(s, &e->key) : (1u << COMPACT_FORMS) - 1;
	e->meta = s->meta | forms;
	if (!compact_is_zero(e->key.tunnel))
		e->meta |= TABLE_HAS_TUNNEL;
	if (!forms)
		e->meta |= TABLE_HAS_REST;
	if (!is_zero(e->key.rest + COMPACT_ND, sizeof(*t->nd)))
		e->meta |= TABLE_HAS_ND;
	e->hash = hash_of(t, s, &e->key);
	rte_prefetch0(bucket_of(t, e->hash));
}

static void put_line(struct table *t, uint32_t line, const struct table_entry *e, uint32_t flow_id,
                     uint32_t action_id, uint64_t now_tsc)
{
	struct flow_line *l = &t->lines[line];

	l->head[0] = e->key.head[0];
	l->head[1] = e->key.head[1];
	l->packets = l->bytes = 0;
	l->flow_id = flow_id;
	l->action_id = action_id;
	l->last_used = (uint32_t)(now_tsc >> TABLE_LAST_SHIFT);
	if (e->meta & TABLE_HAS_TUNNEL)
		memcpy(table_tunnel_of(t, line), &e->key.tunnel, TABLE_TUNNEL_BYTES);
	if (e->meta & TABLE_HAS_REST)
		memcpy(t->rest[line], e->key.rest, sizeof(*t->rest));
	if (e->meta & TABLE_HAS_ND)
		memcpy(t->nd[line], e->key.rest + COMPACT_ND, sizeof(*t->nd));
	__atomic_store_n(&l->meta, e->meta, __ATOMIC_RELEASE);
}

static int link_line(struct table *t, uint64_t hash, uint32_t line)
{
	struct table_bucket *bucket = bucket_of(t, hash);

	for (;;) {
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
			if (!bucket->slot[i]) {
				__atomic_store_n(&bucket->slot[i], table_tag(t, hash) | line,
				                 __ATOMIC_RELEASE);
				return EL_ERR_OK;
			}
		if (!bucket->next) {
			struct table_bucket *more = aligned_alloc(sizeof(*more), sizeof(*more));

			if (!more)
				return EL_ERR_NO_MEMORY;
			memset(more, 0, sizeof(*more));
			t->overflow++;
			__atomic_store_n(&bucket->next, more, __ATOMIC_RELEASE);
		}
		bucket = bucket->next;
	}
}

static bool is_empty(const struct table_bucket *b)
{
	return is_zero((const uint8_t *)b->slot, sizeof(b->slot));
}

/* Takes the slot away, and the bucket too when it is an overflow that is empty now. */
static void unlink_line(struct table *t, uint64_t hash, uint32_t line)
{
	struct table_bucket *before = NULL, *b = bucket_of(t, hash);

	for (; b; before = b, b = b->next)
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++) {
			if (b->slot[i] != (table_tag(t, hash) | line))
				continue;
			__atomic_store_n(&b->slot[i], 0, __ATOMIC_RELEASE);
			if (before && is_empty(b)) {
				__atomic_store_n(&before->next, b->next, __ATOMIC_RELEASE);
				t->overflow--;
				rcu_retire_heap(t->rcu, b);
			}
			return;
		}
}

static struct subtable *subtable_of(const struct table *t, uint32_t meta)
{
	return t->subtable[(meta & TABLE_MASK_BITS) >> TABLE_MASK_SHIFT];
}

int table_insert(struct table *t, uint32_t line, const struct table_entry *e, uint32_t flow_id,
                 uint32_t action_id, uint64_t now_tsc)
{
	struct subtable *s = subtable_of(t, e->meta);

	put_line(t, line, e, flow_id, action_id, now_tsc);
	if (link_line(t, e->hash, line))
		return EL_ERR_NO_MEMORY;
	s->flows++;
	if (!s->in_order && show(t, s, true)) {
		table_remove(t, line);
		return EL_ERR_NO_MEMORY;
	}
	return EL_ERR_OK;
}

/* The packed key of a linked line. */
static void line_entry(const struct table *t, uint32_t line, struct compact *c)
{
	const struct flow_line *l = &t->lines[line];
	const struct subtable *s = subtable_of(t, l->meta);
	uint32_t forms = l->meta & ((1u << COMPACT_FORMS) - 1);

	*c = (struct compact){.head = {l->head[0], l->head[1]}};
	if (l->meta & TABLE_HAS_TUNNEL)
		memcpy(&c->tunnel, table_tunnel_of(t, line), TABLE_TUNNEL_BYTES);
	if (l->meta & TABLE_HAS_ND)
		memcpy(c->rest + COMPACT_ND, t->nd[line], sizeof(*t->nd));
	if (l->meta & TABLE_HAS_REST)
		memcpy(c->rest, t->rest[line], sizeof(*t->rest));
	else
		for (uint32_t i = 0; i < COMPACT_ND; i++)
			c->rest[i] = compact_standard[__builtin_ctz(forms)][i] & s->mask.rest[i];
}

void table_key(const struct table *t, uint32_t line, struct el_key *key)
{
	struct compact c;

	line_entry(t, line, &c);
	compact_unpack(key, &c);
}

void table_remove(struct table *t, uint32_t line)
{
	struct subtable *s = subtable_of(t, t->lines[line].meta);
	struct compact c;

	line_entry(t, line, &c);
	unlink_line(t, hash_of(t, s, &c), line);
	__atomic_store_n(&t->lines[line].meta, 0, __ATOMIC_RELEASE);
	/* Out of memory: the mask stays shown, which costs time only. */
	if (--s->flows == 0)
		show(t, s, false);
}

static bool same(const struct table *t, uint32_t line, const struct table_entry *e)
{
	const struct flow_line *l = &t->lines[line];
	__m128i differs = _mm_or_si128(_mm_xor_si128(l->head[0], e->key.head[0]),
	                               _mm_xor_si128(l->head[1], e->key.head[1]));

	return compact_is_zero(differs) && l->meta == e->meta &&
	       (!(e->meta & TABLE_HAS_TUNNEL) ||
	        memcmp(table_tunnel_of(t, line), &e->key.tunnel, TABLE_TUNNEL_BYTES) == 0) &&
	       (!(e->meta & TABLE_HAS_REST) || memcmp(t->rest[line], e->key.rest, sizeof(*t->rest)) == 0) &&
	       (!(e->meta & TABLE_HAS_ND) ||
	        memcmp(t->nd[line], e->key.rest + COMPACT_ND, sizeof(*t->nd)) == 0);
}

uint32_t table_find(const struct table *t, const struct table_entry *e)
{
	const uint32_t tag = table_tag(t, e->hash);

	for (const struct table_bucket *b = bucket_of(t, e->hash); b; b = b->next)
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
			if ((b->slot[i] & t->tag_mask) == tag && same(t, table_line_in(t, b->slot[i]), e))
				return table_line_in(t, b->slot[i]);
	return TABLE_NO_LINE;
}
