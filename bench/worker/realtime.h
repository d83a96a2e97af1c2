/* Scheduling before all other processes, for the length of a turn: a busy machine then costs no more than it
 * must.
 *
 * Must be given up again before long: the kernel leaves such threads 95 % of a second at most.
 */
#ifndef EDGELANE_BENCH_REALTIME_H
#define EDGELANE_BENCH_REALTIME_H

#include <stdbool.h>
#include <sys/types.h>

/* Of a thread of this process; 0: the calling one. False: not allowed. */
bool realtime(pid_t thread, bool on);

#endif
