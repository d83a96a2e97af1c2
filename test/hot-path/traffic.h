/* The lcore's side of the test under change: it feeds its own ports, turns, and judges each packet that comes
 * out by what was in force while it was inside.
 */
#ifndef EDGELANE_HOT_PATH_TRAFFIC_H
#define EDGELANE_HOT_PATH_TRAFFIC_H

#include "slots.h"

struct traffic {
	struct rig *rig;
	struct slots *slots;
	uint64_t packets; /* to feed, at least */
	uint64_t seed;
	/* Written by the lcore, read by anybody. */
	uint64_t fed;
	uint32_t all_fed, stop, ended;
	uint32_t enough; /* main's: no more is to be fed once all is */
	uint64_t turns, out, misses, misses_judged, unknown, wrong;
	uint64_t longest;      /* changes that fell into one turn */
	uint64_t with_changes; /* turns in which something changed */
	const char *what;      /* was wrong first */
};

/* Signature of an lcore_function_t. Runs until told to stop, feeding until enough. */
int traffic_run(void *traffic);

#endif
