/* How an lcore with nothing to do sleeps: until the time, or until a TAP that it polls has a packet.
 *
 * Only an lcore that found nothing comes here.
 */
#ifndef EDGELANE_WAKE_H
#define EDGELANE_WAKE_H

#include <time.h>

struct lcore;
struct wake;

/* What wakes lc, by its queues: *wake, for free(), or NULL where nothing does. 0, or -1: out of memory. */
int wake_open(struct wake **wake, const struct lcore *lc);
void wake_sleep(struct wake *wake, const struct timespec *most);

#endif
