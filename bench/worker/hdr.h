/* A histogram of nanoseconds with three significant digits: linear within each power of two (HdrHistogram's
 * layout).
 *
 * Recording costs a few instructions and never fails: what is beyond the range counts as the largest value.
 */
#ifndef EDGELANE_BENCH_HDR_H
#define EDGELANE_BENCH_HDR_H

#include <stdint.h>

#define HDR_HALF_BITS 10u /* 1024 steps for each power of two: below 0.1 % wide */
#define HDR_TOP_BITS 36u  /* 69 s */
#define HDR_SLOTS ((HDR_TOP_BITS - HDR_HALF_BITS + 1) << HDR_HALF_BITS)

struct hdr {
	uint64_t slot[HDR_SLOTS];
	uint64_t count;
	uint64_t max;
};

static inline uint32_t hdr_slot(uint64_t ns)
{
	uint32_t shift;

	if (ns >> HDR_TOP_BITS)
		ns = (1ull << HDR_TOP_BITS) - 1;
	shift = 63 - HDR_HALF_BITS - (uint32_t)__builtin_clzll(ns | 1ull << HDR_HALF_BITS);
	return (uint32_t)(((uint64_t)shift << HDR_HALF_BITS) + (ns >> shift));
}

static inline void hdr_record(struct hdr *h, uint64_t ns)
{
	h->slot[hdr_slot(ns)]++;
	h->count++;
	if (ns > h->max)
		h->max = ns;
}

/* Largest value that falls into a slot. */
uint64_t hdr_highest(uint32_t slot);
/* The value that `percent` of what was recorded does not exceed, 0..100; the maximum at 100; 0 of nothing. */
uint64_t hdr_at(const struct hdr *h, double percent);
/* Prints "p50_ns":…, p90, p99, p999, p9999, max and "percentiles":[[percent, ns], …], rising. */
void hdr_print(const struct hdr *h);

#endif
