/* Writes into a packet's headers, with every checksum that covers them and the key kept true.
 *
 * Each takes a packet that is not tunnelled (DECAP comes first) and not stale. Bytes the parser did not see
 * are never written.
 */
#ifndef EDGELANE_EDIT_H
#define EDGELANE_EDIT_H

#include "packet.h"

#include "bytes.h"
#include "protocol.h"

static inline uint8_t *packet_bytes(const struct packet *p)
{
	return rte_pktmbuf_mtod(p->m, uint8_t *);
}

static inline int packet_is_ipv4(const struct packet *p)
{
	return p->key.eth_type == __builtin_bswap16(ETHER_IPV4);
}

static inline int packet_is_ipv6(const struct packet *p)
{
	return p->key.eth_type == __builtin_bswap16(ETHER_IPV6);
}

/* TTL or hop limit as it stands, 0..255; -1 when the packet is not IP. */
static inline int packet_ttl(const struct packet *p)
{
	if (packet_is_ipv4(p))
		return packet_bytes(p)[p->at.l3_offset + 8];
	if (packet_is_ipv6(p))
		return packet_bytes(p)[p->at.l3_offset + 7];
	return -1;
}

/* Bytes from the IP header to the end the header declares. Only for IP. */
static inline uint32_t packet_ip_length(const struct packet *p)
{
	const uint8_t *ip = packet_bytes(p) + p->at.l3_offset;

	return packet_is_ipv4(p) ? get_be16(ip + 2) : (uint32_t)IPV6_BYTES + get_be16(ip + 4);
}

/* SET. EL_DROP_NONE, or ACTION_INVALID with the packet untouched. */
uint16_t edit_set(struct packet *p, const struct el_act_set *set);

/* TTL or hop limit minus one; it is 2 or more. */
void edit_dec_ttl(struct packet *p);

/* DSCP and ECN of an IP packet. */
void edit_tos(struct packet *p, uint8_t tos);

/* CLAMP_MSS. EL_DROP_NONE, or NO_MBUF or NO_HEADROOM where the options could not be brought together. */
uint16_t edit_clamp_mss(struct packet *p, uint16_t mss);

/* Either drops (NO_HEADROOM, ACTION_INVALID) with the packet untouched, or is done. */
uint16_t edit_push_vlan(struct packet *p, uint16_t tpid, uint16_t tci);
uint16_t edit_pop_vlan(struct packet *p);

#endif
