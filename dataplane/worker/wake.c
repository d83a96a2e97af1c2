/* See wake.h. A TAP that went with its namespace would wake for ever: it is forgotten. */
#include "wake.h"

#include <poll.h>
#include <stdlib.h>

#include "lcore.h"
#include "tap.h"

struct wake {
	nfds_t count;
	const struct port *port[EL_MAX_LCORE_QUEUES];
	struct pollfd set[EL_MAX_LCORE_QUEUES];
};

/* What waits at a port that is not polled would wake for ever, too. */
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
		w->set[w->count++].fd = tap_fd(q->port->tap, q->queue);
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
		wake->set[i].events = is_polled(wake->port[i]) ? POLLIN : 0;
	if (ppoll(wake->set, wake->count, most, NULL) <= 0)
		return;
	for (nfds_t i = 0; i < wake->count; i++)
		if (wake->set[i].revents & (POLLERR | POLLNVAL))
			wake->set[i].fd = -1;
}
