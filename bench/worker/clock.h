/* Time on the core and on the wall, and what samples of it come to. */
#ifndef EDGELANE_BENCH_CLOCK_H
#define EDGELANE_BENCH_CLOCK_H

#include <stdint.h>

struct lane;

/* ns a packet of one round. */
struct sample {
	double on;   /* the thread was on its core */
	double wall; /* by the clock on the wall */
};

struct series {
	struct sample *at;
	uint32_t count, room;
};

/* Runs `what` over one filled batch; this thread's time. */
struct sample clock_round(void (*what)(struct lane *), struct lane *l);
/* Dies when there is no memory. */
void series_add(struct series *s, struct sample sample);
/* Prints "name":{"ns":median,"mean":without the twentieth at either end,"p10":…,"p90":…,"share":on the core,
 * "samples":…} */
void series_print(const char *name, const struct series *s);

#endif
