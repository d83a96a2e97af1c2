/* Copies packets to the capture ring. See capture.h. */
#include "capture.h"

#include <string.h>
#include <time.h>

#include "lcore.h"
#include "session.h"
#include "tx.h"
#include "worker.h"

_Static_assert(TX_BURST <= 32, "a burst fits struct capture_sending");

void capture_set(struct worker *w, uint32_t points, uint64_t ports, uint32_t snap)
{
	for (uint32_t i = 0; i < w->lcore_count; i++) {
		struct capture *c = &w->lcores[i]->capture;

		__atomic_store_n(&c->ports, ports, __ATOMIC_RELAXED);
		__atomic_store_n(&c->snap, snap, __ATOMIC_RELAXED);
		__atomic_store_n(&c->points, points, __ATOMIC_RELEASE);
	}
}

/* The ring, if somebody wants packets from there; else NULL. */
static struct ring_writer *ring_for(struct lcore *lc, uint32_t point, uint16_t port)
{
	uint32_t points = __atomic_load_n(&lc->capture.points, __ATOMIC_ACQUIRE);
	uint64_t ports = __atomic_load_n(&lc->capture.ports, __ATOMIC_RELAXED);
	struct session *s = __atomic_load_n(&lc->w->session, __ATOMIC_ACQUIRE);

	/* What the controller sent itself has no port: it is seen where all are looked at. */
	if (!s || !(points & point) || (port < EL_MAX_PORTS ? !(ports >> port & 1) : ports != UINT64_MAX))
		return NULL;
	return &s->capture[lc->index];
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now); /* vDSO: no system call */
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The session may have ended meanwhile: its memory is there until the lcore's next quiescent state. */
static void lose(struct lcore *lc, const struct ring_writer *ring)
{
	uint8_t *rings = (uint8_t *)(ring->shared - lc->index) - offsetof(struct el_rings, capture);
	uint64_t *lost = &((struct el_rings *)rings)->capture_lost[lc->index];

	__atomic_store_n(lost, *lost + 1, __ATOMIC_RELAXED);
}

static void copy(struct lcore *lc, struct ring_writer *ring, struct rte_mbuf *m, struct el_captured head)
{
	const uint32_t most = __atomic_load_n(&lc->capture.snap, __ATOMIC_RELAXED);
	const uint32_t snap = m->pkt_len < most ? m->pkt_len : most;
	const uint32_t size = (uint32_t)(sizeof(head) + snap + 7) / 8 * 8;
	uint8_t *room = ring_room(ring, size);
	const void *from;

	if (!room) {
		lose(lc, ring);
		return;
	}
	head.size = size;
	head.kind = 1;
	head.lcore = lc->index;
	head.pkt_len = m->pkt_len;
	head.snap_len = snap;
	memcpy(room, &head, sizeof(head));
	memset(room + size - 8, 0, snap ? 8 : 0);
	from = rte_pktmbuf_read(m, 0, snap, room + sizeof(head));
	if (from && from != room + sizeof(head)) /* contiguous: read gives a pointer instead of copying */
		memcpy(room + sizeof(head), from, snap);
}

void capture_received(struct lcore *lc, uint16_t port, struct rte_mbuf *const *m, uint32_t count)
{
	const struct el_captured head = {.point = EL_CAPTURE_RX, .port = port, .time_ns = now_ns()};
	struct ring_writer *ring = ring_for(lc, EL_CAPTURE_RX, port);

	if (!ring)
		return;
	for (uint32_t i = 0; i < count; i++)
		copy(lc, ring, m[i], head);
	ring_publish(ring);
}

void capture_dropped(struct lcore *lc, uint16_t port, struct rte_mbuf *m, uint16_t reason)
{
	struct ring_writer *ring = ring_for(lc, EL_CAPTURE_DROPS, port);

	if (!ring || !m)
		return;
	copy(lc, ring, m,
	     (struct el_captured){
	         .point = EL_CAPTURE_DROPS, .port = port, .reason = reason, .time_ns = now_ns()});
	ring_publish(ring);
}

void capture_sending(struct lcore *lc, struct capture_sending *s, uint16_t port, struct rte_mbuf *const *m,
                     uint32_t count)
{
	const struct el_captured head = {.point = EL_CAPTURE_TX, .port = port, .time_ns = now_ns()};

	s->ring = ring_for(lc, EL_CAPTURE_TX, port);
	for (uint32_t i = 0; s->ring && i < count; i++) {
		s->before[i] = s->ring->head;
		copy(lc, s->ring, m[i], head);
	}
}

void capture_sent(struct capture_sending *s, uint32_t sent, uint32_t count)
{
	if (!s->ring)
		return;
	if (sent < count)
		s->ring->head = s->before[sent];
	ring_publish(s->ring);
}
