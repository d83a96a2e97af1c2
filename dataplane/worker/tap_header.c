/* See tap_header.h. */
#include "tap_header.h"

#include "bytes.h"
#include "checksum.h"
#include "edgelane.h"
#include "protocol.h"
#include "shape.h"

enum tcp_flag { TCP_CWR = 0x80 };

_Static_assert(sizeof(struct tap_header) == 24, "a header is as long as the kernel was told");

static uint16_t checksum_offset(const struct shape *s)
{
	return s->protocol == IP_TCP ? 16 : 6;
}

static int shape_of(struct shape *s, const struct rte_mbuf *m, int tunnelled)
{
	return frame_shape(s, rte_pktmbuf_mtod(m, const uint8_t *), m->data_len, tunnelled) == EL_DROP_NONE;
}

static void refuse(struct rte_mbuf *m)
{
	m->ol_flags |= RTE_MBUF_F_RX_LRO | RTE_MBUF_F_RX_L4_CKSUM_NONE;
	m->tso_segsz = 0;
}

/* In a tunnel, of another protocol, behind headers that nobody knows: one sum over the rest of the frame. */
static void fill_in(const struct tap_header *h, struct rte_mbuf *m)
{
	uint32_t field = (uint32_t)h->csum_start + h->csum_offset;
	uint16_t csum;

	if (field + 2 > m->data_len) {
		refuse(m);
		return;
	}
	csum = (uint16_t)~csum_chain(m, h->csum_start, m->pkt_len - h->csum_start);
	/* Zero would say that there is none (RFC 768); to others both are the same. */
	put_raw16(rte_pktmbuf_mtod_offset(m, uint8_t *, field), csum ? csum : 0xffff);
}

static int is_tcp_at(const struct tap_header *h, const struct shape *s, int is_ipv6)
{
	return s->protocol == IP_TCP && s->is_ipv6 == is_ipv6 && h->csum_start == s->l4 &&
	       h->csum_offset == checksum_offset(s);
}

/* A packet that is to be cut. */
static int large_is_true(const struct tap_header *h, const struct rte_mbuf *m, int tunnels)
{
	const uint8_t tunnel = h->gso_type & (TAP_GSO_TUNNEL4 | TAP_GSO_TUNNEL6);
	const uint8_t type = h->gso_type & (uint8_t) ~(TAP_GSO_ECN | tunnel);
	struct shape s;

	if (!(h->flags & TAP_NEEDS_CSUM) || (type != TAP_GSO_TCP4 && type != TAP_GSO_TCP6))
		return 0;
	if (!tunnel)
		return shape_of(&s, m, 0) && is_tcp_at(h, &s, type == TAP_GSO_TCP6);
	return tunnels && tunnel != (TAP_GSO_TUNNEL4 | TAP_GSO_TUNNEL6) && shape_of(&s, m, 1) &&
	       s.tunnel == EL_TUN_VXLAN && s.outer_is_ipv6 == (tunnel == TAP_GSO_TUNNEL6) &&
	       h->outer_l4 == s.outer_l4 && h->inner_l3 == s.l3 && is_tcp_at(h, &s, type == TAP_GSO_TCP6);
}

void tap_header_take(const struct tap_header *h, struct rte_mbuf *m, int tunnels)
{
	struct shape s;

	if (h->gso_type) {
		refuse(m);
		if (large_is_true(h, m, tunnels))
			m->tso_segsz = h->gso_size;
		return;
	}
	if (!(h->flags & TAP_NEEDS_CSUM))
		return;
	if (shape_of(&s, m, 0) && h->csum_start == s.l4 && h->csum_offset == checksum_offset(&s))
		m->ol_flags |= RTE_MBUF_F_RX_L4_CKSUM_NONE;
	else
		fill_in(h, m);
}

static void tell_large(struct tap_header *h, const struct rte_mbuf *m, uint32_t outer)
{
	const uint8_t *tcp = rte_pktmbuf_mtod_offset(m, const uint8_t *, h->csum_start);

	h->headers = (uint16_t)(h->csum_start + m->l4_len);
	h->gso_size = m->tso_segsz;
	h->gso_type = m->ol_flags & RTE_MBUF_F_TX_IPV6 ? TAP_GSO_TCP6 : TAP_GSO_TCP4;
	if (tcp[13] & TCP_CWR)
		h->gso_type |= TAP_GSO_ECN;
	if (!outer)
		return;
	h->gso_type |= m->ol_flags & RTE_MBUF_F_TX_OUTER_IPV6 ? TAP_GSO_TUNNEL6 : TAP_GSO_TUNNEL4;
	h->outer_l4 = (uint16_t)outer;
	h->inner_l3 = (uint16_t)(outer + m->l2_len);
	if (m->ol_flags & RTE_MBUF_F_TX_OUTER_UDP_CKSUM)
		h->flags |= TAP_TUNNEL_CSUM;
}

void tap_header_tell(struct tap_header *h, const struct rte_mbuf *m)
{
	const uint64_t asked = m->ol_flags & RTE_MBUF_F_TX_L4_MASK;
	uint32_t outer;

	*h = (struct tap_header){0};
	if (!asked)
		return;
	outer = m->ol_flags & RTE_MBUF_F_TX_TUNNEL_MASK ? m->outer_l2_len + m->outer_l3_len : 0;
	h->flags = TAP_NEEDS_CSUM;
	h->csum_start = (uint16_t)(outer + m->l2_len + m->l3_len);
	h->csum_offset = asked == RTE_MBUF_F_TX_UDP_CKSUM ? 6 : 16;
	if (m->ol_flags & RTE_MBUF_F_TX_TCP_SEG)
		tell_large(h, m, outer);
}
