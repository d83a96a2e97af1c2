/* Which flow the next packet is of: uniformly at random, by Zipf's law with exponent 1, or each flow once.
 *
 * The same numbers each time from the same seed. Must cost little memory beside the tables that are measured.
 */
#ifndef EDGELANE_BENCH_DRAW_H
#define EDGELANE_BENCH_DRAW_H

#include <stdint.h>

enum draw_kind { DRAW_UNIFORM, DRAW_ZIPF, DRAW_ONCE, DRAW_KINDS };

extern const char *const draw_names[DRAW_KINDS];

struct draw {
	enum draw_kind kind;
	uint32_t flows;
	uint32_t random;  /* UNIFORM: state */
	uint64_t random2; /* ZIPF: state */
	double low, high, sure;
	uint32_t *order; /* ONCE: of `flows` */
	uint32_t next;
};

/* 0, or -1: out of memory. flows > 0. */
int draw_init(struct draw *d, enum draw_kind kind, uint32_t flows);
/* 0..flows-1. ONCE: UINT32_MAX when each has been. */
uint32_t draw_next(struct draw *d);

#endif
