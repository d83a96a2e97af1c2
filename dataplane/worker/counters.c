/* Publishes counters into shared memory. See counters.h.
 *
 * It writes and never reads back what observers may see; the pages are mapped read-only on their side.
 */
#include "counters.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <rte_cycles.h>
#include <rte_ethdev.h>

#include "budget.h"
#include "tap_burst.h"

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int counters_init(struct worker *w)
{
	char path[32];
	void *map;

	w->counters_bytes = (sizeof(struct el_counters) + 4095) / 4096 * 4096;
	w->counters_fd = session_memory("edgelane-counters", w->counters_bytes, &map);
	if (w->counters_fd < 0)
		return -1;
	w->counters = map;
	/* From here on nobody can map it writable any more, whatever descriptor he holds. */
	fcntl(w->counters_fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", w->counters_fd);
	w->counters_read_fd = open(path, O_RDONLY | O_CLOEXEC);
	w->counters->size = sizeof(*w->counters);
	w->counters->magic = EL_ABI_MAGIC;
	w->counters->lcore_count = w->lcore_count;
	w->counters->port_count = w->port_count;
	w->counters->tsc_hz = w->tsc_hz;
	w->counters->start_ns = now_ns();
	return 0;
}

void counters_close(struct worker *w)
{
	if (!w->counters)
		return;
	munmap(w->counters, w->counters_bytes);
	close(w->counters_fd);
	if (w->counters_read_fd >= 0)
		close(w->counters_read_fd);
	w->counters = NULL;
}

void counters_bind(struct worker *w, struct lcore *lc)
{
	lc->page = &w->counters->pages[lc->index];
	lc->page->size = sizeof(*lc->page);
	lc->page->lcore = lc->eal_id;
	for (uint16_t i = 0; i < lc->queue_count; i++) {
		lc->stats[i].port = lc->queues[i].port->id;
		lc->stats[i].queue = lc->queues[i].queue;
	}
	lcore_inject_stats(lc)->port = EL_PORT_NONE;
	lcore_inject_stats(lc)->queue = EL_QUEUE_INJECT;
}

void counters_publish(struct lcore *lc)
{
	struct el_page *page = lc->page;
	uint32_t seq = page->seq;

	__atomic_store_n(&page->seq, seq + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	page->queue_count = (uint16_t)(lc->queue_count + 1);
	page->time_ns = now_ns();
	page->busy_cycles = lc->busy_cycles;
	page->idle_cycles = lc->idle_cycles;
	page->polls = lc->polls;
	page->idle_sleeps = lc->idle_sleeps;
	memcpy(page->tx, lc->sent, lc->w->port_count * sizeof(page->tx[0]));
	budget_stats(lc, page->upcalls);
	memcpy(page->queues, lc->stats, (lc->queue_count + 1u) * sizeof(page->queues[0]));
	__atomic_store_n(&page->seq, seq + 2, __ATOMIC_RELEASE);
	lc->published_tsc = lc->now;
	lc->unpublished = false;
}

static void show_port(struct el_port_info *info, struct port *p)
{
	struct rte_eth_stats stats;

	memcpy(info->name, p->name, sizeof(info->name));
	memcpy(info->driver, p->driver, sizeof(info->driver));
	memcpy(info->mac, p->mac, sizeof(info->mac));
	info->flags = (uint16_t)((p->underlay ? EL_PORT_UNDERLAY : 0) | (p->gated ? EL_PORT_GATED : 0) |
	                         (p->promisc ? EL_PORT_PROMISC : 0) | (p->admin_up ? EL_PORT_UP : 0));
	info->mtu = port_mtu(p);
	info->rx_queues = p->rx_queues;
	info->tx_queues = p->tx_queues;
	info->link_up = p->link_up;
	info->speed_mbps = p->speed_mbps;
	info->rx_desc = p->plan.rx_desc;
	info->tx_desc = p->plan.tx_desc;
	memcpy(info->card, p->plan.card, sizeof(info->card));
	memcpy(info->rx_mode, p->rx_mode, sizeof(info->rx_mode));
	memcpy(info->tx_mode, p->tx_mode, sizeof(info->tx_mode));
	memcpy(info->offloads, p->plan.offloads, sizeof(info->offloads));
	if (rte_eth_stats_get(p->ethdev, &stats) == 0) {
		info->rx_missed = stats.imissed;
		info->rx_nombuf = stats.rx_nombuf;
	}
	if (p->tap)
		info->rx_nombuf = tap_no_mbuf(p->tap);
}

void counters_flows(struct worker *w)
{
	w->counters->generation = w->generation;
	w->counters->flow_count = w->flows.count;
}

void counters_main(struct worker *w)
{
	struct el_counters *c = w->counters;

	counters_flows(w);
	c->session = w->session_number;
	c->attached = w->session != NULL;
	for (uint32_t i = 0; i < w->port_count; i++)
		show_port(&c->ports[i], &w->ports[i]);
}
