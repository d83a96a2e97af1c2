/* What an X710 says of a received packet, and the settings of its receiver. */
#include <stdio.h>
#include <string.h>

#include <rte_errno.h>
#include <rte_mbuf.h>

#include "checksum_ref.h"
#include "i40e.h"

static uint32_t l4_type(const struct layer *l)
{
	if (l->fragment)
		return RTE_PTYPE_L4_FRAG;
	switch (l->proto) {
	case 6:
		return RTE_PTYPE_L4_TCP;
	case 17:
		return RTE_PTYPE_L4_UDP;
	case 132:
		return RTE_PTYPE_L4_SCTP;
	case 1:
	case 58:
		return RTE_PTYPE_L4_ICMP;
	default:
		return RTE_PTYPE_L4_NONFRAG;
	}
}

static uint32_t l3_type(const struct layer *l)
{
	return l->version == 4 ? RTE_PTYPE_L3_IPV4_EXT_UNKNOWN : RTE_PTYPE_L3_IPV6_EXT_UNKNOWN;
}

static uint32_t inner_l4_type(const struct layer *l)
{
	switch (l4_type(l)) {
	case RTE_PTYPE_L4_FRAG:
		return RTE_PTYPE_INNER_L4_FRAG;
	case RTE_PTYPE_L4_TCP:
		return RTE_PTYPE_INNER_L4_TCP;
	case RTE_PTYPE_L4_UDP:
		return RTE_PTYPE_INNER_L4_UDP;
	case RTE_PTYPE_L4_SCTP:
		return RTE_PTYPE_INNER_L4_SCTP;
	case RTE_PTYPE_L4_ICMP:
		return RTE_PTYPE_INNER_L4_ICMP;
	default:
		return RTE_PTYPE_INNER_L4_NONFRAG;
	}
}

static uint32_t packet_type(const struct headers *h)
{
	const struct layer *in = &h->inner;
	uint32_t type = RTE_PTYPE_L2_ETHER;

	if (h->outer.type == 0x0806)
		return RTE_PTYPE_L2_ETHER_ARP;
	if (!h->outer.version)
		return type;
	type |= l3_type(&h->outer);
	if (h->tunnel == TUNNEL_NONE)
		return type | l4_type(&h->outer);
	type |= RTE_PTYPE_TUNNEL_GRENAT;
	if (in->ethernet)
		type |= in->tags ? RTE_PTYPE_INNER_L2_ETHER_VLAN : RTE_PTYPE_INNER_L2_ETHER;
	if (in->version)
		type |= (in->version == 4 ? RTE_PTYPE_INNER_L3_IPV4_EXT_UNKNOWN
		                          : RTE_PTYPE_INNER_L3_IPV6_EXT_UNKNOWN) |
		        inner_l4_type(in);
	return type;
}

/* Good is what it says of all that has no error bit: of ARP too. */
static uint64_t checksum_flags(const struct headers *h, const uint8_t *f)
{
	const struct layer *l = h->tunnel ? &h->inner : &h->outer;
	uint64_t flags = 0;
	bool known = !l->fragment && l->l4_len;

	flags |= l->version == 4 && !ref_ipv4_right(f, l) ? RTE_MBUF_F_RX_IP_CKSUM_BAD
	                                                  : RTE_MBUF_F_RX_IP_CKSUM_GOOD;
	flags |= l->version && known && !ref_l4_right(f, l) ? RTE_MBUF_F_RX_L4_CKSUM_BAD
	                                                    : RTE_MBUF_F_RX_L4_CKSUM_GOOD;
	if (h->tunnel && h->outer.version == 4 && !ref_ipv4_right(f, &h->outer))
		flags |= RTE_MBUF_F_RX_OUTER_IP_CKSUM_BAD;
	return flags;
}

void i40e_describe(const struct model *m, const struct headers *h, const struct arrived *a,
                   struct rte_mbuf *mbuf)
{
	mbuf->packet_type = packet_type(h);
	mbuf->ol_flags |= checksum_flags(h, a->bytes);
	if (a->hashed && m->conf.rxmode.offloads & RTE_ETH_RX_OFFLOAD_RSS_HASH) {
		mbuf->hash.rss = a->hash;
		mbuf->ol_flags |= RTE_MBUF_F_RX_RSS_HASH;
	}
	if (a->marked) {
		mbuf->hash.fdir.hi = a->mark;
		mbuf->ol_flags |= RTE_MBUF_F_RX_FDIR | RTE_MBUF_F_RX_FDIR_ID;
	}
}

int i40e_udp_tunnel(struct model *m, const struct rte_eth_udp_tunnel *t, bool add)
{
	int free = -1, found = -1;

	if (t->prot_type != RTE_ETH_TUNNEL_TYPE_VXLAN && t->prot_type != RTE_ETH_TUNNEL_TYPE_VXLAN_GPE)
		return -1;
	for (int i = 0; i < (int)CARD_TUNNEL_PORTS; i++) {
		if (m->tunnel_port[i].port == t->udp_port && found < 0)
			found = i;
		if (m->tunnel_port[i].port == 0 && free < 0)
			free = i;
	}
	if (!add) {
		if (found < 0)
			return -EINVAL;
		m->tunnel_port[found].port = 0;
		return 0;
	}
	/* Port 0 is how it knows a free place: it is found there, or no place is left. */
	if (found >= 0)
		return -EINVAL;
	if (free < 0)
		return -ENOSPC;
	m->tunnel_port[free].port = t->udp_port;
	m->tunnel_port[free].type = t->prot_type;
	return 0;
}

static bool scattered(const struct model *m, uint16_t queue)
{
	return m->mtu + 26u > (uint32_t)rte_pktmbuf_data_room_size(m->rxq[queue].pool) - RTE_PKTMBUF_HEADROOM;
}

int i40e_rx_mode(const struct model *m, uint16_t queue, char *name, size_t room)
{
	bool bulk = true, vector = !(m->conf.rxmode.offloads & RTE_ETH_RX_OFFLOAD_VLAN_EXTEND);
	const char *tail = scattered(m, queue) ? " Scattered" : "";

	for (uint32_t i = 0; i < m->rx_queues; i++) {
		uint32_t thresh = m->rxq[i].free_thresh, desc = m->rxq[i].desc;

		bulk = bulk && thresh >= 32 && thresh < desc && desc % thresh == 0;
		vector = vector && bulk && (desc & (desc - 1)) == 0;
	}
	if (vector)
		snprintf(name, room, "Vector SSE%s", tail);
	else if (*tail || !bulk)
		snprintf(name, room, "Scalar%s", tail);
	else
		snprintf(name, room, "Scalar Bulk Alloc");
	return 0;
}

int i40e_tx_mode(const struct model *m, uint16_t queue, char *name, size_t room)
{
	bool vector = m->simple_tx;

	(void)queue;
	for (uint32_t i = 0; i < m->tx_queues; i++)
		vector = vector && m->txq[i].rs_thresh <= 64;
	snprintf(name, room, "%s", vector ? "Vector SSE" : m->simple_tx ? "Scalar Simple" : "Scalar");
	return 0;
}
