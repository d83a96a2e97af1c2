/* The poll loop of one lcore. See lcore.h. */
#include "lcore.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

#include <rte_cycles.h>
#include <rte_pause.h>

#include "counters.h"
#include "mem.h"
#include "receive.h"
#include "release.h"
#include "upcall.h"
#include "wake.h"
#include "worker.h"

#define PUBLISH_HZ 1000u       /* at least, while packets come */
#define PUBLISH_IDLE_HZ 50000u /* at most, while they come seldom */
#define SPINS_BEFORE_SLEEP 256u
#define BUCKET_MOST 1000000000u

/* What each port may ask of the controller by this lcore, and how long. */
static int init_upcalls(struct lcore *lc, const struct worker *w)
{
	const struct el_start *s = &w->conf.start;
	uint32_t weight[EL_MAX_PORTS] = {0};

	for (uint32_t i = 0; i < w->port_count; i++) {
		uint32_t sharers = (uint32_t)__builtin_popcount(w->ports[i].lcore_mask);
		uint32_t times = w->conf.ports[i].upcall_weight ? w->conf.ports[i].upcall_weight : 1;
		struct bucket *b = &lc->budget[i];

		if (w->ports[i].lcore_mask & 1u << lc->index)
			weight[i] = times;
		if (sharers == 0)
			sharers = 1;
		b->rate = (uint64_t)s->upcall_rate * times / sharers;
		b->depth = (uint64_t)s->upcall_burst * times / sharers;
		/* TSC ticks of a second times either must fit 64 bits. */
		if (b->rate > BUCKET_MOST)
			b->rate = BUCKET_MOST;
		if (b->depth > BUCKET_MOST)
			b->depth = BUCKET_MOST;
		if (b->depth == 0)
			b->depth = 1;
		if (s->upcall_rate && b->rate == 0)
			b->rate = 1;
	}
	return park_init(&lc->park, s->max_parked, s->upcall_slots, weight);
}

struct lcore *lcore_create(struct worker *w, uint16_t index)
{
	const struct el_lcore_conf *conf = &w->conf.lcores[index];
	struct lcore *lc = mem_map(sizeof(*lc));

	if (!lc)
		return NULL;
	lc->w = w;
	lc->index = index;
	lc->eal_id = conf->lcore;
	lc->burst = w->conf.start.burst;
	lc->queue_count = conf->queue_count;
	for (uint16_t i = 0; i < lc->queue_count; i++)
		lc->queues[i] = (struct rx_queue){
		    .port = &w->ports[conf->queues[i].port],
		    .queue = conf->queues[i].queue,
		    .stats = &lc->stats[i],
		};
	if (wake_open(&lc->wake, lc)) {
		lcore_destroy(lc);
		return NULL;
	}
	lc->mail = mem_map(sizeof(*lc->mail));
	lc->table = table_create(&w->rcu, w->flows.max, flows_lines(&w->flows));
	if (w->conf.start.max_meters)
		lc->meters = mem_map(w->conf.start.max_meters * sizeof(*lc->meters));
	if (!lc->mail || !lc->table || (w->conf.start.max_meters && !lc->meters) || init_upcalls(lc, w) ||
	    tx_init(&lc->tx, w->port_count)) {
		lcore_destroy(lc);
		return NULL;
	}
	counters_bind(w, lc);
	counters_publish(lc);
	return lc;
}

void lcore_destroy(struct lcore *lc)
{
	if (!lc)
		return;
	if (lc->park.slot)
		upcall_drop_all(lc, EL_DROP_SHUTDOWN);
	if (lc->mail) {
		release_give_up(lc);
		mailbox_ready(lc->mail);
	}
	free(lc->wake);
	handover_close(lc);
	tx_close(&lc->tx);
	park_close(&lc->park);
	table_destroy(lc->table);
	mem_unmap(lc->meters, lc->w->conf.start.max_meters * sizeof(*lc->meters));
	mem_unmap(lc->mail, sizeof(*lc->mail));
	mem_unmap(lc, sizeof(*lc));
}

uint32_t lcore_turn(struct lcore *lc)
{
	uint32_t work = release_poll(lc);

	for (uint16_t i = 0; i < lc->queue_count; i++)
		work += receive_poll(lc, &lc->queues[i]);
	work += handover_poll(lc);
	tx_flush(lc);
	upcall_flush(lc);
	upcall_expire(lc);
	lc->polls++;
	return work;
}

/* Publishes at a burst boundary: every millisecond under load, and soon after the last packet. */
static void publish_when_due(struct lcore *lc, bool idle)
{
	uint64_t age = lc->now - lc->published_tsc, hz = lc->w->tsc_hz;

	if (age > hz / PUBLISH_HZ || (idle && lc->unpublished && age > hz / PUBLISH_IDLE_HZ))
		counters_publish(lc);
}

/* Longer the longer nothing comes, up to backoff_us. A sleeping lcore reads nothing and holds up no grace
 * period. */
static void sleep_idle(struct lcore *lc, uint32_t idle_turns)
{
	uint64_t ns = lc->w->conf.start.backoff_us * 1000ull,
	         ramp = (idle_turns - SPINS_BEFORE_SLEEP) * 1000ull;
	struct timespec nap;

	if (ramp < ns)
		ns = ramp;
	nap = (struct timespec){.tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u)};
	if (lc->unpublished)
		counters_publish(lc);
	rte_rcu_qsbr_thread_offline(lc->w->rcu.qsbr, lc->index);
	wake_sleep(lc->wake, &nap);
	rte_rcu_qsbr_thread_online(lc->w->rcu.qsbr, lc->index);
	lc->idle_sleeps++;
}

/* Nothing new comes in; what is held is dropped; others' packets are sent until nobody has any under way. */
static void drain(struct lcore *lc)
{
	bool told = false;

	upcall_drop_all(lc, EL_DROP_SHUTDOWN);
	while (__atomic_load_n(&lc->w->drained, __ATOMIC_ACQUIRE) < lc->w->lcore_count) {
		release_give_up(lc);
		handover_poll(lc);
		tx_flush(lc);
		rte_rcu_qsbr_quiescent(lc->w->rcu.qsbr, lc->index);
		if (!told && lc->handover.under_way_all == 0) {
			told = true;
			__atomic_fetch_add(&lc->w->drained, 1, __ATOMIC_ACQ_REL);
		}
		rte_pause();
	}
}

int lcore_run(void *lcore)
{
	struct lcore *lc = lcore;
	uint32_t idle_turns = 0;

	prctl(PR_SET_TIMERSLACK, 1); /* so that a sleep of 20 us is not one of 70 */
	rte_rcu_qsbr_thread_online(lc->w->rcu.qsbr, lc->index);
	lc->now = rte_rdtsc();
	while (!__atomic_load_n(&lc->w->stopping, __ATOMIC_RELAXED)) {
		uint32_t work = lcore_turn(lc);
		uint64_t now = rte_rdtsc();

		rte_rcu_qsbr_quiescent(lc->w->rcu.qsbr, lc->index);
		*(work ? &lc->busy_cycles : &lc->idle_cycles) += now - lc->now;
		lc->now = now;
		idle_turns = work ? 0 : idle_turns + 1;
		publish_when_due(lc, !work);
		if (idle_turns > SPINS_BEFORE_SLEEP && lc->w->conf.start.backoff_us) {
			sleep_idle(lc, idle_turns);
			now = rte_rdtsc();
			lc->idle_cycles += now - lc->now;
			lc->now = now;
		}
	}
	drain(lc);
	rte_rcu_qsbr_thread_offline(lc->w->rcu.qsbr, lc->index);
	lc->now = rte_rdtsc();
	counters_publish(lc);
	__atomic_fetch_add(&lc->w->ended, 1, __ATOMIC_RELEASE);
	return 0;
}
