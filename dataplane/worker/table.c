/* The writer's half of a flow table. See table.h; the reader's half is classify.c.
 *
 * It must store an entry's line number before its tag, and never move an entry within a live bucket array.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "mem.h"

#define FIRST_BUCKETS 16u
#define MOST_PER_BUCKET 4u /* entries per bucket, on average, before the array doubles */

static struct table_buckets *buckets_create(uint32_t count)
{
	struct table_buckets *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->mask = count - 1;
	b->bucket = mem_map((size_t)count * sizeof(*b->bucket));
	if (!b->bucket) {
		free(b);
		return NULL;
	}
	return b;
}

static void buckets_destroy(void *context, void *object)
{
	struct table_buckets *b = object;

	(void)context;
	if (!b)
		return;
	for (uint32_t i = 0; i <= b->mask; i++)
		for (struct table_bucket *o = b->bucket[i].next, *next; o; o = next) {
			next = o->next;
			free(o);
		}
	mem_unmap(b->bucket, ((size_t)b->mask + 1) * sizeof(*b->bucket));
	free(b);
}

struct table *table_create(struct rcu *rcu, uint32_t line_count)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->rcu = rcu;
	t->line_count = line_count;
	t->lines = mem_map((size_t)line_count * sizeof(*t->lines));
	t->order = calloc(1, sizeof(*t->order));
	if (!t->lines || !t->order ||
	    getrandom(t->secret, sizeof(t->secret), 0) != (ssize_t)sizeof(t->secret)) {
		table_destroy(t);
		return NULL;
	}
	return t;
}

void table_destroy(struct table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < EL_MAX_MASKS; i++)
		if (t->subtable[i]) {
			buckets_destroy(NULL, t->subtable[i]->buckets);
			free(t->subtable[i]);
		}
	mem_unmap(t->lines, (size_t)t->line_count * sizeof(*t->lines));
	free(t->order);
	free(t);
}

int table_mask_add(struct table *t, uint32_t id, const struct el_key *mask)
{
	struct subtable *s = calloc(1, sizeof(*s));

	if (!s || !(s->buckets = buckets_create(FIRST_BUCKETS))) {
		free(s);
		return EL_ERR_NO_MEMORY;
	}
	s->mask_key = *mask;
	for (uint32_t i = 0; i < TABLE_KEY_WORDS; i++)
		if (table_word(mask, i)) {
			s->word[s->words] = (uint8_t)i;
			s->mask[s->words++] = table_word(mask, i);
		}
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

void table_mask_del(struct table *t, uint32_t id)
{
	struct subtable *s = t->subtable[id];

	t->subtable[id] = NULL;
	if (reorder(t))
		return; /* out of memory: lcores may go on looking into it, so it is not freed */
	rcu_retire(t->rcu, buckets_destroy, NULL, s->buckets);
	rcu_retire_heap(t->rcu, s);
}

/* Links a filled line. The line number is there before the tag that leads to it. */
static int link_line(struct table_buckets *b, uint64_t hash, uint32_t line)
{
	struct table_bucket *bucket = &b->bucket[hash & b->mask];

	for (;;) {
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
			if (!bucket->tag[i]) {
				__atomic_store_n(&bucket->line[i], line, __ATOMIC_RELAXED);
				__atomic_store_n(&bucket->tag[i], table_tag(hash), __ATOMIC_RELEASE);
				b->used++;
				return EL_ERR_OK;
			}
		if (!bucket->next) {
			struct table_bucket *more = aligned_alloc(sizeof(*more), sizeof(*more));

			if (!more)
				return EL_ERR_NO_MEMORY;
			memset(more, 0, sizeof(*more));
			__atomic_store_n(&bucket->next, more, __ATOMIC_RELEASE);
		}
		bucket = bucket->next;
	}
}

static void grow(struct table *t, struct subtable *s)
{
	struct table_buckets *old = s->buckets, *bigger = buckets_create((old->mask + 1) * 2);

	if (!bigger)
		return; /* overflow buckets carry on, slower */
	for (uint32_t i = 0; i <= old->mask; i++)
		for (const struct table_bucket *b = &old->bucket[i]; b; b = b->next)
			for (uint32_t j = 0; j < TABLE_BUCKET_SLOTS; j++) {
				if (!b->tag[j])
					continue;
				if (link_line(bigger, table_hash(t, s, &t->lines[b->line[j]].key),
				              b->line[j])) {
					buckets_destroy(NULL, bigger);
					return;
				}
			}
	__atomic_store_n(&s->buckets, bigger, __ATOMIC_RELEASE);
	rcu_retire(t->rcu, buckets_destroy, NULL, old);
}

int table_insert(struct table *t, uint32_t mask_id, uint32_t line, const struct el_key *key, uint32_t flow_id,
                 uint32_t action_id, uint64_t now_tsc)
{
	struct subtable *s = t->subtable[mask_id];
	struct flow_line *l = &t->lines[line];

	if (s->buckets->used / MOST_PER_BUCKET > s->buckets->mask)
		grow(t, s);
	*l = (struct flow_line){.key = *key, .flow_id = flow_id, .action_id = action_id, .last_tsc = now_tsc};
	if (link_line(s->buckets, table_hash(t, s, key), line))
		return EL_ERR_NO_MEMORY;
	if (!s->in_order) {
		s->in_order = 1;
		if (reorder(t)) {
			s->in_order = 0;
			table_remove(t, mask_id, line);
			return EL_ERR_NO_MEMORY;
		}
	}
	return EL_ERR_OK;
}

void table_remove(struct table *t, uint32_t mask_id, uint32_t line)
{
	struct subtable *s = t->subtable[mask_id];
	uint64_t hash = table_hash(t, s, &t->lines[line].key);

	for (struct table_bucket *b = &s->buckets->bucket[hash & s->buckets->mask]; b; b = b->next)
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
			if (b->tag[i] == table_tag(hash) && b->line[i] == line) {
				__atomic_store_n(&b->tag[i], 0, __ATOMIC_RELEASE);
				if (--s->buckets->used == 0 && s->in_order) {
					s->in_order = 0;
					reorder(t);
				}
				return;
			}
}

uint32_t table_find(const struct table *t, uint32_t mask_id, const struct el_key *key)
{
	const struct subtable *s = t->subtable[mask_id];
	uint64_t hash = table_hash(t, s, key);

	for (const struct table_bucket *b = &s->buckets->bucket[hash & s->buckets->mask]; b; b = b->next)
		for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
			if (b->tag[i] == table_tag(hash) && table_line_is(s, &t->lines[b->line[i]], key))
				return b->line[i];
	return TABLE_NO_LINE;
}
