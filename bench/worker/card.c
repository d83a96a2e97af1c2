/* See card.h. */
#include "card.h"

#include <string.h>

#include <rte_mbuf.h>

#define HEADERS_MOST 256u
#define FRAME_MOST 2048u
#define TCP_FIN_PSH 0x09
#define TCP_CWR 0x80

uint16_t card_sum(uint32_t sum, const uint8_t *at, uint32_t len)
{
	for (; len > 1; len -= 2, at += 2)
		sum += card_get16(at);
	if (len)
		sum += (uint32_t)*at << 8;
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

/* Length and identification of an IP header in front of `rest` bytes. */
static void mend_ip(uint8_t *ip, int is6, uint32_t header, uint32_t rest, uint32_t segment)
{
	if (is6) {
		card_put16(ip + 4, header - 40 + rest);
		return;
	}
	card_put16(ip + 2, header + rest);
	card_put16(ip + 4, card_get16(ip + 4) + segment);
}

static void fill_ip_sum(uint8_t *ip, uint32_t header)
{
	card_put16(ip + 10, ~card_sum(0, ip, header));
}

/* One segment in place: what is in front of its payload is still the whole packet's. */
static void mend(const struct rte_mbuf *m, uint8_t *frame, uint32_t len, uint32_t segment, int last)
{
	const uint64_t flags = m->ol_flags;
	uint8_t *outer = frame + m->outer_l2_len, *ip = outer + m->outer_l3_len + m->l2_len;
	uint8_t *tcp = ip + m->l3_len;
	uint32_t tcp_len = len - (uint32_t)(tcp - frame);

	if (flags & (RTE_MBUF_F_TX_OUTER_IPV4 | RTE_MBUF_F_TX_OUTER_IPV6))
		mend_ip(outer, (flags & RTE_MBUF_F_TX_OUTER_IPV6) != 0, m->outer_l3_len,
		        len - m->outer_l2_len - m->outer_l3_len, segment);
	if (flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM)
		fill_ip_sum(outer, m->outer_l3_len);
	if ((flags & RTE_MBUF_F_TX_TUNNEL_MASK) == RTE_MBUF_F_TX_TUNNEL_VXLAN)
		card_put16(outer + m->outer_l3_len + 4, len - m->outer_l2_len - m->outer_l3_len);
	mend_ip(ip, (flags & RTE_MBUF_F_TX_IPV6) != 0, m->l3_len, tcp_len, segment);
	if (flags & RTE_MBUF_F_TX_IP_CKSUM)
		fill_ip_sum(ip, m->l3_len);
	card_put32(tcp + 4, card_get32(tcp + 4) + segment * m->tso_segsz);
	if (!last)
		tcp[13] &= (uint8_t)~TCP_FIN_PSH;
	if (segment)
		tcp[13] &= (uint8_t)~TCP_CWR;
	/* The seed is in the field, without length. */
	card_put16(tcp + 16, ~card_sum(tcp_len, tcp, tcp_len));
}

const char *card_send(const struct rte_mbuf *m, const char *(*wire)(void *, const uint8_t *, uint32_t),
                      void *arg)
{
	const uint32_t headers = m->outer_l2_len + m->outer_l3_len + m->l2_len + m->l3_len + m->l4_len;
	uint8_t frame[FRAME_MOST];
	uint32_t segment = 0;

	if (headers == 0 || headers > HEADERS_MOST || headers > m->data_len || m->tso_segsz == 0 ||
	    headers + m->tso_segsz > FRAME_MOST)
		return "lengths that a card chokes on";
	for (uint32_t at = headers; at < m->pkt_len; at += m->tso_segsz, segment++) {
		uint32_t bytes = RTE_MIN((uint32_t)m->tso_segsz, m->pkt_len - at);
		const uint8_t *piece = rte_pktmbuf_read(m, at, bytes, frame + headers);
		const char *wrong;

		if (!piece)
			return "a chain shorter than its packet";
		if (piece != frame + headers)
			memcpy(frame + headers, piece, bytes);
		memcpy(frame, rte_pktmbuf_mtod(m, const uint8_t *), headers);
		mend(m, frame, headers + bytes, segment, at + bytes == m->pkt_len);
		wrong = wire(arg, frame, headers + bytes);
		if (wrong)
			return wrong;
	}
	return NULL;
}
