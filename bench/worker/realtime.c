/* See realtime.h. */
#include "realtime.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>

#define PRIORITY 10

bool realtime(pid_t thread, bool on)
{
	struct sched_param p = {.sched_priority = on ? PRIORITY : 0};

	/* Nobody else could end it where it leaves the others no time. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return sched_setscheduler(thread, on ? SCHED_FIFO : SCHED_OTHER, &p) == 0;
}
