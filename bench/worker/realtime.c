/* See realtime.h. */
#include "realtime.h"

#include <sched.h>

#define PRIORITY 10

bool realtime(pid_t thread, bool on)
{
	struct sched_param p = {.sched_priority = on ? PRIORITY : 0};

	return sched_setscheduler(thread, on ? SCHED_FIFO : SCHED_OTHER, &p) == 0;
}
