/* Virtio's requests as DPDK shows them (compliant flags of vhost and virtio: RX_L4_CKSUM_NONE, RX_LRO),
 * turned into wishes. See guest.h.
 *
 * Guests are not trusted: what is not a plain request about this very packet goes no further.
 */
#include "guest.h"

#include "chain.h"
#include "checksum.h"
#include "edit.h"
#include "wish.h"

/* A peer on this machine may leave out the checksum of a datagram that carries a tunnel: that one has to be
 * right before its headers come off. */
static uint16_t complete_outer(struct packet *p)
{
	uint8_t *udp = packet_bytes(p) + p->at.outer_l4_offset;
	uint32_t bytes = get_be16(udp + 4);
	uint16_t sum;

	if (p->key.tun_type != EL_TUN_VXLAN)
		return EL_DROP_MALFORMED;
	sum = (uint16_t)~csum_chain(p->m, p->at.outer_l4_offset, bytes);
	put_raw16(udp + 6, sum ? sum : 0xffff);
	return EL_DROP_NONE;
}

/* The TCP header with its options, in one piece. */
static uint16_t take_tcp(struct packet *p, uint32_t *headers)
{
	*headers = p->at.l4_offset + (packet_bytes(p)[p->at.l4_offset + 12] >> 4) * 4u;
	return likely(p->m->data_len >= *headers) ? EL_DROP_NONE : chain_gather(&p->m, *headers);
}

static uint16_t take(struct packet *p, int is_large)
{
	uint32_t headers, end;
	uint16_t reason;

	if (p->key.tun_type != EL_TUN_NONE && !is_large)
		return complete_outer(p);
	if (p->key.tun_type != EL_TUN_NONE && p->key.tun_type != EL_TUN_VXLAN)
		return EL_DROP_MALFORMED;
	if (p->at.l4_offset == 0 || p->key.ip_frag != EL_FRAG_NONE)
		return EL_DROP_MALFORMED;
	end = p->at.l3_offset + packet_ip_length(p);
	/* Nobody cuts what is behind the inner packet's end. */
	if (p->key.tun_type != EL_TUN_NONE && p->m->pkt_len != end)
		return EL_DROP_MALFORMED;
	/* Padding is no part of any checksum. */
	chain_trim(p->m, end);
	if (p->key.ip_proto == IP_UDP && !is_large) {
		p->m->ol_flags |= RTE_MBUF_F_TX_UDP_CKSUM;
		return EL_DROP_NONE;
	}
	if (p->key.ip_proto != IP_TCP)
		return EL_DROP_MALFORMED;
	reason = take_tcp(p, &headers);
	if (reason != EL_DROP_NONE)
		return reason;
	p->m->ol_flags |= RTE_MBUF_F_TX_TCP_CKSUM;
	if (!is_large)
		return EL_DROP_NONE;
	if (p->m->tso_segsz < GUEST_LEAST_MSS)
		return EL_DROP_MALFORMED;
	if (p->m->pkt_len > headers + p->m->tso_segsz)
		p->m->ol_flags |= WISH_SEGMENT;
	/* A packet inside VXLAN: its sender summed the outer header, or does so for no packet. */
	if (p->key.tun_type != EL_TUN_NONE && get_raw16(packet_bytes(p) + p->at.outer_l4_offset + 6))
		p->m->ol_flags |= WISH_OUTER_UDP;
	return EL_DROP_NONE;
}

uint16_t guest_take(struct packet *p, int is_guest)
{
	const uint64_t signs = p->m->ol_flags;
	int is_large = (signs & RTE_MBUF_F_RX_LRO) != 0;
	int is_unsummed = (signs & RTE_MBUF_F_RX_L4_CKSUM_MASK) == RTE_MBUF_F_RX_L4_CKSUM_NONE;

	p->m->ol_flags &= ~(WISH_ALL | RTE_MBUF_F_RX_LRO);
	if (!is_guest || (!is_large && !is_unsummed))
		return EL_DROP_NONE;
	p->m->ol_flags &= ~RTE_MBUF_F_RX_L4_CKSUM_MASK;
	return take(p, is_large);
}
