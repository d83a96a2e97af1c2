/* Segments in order. See segment.h.
 *
 * FIN and PSH are the last segment's alone, CWR the first's (RFC 3168 6.1.2). Identifications count up, as a
 * device's would.
 */
#include "segment.h"

#include "bytes.h"
#include "checksum.h"
#include "copy_sum.h"
#include "edgelane.h"
#include "protocol.h"
#include "wish.h"

enum tcp_flag { TCP_FIN = 0x01, TCP_PSH = 0x08, TCP_CWR = 0x80 };

/* Addresses and protocol; the length is added where it is known. */
static uint32_t pseudo_sum(const uint8_t *ip, int is_ipv6, uint8_t protocol)
{
	uint32_t sum = __builtin_bswap16(protocol);

	return sum + (is_ipv6 ? csum_bytes(ip + 8, 32) : rte_raw_cksum(ip + 12, 8));
}

void segment_open(struct segment_cut *cut, const struct rte_mbuf *m, const struct shape *s,
                  struct rte_mempool *pool)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	const uint8_t *tcp = data + s->l4;

	*cut = (struct segment_cut){
	    .shape = s,
	    .whole = m,
	    .pool = pool,
	    .from = m,
	    .from_at = s->payload,
	    .left = m->pkt_len - s->payload,
	    .seq = get_be32(tcp + 4),
	};
	if (s->is_plain)
		cut->pseudo_sum = pseudo_sum(data + s->l3, s->is_ipv6, IP_TCP);
	else /* a routing header may have put another address there: as the sender summed it */
		cut->pseudo_sum =
		    get_raw16(tcp + 16) + (uint16_t)~__builtin_bswap16((uint16_t)(m->pkt_len - s->l4));
	if (m->ol_flags & WISH_OUTER_UDP)
		cut->outer_pseudo_sum = pseudo_sum(data + s->outer_l3, s->outer_is_ipv6, IP_UDP);
}

/* Moves the next `bytes` of the payload to `to`; their sum. A piece that begins at an odd place counts the
 * other way round. */
static uint64_t copy_payload(struct segment_cut *cut, uint8_t *to, uint32_t bytes)
{
	uint64_t sum = 0;
	uint32_t odd = 0;

	while (bytes > 0) {
		uint32_t here = cut->from->data_len - cut->from_at;
		uint16_t part;

		if (here == 0) {
			cut->from = cut->from->next;
			cut->from_at = 0;
			continue;
		}
		here = RTE_MIN(here, bytes);
		part = copy_sum(to, rte_pktmbuf_mtod_offset(cut->from, const uint8_t *, cut->from_at), here);
		sum += odd ? __builtin_bswap16(part) : part;
		odd ^= here & 1;
		to += here;
		bytes -= here;
		cut->from_at += here;
	}
	return sum;
}

/* Room of one mbuf, even, so that sums of mbufs just add up. */
static uint32_t room_of(const struct rte_mbuf *m)
{
	return rte_pktmbuf_tailroom(m) & ~1u;
}

/* An mbuf chain with the headers and the next `bytes` of payload; *sum is that of the payload. */
static struct rte_mbuf *copy_segment(struct segment_cut *cut, uint32_t bytes, uint64_t *sum)
{
	const uint32_t headers = cut->shape->payload;
	struct rte_mbuf *m = rte_pktmbuf_alloc(cut->pool), *last = m;

	if (unlikely(!m))
		return NULL;
	if (unlikely(room_of(m) < headers)) {
		rte_pktmbuf_free(m);
		return NULL;
	}
	m->pkt_len = headers + bytes;
	m->data_len = (uint16_t)headers;
	memcpy(rte_pktmbuf_mtod(m, uint8_t *), rte_pktmbuf_mtod(cut->whole, const uint8_t *), headers);
	for (;;) {
		uint32_t here = RTE_MIN(room_of(last), bytes);
		uint8_t *to = rte_pktmbuf_mtod_offset(last, uint8_t *, last->data_len);

		*sum += copy_payload(cut, to, here);
		last->data_len = (uint16_t)(last->data_len + here);
		bytes -= here;
		if (likely(bytes == 0))
			return m;
		last->next = rte_pktmbuf_alloc(cut->pool);
		if (unlikely(!last->next)) {
			rte_pktmbuf_free(m);
			return NULL;
		}
		last = last->next;
		m->nb_segs++;
	}
}

/* Length, and for IPv4 identification and checksum, of an IP header in front of `behind` bytes. */
static void mend_ip(uint8_t *ip, int is_ipv6, uint32_t header, uint32_t behind, uint32_t number)
{
	if (is_ipv6) {
		put_be16(ip + 4, (uint16_t)(header - IPV6_BYTES + behind));
		return;
	}
	put_be16(ip + 2, (uint16_t)(header + behind));
	put_be16(ip + 4, (uint16_t)(get_be16(ip + 4) + number));
	put_raw16(ip + 10, 0);
	put_raw16(ip + 10, (uint16_t)~csum_bytes(ip, header));
}

static void mend_tcp(const struct segment_cut *cut, uint8_t *tcp, uint32_t bytes, uint64_t payload_sum)
{
	const struct shape *s = cut->shape;
	const uint32_t header = s->payload - s->l4;

	put_be32(tcp + 4, cut->seq);
	if (cut->left > bytes)
		tcp[13] &= (uint8_t) ~(TCP_FIN | TCP_PSH);
	if (cut->number > 0)
		tcp[13] &= (uint8_t)~TCP_CWR;
	put_raw16(tcp + 16, 0);
	put_raw16(tcp + 16, (uint16_t)~csum_fold(payload_sum + csum_bytes(tcp, header) + cut->pseudo_sum +
	                                         __builtin_bswap16((uint16_t)(header + bytes))));
}

/* With a right checksum inside, everything from the TCP header on sums up to the complement of its pseudo
 * header: the payload need not be read again. */
static void mend_outer_udp(const struct segment_cut *cut, uint8_t *data, uint32_t length)
{
	const struct shape *s = cut->shape;
	uint8_t *udp = data + s->outer_l4;
	uint32_t inner = cut->pseudo_sum + __builtin_bswap16((uint16_t)(length - (s->l4 - s->outer_l4)));
	uint16_t sum;

	put_be16(udp + 4, (uint16_t)length);
	if (!(cut->whole->ol_flags & WISH_OUTER_UDP))
		return;
	put_raw16(udp + 6, 0);
	sum = (uint16_t)~csum_fold((uint64_t)cut->outer_pseudo_sum + __builtin_bswap16((uint16_t)length) +
	                           csum_bytes(udp, s->l4 - s->outer_l4) + (uint16_t)~csum_fold(inner));
	put_raw16(udp + 6, sum ? sum : 0xffff);
}

struct rte_mbuf *segment_next(struct segment_cut *cut)
{
	const struct shape *s = cut->shape;
	uint32_t bytes = RTE_MIN(cut->left, (uint32_t)cut->whole->tso_segsz), total;
	uint64_t sum = 0;
	struct rte_mbuf *m = copy_segment(cut, bytes, &sum);
	uint8_t *data;

	if (unlikely(!m)) {
		cut->left = 0;
		return NULL;
	}
	m->port = cut->whole->port;
	data = rte_pktmbuf_mtod(m, uint8_t *);
	total = s->payload + bytes;
	mend_tcp(cut, data + s->l4, bytes, sum);
	mend_ip(data + s->l3, s->is_ipv6, s->l4 - s->l3, total - s->l4, cut->number);
	if (s->outer_l3) {
		if (s->tunnel == EL_TUN_VXLAN)
			mend_outer_udp(cut, data, total - s->outer_l4);
		mend_ip(data + s->outer_l3, s->outer_is_ipv6, s->outer_l4 - s->outer_l3, total - s->outer_l4,
		        cut->number);
	}
	cut->seq += bytes;
	cut->left -= bytes;
	cut->number++;
	return m;
}
