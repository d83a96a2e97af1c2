/* One lcore's flow table: one index of buckets for the flows of all masks, over one array of flow lines.
 *
 *      bucket: 14 × {tag, line} ──► line (64 bytes): the masked head, action, counters
 *                                   └── by the same number, where needed: tunnel[14], rest[64], nd[16]
 *
 * A lookup goes mask by mask (struct subtable). Where there are several, it asks first where packets alike
 * were found before (struct table_recent). The main thread writes, the lcore reads (classify.h) without
 * locks; what is taken out is freed or reused after a grace period only. A reader always finds a whole line
 * or a dead one. Entries have no priorities. The index never moves: it has room for all lines from the start,
 * and memory is backed as it is touched.
 */
#ifndef EDGELANE_TABLE_H
#define EDGELANE_TABLE_H

#include <stdint.h>

#include "compact.h"
#include "edgelane.h"
#include "rcu.h"

#define TABLE_BUCKET_SLOTS 14u
#define TABLE_RECENT_SLOTS 16u
#define TABLE_NO_LINE UINT32_MAX
#define TABLE_LAST_SHIFT 20u /* last_used counts units of 2^20 TSC cycles: 0.3 to 0.5 ms, 20 days */
#define TABLE_TUNNEL_BYTES 14u
#define TABLE_SECRETS 20u

/* What a line says besides its key: the standard forms its flow fits (bits 0 to 3), what is kept in the side
 * arrays, and its mask. */
#define TABLE_HAS_TUNNEL 0x10u
#define TABLE_HAS_REST 0x20u
#define TABLE_HAS_ND 0x80u
#define TABLE_LIVE 0x40u /* the last to be written, the first to go */
#define TABLE_MASK_SHIFT 8u
#define TABLE_MASK_BITS 0xff00u

/* All but action and counters is fixed while the line is linked; the counters are the lcore's, main only
 * reads them. */
struct flow_line {
	__m128i head[2];
	uint64_t packets;
	uint64_t bytes;
	uint32_t flow_id;
	uint32_t action_id; /* main swaps it */
	uint32_t meta;
	uint32_t last_used; /* by its last packet; its birth before that */
} __attribute__((aligned(64)));
_Static_assert(sizeof(struct flow_line) == 64, "a line is a cache line");

/* A slot is a tag in its high bits and the number of a line in its low ones; 0 = empty. */
struct table_bucket {
	uint32_t slot[TABLE_BUCKET_SLOTS];
	struct table_bucket *next; /* overflow */
} __attribute__((aligned(64)));
_Static_assert(sizeof(struct table_bucket) == 64, "a bucket is a cache line");

/* One canonical mask. What the lcore reads for each packet, what it writes and what main writes lie in lines
 * apart: an install must not take the first from it. */
struct subtable {
	struct compact mask;
	uint64_t form_hash[COMPACT_FORMS]; /* what each standard rest adds to a hash under this mask */
	uint32_t meta;                     /* the mask's bits of a line's meta */
	uint8_t id;
	uint8_t has_rest;                           /* the mask has bits there */
	uint64_t hits __attribute__((aligned(64))); /* the lcore's; main reads */
	/* Main's. */
	uint32_t flows __attribute__((aligned(64)));
	uint8_t in_order;
	uint64_t hits_seen;
	uint64_t hits_sorted;
};

/* The masks with flows under them, most hit first. Immutable. */
struct table_order {
	uint32_t count;
	struct subtable *subtable[EL_MAX_MASKS];
};

/* Lines in which packets were found before, by a hash of all they are looked up by. Slots as in a bucket. A
 * wrong or outdated one costs time only: lines tell themselves what they hold. */
struct table_recent {
	uint32_t slot[TABLE_RECENT_SLOTS];
} __attribute__((aligned(64)));

struct table {
	/* The lcore's reading. */
	struct table_order *order;
	struct flow_line *lines;
	struct table_bucket *bucket;
	struct table_recent *recent; /* the lcore's alone */
	uint32_t bucket_count;
	uint32_t recent_count;
	uint32_t line_bits; /* of a slot */
	uint32_t tag_mask;
	uint8_t *tunnel; /* TABLE_TUNNEL_BYTES a line */
	uint8_t (*rest)[COMPACT_ND];
	uint8_t (*nd)[COMPACT_REST - COMPACT_ND];
	_Alignas(16) uint64_t secret[TABLE_SECRETS]; /* so that nobody outside can aim at one bucket */
	struct subtable *by_id[EL_MAX_MASKS];
	/* Main's. */
	struct rcu *rcu;
	uint32_t line_count;
	struct subtable *subtable[EL_MAX_MASKS];
	uint64_t overflow; /* buckets linked behind others */
};

/* A flow's masked key, packed for one table. */
struct table_entry {
	struct compact key;
	uint64_t hash;
	uint32_t meta;
};

/* NULL: out of memory. `flows`: how many the index is made for; `line_count` numbers of lines, a few more. */
struct table *table_create(struct rcu *rcu, uint32_t flows, uint32_t line_count);
/* For when no lcore runs. */
void table_destroy(struct table *t);

/* Sets mask `id`, which is free. 0, or EL_ERR_NO_MEMORY. */
int table_mask_add(struct table *t, uint32_t id, const struct el_key *mask);
/* Takes mask `id` away, which has no flow. */
void table_mask_del(struct table *t, uint32_t id);

/* Packs a masked key, and asks for the memory that a look for it will need. */
void table_pack(const struct table *t, uint32_t mask_id, const struct el_key *key, struct table_entry *e);
/* Fills line `line` (free since a grace period) and links it. 0, or EL_ERR_NO_MEMORY with nothing changed. */
int table_insert(struct table *t, uint32_t line, const struct table_entry *e, uint32_t flow_id,
                 uint32_t action_id, uint64_t now_tsc);
/* Unlinks it; the line may be reused after a grace period. */
void table_remove(struct table *t, uint32_t line);
/* The line with exactly this masked key, or TABLE_NO_LINE. Main thread. */
uint32_t table_find(const struct table *t, const struct table_entry *e);
/* The masked key of a linked line. Main thread. */
void table_key(const struct table *t, uint32_t line, struct el_key *key);
/* Puts the most hit masks first. */
void table_sort(struct table *t);

/* ---- shared with classify.c ---- */

static inline uint64_t table_mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* One vector, folded by one multiplication with the secret pair `i`. */
static inline uint64_t table_fold(const struct table *t, uint32_t i, __m128i v)
{
	v = _mm_xor_si128(v, _mm_load_si128((const __m128i *)(const void *)&t->secret[i * 2]));
	return table_mix((uint64_t)_mm_cvtsi128_si64(v), (uint64_t)_mm_extract_epi64(v, 1));
}

static inline uint64_t table_fold_head(const struct table *t, __m128i a, __m128i b)
{
	return table_fold(t, 0, a) ^ table_fold(t, 1, b);
}

/* Nothing adds nothing, so that a packet outside tunnels need not be asked. */
static inline uint64_t table_fold_tunnel(const struct table *t, __m128i tunnel)
{
	return compact_is_zero(tunnel) ? 0 : table_fold(t, 2, tunnel);
}

/* Of `rest` under `mask`; both aligned. */
static inline uint64_t table_fold_rest(const struct table *t, const uint8_t *rest, const uint8_t *mask)
{
	uint64_t h = 0;

	for (uint32_t i = 0; i < COMPACT_REST / 16; i++)
		h ^=
		    table_fold(t, 3 + i,
		               _mm_and_si128(_mm_load_si128((const __m128i *)(const void *)(rest + 16 * i)),
		                             _mm_load_si128((const __m128i *)(const void *)(mask + 16 * i))));
	return h;
}

/* Four slots, each whole: x86 tears no aligned word of a vector. */
static inline __m128i table_load(const __m128i *slots)
{
#if defined(__SANITIZE_THREAD__)
	const uint32_t *s = (const uint32_t *)(const void *)slots;

	return _mm_setr_epi32(
	    (int)__atomic_load_n(s, __ATOMIC_ACQUIRE), (int)__atomic_load_n(s + 1, __ATOMIC_ACQUIRE),
	    (int)__atomic_load_n(s + 2, __ATOMIC_ACQUIRE), (int)__atomic_load_n(s + 3, __ATOMIC_ACQUIRE));
#else
	__m128i v = _mm_load_si128(slots);

	__atomic_signal_fence(__ATOMIC_ACQUIRE); /* x86 keeps loads in order; the compiler has to as well */
	return v;
#endif
}

/* What a slot for this hash has in its high bits; never 0. */
static inline uint32_t table_tag(const struct table *t, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32) & t->tag_mask;

	return tag ? tag : 1u << t->line_bits;
}

/* Bit i of the answer: slot i of 16 has this tag. */
static inline uint32_t table_slots(const struct table *t, const uint32_t *slot, uint32_t tag)
{
	const __m128i *v = (const __m128i *)(const void *)slot;
	const __m128i mask = _mm_set1_epi32((int)t->tag_mask), want = _mm_set1_epi32((int)tag);
	__m128i a = _mm_cmpeq_epi32(_mm_and_si128(table_load(v), mask), want);
	__m128i b = _mm_cmpeq_epi32(_mm_and_si128(table_load(v + 1), mask), want);
	__m128i c = _mm_cmpeq_epi32(_mm_and_si128(table_load(v + 2), mask), want);
	__m128i d = _mm_cmpeq_epi32(_mm_and_si128(table_load(v + 3), mask), want);

	return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d)));
}

static inline uint32_t table_line_in(const struct table *t, uint32_t slot)
{
	return slot & ~t->tag_mask;
}

/* A number below `count` from the low half of the hash. */
static inline uint32_t table_place(uint64_t hash, uint32_t count)
{
	return (uint32_t)((hash & 0xffffffff) * count >> 32);
}

static inline uint8_t *table_tunnel_of(const struct table *t, uint32_t line)
{
	return t->tunnel + (size_t)line * TABLE_TUNNEL_BYTES;
}

#endif
