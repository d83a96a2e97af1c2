/* Tuple-space search over at most 16 canonical masks, subtable by subtable for the whole burst, so that the
 * memory of one packet is fetched while another is compared. See classify.h, table.h.
 */
#include "classify.h"

#include <emmintrin.h>

#include <rte_prefetch.h>

typedef uint64_t __attribute__((may_alias)) tag_half;

/* Bit 2i of the answer: tag i of the bucket equals `tag`. */
static inline uint32_t tags_equal(const struct table_bucket *b, uint16_t tag)
{
	const tag_half *half = (const tag_half *)(const void *)b->tag;
	__m128i tags = _mm_set_epi64x((long long)__atomic_load_n(&half[1], __ATOMIC_ACQUIRE),
	                              (long long)__atomic_load_n(&half[0], __ATOMIC_ACQUIRE));

	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi16(tags, _mm_set1_epi16((short)tag))) & 0x5555u;
}

static struct flow_line *search(const struct table *t, const struct subtable *s,
                                const struct table_bucket *bucket, uint16_t tag, const struct el_key *key)
{
	for (; bucket; bucket = __atomic_load_n(&bucket->next, __ATOMIC_ACQUIRE))
		for (uint32_t hits = tags_equal(bucket, tag); hits; hits &= hits - 1) {
			uint32_t i = (uint32_t)__builtin_ctz(hits) / 2;
			struct flow_line *line =
			    &t->lines[__atomic_load_n(&bucket->line[i], __ATOMIC_RELAXED)];

			if (table_line_is(s, line, key))
				return line;
		}
	return NULL;
}

/* Looks the packets named in left[] up in one subtable; keeps in left[] those it does not have. */
static uint32_t classify_one(struct table *t, struct subtable *s, const struct el_key *const *keys,
                             uint8_t *left, uint32_t count, struct flow_line **line)
{
	const struct table_buckets *b = __atomic_load_n(&s->buckets, __ATOMIC_ACQUIRE);
	const struct table_bucket *bucket[CLASSIFY_BURST];
	uint16_t tag[CLASSIFY_BURST];
	uint32_t misses = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t hash = table_hash(t, s, keys[left[i]]);

		tag[i] = table_tag(hash);
		bucket[i] = &b->bucket[hash & b->mask];
		rte_prefetch0(bucket[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t hits = tags_equal(bucket[i], tag[i]);

		if (hits) {
			uint32_t at = (uint32_t)__builtin_ctz(hits) / 2;
			const struct flow_line *l =
			    &t->lines[__atomic_load_n(&bucket[i]->line[at], __ATOMIC_RELAXED)];

			rte_prefetch0(l);
			rte_prefetch0((const uint8_t *)l + 64);
			rte_prefetch0((const uint8_t *)l + 128);
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		line[left[i]] = search(t, s, bucket[i], tag[i], keys[left[i]]);
		if (!line[left[i]])
			left[misses++] = left[i];
	}
	__atomic_store_n(&s->hits, s->hits + (count - misses), __ATOMIC_RELAXED);
	return misses;
}

void classify_burst(struct table *t, const struct el_key *const *keys, uint32_t count,
                    struct flow_line **line)
{
	const struct table_order *order = __atomic_load_n(&t->order, __ATOMIC_ACQUIRE);
	uint8_t left[CLASSIFY_BURST];

	for (uint32_t i = 0; i < count; i++) {
		left[i] = (uint8_t)i;
		line[i] = NULL;
	}
	for (uint32_t i = 0; i < order->count && count; i++)
		count = classify_one(t, order->subtable[i], keys, left, count, line);
}
