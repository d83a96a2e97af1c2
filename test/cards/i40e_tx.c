/* What an X710 does with an mbuf: descriptors say where each header is, and the card believes them. */
#include <stdlib.h>

#include <rte_errno.h>
#include <rte_mbuf.h>

#include "checksum_ref.h"
#include "i40e.h"

#define LEAST_PACKET 17u
#define MOST_FRAME 9728u
#define MOST_TSO 262144u
#define LEAST_MSS 256u
#define MOST_MSS 9674u
#define FRAME_SEGMENTS 8u
#define TSO_SEGMENTS 255u
#define DESCRIPTOR_BYTES 16383u

#define FLAGS_SIMPLE                                                                                         \
	(RTE_MBUF_F_TX_IPV4 | RTE_MBUF_F_TX_IPV6 | RTE_MBUF_F_TX_OUTER_IPV4 | RTE_MBUF_F_TX_OUTER_IPV6)
#define FLAGS_KNOWN                                                                                          \
	(FLAGS_SIMPLE | RTE_MBUF_F_TX_IP_CKSUM | RTE_MBUF_F_TX_L4_MASK | RTE_MBUF_F_TX_OUTER_IP_CKSUM |      \
	 RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_MASK)
/* tx_prepare lets these pass too; no test asks for them. */
#define FLAGS_PREPARE (FLAGS_KNOWN | RTE_MBUF_F_TX_VLAN | RTE_MBUF_F_TX_QINQ | RTE_MBUF_F_TX_IEEE1588_TMST)
#define CHECKSUMS (RTE_MBUF_F_TX_IP_CKSUM | RTE_MBUF_F_TX_L4_MASK | RTE_MBUF_F_TX_TCP_SEG)

static uint8_t l4_asked(uint64_t flags)
{
	if (flags & RTE_MBUF_F_TX_TCP_SEG || (flags & RTE_MBUF_F_TX_L4_MASK) == RTE_MBUF_F_TX_TCP_CKSUM)
		return 6;
	return (flags & RTE_MBUF_F_TX_L4_MASK) == RTE_MBUF_F_TX_UDP_CKSUM ? 17 : 0;
}

/* The checksum fields as the card wants to find them. */
static int seed(struct rte_mbuf *m)
{
	uint64_t flags = m->ol_flags;
	uint8_t *f = rte_pktmbuf_mtod(m, uint8_t *);
	uint32_t l3 = m->l2_len;
	struct layer l = {.proto = l4_asked(flags)};

	if (!(flags & (CHECKSUMS | RTE_MBUF_F_TX_OUTER_IP_CKSUM)))
		return 0;
	if (flags & (RTE_MBUF_F_TX_OUTER_IPV4 | RTE_MBUF_F_TX_OUTER_IPV6)) {
		l3 += m->outer_l2_len + m->outer_l3_len;
		if (m->data_len < l3)
			return ENOTSUP;
		if (flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM)
			write16(f + m->outer_l2_len + 10, 0);
	}
	if (m->data_len < l3 + m->l3_len + m->l4_len)
		return ENOTSUP;
	if (flags & RTE_MBUF_F_TX_IP_CKSUM)
		write16(f + l3 + 10, 0);
	if (l.proto) {
		l.version = flags & RTE_MBUF_F_TX_IPV4 ? 4 : 6;
		l.l3 = l3;
		l.l4 = l3 + m->l3_len;
		l.end = l3 + (l.version == 4 ? read16(f + l3 + 2) : 40 + read16(f + l3 + 4));
		write16(f + l.l4 + ref_l4_field(l.proto),
		        ref_pseudo(f, &l, flags & RTE_MBUF_F_TX_TCP_SEG ? 0 : l.end - l.l4));
	}
	return 0;
}

static int refuses(const struct card_txq *q, const struct rte_mbuf *m)
{
	bool tso = m->ol_flags & RTE_MBUF_F_TX_TCP_SEG;
	uint64_t asked = m->ol_flags & RTE_MBUF_F_TX_OFFLOAD_MASK;

	if (q->model->simple_tx) {
		if (m->nb_segs != 1)
			return EINVAL;
		if (asked & ~(uint64_t)FLAGS_SIMPLE)
			return ENOTSUP;
		return m->pkt_len < LEAST_PACKET || m->pkt_len > MOST_FRAME ? EINVAL : 0;
	}
	if (!tso && (m->nb_segs > FRAME_SEGMENTS || m->pkt_len > MOST_FRAME))
		return EINVAL;
	if (tso && (m->nb_segs > TSO_SEGMENTS || m->tso_segsz < LEAST_MSS || m->tso_segsz > MOST_MSS ||
	            m->pkt_len > MOST_TSO))
		return EINVAL;
	if (asked & ~(uint64_t)FLAGS_PREPARE)
		return ENOTSUP;
	return m->pkt_len < LEAST_PACKET ? EINVAL : 0;
}

uint16_t i40e_prepare(void *txq, struct rte_mbuf **m, uint16_t count)
{
	struct card_txq *q = txq;

	for (uint16_t i = 0; i < count; i++) {
		int error = refuses(q, m[i]);

		if (!error && !q->model->simple_tx)
			error = seed(m[i]);
		if (error) {
			rte_errno = error;
			return i;
		}
	}
	return count;
}

/* Lengths go to the card in words and double words of few bits. */
static void check_units(struct model *m, const struct rte_mbuf *b, bool tunnel)
{
	uint32_t mac = tunnel ? b->outer_l2_len : b->l2_len;

	if (mac % 2 || b->l3_len % 4 || b->l4_len % 4 ||
	    (tunnel && (b->l2_len % 2 || b->outer_l3_len % 4 || b->outer_l3_len > 252)))
		model_violation(m, "lengths %u %u %u %u %u do not fit into a descriptor", b->outer_l2_len,
		                b->outer_l3_len, b->l2_len, b->l3_len, b->l4_len);
}

/* false: it goes as it is; nothing was asked for, or nobody knows what would come of it. */
static bool request_of(struct model *m, const struct rte_mbuf *b, const uint8_t *f, struct request *r)
{
	uint64_t flags = b->ol_flags, kind = flags & RTE_MBUF_F_TX_TUNNEL_MASK;
	uint64_t violations;
	uint32_t at = 0;

	*r = (struct request){.seeded = true};
	if (!kind && flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM)
		model_violation(m, "OUTER_IP_CKSUM without a tunnel");
	if (kind && kind != RTE_MBUF_F_TX_TUNNEL_VXLAN && kind != RTE_MBUF_F_TX_TUNNEL_GRE)
		model_violation(m, "a kind of tunnel with incomplete parameters");
	if (!(flags & (CHECKSUMS | RTE_MBUF_F_TX_OUTER_IP_CKSUM)))
		return false;
	check_units(m, b, kind != 0);
	if (kind) {
		if (!(flags & (RTE_MBUF_F_TX_OUTER_IPV4 | RTE_MBUF_F_TX_OUTER_IPV6)))
			model_violation(m, "a tunnel of no IP version");
		r->tunnel = true;
		r->outer_udp = kind == RTE_MBUF_F_TX_TUNNEL_VXLAN;
		r->outer_version = flags & RTE_MBUF_F_TX_OUTER_IPV6 ? 6 : 4;
		r->outer_ip_checksum = flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM;
		r->outer_l3 = b->outer_l2_len;
		at = r->outer_l4 = r->outer_l3 + b->outer_l3_len;
	}
	r->version = flags & RTE_MBUF_F_TX_IPV6 ? 6 : 4;
	r->l3 = at + b->l2_len;
	r->l4 = r->l3 + b->l3_len;
	r->ip_checksum = flags & RTE_MBUF_F_TX_IP_CKSUM;
	r->l4_checksum = l4_asked(flags);
	if (flags & RTE_MBUF_F_TX_TCP_SEG && b->l4_len == 0)
		model_violation(m, "TSO with l4_len 0: an oversize frame");
	else if (flags & RTE_MBUF_F_TX_TCP_SEG)
		r->mss = b->tso_segsz;
	r->payload = r->l4 + b->l4_len;
	if (r->ip_checksum && r->version == 4 && read16(f + r->l3 + 10))
		model_violation(m, "an IPv4 checksum field that is not 0");
	if (r->outer_ip_checksum && read16(f + r->outer_l3 + 10))
		model_violation(m, "an outer IPv4 checksum field that is not 0");
	if (r->mss && r->version == 4 && !r->ip_checksum)
		model_violation(m, "TSO over IPv4 without IP_CKSUM");
	if (r->mss && r->tunnel && r->outer_version == 4 && !r->outer_ip_checksum)
		model_violation(m, "TSO in a tunnel over IPv4 without OUTER_IP_CKSUM");
	violations = m->account.violations;
	if (r->ip_checksum || r->l4_checksum || r->mss)
		transmit_check_lengths(m, b, f, r);
	return m->account.violations == violations;
}

/* The card reads at most eight buffers for one frame; the headers count with each. */
static void check_buffers(struct model *m, const struct rte_mbuf *b, const struct request *r)
{
	uint32_t headers = b->data_len > r->payload ? 0 : 1;

	for (uint32_t from = r->payload; from < b->pkt_len; from += r->mss) {
		uint32_t to = from + r->mss, at = 0, buffers = headers;

		for (const struct rte_mbuf *s = b; s; at += s->data_len, s = s->next)
			buffers += at < to && at + s->data_len > from;
		/* Not the first frame: its headers are read again. */
		if (from != r->payload)
			buffers += 1 - headers;
		if (buffers > FRAME_SEGMENTS) {
			model_violation(m, "a frame cut from %u buffers", buffers);
			return;
		}
	}
}

static void check_segments(struct model *m, const struct rte_mbuf *b, bool tso)
{
	if (!tso && (b->nb_segs > FRAME_SEGMENTS || b->pkt_len > MOST_FRAME))
		model_violation(m, "%u bytes in %u buffers, which tx_prepare refuses", b->pkt_len,
		                b->nb_segs);
	for (; b; b = b->next)
		if (b->data_len == 0 || (!tso && b->data_len > DESCRIPTOR_BYTES))
			model_violation(m, "a buffer of %u bytes", b->data_len);
}

/* Descriptors: the driver looks for finished ones when few are left. */
static bool make_room(struct card_txq *q, uint32_t slots)
{
	while (q->held_count && (uint32_t)q->desc - 1 - q->slots < RTE_MAX(slots, q->free_thresh)) {
		uint32_t freed = 0, count = 0;

		while (count < q->held_count && freed < q->rs_thresh)
			freed += q->held[count++].slots;
		tx_ring_release(q, count);
	}
	return q->slots + slots < q->desc;
}

static void send_one(struct card_txq *q, const struct rte_mbuf *b)
{
	struct model *m = q->model;
	const uint8_t *f = transmit_flat(m, b);
	struct request r;

	if (m->simple_tx) {
		if (b->nb_segs != 1 || b->ol_flags & RTE_MBUF_F_TX_OFFLOAD_MASK & ~(uint64_t)FLAGS_SIMPLE)
			model_violation(m, "segments or flags on the simple path");
		transmit_do(m, &(struct request){0}, f, b->pkt_len);
		return;
	}
	transmit_check_flags(q, b, FLAGS_KNOWN);
	check_segments(m, b, b->ol_flags & RTE_MBUF_F_TX_TCP_SEG);
	if (!request_of(m, b, f, &r)) {
		transmit_do(m, &(struct request){0}, f, b->pkt_len);
		return;
	}
	if (r.mss) {
		check_buffers(m, b, &r);
		if (r.mss < LEAST_MSS || r.mss > MOST_MSS)
			model_violation(m, "TSO with segments of %u bytes", r.mss);
	}
	transmit_do(m, &r, f, b->pkt_len);
}

uint16_t i40e_burst(void *txq, struct rte_mbuf **m, uint16_t count)
{
	struct card_txq *q = txq;
	const struct model_knobs *k = &q->model->knobs;
	uint16_t i, most = k->burst_most && k->burst_most < count ? (uint16_t)k->burst_most : count;

	for (i = 0; i < most; i++) {
		bool context = m[i]->ol_flags & (RTE_MBUF_F_TX_OUTER_IP_CKSUM | RTE_MBUF_F_TX_TCP_SEG |
		                                 RTE_MBUF_F_TX_TUNNEL_MASK);
		uint32_t slots = m[i]->nb_segs + context;

		if (!make_room(q, slots))
			break;
		send_one(q, m[i]);
		tx_ring_put(q, m[i], slots);
	}
	return i;
}
