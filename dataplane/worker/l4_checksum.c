/* Transport checksums after an edit. Must never touch a byte of a later fragment. */
#include "l4_checksum.h"

#include <nmmintrin.h>

#include "checksum.h"
#include "edit.h"
#include "wish.h"

/* Where the checksum field is in the transport header; 0 when there is none. */
static uint32_t field_offset(const struct packet *p)
{
	switch (p->key.ip_proto) {
	case IP_TCP:
		return 16;
	case IP_UDP:
	case IP_UDPLITE:
	case IP_DCCP:
		return 6;
	case IP_ICMP:
		return packet_is_ipv4(p) ? 2 : 0;
	case IP_ICMPV6:
		return packet_is_ipv6(p) ? 2 : 0;
	default:
		return 0;
	}
}

void l4_follow_header(struct packet *p, uint32_t diff)
{
	uint32_t offset = field_offset(p);

	if (p->at.l4_offset == 0 || offset == 0)
		return;
	/* The rest of the header is not in the sum yet. */
	if (unlikely(wish_is_partial(p->m)))
		return;
	uint8_t *field = packet_bytes(p) + p->at.l4_offset + offset;
	int zero_is_none = p->key.ip_proto == IP_UDP || p->key.ip_proto == IP_UDPLITE;
	/* Zero says "none" (RFC 768, RFC 6936): it stays, and a computed zero is sent as all ones. */
	if (zero_is_none && get_raw16(field) == 0)
		return;
	csum_apply(field, diff);
	if (zero_is_none && get_raw16(field) == 0)
		put_raw16(field, 0xffff);
}

/* The field of a packet whose checksum is still to be computed is the pseudo header's sum itself. */
static void follow_partial(struct packet *p, uint32_t diff)
{
	uint8_t *field = packet_bytes(p) + p->at.l4_offset + field_offset(p);

	put_raw16(field, csum_fold((uint64_t)get_raw16(field) + diff));
}

int l4_source_routed(const uint8_t *ip)
{
	uint32_t header = (ip[0] & 15) * 4u;
	uint32_t at = IPV4_BYTES;

	while (at + 3 <= header && ip[at] != 0) {
		if (ip[at] == 1) {
			at++;
			continue;
		}
		if (ip[at] == 131 || ip[at] == 137)
			return ip[at + 2] <= ip[at + 1];
		if (ip[at + 1] < 2)
			return 0;
		at += ip[at + 1];
	}
	return 0;
}

int l4_has_home_address(const uint8_t *options, uint32_t bytes)
{
	uint32_t at = 2;

	while (at + 2 <= bytes) {
		if (options[at] == 201)
			return 1;
		at += options[at] == 0 ? 1 : options[at + 1] + 2u;
	}
	return 0;
}

/* Whether an extension header puts another address into the pseudo header; the parser has checked their
 * lengths. */
static int ipv6_replaced(const uint8_t *ip, uint32_t l4, int is_dst)
{
	uint8_t next = ip[6];

	for (uint32_t at = IPV6_BYTES; at < l4;) {
		const uint8_t *ext = ip + at;
		uint32_t bytes = (ext[1] + 1u) * 8;

		if (next == IP_ROUTING && is_dst && ext[3] > 0)
			return 1;
		if (next == IP_DSTOPTS && !is_dst && l4_has_home_address(ext, bytes))
			return 1;
		if (next == IP_AH)
			bytes = (ext[1] + 2u) * 4;
		else if (next == IP_FRAGMENT)
			bytes = 8;
		next = ext[0];
		at += bytes;
	}
	return 0;
}

void l4_follow_address(struct packet *p, int is_dst, const uint8_t *old, const uint8_t *now)
{
	const uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint32_t header = p->at.l4_offset - p->at.l3_offset;

	if (p->at.l4_offset == 0 || p->key.ip_proto == IP_ICMP)
		return;
	if (packet_is_ipv4(p)) {
		if (unlikely(header > IPV4_BYTES) && is_dst && l4_source_routed(ip))
			return;
	} else if (unlikely(header > IPV6_BYTES) && ipv6_replaced(ip, header, is_dst)) {
		return;
	}
	if (unlikely(wish_is_partial(p->m)))
		follow_partial(p, csum_diff(old, now, 8));
	else
		l4_follow_header(p, csum_diff(old, now, 8));
}

void l4_follow_sctp_ports(struct packet *p, uint32_t old, uint32_t now)
{
	uint8_t *sctp = packet_bytes(p) + p->at.l4_offset;
	uint32_t zeros = packet_ip_length(p) - (p->at.l4_offset - p->at.l3_offset) - 4;
	uint64_t crc = _mm_crc32_u32(0, old ^ now);

	if (get_raw32(sctp + 8) == 0)
		return;
	for (; zeros >= 8; zeros -= 8)
		crc = _mm_crc32_u64(crc, 0);
	for (; zeros > 0; zeros--)
		crc = _mm_crc32_u8((uint32_t)crc, 0);
	put_raw32(sctp + 8, get_raw32(sctp + 8) ^ (uint32_t)crc);
}
