/* See hdr.h. */
#include "hdr.h"

#include <stdio.h>

#define HALF (1u << HDR_HALF_BITS)
#define TICKS 5 /* points for each halving of what is left to 100 % */

uint64_t hdr_highest(uint32_t slot)
{
	uint32_t shift;

	if (slot < 2 * HALF)
		return slot;
	shift = slot / HALF - 1;
	return ((uint64_t)(slot - shift * HALF + 1) << shift) - 1;
}

uint64_t hdr_at(const struct hdr *h, double percent)
{
	double want = percent / 100 * (double)h->count;
	uint64_t seen = 0;

	if (percent >= 100)
		return h->max;
	for (uint32_t i = 0; i < HDR_SLOTS; i++) {
		seen += h->slot[i];
		if (seen && (double)seen >= want)
			return hdr_highest(i) < h->max ? hdr_highest(i) : h->max;
	}
	return h->max;
}

void hdr_print(const struct hdr *h)
{
	static const struct {
		const char *name;
		double percent;
	} named[] = {{"p50_ns", 50}, {"p90_ns", 90}, {"p99_ns", 99}, {"p999_ns", 99.9}, {"p9999_ns", 99.99}};
	double left = 100;

	for (uint32_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		printf("\"%s\":%llu,", named[i].name, (unsigned long long)hdr_at(h, named[i].percent));
	printf("\"max_ns\":%llu,\"percentiles\":[", (unsigned long long)h->max);
	for (; left > 0 && left / 100 * (double)h->count >= 1; left /= 2)
		for (int tick = 0; tick < TICKS; tick++) {
			double percent = 100 - left + left / 2 * tick / TICKS;

			printf("[%.6g,%llu],", percent, (unsigned long long)hdr_at(h, percent));
		}
	printf("[100,%llu]]", (unsigned long long)h->max);
}
