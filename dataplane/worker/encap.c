/* ENCAP: a tunnel's template in front of a packet, with what differs from packet to packet filled in.
 *
 * Must leave no checksum to others, but for packets whose inner one is still to be computed (wish.h).
 */
#include "checksum.h"
#include "chain.h"
#include "edit.h"
#include "finish.h"
#include "lcore_env.h"
#include "tunnel.h"

/* Identification of outer IPv4 packets that may be fragmented (RFC 6864); each lcore counts for itself. */
static _Thread_local uint16_t next_ipv4_id;

int tunnel_too_big(const struct tunnel *t, const struct packet *p)
{
	return t->mtu && unlikely(p->m->pkt_len - p->at.l3_offset > t->mtu) &&
	       finish_frame(p->m) - p->at.l3_offset > t->mtu;
}

/* By the high bits of the hash: its low bits choose source ports and group members. A next hop that has gone
 * gives way to the one after it. */
static const struct nexthop *pick_nexthop(struct lcore *lc, const struct tunnel *t, uint32_t hash)
{
	uint32_t first = (uint32_t)((uint64_t)hash * t->nexthop_count >> 32);

	for (uint32_t i = 0; i < t->nexthop_count; i++) {
		uint32_t at = first + i < t->nexthop_count ? first + i : first + i - t->nexthop_count;
		const struct nexthop *n = lcore_nexthop(lc, t->nexthops[at]);

		if (likely(n))
			return n;
	}
	return NULL;
}

/* GRE around IP proper: Ethernet goes, and so does what padded its frame. */
static uint16_t strip_ethernet(struct packet *p)
{
	if (!packet_is_ipv4(p) && !packet_is_ipv6(p))
		return EL_DROP_ACTION_INVALID;
	chain_trim(p->m, p->at.l3_offset + packet_ip_length(p));
	rte_pktmbuf_adj(p->m, p->at.l3_offset);
	return EL_DROP_NONE;
}

/* The outer TOS: RFC 2983's uniform model for DSCP, RFC 6040 4.1's normal mode for ECN. */
static uint8_t outer_tos(const struct tunnel *t, const struct packet *p)
{
	if (t->flags & EL_TUNNEL_COPY_TOS && (packet_is_ipv4(p) || packet_is_ipv6(p)))
		return p->key.ip_tos;
	return t->tos;
}

static void fill_ip(const struct tunnel *t, uint8_t *ip, uint8_t tos, uint32_t payload, uint32_t hash)
{
	if (t->is_ipv6) {
		/* The flow label carries the entropy where ports do not (RFC 6438). */
		put_be32(ip, 6u << 28 | (uint32_t)tos << 20 | (hash & 0xfffff));
		put_be16(ip + 4, (uint16_t)payload);
		return;
	}
	uint16_t total = __builtin_bswap16((uint16_t)(payload + IPV4_BYTES));
	uint16_t id = t->flags & EL_TUNNEL_DF ? 0 : __builtin_bswap16(next_ipv4_id++);
	uint32_t sum = t->ip_sum + total + id + __builtin_bswap16(tos);
	ip[1] = tos;
	put_raw16(ip + 2, total);
	put_raw16(ip + 4, id);
	put_raw16(ip + 10, (uint16_t)~csum_fold(sum));
}

/* The whole UDP datagram from `offset` on is summed; RFC 8200 8.1 asks for it on IPv6 unless RFC 6936
 * applies. */
static void fill_udp_checksum(const struct tunnel *t, struct rte_mbuf *m, uint32_t offset, uint32_t bytes)
{
	uint64_t sum =
	    (uint64_t)t->pseudo_sum + __builtin_bswap16((uint16_t)bytes) + csum_chain(m, offset, bytes);
	uint16_t csum = (uint16_t)~csum_fold(sum);

	put_raw16(rte_pktmbuf_mtod_offset(m, uint8_t *, offset + 6), csum ? csum : 0xffff);
}

static void fill_vxlan(const struct tunnel *t, uint8_t *udp, uint32_t payload, uint32_t hash, uint32_t key)
{
	put_be16(udp, (uint16_t)(t->udp_src_min + (hash & t->udp_src_mask)));
	put_be16(udp + 4, (uint16_t)payload);
	put_be32(udp + 12, key << 8);
}

static void fill_gre(const struct tunnel *t, uint8_t *gre, uint16_t eth_type, uint32_t hash, uint32_t key)
{
	if (t->type == EL_TUN_GRE_IP)
		put_raw16(gre + 2, eth_type);
	/* NVGRE: the FlowID under the VSID is the entropy (RFC 7637 3.2). */
	put_be32(gre + 4, t->type == EL_TUN_NVGRE ? key << 8 | (hash & 0xff) : key);
}

/* What the last stage has to know to grant p's wishes inside the tunnel. The outer UDP checksum stands on the
 * inner one, so it is left to the same stage. Segments need an identification each, as fill_ip gave one. */
static void wrap_wishes(const struct tunnel *t, struct rte_mbuf *m, int udp_checksum)
{
	m->ol_flags |= t->type == EL_TUN_VXLAN ? RTE_MBUF_F_TX_TUNNEL_VXLAN : RTE_MBUF_F_TX_TUNNEL_GRE;
	if (udp_checksum)
		m->ol_flags |= WISH_OUTER_UDP;
	if (m->ol_flags & WISH_SEGMENT && m->tso_segsz)
		next_ipv4_id = (uint16_t)(next_ipv4_id + m->pkt_len / m->tso_segsz);
}

/* Constant sizes for the two common templates: no call to memcpy. */
static void copy_template(uint8_t *ip, const struct tunnel *t)
{
	if (likely(t->len == IPV4_BYTES + UDP_BYTES + VXLAN_BYTES))
		memcpy(ip, t->header, IPV4_BYTES + UDP_BYTES + VXLAN_BYTES);
	else if (t->len == IPV4_BYTES + 8)
		memcpy(ip, t->header, IPV4_BYTES + 8);
	else
		memcpy(ip, t->header, t->len);
}

uint16_t tunnel_encap(struct lcore *lc, struct packet *p, const struct tunnel *t, uint32_t key)
{
	const struct nexthop *n = pick_nexthop(lc, t, p->hash);
	uint8_t tos = outer_tos(t, p);
	int udp_checksum = 0;

	if (unlikely(!n))
		return EL_DROP_TUNNEL_DOWN;
	if (unlikely(key > 0xffffff && (t->type == EL_TUN_VXLAN || t->type == EL_TUN_NVGRE)))
		return EL_DROP_ACTION_INVALID;
	if (unlikely(tunnel_too_big(t, p)))
		return EL_DROP_TUNNEL_MTU;
	if (t->type == EL_TUN_GRE_IP) {
		uint16_t reason = strip_ethernet(p);

		if (reason != EL_DROP_NONE)
			return reason;
	}
	uint32_t payload = p->m->pkt_len + t->len - t->l3_len;
	if (unlikely(payload + t->l3_len > UINT16_MAX)) {
		if (!(p->m->ol_flags & WISH_SEGMENT))
			return EL_DROP_OVERSIZED;
		payload = UINT16_MAX - t->l3_len; /* told anew in each segment */
	}
	/* An L4 checksum that waits for another of its kind outside is more than the last stage knows. */
	if (unlikely(p->m->ol_flags & WISH_TUNNEL))
		return EL_DROP_ACTION_INVALID;
	uint8_t *eth = (uint8_t *)rte_pktmbuf_prepend(p->m, (uint16_t)(n->len + t->len));
	if (unlikely(!eth))
		return EL_DROP_NO_HEADROOM;

	uint8_t *ip = eth + n->len;
	memcpy(eth, n->header, sizeof(n->header)); /* a constant size is two moves; its tail is overwritten */
	copy_template(ip, t);
	put_be16(ip - 2, t->is_ipv6 ? ETHER_IPV6 : ETHER_IPV4);
	fill_ip(t, ip, tos, payload, p->hash);
	if (t->type == EL_TUN_VXLAN) {
		fill_vxlan(t, ip + t->l3_len, payload, p->hash, key);
		udp_checksum = t->is_ipv6 ? !(t->flags & EL_TUNNEL_ZERO6) : t->flags & EL_TUNNEL_UDP_CSUM;
		if (udp_checksum && likely(!(p->m->ol_flags & WISHES)))
			fill_udp_checksum(t, p->m, n->len + t->l3_len, payload);
	} else {
		fill_gre(t, ip + t->l3_len, p->key.eth_type, p->hash, key);
	}
	if (unlikely(p->m->ol_flags & WISHES))
		wrap_wishes(t, p->m, udp_checksum);
	p->tunnel_port = n->port;
	p->stale = 1;
	return EL_DROP_NONE;
}
