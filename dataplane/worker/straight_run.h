/* Runs a straight line on one packet. See straight.h.
 *
 * All that could make it decline is asked before the first byte is written.
 */
#ifndef EDGELANE_STRAIGHT_RUN_H
#define EDGELANE_STRAIGHT_RUN_H

#include "brief.h"
#include "checksum.h"
#include "hash.h"
#include "lcore.h"
#include "protocol.h"
#include "send.h"
#include "tunnel.h"
#include "worker.h"

static inline uint32_t straight_hash(const struct brief *b)
{
	/* Of the first word, without TTL and TCP flags; of the second, all. */
	return hash_pair((uint64_t)_mm_cvtsi128_si64(b->head[1]) & 0xffffffff0000ff00,
	                 (uint64_t)_mm_extract_epi64(b->head[1], 1));
}

/* What the packets of one ENCAP in a burst have in common, looked up once. */
struct wrap_plan {
	const struct straight *of; /* NULL: none yet */
	const struct tunnel *t;
	const struct tunnel_way *way; /* the first; NULL: encap.c knows what to do */
	bool spreads;                 /* over several ways */
	bool hashes;
};

static __attribute__((noinline)) void wrap_choose(struct lcore *lc, const struct straight *s,
                                                  struct wrap_plan *p)
{
	const struct tunnel *t = objects_get(&lc->w->tunnels, s->tunnel_id);

	*p = (struct wrap_plan){.of = s, .t = t};
	if (!t)
		return;
	p->spreads = t->nexthop_count > 1;
	p->hashes = p->spreads || t->type != EL_TUN_GRE;
	if (p->spreads || (t->way->len && s->key <= t->way->most_key))
		p->way = t->way;
}

/* One packet's. */
struct wrap {
	const struct tunnel *t;
	const struct tunnel_way *way;
	uint32_t hash;
	uint32_t inner; /* bytes of the packet it wraps */
};

static inline __attribute__((always_inline)) int wrap_ready(struct lcore *lc, struct wrap_plan *p,
                                                            const struct brief *b, const struct straight *s,
                                                            uint32_t cut, struct wrap *w)
{
	const struct rte_mbuf *m = b->m;

	if (unlikely(p->of != s))
		wrap_choose(lc, s, p);
	w->t = p->t;
	w->way = p->way;
	if (unlikely(!w->way))
		return 0;
	if (p->hashes)
		w->hash = straight_hash(b);
	if (unlikely(p->spreads)) {
		w->way += (uint64_t)w->hash * w->t->nexthop_count >> 32;
		if (!w->way->len || s->key > w->way->most_key)
			return 0;
	}
	w->inner = m->pkt_len - cut;
	return likely(m->pkt_len - b->l3 <= w->way->most && m->data_off + cut >= w->way->len);
}

static inline __m128i wrap_load(const struct tunnel_way *way, uint32_t at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)(way->header + at));
}

static inline void wrap_store(uint8_t *to, __m128i v)
{
	_mm_storeu_si128((__m128i *)(void *)to, v);
}

/* The header as it is rendered, with what differs from packet to packet put into its vectors, so that each
 * byte is stored once or twice. An Ethernet header without tag: IP's length and checksum are words 0 and 4 of
 * the second vector; the key is the last word of the last, UDP's source port and length its words 0 and 2. */
static inline __attribute__((always_inline)) void wrap_write(const struct wrap *w, struct rte_mbuf *m,
                                                             uint32_t key)
{
	const struct tunnel *t = w->t;
	const uint32_t len = w->way->len, payload = w->inner + len - ETHER_BYTES - IPV4_BYTES;
	const uint32_t total = __builtin_bswap16((uint16_t)(payload + IPV4_BYTES));
	uint32_t sum = w->way->ip_sum + total; /* of two words: one carry at most */
	__m128i second = wrap_load(w->way, 16), last = wrap_load(w->way, len - 16);
	uint8_t *to;

	m->data_off = (uint16_t)(m->data_off - len);
	m->data_len = (uint16_t)(w->inner + len);
	m->pkt_len = w->inner + len;
	to = rte_pktmbuf_mtod(m, uint8_t *);
	second = _mm_insert_epi16(second, (int)total, 0);
	second = _mm_insert_epi16(second, (int)~(sum + (sum >> 16)), 4);
	wrap_store(to, wrap_load(w->way, 0));
	wrap_store(to + 16, second);
	if (t->type == EL_TUN_VXLAN) {
		uint16_t port = (uint16_t)(t->udp_src_min + (w->hash & t->udp_src_mask));

		wrap_store(to + 32, wrap_load(w->way, 32));
		last = _mm_insert_epi16(last, __builtin_bswap16(port), 0);
		last = _mm_insert_epi16(last, __builtin_bswap16((uint16_t)payload), 2);
		key <<= 8;
	} else if (t->type == EL_TUN_NVGRE) {
		key = key << 8 | (w->hash & 0xff);
	}
	wrap_store(to + len - 16, _mm_insert_epi32(last, (int)__builtin_bswap32(key), 3));
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
                                                             struct wrap_plan *p, const struct brief *b,
                                                             const struct straight *s,
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
	if (does & STRAIGHT_ENCAP && unlikely(!wrap_ready(lc, p, b, s, cut, &wrap)))
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
		if (likely(port == EL_PORT_TUNNEL))
			port = wrap.way->port;
	}
	send_by(lc, o, m, origin, port);
	return 1;
}

/* Runs it on b, parsed by parse_brief. *p is the burst's. 1: b->m is consumed; 0: declined (also a list that
 * is not straight), nothing is written. */
static inline __attribute__((always_inline)) int straight_run(struct lcore *lc, struct tx_outlet *o,
                                                              struct wrap_plan *p, const struct brief *b,
                                                              const struct straight *s,
                                                              struct el_queue_stats *origin)
{
	const uint32_t does = s->does;

	if (does == STRAIGHT_OUTPUT)
		return straight_as(lc, o, p, b, s, origin, STRAIGHT_OUTPUT);
	if (does == (STRAIGHT_OUTPUT | STRAIGHT_ENCAP))
		return straight_as(lc, o, p, b, s, origin, STRAIGHT_OUTPUT | STRAIGHT_ENCAP);
	if (does == (STRAIGHT_OUTPUT | STRAIGHT_DECAP))
		return straight_as(lc, o, p, b, s, origin, STRAIGHT_OUTPUT | STRAIGHT_DECAP);
	return does && straight_as(lc, o, p, b, s, origin, does);
}

#endif
