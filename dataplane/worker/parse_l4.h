/* Transport headers into a key: TCP, UDP, SCTP, ICMP, ICMPv6. Must never be called for a later fragment. */
#ifndef EDGELANE_PARSE_L4_H
#define EDGELANE_PARSE_L4_H

#include "parse_cursor.h"

/* Both ports at once: tp_src and tp_dst are neighbours, as ports are on the wire. */
static inline void key_ports(struct cursor *c, const uint8_t *l4)
{
	memcpy(&c->key->tp_src, l4, 4);
}

static inline uint16_t parse_tcp(struct cursor *c, const uint8_t *l4)
{
	if (!cursor_has(c, TCP_BYTES))
		return EL_DROP_TRUNCATED;
	uint32_t header = (l4[12] >> 4) * 4u;
	if (header < TCP_BYTES)
		return EL_DROP_MALFORMED;
	if (c->end - c->at < header)
		return EL_DROP_TRUNCATED;
	key_ports(c, l4);
	c->key->tcp_flags = l4[13];
	c->parsed->headers_len = (uint16_t)(c->at + TCP_BYTES);
	return EL_DROP_NONE;
}

static inline uint16_t parse_with_ports(struct cursor *c, const uint8_t *l4, uint32_t bytes)
{
	if (!cursor_has(c, bytes))
		return EL_DROP_TRUNCATED;
	key_ports(c, l4);
	c->parsed->headers_len = (uint16_t)(c->at + bytes);
	return EL_DROP_NONE;
}

static inline void key_icmp(struct cursor *c, const uint8_t *l4, uint32_t bytes)
{
	put_be16(&c->key->tp_src, l4[0]);
	put_be16(&c->key->tp_dst, l4[1]);
	c->parsed->headers_len = (uint16_t)(c->at + bytes);
}

static inline uint16_t parse_icmp(struct cursor *c, const uint8_t *l4)
{
	/* RFC 792: no message is shorter than 8 bytes. */
	if (!cursor_has(c, 8))
		return EL_DROP_TRUNCATED;
	key_icmp(c, l4, 8);
	if (l4[0] == ICMP_ECHO || l4[0] == ICMP_ECHO_REPLY)
		memcpy(&c->key->icmp_id, l4 + 4, 2);
	return EL_DROP_NONE;
}

static inline uint16_t parse_icmpv6(struct cursor *c, const uint8_t *l4)
{
	/* RFC 4443 2.1: type, code and checksum, then a body that may be empty for types unknown here. */
	uint32_t bytes = 4;

	if (!cursor_has(c, bytes))
		return EL_DROP_TRUNCATED;
	uint8_t type = l4[0];
	if (type == ICMPV6_ECHO || type == ICMPV6_ECHO_REPLY)
		bytes = 8;
	else if (type == ICMPV6_NS || type == ICMPV6_NA)
		bytes = ND_BYTES;
	if (!cursor_has(c, bytes))
		return EL_DROP_TRUNCATED;
	key_icmp(c, l4, bytes);
	if (bytes == 8) {
		memcpy(&c->key->icmp_id, l4 + 4, 2);
	} else if (bytes == ND_BYTES) {
		memcpy(c->key->nd_target, l4 + 8, 16);
		c->key->nd_target_set = 1;
	}
	return EL_DROP_NONE;
}

/* The cursor stands on the L4 header; `ipv6` tells which ICMP is meant. */
static inline uint16_t parse_l4(struct cursor *c, uint8_t protocol, int ipv6)
{
	const uint8_t *l4 = c->data + c->at;

	c->key->ip_proto = protocol;
	c->parsed->l4_offset = (uint16_t)c->at;
	c->parsed->headers_len = (uint16_t)c->at;
	switch (protocol) {
	case IP_TCP:
		return parse_tcp(c, l4);
	case IP_UDP:
		return parse_with_ports(c, l4, UDP_BYTES);
	case IP_SCTP:
		return parse_with_ports(c, l4, SCTP_BYTES);
	case IP_UDPLITE:
	case IP_DCCP:
		/* No fields of theirs are in the key, but their checksum covers the addresses. */
		if (!cursor_has(c, 8))
			return EL_DROP_TRUNCATED;
		c->parsed->headers_len = (uint16_t)(c->at + 8);
		return EL_DROP_NONE;
	case IP_ICMP:
		return ipv6 ? EL_DROP_NONE : parse_icmp(c, l4);
	case IP_ICMPV6:
		return ipv6 ? parse_icmpv6(c, l4) : EL_DROP_NONE;
	default:
		return EL_DROP_NONE;
	}
}

#endif
