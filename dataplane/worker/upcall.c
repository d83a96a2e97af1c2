/* The miss path: parking place, record on the ring. See upcall.h.
 *
 * Whatever runs out has its own drop reason. The bytes put on the ring are a copy: the packet itself stays
 * here.
 */
#include "upcall.h"

#include <string.h>
#include <time.h>

#include <rte_mbuf.h>

#include "alone.h"
#include "budget.h"
#include "finish.h"
#include "lcore_env.h"
#include "receive.h"
#include "worker.h"

static struct session *session_of(struct lcore *lc)
{
	return __atomic_load_n(&lc->w->session, __ATOMIC_ACQUIRE);
}

/* Dropped for want of what others must have, or of what nobody has. */
static void refuse(struct lcore *lc, const struct packet *p, uint16_t reason)
{
	lc->budget[p->key.in_port].refused++;
	lcore_drop(lc, p->m, p->origin, reason);
}

static void copy_head(uint8_t *to, struct rte_mbuf *m, uint32_t size)
{
	const void *from = rte_pktmbuf_read(m, 0, size, to);

	if (from != to) /* contiguous: read gives a pointer instead of copying */
		memcpy(to, from, size);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now); /* vDSO: no system call */
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void fill(struct lcore *lc, struct el_upcall *u, const struct packet *p, uint16_t reason, uint32_t arg,
                 uint64_t id)
{
	uint32_t snap = p->m->pkt_len < EL_SNAP ? p->m->pkt_len : EL_SNAP;

	u->size = (uint32_t)offsetof(struct el_upcall, data) + snap;
	u->reason = reason;
	u->port = p->key.in_port;
	u->queue = p->origin->queue;
	u->lcore = lc->index;
	u->pkt_len = finish_frame(p->m);
	u->snap_len = snap;
	u->arg = arg;
	u->park_id = id;
	u->time_ns = now_ns();
	u->flow_id = p->flow_id;
	u->hash = p->hash;
	u->inner_offset = p->at.inner_offset;
	u->l3_offset = p->at.l3_offset;
	u->l4_offset = p->at.l4_offset;
	u->rsv0 = 0;
	u->rsv1 = 0;
	u->key = p->key;
	copy_head(u->data, p->m, snap);
}

/* There is nobody to ask. */
static void alone(struct lcore *lc, struct packet *p, bool miss)
{
	uint16_t in_port = p->key.in_port;
	const struct port *port = &lc->w->ports[in_port];
	const struct endpoints *own = receive_endpoints(lc);

	if (miss && port->underlay && alone_answer(p, own->endpoint, own->count, port->mac))
		lcore_send(lc, p->m, p->origin, in_port);
	else
		lcore_drop(lc, p->m, p->origin, EL_DROP_DETACHED);
}

/* Why a packet that has no chain to join is not asked about. */
static uint16_t why_not(const struct lcore *lc, const struct packet *p, bool has_slot)
{
	const struct park *park = &lc->park;

	if (!has_slot)
		return EL_DROP_UPCALL_FULL;
	if (park->used == park->count)
		return EL_DROP_PARK_FULL;
	return park_may_ask(park, p->key.in_port) ? EL_DROP_UPCALL_RATE : EL_DROP_UPCALL_SHARE;
}

void lcore_upcall(struct lcore *lc, struct packet *p, uint16_t reason, uint32_t arg)
{
	struct session *session = session_of(lc);
	bool miss = reason == EL_UPCALL_MISS;
	struct el_upcall *slot;
	uint64_t deadline;
	uint32_t place;

	if (!session) {
		alone(lc, p, miss);
		return;
	}
	if (miss) {
		enum park_join joined = park_join(&lc->park, p);

		if (joined == PARK_JOINED)
			p->origin->held++;
		else if (joined == PARK_REFUSED)
			refuse(lc, p, EL_DROP_PARK_FULL);
		if (joined != PARK_NO_CHAIN)
			return;
	}
	slot = ring_slot(&session->upcall[lc->index]);
	if (!slot || !park_may_ask(&lc->park, p->key.in_port) || !budget_take(lc, p->key.in_port)) {
		refuse(lc, p, why_not(lc, p, slot != NULL));
		return;
	}
	deadline = lc->now + lc->w->conf.start.park_timeout_ms * (lc->w->tsc_hz / 1000);
	place = park_open(&lc->park, p, miss, deadline);
	if (place == PARK_NONE) { /* never: shares say when there is none */
		refuse(lc, p, EL_DROP_PARK_FULL);
		return;
	}
	lc->budget[p->key.in_port].taken++;
	p->origin->held++;
	p->origin->upcalls++;
	fill(lc, slot, p, reason, arg, park_id(&lc->park, place, lc->index));
	ring_slot_done(&session->upcall[lc->index]);
}

void upcall_flush(struct lcore *lc)
{
	struct session *session = session_of(lc);

	if (session && ring_slots_publish(&session->upcall[lc->index]))
		session_ring_bell(session);
}

static void drop_chain(struct lcore *lc, uint32_t place, uint16_t reason)
{
	struct packet p;

	while (place != PARK_NONE) {
		park_take(&lc->park, &place, &p);
		p.origin->held--;
		lcore_drop(lc, p.m, p.origin, reason);
	}
	lc->unpublished = true;
}

void upcall_expire(struct lcore *lc)
{
	uint32_t place;

	while ((place = park_expired(&lc->park, lc->now)) != PARK_NONE)
		drop_chain(lc, place, EL_DROP_PARK_TIMEOUT);
}

void upcall_drop_all(struct lcore *lc, uint16_t reason)
{
	uint32_t place;

	while ((place = park_expired(&lc->park, UINT64_MAX)) != PARK_NONE)
		drop_chain(lc, place, reason);
}
