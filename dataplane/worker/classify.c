/* What lookups do seldom: the walk over all masks, and hints. See classify.h, table.h. */
#include "classify.h"

/* The flow of b under mask s, or NULL. */
static struct flow_line *search(const struct table *t, const struct subtable *s, const struct brief *b)
{
	uint64_t hash = classify_hash(t, s, b);
	const struct table_bucket *bucket = &t->bucket[table_place(hash, t->bucket_count)];

	for (; bucket; bucket = __atomic_load_n(&bucket->next, __ATOMIC_ACQUIRE))
		for (uint32_t slots = classify_tags(bucket, table_tag(hash)); slots; slots &= slots - 1) {
			struct flow_line *line = classify_line(t, bucket, slots);

			if (classify_is(t, s, line, b))
				return line;
		}
	return NULL;
}

/* 16 bytes: the last 2 are the next line's, which main may be writing, and no bits of any mask. */
static __m128i tunnel_of(const struct table *t, uint32_t line)
{
	__m128i tunnel = _mm_setzero_si128();

#if defined(__SANITIZE_THREAD__)
	__builtin_memcpy(&tunnel, table_tunnel_of(t, line), TABLE_TUNNEL_BYTES);
#else
	tunnel = _mm_loadu_si128((const __m128i *)(const void *)table_tunnel_of(t, line));
#endif
	return tunnel;
}

/* Packets of the untunnelled forms come here not at all. */
static int tunnel_is(const struct table *t, const struct subtable *s, uint32_t line, const struct brief *b)
{
	__m128i masked = _mm_and_si128(b->tunnel, s->mask.tunnel);

	if (!(t->lines[line].meta & TABLE_HAS_TUNNEL))
		return compact_is_zero(masked);
	return compact_is_zero(_mm_and_si128(_mm_xor_si128(b->tunnel, tunnel_of(t, line)), s->mask.tunnel));
}

static int rest_is(const struct table *t, const struct subtable *s, uint32_t line, const uint8_t *rest)
{
	uint32_t forms = t->lines[line].meta & ((1u << COMPACT_FORMS) - 1);
	const uint8_t *flow = forms ? compact_standard[__builtin_ctz(forms)] : t->rest[line];
	__m128i differs = _mm_setzero_si128();

	if (!s->has_rest)
		return 1;
	for (uint32_t i = 0; i < COMPACT_REST; i += 16)
		differs = _mm_or_si128(
		    differs,
		    _mm_and_si128(_mm_xor_si128(_mm_load_si128((const __m128i *)(const void *)(rest + i)),
		                                _mm_load_si128((const __m128i *)(const void *)(flow + i))),
		                  _mm_load_si128((const __m128i *)(const void *)(s->mask.rest + i))));
	return compact_is_zero(differs);
}

int classify_rest(const struct table *t, const struct subtable *s, const struct flow_line *l,
                  const struct brief *b)
{
	uint32_t meta = l->meta, line = (uint32_t)(l - t->lines);

	if ((meta & TABLE_MASK_BITS) != s->meta || !tunnel_is(t, s, line, b))
		return 0;
	return b->form < COMPACT_OTHER ? (int)(meta >> b->form & 1) : rest_is(t, s, line, b->rest);
}

/* ---- hints ---- */

#define HINT_TAG 0xfff0u

static uint16_t hint_tag(uint64_t hint)
{
	return (uint16_t)(hint >> 48 & HINT_TAG) | 0x10; /* never 0, which says empty */
}

static uint32_t hint_slots(const struct table_hint *h, uint64_t hint)
{
	__m128i slots = _mm_load_si128((const __m128i *)(const void *)h->slot);

	return classify_slots(_mm_and_si128(slots, _mm_set1_epi16((short)HINT_TAG)), hint_tag(hint));
}

struct subtable *classify_hinted(const struct table *t, const struct table_order *order, uint64_t hint)
{
	const struct table_hint *h = classify_hint_of(t, hint);
	uint32_t slots = hint_slots(h, hint);
	struct subtable *s = NULL;

	if (likely(slots))
		s = __atomic_load_n(&t->by_id[h->slot[__builtin_ctz(slots) / 2] & 15], __ATOMIC_ACQUIRE);
	return likely(s != NULL) ? s : order->subtable[0];
}

static void learn(const struct table *t, uint64_t hint, const struct subtable *s)
{
	struct table_hint *h = classify_hint_of(t, hint);
	uint32_t slots = hint_slots(h, hint);
	uint32_t at = slots ? (uint32_t)__builtin_ctz(slots) / 2 : 8;

	if (at == 8) {
		slots = classify_slots(_mm_load_si128((const __m128i *)(const void *)h->slot), 0);
		at = slots ? (uint32_t)__builtin_ctz(slots) / 2 : (uint32_t)(hint >> 32) & 7;
	}
	h->slot[at] = (uint16_t)(hint_tag(hint) | s->id);
}

struct flow_line *classify_walk(const struct table *t, const struct table_order *order, const struct brief *b,
                                const uint64_t *hint)
{
	for (uint32_t i = 0; i < order->count; i++) {
		struct subtable *s = order->subtable[i];
		struct flow_line *line = search(t, s, b);

		if (!line)
			continue;
		classify_count(s, 1);
		if (hint)
			learn(t, *hint, s);
		return line;
	}
	return NULL;
}

void classify_burst(struct table *t, const struct brief *b, uint32_t count, struct flow_line **line)
{
	const struct table_order *order = classify_order(t);
	struct probe probe[CLASSIFY_BURST];

	for (uint32_t i = 0; i < count && order->count; i++)
		classify_ask(t, &b[i], &probe[i]);
	for (uint32_t i = 0; i < count && order->count; i++) {
		probe[i].mask = classify_hinted(t, order, probe[i].hint);
		classify_aim(t, probe[i].mask, &b[i], &probe[i]);
	}
	for (uint32_t i = 0; i < count && order->count; i++)
		classify_fetch(t, &probe[i]);
	for (uint32_t i = 0; i < count; i++) {
		line[i] = order->count ? probe[i].line : NULL;
		if (line[i] && classify_is(t, probe[i].mask, line[i], &b[i]))
			classify_count(probe[i].mask, 1);
		else
			line[i] = classify_walk(t, order, &b[i], &probe[i].hint);
	}
}
