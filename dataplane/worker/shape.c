/* Walks a frame's headers from Ethernet to the innermost transport. See shape.h. */
#include "shape.h"

#include "bytes.h"
#include "edgelane.h"
#include "protocol.h"

#define MOST_EXTENSIONS 8

struct walk {
	const uint8_t *data;
	uint32_t at;
	uint32_t len;
};

static int has(const struct walk *w, uint32_t bytes)
{
	return w->len - w->at >= bytes;
}

/* From an Ethernet header to what it carries. */
static uint16_t walk_ethernet(struct walk *w, uint16_t *type)
{
	if (!has(w, ETHER_BYTES))
		return EL_DROP_TRUNCATED;
	*type = get_be16(w->data + w->at + 12);
	w->at += ETHER_BYTES;
	while (is_tpid(*type)) {
		if (!has(w, VLAN_BYTES))
			return EL_DROP_TRUNCATED;
		*type = get_be16(w->data + w->at + 2);
		w->at += VLAN_BYTES;
	}
	return EL_DROP_NONE;
}

static uint16_t walk_ipv4(struct walk *w, uint8_t *protocol)
{
	const uint8_t *ip = w->data + w->at;
	uint32_t header;

	if (!has(w, IPV4_BYTES))
		return EL_DROP_TRUNCATED;
	header = (ip[0] & 15) * 4u;
	if (ip[0] >> 4 != 4 || header < IPV4_BYTES || get_be16(ip + 6) & (IPV4_MF | IPV4_OFFSET))
		return EL_DROP_MALFORMED;
	if (!has(w, header))
		return EL_DROP_TRUNCATED;
	*protocol = ip[9];
	w->at += header;
	return EL_DROP_NONE;
}

/* RFC 8200 4; a fragment header is passed by where it makes no fragment (RFC 6946). */
static uint16_t walk_ipv6(struct walk *w, uint8_t *protocol)
{
	uint8_t next;

	if (!has(w, IPV6_BYTES))
		return EL_DROP_TRUNCATED;
	if (w->data[w->at] >> 4 != 6)
		return EL_DROP_MALFORMED;
	next = w->data[w->at + 6];
	w->at += IPV6_BYTES;
	for (int i = 0; next != IP_TCP && next != IP_UDP && next != IP_GRE; i++) {
		const uint8_t *ext = w->data + w->at;
		uint32_t bytes;

		if (i == MOST_EXTENSIONS)
			return EL_DROP_MALFORMED;
		if (!has(w, 8))
			return EL_DROP_TRUNCATED;
		if (next == IP_HOPOPTS || next == IP_ROUTING || next == IP_DSTOPTS)
			bytes = (ext[1] + 1u) * 8;
		else if (next == IP_AH)
			bytes = (ext[1] + 2u) * 4;
		else if (next == IP_FRAGMENT && !(get_be16(ext + 2) & 0xfff9))
			bytes = 8;
		else
			return EL_DROP_MALFORMED;
		if (!has(w, bytes))
			return EL_DROP_TRUNCATED;
		next = ext[0];
		w->at += bytes;
	}
	*protocol = next;
	return EL_DROP_NONE;
}

static uint16_t walk_ip(struct walk *w, uint16_t type, uint8_t *is_ipv6, uint8_t *protocol)
{
	*is_ipv6 = type == ETHER_IPV6;
	if (type == ETHER_IPV6)
		return walk_ipv6(w, protocol);
	return type == ETHER_IPV4 ? walk_ipv4(w, protocol) : EL_DROP_MALFORMED;
}

/* Over a tunnel's own header to the inner packet's EtherType. */
static uint16_t walk_tunnel(struct walk *w, uint8_t protocol, struct shape *s, uint16_t *type)
{
	const uint8_t *header = w->data + w->at;
	uint32_t bytes = 4;

	if (protocol == IP_UDP) {
		s->tunnel = EL_TUN_VXLAN;
		if (!has(w, UDP_BYTES + VXLAN_BYTES))
			return EL_DROP_TRUNCATED;
		w->at += UDP_BYTES + VXLAN_BYTES;
		return walk_ethernet(w, type);
	}
	if (protocol != IP_GRE)
		return EL_DROP_MALFORMED;
	if (!has(w, bytes))
		return EL_DROP_TRUNCATED;
	/* ENCAP writes no other flag, and a GRE checksum or sequence would have to follow each segment. */
	if (get_be16(header) & ~GRE_KEY)
		return EL_DROP_MALFORMED;
	bytes += get_be16(header) ? 4 : 0;
	if (!has(w, bytes))
		return EL_DROP_TRUNCATED;
	w->at += bytes;
	*type = get_be16(header + 2);
	s->tunnel = *type == ETHER_TEB ? EL_TUN_GRE : EL_TUN_GRE_IP;
	return *type == ETHER_TEB ? walk_ethernet(w, type) : EL_DROP_NONE;
}

static uint16_t walk_transport(struct walk *w, struct shape *s)
{
	uint32_t bytes = UDP_BYTES;

	if (s->protocol == IP_TCP) {
		if (!has(w, TCP_BYTES))
			return EL_DROP_TRUNCATED;
		bytes = (w->data[w->at + 12] >> 4) * 4u;
		if (bytes < TCP_BYTES)
			return EL_DROP_MALFORMED;
	} else if (s->protocol != IP_UDP) {
		return EL_DROP_MALFORMED;
	}
	if (!has(w, bytes))
		return EL_DROP_TRUNCATED;
	w->at += bytes;
	s->payload = (uint16_t)w->at;
	return EL_DROP_NONE;
}

uint16_t frame_shape(struct shape *s, const uint8_t *data, uint32_t len, int tunnelled)
{
	struct walk w = {.data = data, .len = len < UINT16_MAX ? len : UINT16_MAX};
	uint16_t type, reason = walk_ethernet(&w, &type);

	*s = (struct shape){0};
	if (reason == EL_DROP_NONE && tunnelled) {
		uint8_t protocol;

		s->outer_l3 = (uint16_t)w.at;
		reason = walk_ip(&w, type, &s->outer_is_ipv6, &protocol);
		if (reason == EL_DROP_NONE) {
			s->outer_l4 = (uint16_t)w.at;
			reason = walk_tunnel(&w, protocol, s, &type);
		}
	}
	if (reason != EL_DROP_NONE)
		return reason;
	s->l3 = (uint16_t)w.at;
	reason = walk_ip(&w, type, &s->is_ipv6, &s->protocol);
	if (reason != EL_DROP_NONE)
		return reason;
	s->l4 = (uint16_t)w.at;
	s->is_plain = s->l4 - s->l3 == (s->is_ipv6 ? IPV6_BYTES : IPV4_BYTES);
	return walk_transport(&w, s);
}
