/* The classify stage: which flow does each packet of a burst belong to?
 *
 *      one mask:       classify_aim ──► classify_fetch ──► classify_is
 *      several masks:  classify_ask ──► classify_recall ──► classify_is
 *      else:           classify_walk
 *
 * Each step asks for the memory that the next one reads; other packets' steps lie between the two.
 *
 * Runs on the lcore; reads one table (table.h), writes nothing but hit counts and what it found recently. It
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
	const uint32_t *slots;  /* of a bucket or of a struct table_recent */
	struct flow_line *line; /* the candidate, or NULL */
	uint64_t hash;          /* several masks: of all of the key */
	uint32_t tag;
};

/* All steps for packets at hand: line[i] is the flow of b[i], or NULL. Lines stay valid until the lcore's
 * next quiescent state. count: 1..CLASSIFY_BURST. */
void classify_burst(struct table *t, const struct brief *b, uint32_t count, struct flow_line **line);

/* Looks b up under the masks of the order; NULL: no flow. The slow form of the steps; it counts its hits
 * itself. `hash`, when there is one, is classify_ask's: what is found will be recalled by it. */
struct flow_line *classify_walk(const struct table *t, const struct table_order *order, const struct brief *b,
                                const uint64_t *hash);
/* Whether the flow of this line, which fits b's head, has b's tunnel and rest. `meta` is the line's as it was
 * when it was found alive: main may take it away at any time. */
int classify_rest(const struct table *t, const struct subtable *s, const struct flow_line *l, uint32_t meta,
                  const struct brief *b);
/* What a packet of form OTHER adds to classify_ask's hash. */
uint64_t classify_fold_whole(const struct table *t, const struct brief *b);

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

static inline const struct table_bucket *classify_bucket(const struct table *t, uint64_t hash)
{
	return &t->bucket[table_place(hash, t->bucket_count)];
}

static inline void classify_aim(const struct table *t, const struct subtable *s, const struct brief *b,
                                struct probe *p)
{
	uint64_t hash = classify_hash(t, s, b);

	p->tag = table_tag(t, hash);
	p->slots = classify_bucket(t, hash)->slot;
	rte_prefetch0(p->slots);
}

static inline void classify_ask(const struct table *t, const struct brief *b, struct probe *p)
{
	uint64_t hash = table_fold_head(t, b->head[0], b->head[1]);

	if (b->form >= COMPACT_TUNNELLED) {
		hash ^= table_fold_tunnel(t, b->tunnel);
		if (unlikely(b->form == COMPACT_OTHER))
			hash ^= classify_fold_whole(t, b);
	}
	p->hash = hash;
	p->tag = table_tag(t, hash);
	p->slots = t->recent[table_place(hash, t->recent_count)].slot;
	rte_prefetch0(p->slots);
}

static inline void classify_candidate(const struct table *t, struct probe *p, uint32_t slots)
{
	p->line = NULL;
	if (likely(slots)) {
		p->line = &t->lines[table_line_in(
		    t, __atomic_load_n(&p->slots[__builtin_ctz(slots)], __ATOMIC_RELAXED))];
		rte_prefetch0(p->line);
	}
}

#define CLASSIFY_BUCKET ((1u << TABLE_BUCKET_SLOTS) - 1)

static inline void classify_fetch(const struct table *t, struct probe *p)
{
	classify_candidate(t, p, table_slots(t, p->slots, p->tag) & CLASSIFY_BUCKET);
}

static inline void classify_recall(const struct table *t, struct probe *p)
{
	classify_candidate(t, p, table_slots(t, p->slots, p->tag));
}

/* Where b's head, masked, is not the line's. */
static inline __m128i classify_differs(const struct subtable *s, const struct flow_line *l,
                                       const struct brief *b)
{
	return _mm_or_si128(
	    _mm_xor_si128(_mm_and_si128(b->head[0], s->mask.head[0]), _mm_load_si128(&l->head[0])),
	    _mm_xor_si128(_mm_and_si128(b->head[1], s->mask.head[1]), _mm_load_si128(&l->head[1])));
}

/* Whether this line's flow holds b under mask s. What a dead line holds must not be looked at: it may be
 * being written. */
static inline int classify_is(const struct table *t, const struct subtable *s, const struct flow_line *l,
                              const struct brief *b)
{
	uint32_t meta = __atomic_load_n(&l->meta, __ATOMIC_ACQUIRE);

	if ((meta ^ s->meta) & (TABLE_MASK_BITS | TABLE_LIVE))
		return 0;
	if (!compact_is_zero(classify_differs(s, l, b)))
		return 0;
	if (likely(b->form < COMPACT_TUNNELLED))
		return (meta & (TABLE_HAS_TUNNEL | 1u << b->form)) == 1u << b->form;
	return classify_rest(t, s, l, meta, b);
}

/* The tunnel of a line whose meta this is. 16 bytes: the last 2 are the next line's, which main may be
 * writing, and no bits of any mask. */
static inline __m128i classify_tunnel(const struct table *t, const struct flow_line *l, uint32_t meta)
{
	const uint8_t *from = table_tunnel_of(t, (uint32_t)(l - t->lines));
	__m128i tunnel = _mm_setzero_si128();

	if (!(meta & TABLE_HAS_TUNNEL))
		return tunnel;
#if defined(__SANITIZE_THREAD__)
	__builtin_memcpy(&tunnel, from, TABLE_TUNNEL_BYTES);
#else
	tunnel = _mm_loadu_si128((const __m128i *)(const void *)from);
#endif
	return tunnel;
}

/* The mask that a line's meta names; NULL: that mask has no flows. */
static inline struct subtable *classify_mask_of(const struct table *t, uint32_t meta)
{
	return __atomic_load_n(&t->by_id[(meta & TABLE_MASK_BITS) >> TABLE_MASK_SHIFT], __ATOMIC_ACQUIRE);
}

/* Of a line that is, or was, in the table. */
static inline struct subtable *classify_mask(const struct table *t, const struct flow_line *l)
{
	return classify_mask_of(t, __atomic_load_n(&l->meta, __ATOMIC_RELAXED));
}

#endif
