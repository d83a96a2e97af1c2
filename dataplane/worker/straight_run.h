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

static inline uint32_t straight_hash(const struct brief *b)
{
	uint64_t low = (uint64_t)_mm_cvtsi128_si64(b->head[1]),
	         high = (uint64_t)_mm_extract_epi64(b->head[1], 1);

	return hash_ipv4((uint32_t)(low >> 32), (uint32_t)high, (uint32_t)(high >> 32), (uint8_t)(low >> 8));
}

/* What an ENCAP needs to know before anything is written. */
struct wrap {
	const struct tunnel *t;
	const struct tunnel_way *way;
	uint32_t hash;
	uint32_t inner; /* bytes of the packet it wraps */
};

static inline __attribute__((always_inline)) int
wrap_plan(struct lcore *lc, const struct brief *b, const struct straight *s, uint32_t cut, struct wrap *w)
{
	const struct rte_mbuf *m = b->m;

	w->t = objects_get(&lc->w->tunnels, s->tunnel_id);
	if (unlikely(!w->t || (s->key > 0xffffff && w->t->type != EL_TUN_GRE)))
		return 0;
	w->hash = straight_hash(b);
	w->way = &w->t->way[(uint64_t)w->hash * w->t->nexthop_count >> 32];
	w->inner = m->pkt_len - cut;
	return likely(w->way->len && m->pkt_len - b->l3 <= w->way->most && m->data_off + cut >= w->way->len);
}

/* The header as it is rendered, 16 bytes at a time; the last 16 lie over those before. Headers have 42 bytes
 * or more. */
static inline void wrap_copy(uint8_t *to, const struct tunnel_way *way)
{
	const __m128i *from = (const __m128i *)(const void *)way->header;
	__m128i *at = (__m128i *)(void *)to;
	uint32_t last = way->len - 16u;

	_mm_storeu_si128(at, from[0]);
	_mm_storeu_si128(at + 1, from[1]);
	if (last > 32)
		_mm_storeu_si128(at + 2, from[2]);
	_mm_storeu_si128((__m128i *)(void *)(to + last),
	                 _mm_loadu_si128((const __m128i *)(const void *)(way->header + last)));
}

static inline void wrap_write(const struct wrap *w, const struct brief *b, uint32_t key)
{
	const struct tunnel_way *way = w->way;
	const struct tunnel *t = w->t;
	struct rte_mbuf *m = b->m;
	uint32_t payload = w->inner + way->len - way->l3 - IPV4_BYTES, sum;
	uint16_t total = __builtin_bswap16((uint16_t)(payload + IPV4_BYTES));
	uint8_t *to, *ip;

	m->data_off = (uint16_t)(m->data_off - way->len);
	m->data_len = (uint16_t)(m->data_len + way->len);
	m->pkt_len += way->len;
	to = rte_pktmbuf_mtod(m, uint8_t *);
	ip = to + way->l3;
	wrap_copy(to, way);
	sum = way->ip_sum + total;
	if (unlikely((t->flags & (EL_TUNNEL_COPY_TOS | EL_TUNNEL_DF)) != EL_TUNNEL_DF)) {
		if (t->flags & EL_TUNNEL_COPY_TOS) {
			ip[1] = (uint8_t)_mm_extract_epi8(b->head[0], 15);
			sum += __builtin_bswap16(ip[1]);
		}
		if (!(t->flags & EL_TUNNEL_DF)) {
			uint16_t id = __builtin_bswap16(encap_next_id++);

			put_raw16(ip + 4, id);
			sum += id;
		}
	}
	sum = (sum & 0xffff) + (sum >> 16);
	put_raw16(ip + 2, total);
	put_raw16(ip + 10, (uint16_t) ~(sum + (sum >> 16)));
	if (t->type == EL_TUN_VXLAN) {
		put_be16(ip + IPV4_BYTES, (uint16_t)(t->udp_src_min + (w->hash & t->udp_src_mask)));
		put_be16(ip + IPV4_BYTES + 4, (uint16_t)payload);
		put_be32(to + way->len - 4, key << 8);
	} else {
		put_be32(to + way->len - 4, t->type == EL_TUN_NVGRE ? key << 8 | (w->hash & 0xff) : key);
	}
}

static inline void set_macs(uint8_t *frame, const struct straight *s)
{
	__m128i *to = (__m128i *)(void *)frame;
	__m128i keep = _mm_load_si128((const __m128i *)(const void *)s->keep);
	__m128i put = _mm_load_si128((const __m128i *)(const void *)s->put);

	_mm_storeu_si128(to, _mm_or_si128(_mm_and_si128(_mm_loadu_si128(to), keep), put));
}

/* TTL minus `hops`, which is less; RFC 1624. The TTL is the high byte of its word on the wire: the low one
 * here. */
static inline void dec_ttl(uint8_t *ip, uint32_t hops)
{
	uint16_t was = get_raw16(ip + 8), now = (uint16_t)(was - hops);

	csum_apply(ip + 10, (uint32_t)(uint16_t)~was + now);
	put_raw16(ip + 8, now);
}

/* `does` is s->does: a constant for the commonest lists. */
static inline __attribute__((always_inline)) int straight_as(struct lcore *lc, struct tx_outlet *o,
                                                             const struct brief *b, const struct straight *s,
                                                             struct el_queue_stats *origin, uint32_t does)
{
	struct rte_mbuf *m = b->m;
	uint32_t cut = 0, port = s->port;
	struct wrap wrap = {0};

	if (does & STRAIGHT_DECAP) {
		/* ECN of the outer header is for decap.c to combine. */
		if (unlikely(!b->inner || _mm_extract_epi16(b->tunnel, 6) >> 8 & 3))
			return 0;
		cut = b->inner;
	} else if (does != STRAIGHT_OUTPUT && unlikely(b->inner)) {
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
		wrap_write(&wrap, b, s->key);
		if (likely(port == EL_PORT_TUNNEL))
			port = wrap.way->port;
	}
	send_by(lc, o, m, origin, port);
	return 1;
}

/* Runs it on b, parsed by parse_brief. 1: b->m is consumed; 0: declined (also a list that is not straight),
 * nothing is written. */
static inline __attribute__((always_inline)) int straight_run(struct lcore *lc, struct tx_outlet *o,
                                                              const struct brief *b, const struct straight *s,
                                                              struct el_queue_stats *origin)
{
	switch (s->does) {
	case STRAIGHT_OUTPUT:
		return straight_as(lc, o, b, s, origin, STRAIGHT_OUTPUT);
	case STRAIGHT_OUTPUT | STRAIGHT_ENCAP:
		return straight_as(lc, o, b, s, origin, STRAIGHT_OUTPUT | STRAIGHT_ENCAP);
	case STRAIGHT_OUTPUT | STRAIGHT_DECAP:
		return straight_as(lc, o, b, s, origin, STRAIGHT_OUTPUT | STRAIGHT_DECAP);
	case 0:
		return 0;
	default:
		return straight_as(lc, o, b, s, origin, s->does);
	}
}

#endif
