/* Which cache lines an lcore writes while it forwards, found by comparing all of the process's memory.
 *
 * Must be called before other threads run. What is written back as it was goes unseen.
 */
#ifndef EDGELANE_BENCH_LINES_H
#define EDGELANE_BENCH_LINES_H

#include "rig.h"

struct lines {
	uint64_t written[RIG_LANES];
	uint64_t shared; /* written by both, or of struct worker, which both read */
};

/* One round of each lane. */
struct lines lines_written(struct lane *lanes);

#endif
