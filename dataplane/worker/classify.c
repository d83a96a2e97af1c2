/* What lookups do seldom: the walk over all masks, and what they write down for next time. See classify.h,
 * table.h. */
#include "classify.h"

static __m128i load(const uint8_t *from)
{
	return _mm_load_si128((const __m128i *)(const void *)from);
}

static int rest_is(const struct table *t, const struct subtable *s, uint32_t line, uint32_t meta,
                   const uint8_t *rest)
{
	uint32_t forms = meta & ((1u << COMPACT_FORMS) - 1);
	const uint8_t *flow = forms ? compact_standard[__builtin_ctz(forms)] : t->rest[line];
	__m128i nd = meta & TABLE_HAS_ND ? load(t->nd[line]) : _mm_setzero_si128(), differs;

	if (!s->has_rest)
		return 1;
	differs = _mm_and_si128(_mm_xor_si128(load(rest + COMPACT_ND), nd), load(s->mask.rest + COMPACT_ND));
	for (uint32_t i = 0; i < COMPACT_ND; i += 16)
		differs = _mm_or_si128(differs, _mm_and_si128(_mm_xor_si128(load(rest + i), load(flow + i)),
		                                              load(s->mask.rest + i)));
	return compact_is_zero(differs);
}

int classify_rest(const struct table *t, const struct subtable *s, const struct flow_line *l, uint32_t meta,
                  const struct brief *b)
{
	uint32_t line = (uint32_t)(l - t->lines);

	__m128i tunnel = _mm_xor_si128(b->tunnel, classify_tunnel(t, l, meta));

	if (!compact_is_zero(_mm_and_si128(tunnel, s->mask.tunnel)))
		return 0;
	return b->form < COMPACT_OTHER ? (int)(meta >> b->form & 1) : rest_is(t, s, line, meta, b->rest);
}

uint64_t classify_fold_whole(const struct table *t, const struct brief *b)
{
	static const uint8_t all[COMPACT_REST]
	    __attribute__((aligned(16))) = {[0 ... COMPACT_REST - 1] = 0xff};

	return table_fold_rest(t, b->rest, all);
}

/* One slot of the group for this hash leads to the line from now on: the one with its tag, an empty one, any.
 */
static void remember(const struct table *t, uint64_t hash, const struct flow_line *line)
{
	struct table_recent *r = &t->recent[table_place(hash, t->recent_count)];
	uint32_t tag = table_tag(t, hash), slots = table_slots(t, r->slot, tag);

	if (!slots)
		slots = table_slots(t, r->slot, 0);
	if (!slots)
		slots = 1u << (line - t->lines) % TABLE_RECENT_SLOTS;
	r->slot[__builtin_ctz(slots)] = tag | (uint32_t)(line - t->lines);
}

/* The flow of b under mask s, or NULL. `hash` is b's under it. */
static struct flow_line *search(const struct table *t, const struct subtable *s, const struct brief *b,
                                uint64_t hash)
{
	const struct table_bucket *bucket = classify_bucket(t, hash);
	const uint32_t tag = table_tag(t, hash);

	for (; bucket; bucket = __atomic_load_n(&bucket->next, __ATOMIC_ACQUIRE)) {
		uint32_t slots = table_slots(t, bucket->slot, tag) & CLASSIFY_BUCKET;

		for (; slots; slots &= slots - 1) {
			uint32_t slot =
			    __atomic_load_n(&bucket->slot[__builtin_ctz(slots)], __ATOMIC_ACQUIRE);
			struct flow_line *line = &t->lines[table_line_in(t, slot)];

			if (slot && classify_is(t, s, line, b))
				return line;
		}
	}
	return NULL;
}

struct flow_line *classify_walk(const struct table *t, const struct table_order *order, const struct brief *b,
                                const uint64_t *hash)
{
	uint64_t masked[EL_MAX_MASKS];

	/* All buckets are asked for before the first is read. */
	for (uint32_t i = 0; i < order->count; i++) {
		masked[i] = classify_hash(t, order->subtable[i], b);
		rte_prefetch0(classify_bucket(t, masked[i]));
	}
	for (uint32_t i = 0; i < order->count; i++) {
		struct flow_line *line = search(t, order->subtable[i], b, masked[i]);

		if (!line)
			continue;
		classify_count(order->subtable[i], 1);
		if (hash)
			remember(t, *hash, line);
		return line;
	}
	return NULL;
}

void classify_burst(struct table *t, const struct brief *b, uint32_t count, struct flow_line **line)
{
	const struct table_order *order = classify_order(t);
	struct probe probe[CLASSIFY_BURST];

	for (uint32_t i = 0; i < count; i++)
		classify_ask(t, &b[i], &probe[i]);
	for (uint32_t i = 0; i < count; i++)
		classify_recall(t, &probe[i]);
	for (uint32_t i = 0; i < count; i++) {
		struct subtable *s = probe[i].line ? classify_mask(t, probe[i].line) : NULL;

		line[i] = probe[i].line;
		if (s && classify_is(t, s, line[i], &b[i]))
			classify_count(s, 1);
		else
			line[i] = classify_walk(t, order, &b[i], &probe[i].hash);
	}
}
