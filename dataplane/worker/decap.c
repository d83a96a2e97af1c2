/* DECAP: takes the outer headers off and lets the inner packet bear what only the outer one knew (ECN).
 *
 * Must never let a byte behind the outer packet's end become the inner packet's.
 */
#include "chain.h"
#include "checksum.h"
#include "edit.h"
#include "tunnel.h"
#include "wish.h"

/* Where the outer packet ends by its own account; the parser has checked that the packet reaches so far. */
static uint32_t outer_end(const struct packet *p)
{
	const uint8_t *bytes = packet_bytes(p);
	const uint8_t *ip = bytes + p->at.outer_l3_offset;

	if (p->key.tun_type == EL_TUN_VXLAN)
		return p->at.outer_l4_offset + get_be16(bytes + p->at.outer_l4_offset + 4);
	return p->at.outer_l3_offset +
	       (is_mapped_ipv4(p->key.tun_dst) ? get_be16(ip + 2) : (uint32_t)IPV6_BYTES + get_be16(ip + 4));
}

/* RFC 2784 2.3: the checksum covers the GRE header and all that follows. */
static int gre_checksum_wrong(const struct packet *p)
{
	uint32_t gre = p->at.outer_l4_offset;

	if (p->key.tun_type == EL_TUN_VXLAN || !(get_be16(packet_bytes(p) + gre) & GRE_CSUM))
		return 0;
	return csum_chain(p->m, gre, p->m->pkt_len - gre) != 0xffff;
}

/* RFC 6040 4.2, figure 4. Returns the inner ECN field, or -1: drop. */
static int combine_ecn(unsigned inner, unsigned outer)
{
	enum { NOT_ECT, ECT1, ECT0, CE };

	if (outer == CE)
		return inner == NOT_ECT ? -1 : CE;
	if (outer == ECT1 && inner == ECT0)
		return ECT1;
	return (int)inner;
}

/* GRE_IP: the inside had no Ethernet header. */
static uint16_t give_ethernet(struct packet *p, const struct el_act_decap *act)
{
	uint8_t *eth = (uint8_t *)rte_pktmbuf_prepend(p->m, ETHER_BYTES);

	if (unlikely(!eth))
		return EL_DROP_NO_HEADROOM;
	memcpy(p->key.eth_dst, act->eth_dst, 6);
	memcpy(p->key.eth_src, act->eth_src, 6);
	memcpy(eth, act->eth_dst, 6);
	memcpy(eth + 6, act->eth_src, 6);
	put_raw16(eth + 12, p->key.eth_type);
	return EL_DROP_NONE;
}

uint16_t tunnel_decap(struct packet *p, const struct el_act_decap *act)
{
	uint16_t off = p->at.outer_len;
	uint8_t outer_ecn = p->key.tun_tos & 3;
	uint8_t type = p->key.tun_type;

	if (unlikely(type == EL_TUN_NONE))
		return EL_DROP_ACTION_INVALID;
	chain_trim(p->m, outer_end(p));
	if (unlikely(gre_checksum_wrong(p)))
		return EL_DROP_MALFORMED;
	if (outer_ecn && (packet_is_ipv4(p) || packet_is_ipv6(p))) {
		int ecn = combine_ecn(p->key.ip_tos & 3, outer_ecn);

		if (ecn < 0)
			return EL_DROP_ECN;
		if (ecn != (p->key.ip_tos & 3))
			edit_tos(p, (uint8_t)((p->key.ip_tos & ~3) | ecn));
	}
	rte_pktmbuf_adj(p->m, off);
	p->m->ol_flags &= ~WISH_OUTER_UDP;
	if (type == EL_TUN_GRE_IP) {
		uint16_t reason = give_ethernet(p, act);

		if (reason != EL_DROP_NONE)
			return reason;
		off -= ETHER_BYTES;
	}
	p->at.l3_offset -= off;
	p->at.headers_len -= off;
	if (p->at.l4_offset)
		p->at.l4_offset -= off;
	p->at.inner_offset = 0;
	p->at.outer_l3_offset = 0;
	p->at.outer_l4_offset = 0;
	p->at.outer_len = 0;
	p->key.tun_type = EL_TUN_NONE;
	p->key.tun_tos = 0;
	p->key.tun_key = 0;
	memset(p->key.tun_src, 0, 16);
	memset(p->key.tun_dst, 0, 16);
	return EL_DROP_NONE;
}
