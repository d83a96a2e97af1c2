/* ARP and neighbour solicitations for tunnel addresses, turned into answers in place. Pure. It must never
 * answer for an address that is not the node's own, nor what came from another link. See alone.h. */
#include "alone.h"

#include <rte_ip.h>

#include "bytes.h"
#include "edit.h"
#include "protocol.h"
#include "wish.h"

enum {
	ARP_REQUEST = 1,
	ARP_REPLY = 2,
	ND_LINK = 255, /* hop limit: it crossed no router (RFC 4861 7.1.1) */
	ND_OVERRIDE = 0x20,
	ND_SOLICITED = 0x40,
	ND_TARGET_MAC = 2, /* the option, 8 bytes with an Ethernet address (RFC 4861 4.6.1) */
	ND_OPTION_BYTES = 8,
	ND_ANSWER = ND_BYTES + ND_OPTION_BYTES,
};

static bool is_ours(const struct el_endpoint *endpoints, uint32_t count, const uint8_t address[16])
{
	for (uint32_t i = 0; i < count; i++)
		if (endpoints[i].type != EL_TUN_NONE && memcmp(endpoints[i].local, address, 16) == 0)
			return true;
	return false;
}

static void arp_answer(struct packet *p, const uint8_t mac[6])
{
	uint8_t *frame = packet_bytes(p), *arp = frame + p->at.l3_offset, target[4];

	memcpy(target, arp + 24, 4);
	memcpy(frame, arp + 8, 6);
	memcpy(frame + 6, mac, 6);
	put_be16(arp + 6, ARP_REPLY);
	memcpy(arp + 18, arp + 8, 10); /* the sender, MAC and address, becomes the target */
	memcpy(arp + 8, mac, 6);
	memcpy(arp + 14, target, 4);
}

/* With room for the option in the first and only segment. */
static bool nd_fits(struct packet *p)
{
	uint32_t bytes = p->at.l4_offset + ND_ANSWER;
	struct rte_mbuf *m = p->m;

	if (m->nb_segs != 1 || p->at.l4_offset != p->at.l3_offset + IPV6_BYTES ||
	    m->data_len < p->at.l4_offset + ND_BYTES || packet_ttl(p) != ND_LINK)
		return false;
	if (m->data_len > bytes)
		return rte_pktmbuf_trim(m, (uint16_t)(m->data_len - bytes)) == 0;
	return rte_pktmbuf_append(m, (uint16_t)(bytes - m->data_len)) != NULL;
}

static void nd_answer(struct packet *p, const uint8_t mac[6])
{
	static const uint8_t nobody[16], all_nodes[16] = {0xff, 0x02, [15] = 1};
	static const uint8_t all_nodes_mac[6] = {0x33, 0x33, [5] = 1};
	uint8_t *frame = packet_bytes(p), *ip = frame + p->at.l3_offset, *nd = frame + p->at.l4_offset;
	/* Who probes for an address before it is its own has none to be told at. */
	bool probes = memcmp(ip + 8, nobody, 16) == 0;

	memcpy(frame, probes ? all_nodes_mac : frame + 6, 6);
	memcpy(frame + 6, mac, 6);
	put_be32(ip, 0x60000000);
	put_be16(ip + 4, ND_ANSWER);
	memcpy(ip + 24, probes ? all_nodes : ip + 8, 16);
	memcpy(ip + 8, nd + 8, 16);
	nd[0] = ICMPV6_NA;
	put_be32(nd + 4, 0);
	nd[4] = probes ? ND_OVERRIDE : ND_OVERRIDE | ND_SOLICITED;
	nd[24] = ND_TARGET_MAC;
	nd[25] = 1;
	memcpy(nd + 26, mac, 6);
	put_raw16(nd + 2, 0);
	put_raw16(nd + 2, rte_ipv6_udptcp_cksum((const struct rte_ipv6_hdr *)(const void *)ip, nd));
}

bool alone_answer(struct packet *p, const struct el_endpoint *endpoints, uint32_t count, const uint8_t mac[6])
{
	const struct el_key *key = &p->key;

	if (key->tun_type != EL_TUN_NONE || p->stale || p->m->ol_flags & WISHES)
		return false;
	if (key->eth_type == __builtin_bswap16(ETHER_ARP)) {
		if (key->ip_proto != ARP_REQUEST || !is_ours(endpoints, count, key->ip_dst))
			return false;
		arp_answer(p, mac);
		return true;
	}
	if (!packet_is_ipv6(p) || key->ip_proto != IP_ICMPV6 || key->tp_src != __builtin_bswap16(ICMPV6_NS) ||
	    !key->nd_target_set || !is_ours(endpoints, count, key->nd_target) || !nd_fits(p))
		return false;
	nd_answer(p, mac);
	return true;
}
