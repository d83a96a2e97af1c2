/* See clock.h. */
#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_cycles.h>

#include "rig.h"

static double on_core_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

struct sample clock_round(void (*what)(struct lane *), struct lane *l)
{
	struct sample s;
	uint64_t start;

	s.on = on_core_ns();
	start = rte_rdtsc_precise();
	what(l);
	s.wall = (double)(rte_rdtsc_precise() - start) * 1e9 / (double)rte_get_tsc_hz() / RIG_BATCH;
	s.on = (on_core_ns() - s.on) / RIG_BATCH;
	/* Where nothing interrupted it, the finer clock; a system call is 0.1 ns a packet. */
	if (s.wall < s.on)
		s.on = s.wall;
	return s;
}

void series_add(struct series *s, struct sample sample)
{
	if (s->count == s->room) {
		s->room = s->room ? s->room * 2 : 256;
		s->at = realloc(s->at, s->room * sizeof(*s->at));
		if (!s->at)
			rig_die("no memory for samples");
	}
	s->at[s->count++] = sample;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* From malloc; at least one long. */
static double *sorted(const struct series *s)
{
	double *on = calloc(s->count + 1, sizeof(*on));

	if (!on)
		rig_die("no memory for samples");
	for (uint32_t i = 0; i < s->count; i++)
		on[i] = s->at[i].on;
	qsort(on, s->count, sizeof(*on), by_size);
	return on;
}

void series_print(const char *name, const struct series *s)
{
	double *on = sorted(s), all_on = 0, all_wall = 0, middle = 0;
	uint32_t cut = s->count / 20;

	for (uint32_t i = 0; i < s->count; i++) {
		all_on += s->at[i].on;
		all_wall += s->at[i].wall;
	}
	for (uint32_t i = cut; i < s->count - cut; i++)
		middle += on[i];
	printf("\"%s\":{\"ns\":%.3f,\"mean\":%.3f,\"p10\":%.3f,\"p90\":%.3f,\"share\":%.3f,\"samples\":%u}",
	       name, on[s->count / 2], s->count ? middle / (s->count - 2 * cut) : 0, on[s->count / 10],
	       s->count ? on[s->count - 1 - s->count / 10] : 0, all_wall > 0 ? all_on / all_wall : 0,
	       s->count);
	free(on);
}
