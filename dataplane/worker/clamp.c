/* CLAMP_MSS: the largest segment that the two ends of a TCP connection agree on (RFC 9293 3.7.1). Must write
 * nothing but the option's two bytes and the checksum. */
#include "chain.h"
#include "checksum.h"
#include "edit.h"
#include "l4_checksum.h"

enum tcp_option { TCP_END = 0, TCP_NOP = 1, TCP_MSS = 2, TCP_MSS_BYTES = 4 };
#define TCP_SYN 0x02

/* Where the MSS stands in the `bytes` of a TCP header; 0: nowhere. */
static uint32_t find_mss(const uint8_t *tcp, uint32_t bytes)
{
	for (uint32_t at = TCP_BYTES; at + TCP_MSS_BYTES <= bytes;) {
		if (tcp[at] == TCP_END)
			return 0;
		if (tcp[at] == TCP_NOP) {
			at++;
			continue;
		}
		if (tcp[at] == TCP_MSS)
			return tcp[at + 1] == TCP_MSS_BYTES ? at + 2 : 0;
		if (tcp[at + 1] < 2)
			return 0;
		at += tcp[at + 1];
	}
	return 0;
}

uint16_t edit_clamp_mss(struct packet *p, uint16_t mss)
{
	uint32_t l4 = p->at.l4_offset;

	if (l4 == 0 || p->key.ip_proto != IP_TCP || !(p->key.tcp_flags & TCP_SYN))
		return EL_DROP_NONE;
	uint32_t bytes = (packet_bytes(p)[l4 + 12] >> 4) * 4u;
	if (l4 + bytes > p->at.l3_offset + packet_ip_length(p))
		return EL_DROP_NONE;
	/* The parser looks at no options. */
	uint16_t reason = chain_gather(&p->m, l4 + bytes);
	if (unlikely(reason != EL_DROP_NONE))
		return reason;
	uint8_t *tcp = packet_bytes(p) + l4;
	uint32_t at = find_mss(tcp, bytes);
	if (at == 0 || get_be16(tcp + at) <= mss)
		return EL_DROP_NONE;
	/* The whole words that it touches: an option may start at an odd place. */
	uint32_t odd = at & 1;
	uint8_t *words = tcp + at - odd, old[4];

	memcpy(old, words, 2 + 2 * odd);
	put_be16(tcp + at, mss);
	l4_follow_header(p, csum_diff(old, words, 1 + odd));
	return EL_DROP_NONE;
}
