/* Runs a straight line on one packet. See straight.h.
 *
 * All that could make it decline is asked before the first byte is written.
 */
#ifndef EDGELANE_STRAIGHT_RUN_H
#define EDGELANE_STRAIGHT_RUN_H

#include "brief.h"
#include "encap_write.h"
#include "hash.h"
#include "lcore.h"
#include "send.h"
#include "worker.h"

/* What an ENCAP needs to know before anything is written. */
struct wrap {
	const struct tunnel *t;
	const struct nexthop *n;
	uint32_t hash;
	uint32_t inner; /* bytes of the packet it wraps */
	uint8_t tos;
};

static inline uint32_t straight_hash(const struct brief *b)
{
	uint64_t low = (uint64_t)_mm_cvtsi128_si64(b->head[1]), high = (uint64_t)_mm_extract_epi64(b->head[1], 1);

	return hash_ipv4((uint32_t)(low >> 32), (uint32_t)high, (uint32_t)(high >> 32), (uint8_t)(low >> 8));
}

static inline int wrap_plan(struct lcore *lc, const struct brief *b, const struct straight *s, uint32_t cut,
                            struct wrap *w)
{
	const struct rte_mbuf *m = b->m;
	const struct tunnel *t = objects_get(&lc->w->tunnels, s->tunnel_id);
	uint32_t first;

	if (unlikely(!t || !t->straight || !t->nexthop_count))
		return 0;
	if (unlikely(s->key > 0xffffff && t->type != EL_TUN_GRE))
		return 0;
	w->hash = straight_hash(b);
	first = (uint32_t)((uint64_t)w->hash * t->nexthop_count >> 32);
	w->n = objects_get(&lc->w->nexthops, t->nexthops[first]);
	w->t = t;
	w->inner = m->pkt_len - cut;
	w->tos = t->flags & EL_TUNNEL_COPY_TOS ? (uint8_t)_mm_extract_epi8(b->head[0], 15) : t->tos;
	return likely(w->n != NULL) && (!t->mtu || m->pkt_len - b->l3 <= t->mtu) &&
	       m->data_off + cut >= (uint32_t)w->n->len + t->len && w->inner + t->len <= UINT16_MAX;
}

static inline void wrap_write(const struct wrap *w, struct rte_mbuf *m, uint32_t key)
{
	const struct tunnel *t = w->t;
	uint32_t more = (uint32_t)w->n->len + t->len, payload = w->inner + t->len - IPV4_BYTES;
	uint8_t *l4;

	m->data_off = (uint16_t)(m->data_off - more);
	m->data_len = (uint16_t)(m->data_len + more);
	m->pkt_len += more;
	l4 = encap_write(t, w->n, rte_pktmbuf_mtod(m, uint8_t *), w->tos, payload, w->hash) + IPV4_BYTES;
	if (t->type == EL_TUN_VXLAN)
		encap_fill_vxlan(t, l4, payload, w->hash, key);
	else
		encap_fill_gre(t, l4, 0, w->hash, key);
}

static inline void set_macs(uint8_t *frame, const struct straight *s)
{
	__m128i *to = (__m128i *)(void *)frame;
	__m128i keep = _mm_load_si128((const __m128i *)(const void *)s->keep);
	__m128i put = _mm_load_si128((const __m128i *)(const void *)s->put);

	_mm_storeu_si128(to, _mm_or_si128(_mm_and_si128(_mm_loadu_si128(to), keep), put));
}

/* TTL minus `hops`, which is less; RFC 1624. The TTL is the high byte of its word on the wire: the low one here. */
static inline void dec_ttl(uint8_t *ip, uint32_t hops)
{
	uint16_t was = get_raw16(ip + 8), now = (uint16_t)(was - hops);

	csum_apply(ip + 10, (uint32_t)(uint16_t)~was + now);
	put_raw16(ip + 8, now);
}

/* Runs it on b, parsed by parse_brief. 1: b->m is consumed; 0: declined (also a list that is not straight), nothing is
 * written. */
static inline __attribute__((always_inline)) int straight_run(struct lcore *lc, struct tx_outlet *o,
                                                              const struct brief *b,
                                                              const struct straight *s,
                                                              struct el_queue_stats *origin)
{
	struct rte_mbuf *m = b->m;
	uint32_t does = s->does, cut = 0, port = s->port;
	struct wrap wrap = {0};

	if (does == STRAIGHT_OUTPUT) {
		send_by(lc, o, m, origin, port);
		return 1;
	}
	if (unlikely(!does))
		return 0;
	if (does & STRAIGHT_DECAP) {
		/* ECN of the outer header is for decap.c to combine. */
		if (unlikely(!b->inner || _mm_extract_epi16(b->tunnel, 6) >> 8 & 3))
			return 0;
		cut = b->inner;
	} else if (unlikely(b->inner)) {
		return 0;
	}
	if (does & STRAIGHT_TTL && unlikely(rte_pktmbuf_mtod(m, uint8_t *)[b->l3 + 8] <= s->hops))
		return 0;
	if (does & STRAIGHT_ENCAP && unlikely(!wrap_plan(lc, b, s, cut, &wrap)))
		return 0;

	if (does & STRAIGHT_DECAP) {
		m->data_off = (uint16_t)(m->data_off + cut);
		m->data_len = (uint16_t)(m->data_len - cut);
		m->pkt_len -= cut;
	}
	if (does & (STRAIGHT_SET | STRAIGHT_TTL)) {
		uint8_t *frame = rte_pktmbuf_mtod(m, uint8_t *);

		if (does & STRAIGHT_SET)
			set_macs(frame, s);
		if (does & STRAIGHT_TTL)
			dec_ttl(frame + b->l3 - cut, s->hops);
	}
	if (does & STRAIGHT_ENCAP) {
		wrap_write(&wrap, m, s->key);
		if (port == EL_PORT_TUNNEL)
			port = wrap.n->port;
	}
	send_by(lc, o, m, origin, port);
	return 1;
}

#endif
