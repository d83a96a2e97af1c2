/* See draw.h. Zipf by rejection-inversion (Hörmann and Derflinger, ACM TOMACS 6(3), 1996) for exponent 1,
 * where the integral of 1/x is the logarithm: no table of a million probabilities beside the one that is
 * measured.
 */
#include "draw.h"

#include <math.h>
#include <stdlib.h>

const char *const draw_names[DRAW_KINDS] = {"uniform", "zipf", "once"};

/* Ranks are scattered over the flow numbers: a prime, so that each rank has its own number. */
#define SCATTER 2654435761u

static uint32_t below(uint32_t *random, uint32_t bound)
{
	*random = *random * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)*random * bound >> 32);
}

static double fraction(uint64_t *random)
{
	*random ^= *random >> 12;
	*random ^= *random << 25;
	*random ^= *random >> 27;
	return (double)(*random * 0x2545f4914f6cdd1du >> 11) * 0x1p-53;
}

int draw_init(struct draw *d, enum draw_kind kind, uint32_t flows)
{
	*d = (struct draw){.kind = kind, .flows = flows, .random = 1, .random2 = 0x9e3779b97f4a7c15u};
	d->low = log(1.5) - 1;
	d->high = log(flows + 0.5);
	d->sure = 2 - exp(log(2.5) - 0.5);
	if (kind != DRAW_ONCE)
		return 0;
	d->order = malloc(flows * sizeof(*d->order));
	if (!d->order)
		return -1;
	for (uint32_t i = 0; i < flows; i++) {
		uint32_t j = below(&d->random, i + 1);

		d->order[i] = d->order[j];
		d->order[j] = i;
	}
	return 0;
}

static uint32_t zipf_rank(struct draw *d)
{
	for (;;) {
		double u = d->high + fraction(&d->random2) * (d->low - d->high), x = exp(u);
		double rank = floor(x + 0.5);

		if (rank < 1)
			rank = 1;
		if (rank > d->flows)
			rank = d->flows;
		if (rank - x <= d->sure || u >= log(rank + 0.5) - 1 / rank)
			return (uint32_t)rank - 1;
	}
}

uint32_t draw_next(struct draw *d)
{
	if (d->kind == DRAW_ZIPF)
		return (uint32_t)((uint64_t)zipf_rank(d) * SCATTER % d->flows);
	if (d->kind == DRAW_ONCE)
		return d->next < d->flows ? d->order[d->next++] : UINT32_MAX;
	return below(&d->random, d->flows);
}
