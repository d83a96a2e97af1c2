/* Writes ports and ICMP fields. Must never touch a later fragment. */
#include "edit_l4.h"

#include "checksum.h"
#include "edit.h"
#include "l4_checksum.h"

/* Replaces an even-aligned 16-bit word of the transport header, checksum included. */
static void write_word(struct packet *p, uint32_t offset, uint16_t now)
{
	uint8_t *word = packet_bytes(p) + p->at.l4_offset + offset;
	uint16_t old = get_raw16(word);

	put_raw16(word, now);
	l4_follow_header(p, csum_diff(&old, &now, 1));
}

static uint16_t set_port(struct packet *p, uint16_t now, int is_dst)
{
	uint8_t *ports = packet_bytes(p) + p->at.l4_offset;
	uint32_t old = get_raw32(ports);

	if (p->key.ip_proto != IP_SCTP) {
		write_word(p, is_dst ? 2 : 0, now);
	} else {
		if (p->key.ip_frag != EL_FRAG_NONE)
			return EL_DROP_ACTION_INVALID;
		put_raw16(ports + (is_dst ? 2 : 0), now);
		l4_follow_sctp_ports(p, old, get_raw32(ports));
	}
	memcpy(is_dst ? &p->key.tp_dst : &p->key.tp_src, &now, 2);
	return EL_DROP_NONE;
}

/* Bytes of the transport message that are there to be written: in the packet, and contiguous. */
static uint32_t l4_bytes(const struct packet *p)
{
	uint32_t end = p->at.l3_offset + packet_ip_length(p);

	return RTE_MIN(end, p->m->data_len) - p->at.l4_offset;
}

/* A new type may bring or take away the fields that hang on it. */
static void key_follow_icmp_type(struct packet *p, uint8_t type)
{
	const uint8_t *icmp = packet_bytes(p) + p->at.l4_offset;
	int ipv4 = packet_is_ipv4(p);
	uint32_t here = l4_bytes(p);
	int echo = ipv4 ? type == ICMP_ECHO || type == ICMP_ECHO_REPLY
	                : type == ICMPV6_ECHO || type == ICMPV6_ECHO_REPLY;
	int nd = !ipv4 && (type == ICMPV6_NS || type == ICMPV6_NA) && here >= ND_BYTES;
	p->key.icmp_id = echo && here >= 8 ? get_raw16(icmp + 4) : 0;
	p->key.nd_target_set = (uint8_t)nd;
	memset(p->key.nd_target, 0, 16);
	if (nd)
		memcpy(p->key.nd_target, icmp + 8, 16);
}

static uint16_t set_icmp(struct packet *p, uint16_t value, uint16_t mask, int is_code)
{
	uint8_t now[2];
	uint8_t *icmp = packet_bytes(p) + p->at.l4_offset;

	value = __builtin_bswap16(value);
	mask = __builtin_bswap16(mask);
	if (value & mask & 0xff00)
		return EL_DROP_ACTION_INVALID;
	memcpy(now, icmp, 2);
	now[is_code] = (uint8_t)((now[is_code] & ~mask) | (value & mask));
	write_word(p, 0, get_raw16(now));
	put_be16(is_code ? &p->key.tp_dst : &p->key.tp_src, now[is_code]);
	if (!is_code)
		key_follow_icmp_type(p, now[0]);
	return EL_DROP_NONE;
}

uint16_t edit_l4_tp(struct packet *p, uint16_t value, uint16_t mask, int is_dst)
{
	int ipv4 = packet_is_ipv4(p);

	if (!ipv4 && !packet_is_ipv6(p))
		return EL_DROP_ACTION_INVALID;
	if (p->key.ip_frag == EL_FRAG_LATER)
		return EL_DROP_NONE;
	switch (p->key.ip_proto) {
	case IP_TCP:
	case IP_UDP:
	case IP_SCTP: {
		uint16_t old = is_dst ? p->key.tp_dst : p->key.tp_src;

		return set_port(p, (uint16_t)((old & ~mask) | (value & mask)), is_dst);
	}
	case IP_ICMP:
		return ipv4 ? set_icmp(p, value, mask, is_dst) : EL_DROP_ACTION_INVALID;
	case IP_ICMPV6:
		return ipv4 ? EL_DROP_ACTION_INVALID : set_icmp(p, value, mask, is_dst);
	default:
		return EL_DROP_ACTION_INVALID;
	}
}

uint16_t edit_l4_icmp_id(struct packet *p, uint16_t value, uint16_t mask)
{
	uint16_t type = get_be16(&p->key.tp_src);
	int echo;

	if (p->at.l4_offset == 0)
		return EL_DROP_ACTION_INVALID;
	if (packet_is_ipv4(p) && p->key.ip_proto == IP_ICMP)
		echo = type == ICMP_ECHO || type == ICMP_ECHO_REPLY;
	else
		echo = packet_is_ipv6(p) && p->key.ip_proto == IP_ICMPV6 &&
		       (type == ICMPV6_ECHO || type == ICMPV6_ECHO_REPLY);
	/* A type written by SET may claim an echo that the packet has no room for. */
	if (!echo || l4_bytes(p) < 8)
		return EL_DROP_ACTION_INVALID;
	p->key.icmp_id = (uint16_t)((p->key.icmp_id & ~mask) | (value & mask));
	write_word(p, 4, p->key.icmp_id);
	return EL_DROP_NONE;
}
