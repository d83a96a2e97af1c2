/* Network headers into a key: ARP, IPv4 with options and fragments, IPv6 with extension headers.
 *
 * Must never follow a header chain without bound.
 */
#ifndef EDGELANE_PARSE_L3_H
#define EDGELANE_PARSE_L3_H

#include "parse_l4.h"

#define IPV6_MAX_EXTENSIONS 8
#define IPV6_MAX_EXTENSION_BYTES 256

static inline uint8_t key_ttl(uint8_t ttl)
{
	return ttl < 15 ? ttl : 15;
}

static inline uint16_t parse_arp(struct cursor *c)
{
	const uint8_t *arp = c->data + c->at;

	if (!cursor_has(c, 8))
		return EL_DROP_TRUNCATED;
	c->parsed->headers_len = (uint16_t)(c->at + 8);
	/* Only ARP between Ethernet stations about IPv4 has addresses a key can hold (RFC 826). */
	if (get_be32(arp) != (1u << 16 | ETHER_IPV4) || get_be16(arp + 4) != 0x0604)
		return EL_DROP_NONE;
	if (!cursor_has(c, ARP_BYTES))
		return EL_DROP_TRUNCATED;
	map_ipv4(c->key->ip_src, arp + 14);
	map_ipv4(c->key->ip_dst, arp + 24);
	c->key->ip_proto = arp[7];
	c->parsed->headers_len = (uint16_t)(c->at + ARP_BYTES);
	return EL_DROP_NONE;
}

/* Ones' complement sum of a header of `bytes` bytes, a multiple of 4; 0xffff when its checksum is right. */
static inline uint32_t ipv4_header_sum(const uint8_t *ip, uint32_t bytes)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < bytes; i += 4)
		sum += get_raw32(ip + i);
	sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)((sum & 0xffff) + (sum >> 16));
}

static inline uint16_t parse_ipv4(struct cursor *c)
{
	const uint8_t *ip = c->data + c->at;
	struct el_key *key = c->key;
	uint32_t sum;

	if (!cursor_has(c, IPV4_BYTES))
		return EL_DROP_TRUNCATED;
	uint32_t header = (ip[0] & 15) * 4u;
	if (ip[0] == 0x45) {
		sum = ipv4_header_sum(ip, IPV4_BYTES);
	} else {
		if (ip[0] >> 4 != 4 || header < IPV4_BYTES)
			return EL_DROP_MALFORMED;
		if (!cursor_has(c, header))
			return EL_DROP_TRUNCATED;
		sum = ipv4_header_sum(ip, header);
	}
	uint32_t total = get_be16(ip + 2);
	if (sum != 0xffff || total < header)
		return EL_DROP_MALFORMED;
	if (c->end - c->at < total)
		return EL_DROP_TRUNCATED;
	cursor_narrow(c, c->at + total);
	map_ipv4(key->ip_src, ip + 12);
	map_ipv4(key->ip_dst, ip + 16);
	key->ip_proto = ip[9];
	key->ip_tos = ip[1];
	key->ip_ttl = key_ttl(ip[8]);
	c->at += header;
	uint32_t frag = get_be16(ip + 6);
	if (__builtin_expect(frag & (IPV4_MF | IPV4_OFFSET), 0)) {
		if (frag & IPV4_OFFSET) {
			key->ip_frag = EL_FRAG_LATER;
			c->parsed->headers_len = (uint16_t)c->at;
			return EL_DROP_NONE;
		}
		key->ip_frag = EL_FRAG_FIRST;
	}
	return parse_l4(c, ip[9], 0);
}

/* From the first extension header on; RFC 8200 4, AH by RFC 4302. */
static inline uint16_t parse_ipv6_extensions(struct cursor *c, uint8_t next)
{
	uint32_t start = c->at;

	for (int i = 0; i < IPV6_MAX_EXTENSIONS; i++) {
		const uint8_t *ext = c->data + c->at;
		uint32_t bytes = 8;

		switch (next) {
		case IP_HOPOPTS:
		case IP_ROUTING:
		case IP_DSTOPTS:
		case IP_AH:
		case IP_FRAGMENT:
			if (!cursor_has(c, 8))
				return EL_DROP_TRUNCATED;
			break;
		default:
			return parse_l4(c, next, 1);
		}
		if (next == IP_AH)
			bytes = (ext[1] + 2u) * 4;
		else if (next != IP_FRAGMENT)
			bytes = (ext[1] + 1u) * 8;
		if (c->at + bytes - start > IPV6_MAX_EXTENSION_BYTES)
			return EL_DROP_MALFORMED;
		if (!cursor_has(c, bytes))
			return EL_DROP_TRUNCATED;
		c->at += bytes;
		if (next == IP_FRAGMENT) {
			uint32_t frag = get_be16(ext + 2);

			if (frag & 0xfff8) {
				c->key->ip_frag = EL_FRAG_LATER;
				c->key->ip_proto = ext[0];
				c->parsed->headers_len = (uint16_t)c->at;
				return EL_DROP_NONE;
			}
			/* Offset 0 and nothing to follow is a whole packet (RFC 6946). */
			if (frag & 1)
				c->key->ip_frag = EL_FRAG_FIRST;
		}
		next = ext[0];
	}
	return EL_DROP_MALFORMED;
}

static inline uint16_t parse_ipv6(struct cursor *c)
{
	const uint8_t *ip = c->data + c->at;
	struct el_key *key = c->key;

	if (!cursor_has(c, IPV6_BYTES))
		return EL_DROP_TRUNCATED;
	if (ip[0] >> 4 != 6)
		return EL_DROP_MALFORMED;
	uint32_t total = IPV6_BYTES + get_be16(ip + 4);
	if (c->end - c->at < total)
		return EL_DROP_TRUNCATED;
	cursor_narrow(c, c->at + total);
	memcpy(key->ip_src, ip + 8, 16);
	memcpy(key->ip_dst, ip + 24, 16);
	key->ip_tos = (uint8_t)(get_be16(ip) >> 4);
	key->ip_ttl = key_ttl(ip[7]);
	c->at += IPV6_BYTES;
	uint8_t next = ip[6];
	if (__builtin_expect(next == IP_TCP || next == IP_UDP || next == IP_ICMPV6, 1))
		return parse_l4(c, next, 1);
	return parse_ipv6_extensions(c, next);
}

/* The cursor stands on the packet of EtherType `type`. */
static inline uint16_t parse_l3(struct cursor *c, uint16_t type)
{
	c->parsed->l3_offset = (uint16_t)c->at;
	c->parsed->headers_len = (uint16_t)c->at;
	put_be16(&c->key->eth_type, type);
	switch (type) {
	case ETHER_IPV4:
		return parse_ipv4(c);
	case ETHER_IPV6:
		return parse_ipv6(c);
	case ETHER_ARP:
		return parse_arp(c);
	default:
		return EL_DROP_NONE;
	}
}

#endif
