/* What a device may be asked for, and the checksums it is not asked for. See finish.h. */
#include "finish.h"

#include "bytes.h"
#include "chain.h"
#include "checksum.h"
#include "edgelane.h"
#include "packet.h"
#include "protocol.h"

/* TCP's wish on a datagram: it came so, in a tunnel that nobody took off. */
static int wants_inside(const struct rte_mbuf *m, const struct shape *s)
{
	return s->protocol == IP_UDP && (m->ol_flags & WISH_CHECKSUM) == RTE_MBUF_F_TX_TCP_CKSUM;
}

static uint16_t shape_of(struct shape *s, const struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	uint16_t reason = frame_shape(s, data, m->data_len, (m->ol_flags & WISH_TUNNEL) != 0);

	if (unlikely(reason == EL_DROP_NONE && wants_inside(m, s)))
		reason = frame_shape(s, data, m->data_len, 1);
	return reason;
}

uint32_t finish_frame(const struct rte_mbuf *m)
{
	struct shape s;

	if (!(m->ol_flags & WISH_SEGMENT) || shape_of(&s, m) != EL_DROP_NONE)
		return m->pkt_len;
	return RTE_MIN(m->pkt_len, (uint32_t)s.payload + m->tso_segsz);
}

uint16_t finish_shape(struct rte_mbuf **m, struct shape *s)
{
	uint16_t reason = shape_of(s, *m);

	if (unlikely(reason == EL_DROP_TRUNCATED && (*m)->data_len < (*m)->pkt_len)) {
		reason = chain_gather(m, PACKET_MAX_HEADERS);
		if (reason == EL_DROP_NONE)
			reason = shape_of(s, *m);
	}
	if (unlikely(reason != EL_DROP_NONE))
		return reason;
	if (unlikely(((*m)->ol_flags & WISH_CHECKSUM) !=
	             (s->protocol == IP_TCP ? RTE_MBUF_F_TX_TCP_CKSUM : RTE_MBUF_F_TX_UDP_CKSUM)))
		return EL_DROP_MALFORMED;
	if ((*m)->ol_flags & WISH_SEGMENT) {
		if (unlikely(s->protocol != IP_TCP || (*m)->tso_segsz == 0))
			return EL_DROP_MALFORMED;
		/* One segment is a packet. */
		if ((*m)->pkt_len <= (uint32_t)s->payload + (*m)->tso_segsz)
			(*m)->ol_flags &= ~WISH_SEGMENT;
	}
	return EL_DROP_NONE;
}

static int has(const struct port_offload *o, uint32_t offload)
{
	return (int)(o->hardware >> offload & 1);
}

/* The most mbufs any frame of a packet to be cut is gathered from, its headers' one included: a device that
 * reads long chains still builds no frame from more than it could send at once. */
static uint32_t most_gathered(const struct rte_mbuf *m, uint32_t headers)
{
	const uint32_t segsz = m->tso_segsz;
	uint32_t room = segsz, used = 1, most = 1;

	for (uint32_t skip = headers; m; m = m->next, skip = 0) {
		for (uint32_t left = m->data_len - skip, take; left > 0; left -= take) {
			take = RTE_MIN(left, room);
			most = RTE_MAX(most, ++used);
			room -= take;
			if (room == 0) {
				room = segsz;
				used = 1;
			}
		}
	}
	return most;
}

/* Whether it knows the tunnel, if there is one, well enough to reach the inner headers. */
static int knows_tunnel(const uint8_t *data, const struct shape *s, const struct port_offload *o)
{
	if (!s->outer_l3)
		return 1;
	if (s->tunnel != EL_TUN_VXLAN)
		return o->tunnels & (s->outer_is_ipv6 ? EL_TUNNELS_GRE6 : EL_TUNNELS_GRE4);
	if (o->vxlan_port && get_be16(data + s->outer_l4 + 2) != o->vxlan_port)
		return 0;
	return o->tunnels & (s->outer_is_ipv6 ? EL_TUNNELS_VXLAN6 : EL_TUNNELS_VXLAN4);
}

/* TSO of this kind; in a tunnel over IPv4 only where the outer checksum of each segment is done too. */
static int knows_tso(const struct shape *s, const struct port_offload *o)
{
	if (!s->outer_l3)
		return has(o, EL_OFFLOAD_TSO);
	if (!has(o, s->tunnel == EL_TUN_VXLAN ? EL_OFFLOAD_VXLAN_TSO : EL_OFFLOAD_GRE_TSO))
		return 0;
	return s->outer_is_ipv6 || has(o, EL_OFFLOAD_OUTER_IP_CHECKSUM);
}

static int can_cut(const struct rte_mbuf *m, const struct shape *s, const struct port_offload *o)
{
	const uint32_t mss = m->tso_segsz;

	if (!knows_tso(s, o))
		return 0;
	if ((o->tso_headers && s->payload > o->tso_headers) || (o->tso_most && m->pkt_len > o->tso_most))
		return 0;
	if (mss < o->mss_least || (o->mss_most && mss > o->mss_most))
		return 0;
	if ((o->tso_segments && m->nb_segs > o->tso_segments) || (!o->chains && m->nb_segs > 1))
		return 0;
	return !o->segments || m->nb_segs < o->segments || most_gathered(m, s->payload) <= o->segments;
}

/* TCP's field with the pseudo header's sum, without length: the device adds each segment's. */
static void seed_without_length(uint8_t *data, const struct shape *s)
{
	uint32_t sum = __builtin_bswap16(IP_TCP);

	sum += s->is_ipv6 ? csum_bytes(data + s->l3 + 8, 32) : csum_bytes(data + s->l3 + 12, 8);
	put_raw16(data + s->l4 + 16, csum_fold(sum));
}

static uint64_t tell_outer(struct rte_mbuf *m, uint8_t *data, const struct shape *s,
                           const struct port_offload *o)
{
	uint64_t flags = s->tunnel == EL_TUN_VXLAN ? RTE_MBUF_F_TX_TUNNEL_VXLAN : RTE_MBUF_F_TX_TUNNEL_GRE;

	m->outer_l2_len = s->outer_l3;
	m->outer_l3_len = s->outer_l4 - s->outer_l3;
	m->l2_len = s->l3 - s->outer_l4;
	if (s->outer_is_ipv6)
		return flags | RTE_MBUF_F_TX_OUTER_IPV6;
	flags |= RTE_MBUF_F_TX_OUTER_IPV4;
	if (!o->guest && has(o, EL_OFFLOAD_OUTER_IP_CHECKSUM)) {
		flags |= RTE_MBUF_F_TX_OUTER_IP_CKSUM;
		put_raw16(data + s->outer_l3 + 10, 0);
	}
	return flags;
}

/* The field of the outer UDP checksum with the pseudo header's sum, for who fills in one for each segment. */
static uint64_t seed_outer_udp(uint8_t *data, const struct shape *s)
{
	const uint8_t *ip = data + s->outer_l3, *udp = data + s->outer_l4;
	uint32_t sum = __builtin_bswap16(IP_UDP) + get_raw16(udp + 4);

	sum += s->outer_is_ipv6 ? csum_bytes(ip + 8, 32) : csum_bytes(ip + 12, 8);
	put_raw16(data + s->outer_l4 + 6, csum_fold(sum));
	return RTE_MBUF_F_TX_OUTER_UDP_CKSUM;
}

/* Only of a peer who shows its headers as they are, and only where the packet is to be cut: of one that is
 * not the sum costs next to nothing here. */
static int knows_outer_udp(const struct rte_mbuf *m, const struct port_offload *o)
{
	return o->guest && m->ol_flags & WISH_SEGMENT && has(o, EL_OFFLOAD_OUTER_UDP_CHECKSUM);
}

int finish_by_device(struct rte_mbuf *m, const struct shape *s, const struct port_offload *o)
{
	uint64_t flags = m->ol_flags & WISHES;
	uint8_t *data = rte_pktmbuf_mtod(m, uint8_t *);

	if (!has(o, EL_OFFLOAD_TX_CHECKSUM) || !s->is_plain || !knows_tunnel(data, s, o) ||
	    (m->ol_flags & WISH_OUTER_UDP && !knows_outer_udp(m, o)))
		return 0;
	if (flags & WISH_SEGMENT ? !can_cut(m, s, o) : o->segments && m->nb_segs > o->segments)
		return 0;
	m->outer_l2_len = m->outer_l3_len = 0;
	m->l2_len = s->l3;
	if (s->outer_l3)
		flags |= tell_outer(m, data, s, o);
	if (m->ol_flags & WISH_OUTER_UDP)
		flags |= seed_outer_udp(data, s);
	m->l3_len = s->l4 - s->l3;
	m->l4_len = s->payload - s->l4;
	flags |= s->is_ipv6 ? RTE_MBUF_F_TX_IPV6 : RTE_MBUF_F_TX_IPV4;
	/* A guest's driver is told of transport checksums only, and of pseudo headers with length. */
	if (!o->guest) {
		if (!s->is_ipv6) {
			flags |= RTE_MBUF_F_TX_IP_CKSUM;
			put_raw16(data + s->l3 + 10, 0);
		}
		if (flags & WISH_SEGMENT)
			seed_without_length(data, s);
	}
	m->ol_flags = (m->ol_flags & ~WISH_ALL) | flags;
	return 1;
}

/* The same as in a segment: what is summed from the inner transport header on is the complement of its pseudo
 * header, which stands in its field. */
static void fill_outer_udp(uint8_t *data, const struct shape *s, uint32_t length, uint16_t partial)
{
	const uint8_t *ip = data + s->outer_l3;
	uint8_t *udp = data + s->outer_l4;
	uint64_t sum = (uint64_t)__builtin_bswap16(IP_UDP) + __builtin_bswap16((uint16_t)length);
	uint16_t csum;

	put_raw16(udp + 6, 0);
	sum += s->outer_is_ipv6 ? csum_bytes(ip + 8, 32) : csum_bytes(ip + 12, 8);
	sum += csum_bytes(udp, s->l4 - s->outer_l4) + (uint16_t)~partial;
	csum = (uint16_t)~csum_fold(sum);
	put_raw16(udp + 6, csum ? csum : 0xffff);
}

void finish_checksums(struct rte_mbuf *m, const struct shape *s)
{
	uint8_t *data = rte_pktmbuf_mtod(m, uint8_t *);
	uint8_t *field = data + s->l4 + (s->protocol == IP_TCP ? 16 : 6);
	uint16_t partial = get_raw16(field);
	uint16_t csum = (uint16_t)~csum_chain(m, s->l4, m->pkt_len - s->l4);

	/* Zero would say that there is none (RFC 768). */
	put_raw16(field, csum || s->protocol == IP_TCP ? csum : 0xffff);
	if (m->ol_flags & WISH_OUTER_UDP)
		fill_outer_udp(data, s, m->pkt_len - s->outer_l4, partial);
	m->ol_flags &= ~WISH_ALL;
}
