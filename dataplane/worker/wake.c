/* See wake.h. */
#include "wake.h"

#include <poll.h>
#include <stdlib.h>

#include "lcore.h"
#include "tap.h"

struct wake {
	nfds_t count;
	const struct port *port[EL_MAX_LCORE_QUEUES];
	int fd[EL_MAX_LCORE_QUEUES];
	struct pollfd set[EL_MAX_LCORE_QUEUES];
};

/* What waits at a port that is not polled would wake for ever, and so would a TAP whose interface is gone. */
static bool is_polled(const struct port *p)
{
	return port_is_up(p) && (!p->gated || __atomic_load_n(&p->credit, __ATOMIC_RELAXED));
}

int wake_open(struct wake **wake, const struct lcore *lc)
{
	struct wake *w = calloc(1, sizeof(*w));

	*wake = NULL;
	if (!w)
		return -1;
	for (uint16_t i = 0; i < lc->queue_count; i++) {
		const struct rx_queue *q = &lc->queues[i];

		if (!q->port->tap)
			continue;
		w->port[w->count] = q->port;
		w->set[w->count].events = POLLIN;
		w->fd[w->count++] = tap_fd(q->port->tap, q->queue);
	}
	if (w->count)
		*wake = w;
	else
		free(w);
	return 0;
}

void wake_sleep(struct wake *wake, const struct timespec *most)
{
	if (!wake) {
		nanosleep(most, NULL);
		return;
	}
	for (nfds_t i = 0; i < wake->count; i++)
		wake->set[i].fd = is_polled(wake->port[i]) ? wake->fd[i] : -1;
	ppoll(wake->set, wake->count, most, NULL);
}
