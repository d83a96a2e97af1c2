/* ENCAP: a tunnel's template in front of a packet, with what differs from packet to packet filled in.
 *
 * Must leave no checksum to the hardware: none is asked for anywhere in the worker.
 */
#include "chain.h"
#include "edit.h"
#include "encap_write.h"
#include "tunnel.h"

_Thread_local uint16_t encap_next_id;

int tunnel_too_big(const struct tunnel *t, const struct packet *p)
{
	return t->mtu && p->m->pkt_len - p->at.l3_offset > t->mtu;
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

/* The whole UDP datagram from `offset` on is summed; RFC 8200 8.1 asks for it on IPv6 unless RFC 6936
 * applies. */
static void fill_udp_checksum(const struct tunnel *t, struct rte_mbuf *m, uint32_t offset, uint32_t bytes)
{
	uint64_t sum =
	    (uint64_t)t->pseudo_sum + __builtin_bswap16((uint16_t)bytes) + csum_chain(m, offset, bytes);
	uint16_t csum = (uint16_t)~csum_fold(sum);

	put_raw16(rte_pktmbuf_mtod_offset(m, uint8_t *, offset + 6), csum ? csum : 0xffff);
}

uint16_t tunnel_encap(struct lcore *lc, struct packet *p, const struct tunnel *t, uint32_t key)
{
	const struct nexthop *n = encap_nexthop(lc, t, p->hash);
	uint8_t tos = outer_tos(t, p);

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
	if (unlikely(payload + t->l3_len > UINT16_MAX))
		return EL_DROP_OVERSIZED;
	uint8_t *eth = (uint8_t *)rte_pktmbuf_prepend(p->m, (uint16_t)(n->len + t->len));
	if (unlikely(!eth))
		return EL_DROP_NO_HEADROOM;

	uint8_t *ip = encap_write(t, n, eth, tos, payload, p->hash);
	if (t->type == EL_TUN_VXLAN) {
		encap_fill_vxlan(t, ip + t->l3_len, payload, p->hash, key);
		if (t->is_ipv6 ? !(t->flags & EL_TUNNEL_ZERO6) : t->flags & EL_TUNNEL_UDP_CSUM)
			fill_udp_checksum(t, p->m, n->len + t->l3_len, payload);
	} else {
		encap_fill_gre(t, ip + t->l3_len, p->key.eth_type, p->hash, key);
	}
	p->tunnel_port = n->port;
	p->stale = 1;
	return EL_DROP_NONE;
}
