/* What a ConnectX-3 Pro says of a received packet: never that something is bad. */
#include <rte_byteorder.h>
#include <rte_mbuf.h>

#include "checksum_ref.h"
#include "mlx4.h"

#define SUMS (RTE_ETH_RX_OFFLOAD_IPV4_CKSUM | RTE_ETH_RX_OFFLOAD_UDP_CKSUM | RTE_ETH_RX_OFFLOAD_TCP_CKSUM)

static uint32_t packet_type(const struct headers *h)
{
	const struct layer *l = &h->outer, *in = &h->inner;
	uint32_t type = RTE_PTYPE_L2_ETHER;

	if (!l->version)
		return type;
	if (l->version == 4)
		type |= l->options ? RTE_PTYPE_L3_IPV4_EXT : RTE_PTYPE_L3_IPV4_EXT_UNKNOWN;
	else
		type |= RTE_PTYPE_L3_IPV6_EXT_UNKNOWN;
	if (h->tunnel == TUNNEL_NONE) {
		type |= l->fragment      ? RTE_PTYPE_L4_FRAG
		        : l->proto == 6  ? RTE_PTYPE_L4_TCP
		        : l->proto == 17 ? RTE_PTYPE_L4_UDP
		                         : RTE_PTYPE_L4_NONFRAG;
		return type;
	}
	if (in->version)
		type |= in->version == 4 ? RTE_PTYPE_INNER_L3_IPV4_EXT_UNKNOWN
		                         : RTE_PTYPE_INNER_L3_IPV6_EXT_UNKNOWN;
	if (in->version && in->l4_len)
		type |= in->proto == 6 ? RTE_PTYPE_INNER_L4_TCP : RTE_PTYPE_INNER_L4_UDP;
	return type;
}

static bool ip_good(const uint8_t *f, const struct layer *l)
{
	return l->version == 4 && ref_ipv4_right(f, l);
}

static bool l4_good(const uint8_t *f, const struct layer *l)
{
	return l->version && !l->fragment && l->l4_len && ref_l4_right(f, l);
}

/* One bit for outer and inner: a good outer header hides what the inner one is. */
void mlx4_describe(const struct model *m, const struct headers *h, const struct arrived *a,
                   struct rte_mbuf *mbuf)
{
	const uint8_t *f = a->bytes;

	mbuf->packet_type = packet_type(h);
	mbuf->hash.rss = rte_cpu_to_be_32(a->hash);
	if (!(m->conf.rxmode.offloads & SUMS)) {
		if (m->conf.rxmode.offloads & RTE_ETH_RX_OFFLOAD_RSS_HASH && a->hashed)
			mbuf->ol_flags |= RTE_MBUF_F_RX_RSS_HASH;
		return;
	}
	if (ip_good(f, &h->outer) || (h->tunnel && ip_good(f, &h->inner)))
		mbuf->ol_flags |= RTE_MBUF_F_RX_IP_CKSUM_GOOD;
	if (l4_good(f, &h->outer) || (h->tunnel && l4_good(f, &h->inner)))
		mbuf->ol_flags |= RTE_MBUF_F_RX_L4_CKSUM_GOOD;
}
