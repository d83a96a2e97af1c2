/* One lcore's flow table: a bucket table (subtable) for each canonical mask over one array of flow lines.
 *
 *      order ──► subtable ──► buckets: 8 × {tag, line} ──► line: masked key, action, counters
 *
 * The main thread writes, the lcore reads (classify.h) without locks; what is taken out is freed or reused
 * after a grace period only. A reader always finds a whole line or none. Entries have no priorities.
 */
#ifndef EDGELANE_TABLE_H
#define EDGELANE_TABLE_H

#include <stdint.h>

#include "edgelane.h"
#include "rcu.h"

#define TABLE_KEY_WORDS (EL_KEY_SIZE / 8)
#define TABLE_BUCKET_SLOTS 8
#define TABLE_NO_LINE UINT32_MAX

/* Key and id are fixed while the line is linked; the counters are the lcore's, main only reads them. */
struct flow_line {
	struct el_key key; /* masked */
	uint32_t flow_id;
	uint32_t action_id; /* main swaps it */
	uint64_t packets;
	uint64_t bytes;
	uint64_t last_tsc; /* of its last packet; of its birth before that */
} __attribute__((aligned(64)));

struct table_bucket {
	uint16_t tag[TABLE_BUCKET_SLOTS]; /* 0 = empty */
	uint32_t line[TABLE_BUCKET_SLOTS];
	struct table_bucket *next; /* overflow */
	uint64_t rsv0;
} __attribute__((aligned(64)));

struct table_buckets {
	uint32_t mask; /* of the bucket number */
	uint32_t used; /* entries */
	struct table_bucket *bucket;
};

struct subtable {
	struct table_buckets *buckets;
	uint32_t words; /* 8-byte words of the key that the mask touches */
	uint8_t word[TABLE_KEY_WORDS];
	uint64_t mask[TABLE_KEY_WORDS]; /* of word[i]; 0 beyond `words` */
	struct el_key mask_key;
	uint64_t hits;        /* the lcore's */
	uint64_t hits_seen;   /* main's: recent hits, weighted */
	uint64_t hits_sorted; /* main's: hits at the last sort */
	uint8_t in_order;
};

/* The subtables with flows in them, most hit first. Immutable. */
struct table_order {
	uint32_t count;
	struct subtable *subtable[EL_MAX_MASKS];
};

struct table {
	struct table_order *order;
	struct flow_line *lines;
	uint32_t line_count;
	struct rcu *rcu;
	uint64_t secret[TABLE_KEY_WORDS]; /* so that nobody outside can aim at one bucket */
	struct subtable *subtable[EL_MAX_MASKS];
};

/* NULL: out of memory. */
struct table *table_create(struct rcu *rcu, uint32_t line_count);
/* For when no lcore runs. */
void table_destroy(struct table *t);

/* Sets mask `id`, which is free. 0, or EL_ERR_NO_MEMORY. */
int table_mask_add(struct table *t, uint32_t id, const struct el_key *mask);
/* Takes mask `id` away, which has no flow. */
void table_mask_del(struct table *t, uint32_t id);

/* Fills line `line` (free since a grace period) and links it. 0, or EL_ERR_NO_MEMORY with nothing changed. */
int table_insert(struct table *t, uint32_t mask_id, uint32_t line, const struct el_key *key, uint32_t flow_id,
                 uint32_t action_id, uint64_t now_tsc);
/* Unlinks it; the line may be reused after a grace period. */
void table_remove(struct table *t, uint32_t mask_id, uint32_t line);
/* The line with exactly this masked key, or TABLE_NO_LINE. Main thread. */
uint32_t table_find(const struct table *t, uint32_t mask_id, const struct el_key *key);
/* Puts the most hit subtables first. */
void table_sort(struct table *t);

/* ---- shared with classify.c ---- */

static inline uint64_t table_word(const struct el_key *key, uint32_t i)
{
	uint64_t word;

	__builtin_memcpy(&word, (const uint8_t *)key + i * 8, 8);
	return word;
}

static inline uint64_t table_mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Hash of the masked key: pairs of words, each folded by one multiplication with secrets. An odd last word is
 * paired with word 0 under an empty mask: a constant. */
static inline uint64_t table_hash(const struct table *t, const struct subtable *s, const struct el_key *key)
{
	uint64_t h = t->secret[0];

	for (uint32_t i = 0; i < s->words; i += 2)
		h ^= table_mix((table_word(key, s->word[i]) & s->mask[i]) ^ t->secret[i],
		               (table_word(key, s->word[i + 1]) & s->mask[i + 1]) ^ t->secret[i + 1]);
	return table_mix(h, 0x9e3779b97f4a7c15u); /* 2^64 / golden ratio: spreads h over all bits */
}

static inline uint16_t table_tag(uint64_t hash)
{
	return (uint16_t)(hash >> 48) | 1; /* never 0, which says empty */
}

static inline int table_line_is(const struct subtable *s, const struct flow_line *line,
                                const struct el_key *key)
{
	uint64_t differs = 0;

	for (uint32_t i = 0; i < s->words; i++)
		differs |= (table_word(key, s->word[i]) & s->mask[i]) ^ table_word(&line->key, s->word[i]);
	return differs == 0;
}

#endif
