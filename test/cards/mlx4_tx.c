/* What a ConnectX-3 Pro does with an mbuf: it finds headers itself, and is told only which sums to fill in.
 */
#include <rte_mbuf.h>

#include "checksum_ref.h"
#include "mlx4.h"

#define MOST_HEADERS 192u
#define FRAME_SEGMENTS 31u
#define ENTRY_UNITS 32u /* of 16 bytes, in a work entry */
#define BLOCK 64u
#define COMPLETION 64u

#define FLAGS_KNOWN                                                                                          \
	(RTE_MBUF_F_TX_IPV4 | RTE_MBUF_F_TX_IPV6 | RTE_MBUF_F_TX_OUTER_IPV4 | RTE_MBUF_F_TX_OUTER_IPV6 |     \
	 RTE_MBUF_F_TX_IP_CKSUM | RTE_MBUF_F_TX_L4_MASK | RTE_MBUF_F_TX_OUTER_IP_CKSUM |                     \
	 RTE_MBUF_F_TX_TCP_SEG | RTE_MBUF_F_TX_TUNNEL_MASK)
/* Bits, not values, as the driver tests them: IP-in-IP and others pass for VXLAN and GRE. */
#define SUM_BITS (RTE_MBUF_F_TX_IP_CKSUM | RTE_MBUF_F_TX_TCP_CKSUM | RTE_MBUF_F_TX_UDP_CKSUM)
#define TUNNEL_BITS (RTE_MBUF_F_TX_TUNNEL_VXLAN | RTE_MBUF_F_TX_TUNNEL_GRE)
#define PORT_SUMS                                                                                            \
	(RTE_ETH_TX_OFFLOAD_IPV4_CKSUM | RTE_ETH_TX_OFFLOAD_UDP_CKSUM | RTE_ETH_TX_OFFLOAD_TCP_CKSUM)

bool mlx4_knows(const struct model *m, const struct headers *h, const uint8_t *f)
{
	return mlx4_inner_sums(m) && m->knobs.vxlan_port && h->outer.version == 4 &&
	       udp_port(h, f) == m->knobs.vxlan_port;
}

static bool tso_headers(const struct model *m, const struct rte_mbuf *b, uint32_t *headers)
{
	*headers = b->l2_len + b->l3_len + b->l4_len;
	if (mlx4_inner_sums(m) && b->ol_flags & TUNNEL_BITS)
		*headers += b->outer_l2_len + b->outer_l3_len;
	return b->tso_segsz && *headers && *headers <= MOST_HEADERS && b->data_len >= *headers;
}

/* In 16 bytes: control, headers behind four bytes of their own, a pointer for each segment. */
static uint32_t units_of(const struct rte_mbuf *b, uint32_t headers)
{
	uint32_t pointers = b->nb_segs;

	if (headers && b->data_len == headers)
		pointers--;
	return 1 + pointers + (headers ? (4 + headers + 15) / 16 : 0);
}

static void sums_of(struct request *r, const struct layer *l)
{
	r->version = l->version;
	r->l3 = l->l3;
	r->l4 = l->l4;
	r->ip_checksum = l->version == 4;
	r->l4_checksum = l->l4_len && (l->proto == 6 || l->proto == 17) ? l->proto : 0;
}

/* What is known to work is a field that holds the pseudo header's sum, with the length or for TSO without. */
static void check_seed(struct model *m, const uint8_t *f, const struct layer *l, bool tso)
{
	uint32_t seed = read16(f + l->l4 + ref_l4_field(l->proto));

	if (seed == ref_pseudo(f, l, l->end - l->l4) || (tso && seed == ref_pseudo(f, l, 0)))
		return;
	model_violation(m, "a checksum field that holds no pseudo header's sum");
}

static void check_layer(struct model *m, const struct rte_mbuf *b, const uint8_t *f, const struct layer *l)
{
	uint64_t l4 = b->ol_flags & RTE_MBUF_F_TX_L4_MASK;

	if (!l->version)
		model_violation(m, "checksums asked for in a frame without IP");
	else if (l->fragment)
		model_violation(m, "checksums asked for in a fragment");
	else if (l4 && l4 != (l->proto == 6 ? RTE_MBUF_F_TX_TCP_CKSUM : RTE_MBUF_F_TX_UDP_CKSUM))
		model_violation(m, "flags ask for another protocol than %u", l->proto);
	else if (l4 && l->l4_len)
		check_seed(m, f, l, b->ol_flags & RTE_MBUF_F_TX_TCP_SEG);
}

/* Checksums as the driver translates the flags. */
static void ask_sums(struct card_txq *q, const struct rte_mbuf *b, const uint8_t *f, struct headers *h,
                     struct request *r)
{
	struct model *m = q->model;
	bool known = h->tunnel == TUNNEL_VXLAN;

	if (!(q->offloads & PORT_SUMS) || m->knobs.no_checksum || !(b->ol_flags & SUM_BITS))
		return;
	if (!(b->ol_flags & TUNNEL_BITS)) {
		check_layer(m, b, f, &h->outer);
		sums_of(r, &h->outer);
	} else if (!mlx4_inner_sums(m) || !(q->offloads & RTE_ETH_TX_OFFLOAD_OUTER_IPV4_CKSUM)) {
		/* Taken for a plain packet: the outer sums are rewritten, the inner ones stay as they are. */
		sums_of(r, &h->outer);
	} else {
		if (known) {
			check_layer(m, b, f, &h->inner);
			sums_of(r, &h->inner);
		} else {
			model_violation(m, "inner checksums of a tunnel that the card does not know");
		}
		r->outer_ip_checksum = b->ol_flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM;
	}
	if (r->outer_ip_checksum && h->outer.version != 4)
		model_violation(m, "an outer IPv4 checksum asked for in IPv%u", h->outer.version);
}

static void ask_tso(struct card_txq *q, const struct rte_mbuf *b, const struct headers *h, uint32_t headers,
                    struct request *r)
{
	bool tunnel = b->ol_flags & TUNNEL_BITS;
	const struct layer *l = tunnel ? &h->inner : &h->outer;

	if (tunnel && h->tunnel != TUNNEL_VXLAN) {
		model_violation(q->model, "TSO in a tunnel that the card does not know");
		return;
	}
	if (!l->version || l->proto != 6 || !l->l4_len || l->l4 + l->l4_len != headers) {
		model_violation(q->model, "TSO with headers of %u bytes, the frame has %u", headers,
		                l->l4 + l->l4_len);
		return;
	}
	if (!r->l4_checksum || (tunnel && h->outer.version == 4 && !r->outer_ip_checksum))
		model_violation(q->model, "TSO without all of its checksums");
	r->mss = b->tso_segsz;
	r->payload = headers;
	r->version = l->version;
	r->l3 = l->l3;
	r->l4 = l->l4;
}

static void send_one(struct card_txq *q, const struct rte_mbuf *b, uint32_t headers)
{
	struct model *m = q->model;
	const uint8_t *f = transmit_flat(m, b);
	struct request r = {0};
	struct headers h;

	transmit_check_flags(q, b, FLAGS_KNOWN);
	headers_read(&h, f, b->pkt_len, headers != 0);
	if (mlx4_knows(m, &h, f))
		headers_vxlan(&h, f, b->pkt_len);
	if (b->ol_flags & TUNNEL_BITS) {
		r.tunnel = true;
		r.outer_udp = h.outer.proto == 17;
		r.outer_version = h.outer.version;
		r.outer_l3 = h.outer.l3;
		r.outer_l4 = h.outer.l4;
	}
	ask_sums(q, b, f, &h, &r);
	if (headers)
		ask_tso(q, b, &h, headers, &r);
	else if (b->ol_flags & RTE_MBUF_F_TX_TCP_SEG)
		model_violation(m, "TSO of a device that has none");
	transmit_do(m, &r, f, b->pkt_len);
}

/* A completion is asked for once in so many packets: the last ones wait for later traffic. */
static void complete(struct card_txq *q)
{
	uint32_t each = RTE_MIN(COMPLETION, q->desc / 4u);

	tx_ring_release(q, q->held_count - q->held_count % each);
}

uint16_t mlx4_burst(void *txq, struct rte_mbuf **m, uint16_t count)
{
	struct card_txq *q = txq;
	const struct model_knobs *k = &q->model->knobs;
	uint16_t i, most = k->burst_most && k->burst_most < count ? (uint16_t)k->burst_most : count;

	complete(q);
	for (i = 0; i < most; i++) {
		bool tso = !k->no_tso && m[i]->ol_flags & RTE_MBUF_F_TX_TCP_SEG;
		uint32_t headers = 0, units, blocks;

		if (tso && !tso_headers(q->model, m[i], &headers)) {
			q->dropped++;
			model_stall(q->model,
			            "TSO of %u bytes a segment with headers of %u in a segment of %u",
			            m[i]->tso_segsz, headers, m[i]->data_len);
			break;
		}
		units = units_of(m[i], headers);
		blocks = (units * 16 + BLOCK - 1) / BLOCK;
		if (tso ? units > ENTRY_UNITS : m[i]->nb_segs > FRAME_SEGMENTS) {
			q->dropped += tso;
			model_stall(q->model, "%u segments behind headers of %u", m[i]->nb_segs, headers);
			break;
		}
		if (q->slots + blocks > q->desc || q->held_count == q->desc) {
			q->dropped += tso;
			break;
		}
		send_one(q, m[i], headers);
		tx_ring_put(q, m[i], blocks);
	}
	return i;
}
