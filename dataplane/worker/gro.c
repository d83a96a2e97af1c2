/* Large packets from segments in a row. See gro.h.
 *
 * Merged is only what a sender's TSO could have been: same headers but for sequence, length and
 * identification, full segments but for the last, nothing but ACK and a final PSH. Whatever else comes on a
 * connection ends its packet, so that nothing overtakes.
 */
#include "gro.h"

#include "bytes.h"
#include "checksum.h"
#include "edgelane.h"
#include "finish.h"
#include "protocol.h"
#include "wish.h"

#define MOST_OPEN 8u /* connections of a burst that are followed */
#define MOST_IP_BYTES 65535u

enum tcp_flag { TCP_PSH = 0x08, TCP_ACK = 0x10 };

struct open {
	struct rte_mbuf *m;
	struct shape shape;
	uint32_t next_seq;
	uint16_t segsz;
	uint8_t index;
	uint8_t merged; /* packets it took */
	uint8_t closed;
};

/* A packet that might be a segment. */
struct segment {
	struct rte_mbuf *m;
	struct shape shape;
	const uint8_t *data;
	uint32_t bytes; /* of payload */
};

static uint16_t pseudo_sum(const uint8_t *ip, int is_ipv6, uint32_t length)
{
	uint32_t sum = __builtin_bswap16(IP_TCP) + __builtin_bswap16((uint16_t)length);

	return csum_fold(sum + (is_ipv6 ? csum_bytes(ip + 8, 32) : csum_bytes(ip + 12, 8)));
}

/* A TCP packet as it should be, padding cut; 0: something else. */
static int look(struct segment *g, struct rte_mbuf *m)
{
	const uint8_t *ip;
	uint32_t end;

	g->m = m;
	g->data = rte_pktmbuf_mtod(m, const uint8_t *);
	if (m->ol_flags & WISH_ALL || frame_shape(&g->shape, g->data, m->data_len, 0) != EL_DROP_NONE ||
	    g->shape.protocol != IP_TCP || !g->shape.is_plain)
		return 0;
	ip = g->data + g->shape.l3;
	end = g->shape.l3 + (g->shape.is_ipv6 ? IPV6_BYTES + get_be16(ip + 4) : get_be16(ip + 2));
	if (end < g->shape.payload || end > m->pkt_len)
		return 0;
	g->bytes = end - g->shape.payload;
	return 1;
}

static int same_connection(const struct open *o, const struct segment *g)
{
	const uint8_t *was = rte_pktmbuf_mtod(o->m, const uint8_t *);
	const uint32_t from = g->shape.is_ipv6 ? 8 : 12, bytes = g->shape.is_ipv6 ? 32 : 8;

	return o->shape.is_ipv6 == g->shape.is_ipv6 && o->shape.l3 == g->shape.l3 &&
	       get_raw32(was + o->shape.l4) == get_raw32(g->data + g->shape.l4) &&
	       memcmp(was + o->shape.l3 + from, g->data + g->shape.l3 + from, bytes) == 0;
}

/* Ethernet, tags and IP but for length, identification and checksum. */
static int same_network(const uint8_t *was, const uint8_t *now, const struct shape *s)
{
	const uint8_t *a = was + s->l3, *b = now + s->l3;

	if (memcmp(was, now, s->l3) != 0)
		return 0;
	if (s->is_ipv6) /* version, class and label; next header and hop limit */
		return get_raw32(a) == get_raw32(b) && get_raw16(a + 6) == get_raw16(b + 6);
	return get_raw16(a) == get_raw16(b) && get_raw32(a + 6) == get_raw32(b + 6);
}

/* Acknowledgement, header length, window, urgent pointer and options; flags are looked at apart. */
static int same_transport(const uint8_t *was, const uint8_t *now, const struct shape *s)
{
	const uint8_t *a = was + s->l4, *b = now + s->l4;

	return get_raw32(a + 8) == get_raw32(b + 8) && a[12] == b[12] &&
	       get_raw16(a + 14) == get_raw16(b + 14) && get_raw16(a + 18) == get_raw16(b + 18) &&
	       memcmp(a + TCP_BYTES, b + TCP_BYTES, s->payload - s->l4 - TCP_BYTES) == 0;
}

static int checksum_right(const struct segment *g)
{
	const struct shape *s = &g->shape;
	uint32_t length = s->payload - s->l4 + g->bytes;

	return csum_fold((uint32_t)pseudo_sum(g->data + s->l3, s->is_ipv6, length) +
	                 csum_chain(g->m, s->l4, length)) == 0xffff;
}

/* Data and nothing unusual. */
static int is_data(const struct segment *g)
{
	return g->bytes > 0 && (g->data[g->shape.l4 + 13] & ~TCP_PSH) == TCP_ACK &&
	       g->m->data_len > g->shape.payload;
}

static int fits(const struct open *o, const struct segment *g)
{
	const uint8_t *was = rte_pktmbuf_mtod(o->m, const uint8_t *);
	const struct shape *s = &g->shape;

	return !o->closed && is_data(g) && get_be32(g->data + s->l4 + 4) == o->next_seq &&
	       g->bytes <= o->segsz && o->shape.payload == s->payload &&
	       o->m->pkt_len - s->l3 + g->bytes <= MOST_IP_BYTES && same_network(was, g->data, s) &&
	       same_transport(was, g->data, s) && checksum_right(g);
}

static void trim(const struct segment *g)
{
	uint32_t end = g->shape.payload + g->bytes;

	if (unlikely(g->m->pkt_len > end))
		rte_pktmbuf_trim(g->m, (uint16_t)(g->m->pkt_len - end));
}

/* Follows g from here on, in place of what was there. */
static void follow(struct open *o, const struct segment *g, uint32_t index)
{
	*o = (struct open){
	    .m = g->m,
	    .shape = g->shape,
	    .next_seq = get_be32(g->data + g->shape.l4 + 4) + g->bytes,
	    .segsz = (uint16_t)g->bytes,
	    .index = (uint8_t)index,
	    .closed = !is_data(g) || g->data[g->shape.l4 + 13] & TCP_PSH ||
	              g->m->pkt_len != g->shape.payload + g->bytes || !checksum_right(g),
	};
}

/* Its length, checksums and flags, once it is whole. */
static void complete(struct open *o, const struct port_offload *offload)
{
	uint8_t *data = rte_pktmbuf_mtod(o->m, uint8_t *), *ip = data + o->shape.l3;
	uint32_t length = o->m->pkt_len - o->shape.l4;

	if (!o->merged)
		return;
	if (o->shape.is_ipv6) {
		put_be16(ip + 4, (uint16_t)length);
	} else {
		put_be16(ip + 2, (uint16_t)(length + IPV4_BYTES));
		put_raw16(ip + 10, 0);
		put_raw16(ip + 10, (uint16_t)~csum_bytes(ip, IPV4_BYTES));
	}
	put_raw16(data + o->shape.l4 + 16, pseudo_sum(ip, o->shape.is_ipv6, length));
	o->m->tso_segsz = o->segsz;
	o->m->ol_flags |= RTE_MBUF_F_TX_TCP_CKSUM | WISH_SEGMENT;
	finish_by_device(o->m, &o->shape, offload);
}

static void take(struct open *o, const struct segment *g)
{
	uint8_t flags = g->data[g->shape.l4 + 13];

	trim(g);
	rte_pktmbuf_adj(g->m, g->shape.payload);
	rte_pktmbuf_chain(o->m, g->m);
	rte_pktmbuf_mtod(o->m, uint8_t *)[o->shape.l4 + 13] |= flags;
	o->next_seq += g->bytes;
	o->merged++;
	o->closed = g->bytes < o->segsz || flags & TCP_PSH;
}

void gro_burst(struct rte_mbuf **m, uint32_t count, const struct port_offload *offload, uint16_t taken[],
               uint8_t into[])
{
	struct open open[MOST_OPEN];
	uint32_t opened = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct segment g;
		uint32_t at = 0;

		taken[i] = 0;
		if (!look(&g, m[i]))
			continue;
		while (at < opened && !same_connection(&open[at], &g))
			at++;
		if (at < opened && fits(&open[at], &g)) {
			taken[i] = (uint16_t)g.bytes;
			into[i] = open[at].index;
			take(&open[at], &g);
			continue;
		}
		if (at == MOST_OPEN)
			continue;
		if (at < opened)
			complete(&open[at], offload);
		else
			opened++;
		follow(&open[at], &g, i);
	}
	for (uint32_t at = 0; at < opened; at++)
		complete(&open[at], offload);
}
