/* Recognises VXLAN, GRE and NVGRE that end at one of our addresses. Reads only; the caller starts over on the
 * inside. */
#ifndef EDGELANE_PARSE_TUNNEL_H
#define EDGELANE_PARSE_TUNNEL_H

#include "parse_cursor.h"

struct tunnel_found {
	uint32_t key;
	uint16_t ether_type; /* of the payload: ETHER_TEB, ETHER_IPV4 or ETHER_IPV6 */
	uint8_t type;        /* enum el_tunnel_type; NONE: no tunnel of ours */
};

static inline int endpoint_is(const struct el_endpoint *e, const struct el_key *outer)
{
	return memcmp(e->local, outer->ip_dst, sizeof(e->local)) == 0;
}

/* The cursor stands on the UDP header of the outer packet; when found it moves to the inner one. */
static inline uint16_t find_vxlan(struct cursor *c, const struct el_endpoint *endpoints, uint32_t count,
                                  struct tunnel_found *found)
{
	uint16_t port = __builtin_bswap16(c->key->tp_dst);
	const uint8_t *udp = c->data + c->at;
	uint32_t i;

	for (i = 0; i < count; i++)
		if (endpoints[i].type == EL_TUN_VXLAN && endpoints[i].udp_dst == port &&
		    endpoint_is(&endpoints[i], c->key))
			break;
	if (i == count)
		return EL_DROP_NONE;
	uint32_t udp_len = get_be16(udp + 4);
	if (udp_len < UDP_BYTES || udp_len > c->end - c->at)
		return EL_DROP_MALFORMED;
	cursor_narrow(c, c->at + udp_len);
	if (!cursor_has(c, UDP_BYTES + VXLAN_BYTES))
		return EL_DROP_TRUNCATED;
	if (!(udp[8] & VXLAN_FLAG_I))
		return EL_DROP_MALFORMED;
	found->type = EL_TUN_VXLAN;
	found->key = get_be32(udp + 12) >> 8;
	found->ether_type = ETHER_TEB;
	c->at += UDP_BYTES + VXLAN_BYTES;
	return EL_DROP_NONE;
}

/* GRE's payload decides which kind of endpoint takes it; NVGRE is a key without checksum and sequence (RFC
 * 7637 3.2). The first endpoint of the address that fits wins. */
static inline uint8_t gre_kind(const struct el_endpoint *endpoints, uint32_t count,
                               const struct el_key *outer, uint32_t flags, uint16_t type)
{
	int nvgre = type == ETHER_TEB && (flags & (GRE_CSUM | GRE_KEY | GRE_SEQ)) == GRE_KEY;

	for (uint32_t i = 0; i < count; i++) {
		const struct el_endpoint *e = &endpoints[i];

		if (e->type == EL_TUN_NVGRE && nvgre && endpoint_is(e, outer))
			return EL_TUN_NVGRE;
		if (e->type == EL_TUN_GRE && endpoint_is(e, outer))
			return type == ETHER_TEB ? EL_TUN_GRE : EL_TUN_GRE_IP;
	}
	return EL_TUN_NONE;
}

static inline int takes_gre(const struct el_endpoint *endpoints, uint32_t count, const struct el_key *outer)
{
	for (uint32_t i = 0; i < count; i++)
		if ((endpoints[i].type == EL_TUN_GRE || endpoints[i].type == EL_TUN_NVGRE) &&
		    endpoint_is(&endpoints[i], outer))
			return 1;
	return 0;
}

/* The cursor stands on the GRE header of the outer packet; when found it moves to the inner one. A payload
 * type we do not carry leaves the packet as it is: not tunnelled. */
static inline uint16_t find_gre(struct cursor *c, const struct el_endpoint *endpoints, uint32_t count,
                                struct tunnel_found *found)
{
	const uint8_t *gre = c->data + c->at;

	if (!takes_gre(endpoints, count, c->key))
		return EL_DROP_NONE;
	if (!cursor_has(c, 4))
		return EL_DROP_TRUNCATED;
	c->parsed->headers_len = (uint16_t)(c->at + 4);
	uint32_t flags = get_be16(gre);
	uint16_t type = get_be16(gre + 2);
	if (type != ETHER_TEB && type != ETHER_IPV4 && type != ETHER_IPV6)
		return EL_DROP_NONE;
	uint8_t kind = gre_kind(endpoints, count, c->key, flags, type);
	if (kind == EL_TUN_NONE)
		return EL_DROP_NONE;
	/* RFC 2784 2.3: bits that ask for what we do not know forbid taking the packet. */
	if (flags & (GRE_ROUTING | GRE_RESERVED | GRE_VERSION))
		return EL_DROP_MALFORMED;
	uint32_t bytes = 4;
	uint32_t key_at = flags & GRE_CSUM ? 8 : 4;
	bytes += flags & GRE_CSUM ? 4 : 0;
	bytes += flags & GRE_KEY ? 4 : 0;
	bytes += flags & GRE_SEQ ? 4 : 0;
	if (!cursor_has(c, bytes))
		return EL_DROP_TRUNCATED;
	if (flags & GRE_KEY) {
		found->key = get_be32(gre + key_at);
		if (kind == EL_TUN_NVGRE)
			found->key >>= 8;
	}
	found->type = kind;
	found->ether_type = type;
	c->at += bytes;
	return EL_DROP_NONE;
}

#endif
