/* The classify stage: which flow does each packet of a burst belong to?
 *
 *      [classify_ask (each) ──►] classify_aim (each) ──► classify_fetch (each) ──► classify_is (each, in
 * order)
 *
 * Each step asks for the memory the next one reads, so that the memory of one packet is fetched while others
 * are worked on. Runs on the lcore; reads one table (table.h), writes nothing but hit counts and hints. It
 * must not touch a packet's bytes.
 */
#ifndef EDGELANE_CLASSIFY_H
#define EDGELANE_CLASSIFY_H

#include <stdbool.h>
#include <stdint.h>

#include <rte_prefetch.h>

#include "brief.h"
#include "table.h"

#define CLASSIFY_BURST 32u

struct probe {
	const struct table_bucket *bucket;
	struct flow_line *line; /* the candidate, or NULL */
	struct subtable *mask;  /* this and the hint: only where there are several */
	uint64_t hint;          /* hash of the unmasked key */
	uint16_t tag;
};

/* All steps for packets at hand: line[i] is the flow of b[i], or NULL. Lines stay valid until the lcore's
 * next quiescent state. count: 1..CLASSIFY_BURST. */
void classify_burst(struct table *t, const struct brief *b, uint32_t count, struct flow_line **line);

/* Looks b up under the masks of the order one by one; NULL: no flow. The slow form of the steps; it counts
 * its hits itself. `hint`, when there is one, learns what was found. */
struct flow_line *classify_walk(const struct table *t, const struct table_order *order, const struct brief *b,
                                const uint64_t *hint);
/* Whether the flow of this line, which fits b's head, has b's tunnel and rest. */
int classify_rest(const struct table *t, const struct subtable *s, const struct flow_line *l,
                  const struct brief *b);
/* The mask b was found under before; the most hit one when it is not known. */
struct subtable *classify_hinted(const struct table *t, const struct table_order *order, uint64_t hint);

/* The masks to look under, for one burst. */
static inline const struct table_order *classify_order(const struct table *t)
{
	return __atomic_load_n(&t->order, __ATOMIC_ACQUIRE);
}

/* This lcore is the only writer. */
static inline void classify_count(struct subtable *s, uint64_t hits)
{
	__atomic_store_n(&s->hits, s->hits + hits, __ATOMIC_RELAXED);
}

static inline uint64_t classify_hash(const struct table *t, const struct subtable *s, const struct brief *b)
{
	uint64_t h = table_fold_head(t, _mm_and_si128(b->head[0], s->mask.head[0]),
	                             _mm_and_si128(b->head[1], s->mask.head[1]));

	if (b->form >= COMPACT_TUNNELLED) {
		h ^= table_fold_tunnel(t, _mm_and_si128(b->tunnel, s->mask.tunnel));
		if (unlikely(b->form == COMPACT_OTHER))
			return s->has_rest ? h ^ table_fold_rest(t, b->rest, s->mask.rest) : h;
	}
	return h ^ s->form_hash[b->form];
}

static inline void classify_aim(const struct table *t, const struct subtable *s, const struct brief *b,
                                struct probe *p)
{
	uint64_t hash = classify_hash(t, s, b);

	p->tag = table_tag(hash);
	p->bucket = &t->bucket[table_place(hash, t->bucket_count)];
	rte_prefetch0(p->bucket);
}

static inline struct table_hint *classify_hint_of(const struct table *t, uint64_t hint)
{
	return &t->hint[table_place(hint, t->hint_count)];
}

/* With several masks: asks for the hint. classify_hinted and classify_aim come next. */
static inline void classify_ask(const struct table *t, const struct brief *b, struct probe *p)
{
	p->hint = table_fold_head(t, b->head[0], b->head[1]);
	if (b->form >= COMPACT_TUNNELLED)
		p->hint ^= table_fold_tunnel(t, b->tunnel);
	rte_prefetch0(classify_hint_of(t, p->hint));
}

/* Bit 2i of the answer: slot i of eight holds `value`. */
static inline uint32_t classify_slots(__m128i slots, uint16_t value)
{
	__m128i all = _mm_shuffle_epi8(_mm_cvtsi32_si128(value), _mm_set1_epi16(0x0100));

	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi16(slots, all)) & 0x5555u;
}

/* Tags are two bytes on their own boundaries: one load of all of them tears none on x86. */
static inline uint32_t classify_tags(const struct table_bucket *b, uint16_t tag)
{
#if defined(__SANITIZE_THREAD__) /* it takes no order from a load that is wider than the store */
	uint16_t tags[TABLE_BUCKET_SLOTS];

	for (uint32_t i = 0; i < TABLE_BUCKET_SLOTS; i++)
		tags[i] = __atomic_load_n(&b->tag[i], __ATOMIC_ACQUIRE);
	return classify_slots(_mm_loadu_si128((const __m128i *)(const void *)tags), tag);
#else
	uint32_t slots = classify_slots(_mm_load_si128((const __m128i *)(const void *)b->tag), tag);

	__atomic_signal_fence(__ATOMIC_ACQUIRE); /* x86 keeps loads in order; the compiler has to as well */
	return slots;
#endif
}

/* The line in the first of these slots. A bit's number is twice its slot's, and half of where the line is. */
static inline struct flow_line *classify_line(const struct table *t, const struct table_bucket *b,
                                              uint32_t slots)
{
	const uint8_t *lines = (const uint8_t *)b->line + 2 * (size_t)(unsigned)__builtin_ctz(slots);

	return &t->lines[__atomic_load_n((const uint32_t *)(const void *)lines, __ATOMIC_ACQUIRE)];
}

static inline void classify_fetch(const struct table *t, struct probe *p)
{
	uint32_t slots = classify_tags(p->bucket, p->tag);

	p->line = NULL;
	if (likely(slots)) {
		p->line = classify_line(t, p->bucket, slots);
		rte_prefetch0(p->line);
	}
}

/* Whether this line's flow holds b under mask s. */
static inline int classify_is(const struct table *t, const struct subtable *s, const struct flow_line *l,
                              const struct brief *b)
{
	__m128i differs = _mm_or_si128(
	    _mm_xor_si128(_mm_and_si128(b->head[0], s->mask.head[0]), _mm_load_si128(&l->head[0])),
	    _mm_xor_si128(_mm_and_si128(b->head[1], s->mask.head[1]), _mm_load_si128(&l->head[1])));

	if (!compact_is_zero(differs))
		return 0;
	if (likely(b->form < COMPACT_TUNNELLED))
		return ((l->meta ^ s->meta) & (TABLE_MASK_BITS | TABLE_HAS_TUNNEL)) == 0 &&
		       l->meta >> b->form & 1;
	return classify_rest(t, s, l, b);
}

#endif
