/* From an mbuf to frames on the wire. What is done to them is the request's (segment_ref.c). */
#include <stdlib.h>
#include <string.h>

#include <rte_mbuf.h>

#include "card.h"

#define LEAST_FRAME 60u

const uint8_t *transmit_flat(struct model *m, const struct rte_mbuf *mbuf)
{
	uint32_t at = 0;

	if (!m->flat)
		m->flat = malloc(CARD_LARGEST);
	if (!m->flat || mbuf->pkt_len > CARD_LARGEST)
		abort();
	for (const struct rte_mbuf *s = mbuf; s; s = s->next) {
		if (at + s->data_len > mbuf->pkt_len) {
			model_violation(m, "segments are longer than pkt_len, %u", mbuf->pkt_len);
			break;
		}
		memcpy(m->flat + at, rte_pktmbuf_mtod(s, const uint8_t *), s->data_len);
		at += s->data_len;
	}
	if (at < mbuf->pkt_len)
		model_violation(m, "segments are shorter than pkt_len, %u", mbuf->pkt_len);
	return m->flat;
}

static uint32_t longest(const struct model *m)
{
	struct rte_eth_dev_info info;

	m->ops->info(m, &info);
	if (m->ops == &model_mlx4)
		return m->hardware_mtu + 14u + 8u;
	return info.max_rx_pktlen - 4;
}

static void wire(void *arg, uint8_t *frame, uint32_t len)
{
	static const uint8_t zeros[LEAST_FRAME];
	struct model *m = arg;
	uint8_t padded[LEAST_FRAME];

	if (len > longest(m))
		model_violation(m, "a frame of %u bytes, %u go", len, longest(m));
	if (len < LEAST_FRAME) {
		memcpy(padded, frame, len);
		memcpy(padded + len, zeros, LEAST_FRAME - len);
		frame = padded;
		len = LEAST_FRAME;
	}
	m->frames_tried++;
	if (m->knobs.lose_every && m->frames_tried % m->knobs.lose_every == 0)
		return;
	if (m->knobs.flip_every && m->frames_tried % m->knobs.flip_every == 0)
		frame[m->frames_tried % len] ^= 1;
	m->account.frames++;
	m->account.bytes += len;
	if (m->sent)
		m->sent(m->sent_arg, frame, len);
}

static void lie(void *arg, uint8_t *frame, uint32_t len)
{
	frame[24] ^= 0xff;
	wire(arg, frame, len);
}

void transmit_do(struct model *m, const struct request *r, const uint8_t *frame, uint32_t len)
{
	m->account.hardware_l4 += r->l4_checksum != 0;
	m->account.hardware_tso += r->mss != 0;
	m->account.hardware_outer += r->outer_ip_checksum;
	request_do(r, frame, len, m->knobs.outer_sum_bad && r->outer_ip_checksum ? lie : wire, m);
}

static const struct layer *innermost(struct headers *h, const struct request *r, const uint8_t *f,
                                     uint32_t len)
{
	if (!r->tunnel)
		return &h->outer;
	if (h->outer.proto == 17)
		headers_vxlan(h, f, len);
	else
		headers_gre(h, f, len);
	return &h->inner;
}

void transmit_check_lengths(struct model *m, const struct rte_mbuf *mbuf, const uint8_t *f,
                            const struct request *r)
{
	uint32_t len = mbuf->pkt_len;
	const struct layer *l;
	struct headers h;

	headers_read(&h, f, len, r->mss != 0);
	l = innermost(&h, r, f, len);
	if (r->tunnel && (h.outer.l3 != r->outer_l3 || h.outer.l4 != r->outer_l4))
		model_violation(m, "outer lengths %u+%u, the frame has %u+%u", r->outer_l3,
		                r->outer_l4 - r->outer_l3, h.outer.l3, h.outer.l4 - h.outer.l3);
	else if (!l->version)
		model_violation(m, "checksums asked for in a frame without IP");
	else if (l->version != r->version || l->l3 != r->l3)
		model_violation(m, "IPv%u at %u, the frame has IPv%u at %u", r->version, r->l3, l->version,
		                l->l3);
	else if (l->fragment && (r->l4_checksum || r->mss))
		model_violation(m, "a transport checksum asked for in a fragment");
	else if ((r->l4_checksum || r->mss) && l->l4 != r->l4)
		model_violation(m, "l3_len is %u, the frame has %u", r->l4 - r->l3, l->l4 - l->l3);
	else if (r->l4_checksum && l->proto != r->l4_checksum)
		model_violation(m, "the checksum of protocol %u asked for, the frame has %u", r->l4_checksum,
		                l->proto);
	else if (r->mss && (l->proto != 6 || l->l4_len == 0 || r->l4 + l->l4_len != r->payload))
		model_violation(m, "TSO with headers of %u bytes, the frame has %u", r->payload,
		                l->l4 + l->l4_len);
	else if (r->l4_checksum && !r->mss && l->end != len)
		for (uint32_t i = l->end; i < len; i++)
			if (f[i]) {
				model_violation(m, "bytes behind a packet whose checksum is asked for");
				break;
			}
	if (r->outer_ip_checksum && h.outer.version != 4)
		model_violation(m, "an outer IPv4 checksum asked for in IPv%u", h.outer.version);
}

static const struct {
	uint64_t flag;
	uint64_t mask;
	uint64_t offload; /* any of them */
} needs[] = {
    {RTE_MBUF_F_TX_IP_CKSUM, RTE_MBUF_F_TX_IP_CKSUM, RTE_ETH_TX_OFFLOAD_IPV4_CKSUM},
    {RTE_MBUF_F_TX_TCP_CKSUM, RTE_MBUF_F_TX_L4_MASK, RTE_ETH_TX_OFFLOAD_TCP_CKSUM},
    {RTE_MBUF_F_TX_UDP_CKSUM, RTE_MBUF_F_TX_L4_MASK, RTE_ETH_TX_OFFLOAD_UDP_CKSUM},
    {RTE_MBUF_F_TX_SCTP_CKSUM, RTE_MBUF_F_TX_L4_MASK, RTE_ETH_TX_OFFLOAD_SCTP_CKSUM},
    {RTE_MBUF_F_TX_TCP_SEG, RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_MASK, RTE_ETH_TX_OFFLOAD_TCP_TSO},
    {RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_VXLAN, RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_MASK,
     RTE_ETH_TX_OFFLOAD_VXLAN_TNL_TSO},
    {RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_GRE, RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_MASK,
     RTE_ETH_TX_OFFLOAD_GRE_TNL_TSO},
};

void transmit_check_flags(struct card_txq *q, const struct rte_mbuf *mbuf, uint64_t known)
{
	uint64_t asked = mbuf->ol_flags & RTE_MBUF_F_TX_OFFLOAD_MASK;

	if (asked & ~known)
		model_violation(q->model, "tx flags 0x%llx, of which 0x%llx are beyond the card",
		                (unsigned long long)asked, (unsigned long long)(asked & ~known));
	for (uint32_t i = 0; i < RTE_DIM(needs); i++)
		if ((asked & needs[i].mask) == needs[i].flag && !(q->offloads & needs[i].offload))
			model_violation(q->model, "tx flags 0x%llx, and the queue was set up with 0x%llx",
			                (unsigned long long)asked, (unsigned long long)q->offloads);
	if (mbuf->nb_segs > 1 && !(q->offloads & RTE_ETH_TX_OFFLOAD_MULTI_SEGS))
		model_violation(q->model, "%u segments, and the queue was set up without MULTI_SEGS",
		                mbuf->nb_segs);
}
