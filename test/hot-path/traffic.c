/* See traffic.h. */
#include "traffic.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <rte_mbuf.h>
#include <rte_ring.h>

#define BURST 32u
#define WINDOW 1024u /* slots in use at a time: the others idle */

struct run {
	struct traffic *t;
	struct dice d;
	uint32_t window;
	uint32_t upcall_head; /* looked at up to here */
};

static void wrong(struct traffic *t, const char *what, uint32_t slot, uint64_t a, uint64_t b,
                  const uint8_t *bytes, uint32_t len)
{
	if (t->wrong++)
		return;
	t->what = what;
	fprintf(stderr,
	        "MISMATCH: %s: slot %u (%s), changes %" PRIu64 " to %" PRIu64 ", seed %" PRIu64 "\n  frame ",
	        what, slot, slot_kind_names[t->slots->slot[slot].kind], a, b, t->seed);
	for (uint32_t i = 0; i < len; i++)
		fprintf(stderr, "%02x", bytes[i]);
	fprintf(stderr, "\n  versions, newest first:");
	for (uint32_t i = t->slots->slot[slot].live.count, n = 0; i-- > 0 && n < 8; n++)
		fprintf(stderr, " %u since %" PRIu64, t->slots->slot[slot].live.kept[i % LIVE_KEPT].version,
		        t->slots->slot[slot].live.kept[i % LIVE_KEPT].op);
	fputc('\n', stderr);
}

static void feed(struct run *r, uint64_t a)
{
	struct traffic *t = r->t;
	uint32_t room[RIG_PORTS] = {BURST, BURST, BURST, 0}, number = r->window, alike;

	if (dice_roll(&r->d, 1000) == 0)
		r->window = dice_roll(&r->d, SLOTS);
	alike = dice_chance(&r->d, 50) ? 0 : 75;
	for (uint32_t i = 1 + dice_roll(&r->d, 3 * BURST); i; i--) {
		struct slot *slot;
		struct rte_mbuf *m;
		uint8_t *data;

		if (!dice_chance(&r->d, alike))
			number = (r->window + dice_roll(&r->d, WINDOW)) % SLOTS;
		slot = &t->slots->slot[number];
		if (!room[slot->port])
			continue;
		m = rte_pktmbuf_alloc(t->rig->w.pool);
		if (!m)
			return; /* they wait for the controller */
		data = rte_pktmbuf_mtod(m, uint8_t *);
		memcpy(data, slot->frame, slot->len);
		memcpy(data + slot->len - SLOT_MARK, &a, sizeof(a));
		memcpy(data + slot->len - SLOT_MARK + 8, &number, sizeof(number));
		m->data_len = (uint16_t)slot->len;
		m->pkt_len = slot->len;
		rte_ring_sp_enqueue(t->rig->in[slot->port], m);
		room[slot->port]--;
		slot->fed++;
		t->fed++;
	}
}

static uint32_t mark(const uint8_t *bytes, uint32_t len, uint64_t *a)
{
	uint32_t slot;

	memcpy(a, bytes + len - SLOT_MARK, sizeof(*a));
	memcpy(&slot, bytes + len - SLOT_MARK + 8, sizeof(slot));
	return slot;
}

static void judge(struct traffic *t, const struct rte_mbuf *m, uint64_t b)
{
	const uint8_t *bytes = rte_pktmbuf_mtod(m, const uint8_t *);
	bool unknown = false;
	const char *what;
	struct slot *slot;
	uint32_t number;
	uint64_t a;

	number = m->pkt_len >= SLOT_MARK ? mark(bytes, m->pkt_len, &a) : SLOTS;
	if (number >= SLOTS) {
		wrong(t, "a packet without a mark", 0, 0, b, bytes, m->pkt_len);
		return;
	}
	slot = &t->slots->slot[number];
	what = slot_judge(t->slots, bytes, m->pkt_len, number, a, b, &unknown);
	if (what)
		wrong(t, what, number, a, b, bytes, m->pkt_len);
	t->unknown += unknown;
	t->out++;
	if (++slot->out % slot_copies(slot) == 0)
		slot->treated++;
}

static void take(struct traffic *t, uint64_t b)
{
	struct rte_mbuf *m[64];
	uint32_t count;

	for (uint16_t port = 0; port < RIG_PORTS; port++)
		while ((count = rte_ring_sc_dequeue_burst(t->rig->out[port], (void **)m, 64, NULL)) > 0) {
			if (port != SLOT_OUT)
				wrong(t, "a packet by a port nobody names", 0, 0, b, NULL, 0);
			for (uint32_t i = 0; i < count; i++)
				judge(t, m[i], b);
			rte_pktmbuf_free_bulk(m, count);
		}
}

/* Its own upcalls, before anybody answers them: who missed, and might it? */
static void look_at_misses(struct run *r, uint64_t b)
{
	const struct el_rings *rings = r->t->rig->session->map;
	const struct el_ring *ring = &rings->upcall[0];
	const struct el_upcall *slots =
	    (const void *)((const uint8_t *)r->t->rig->session->map + ring->data_offset);

	for (; r->upcall_head != ring->head; r->upcall_head++) {
		const struct el_upcall *u = &slots[r->upcall_head & (ring->capacity - 1)];
		struct slot *slot;
		uint32_t number;
		uint64_t a;

		number = mark(u->data, u->snap_len, &a);
		slot = &r->t->slots->slot[number % SLOTS];
		r->t->misses_judged++;
		slot->missed++;
		if (u->reason != EL_UPCALL_MISS || memcmp(&u->key, &slot->key, sizeof(u->key)) != 0)
			wrong(r->t, "an upcall's reason or key", number, a, b, u->data, u->snap_len);
		else if (live_was(&slot->live, LIVE_GONE, a, b) == LIVE_NO)
			wrong(r->t, "a miss, though its flow was there all the time", number, a, b, u->data,
			      u->snap_len);
	}
}

int traffic_run(void *argument)
{
	struct traffic *t = argument;
	struct run r = {.t = t, .d = {t->seed}};
	struct lcore *lc = t->rig->w.lcores[0];
	struct rte_rcu_qsbr *qsbr = t->rig->w.rcu.qsbr;

	rte_rcu_qsbr_thread_online(qsbr, 0);
	while (!__atomic_load_n(&t->stop, __ATOMIC_ACQUIRE)) {
		uint64_t a = live_before(&t->slots->clock), b;

		/* While much waits for the controller, only answers are worked on. */
		if ((t->fed < t->packets || !__atomic_load_n(&t->enough, __ATOMIC_RELAXED)) &&
		    lc->park.used < lc->park.count / 2)
			feed(&r, a);
		lc->now = rte_rdtsc();
		lcore_turn(lc);
		rte_rcu_qsbr_quiescent(qsbr, 0);
		b = live_after(&t->slots->clock);
		t->turns++;
		t->with_changes += b != a;
		if (b - a > t->longest)
			t->longest = b - a;
		take(t, b);
		look_at_misses(&r, b);
		if (t->fed >= t->packets)
			__atomic_store_n(&t->all_fed, 1, __ATOMIC_RELEASE);
	}
	rte_rcu_qsbr_thread_offline(qsbr, 0);
	for (uint32_t i = 0; i < RIG_PORTS; i++)
		t->misses += lc->stats[i].misses;
	__atomic_store_n(&t->ended, 1, __ATOMIC_RELEASE);
	return 0;
}
