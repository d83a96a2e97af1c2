/* IPv4 fragments as copies of their packet. See fragment.h. */
#include "fragment.h"

#include "checksum.h"
#include "edit.h"
#include "finish.h"

int fragment_too_big(const struct packet *p, uint32_t mtu)
{
	return unlikely(p->m->pkt_len - p->at.l3_offset > mtu) && finish_frame(p->m) - p->at.l3_offset > mtu;
}

int fragment_allowed(const struct packet *p)
{
	return packet_is_ipv4(p) && !(p->m->ol_flags & WISH_SEGMENT) &&
	       !(get_be16(packet_bytes(p) + p->at.l3_offset + 6) & IPV4_DF);
}

uint16_t fragment_open(struct fragments *f, struct packet *p, uint32_t mtu)
{
	struct shape s;

	if (unlikely(p->m->ol_flags & WISHES)) {
		uint16_t reason = finish_shape(&p->m, &s);

		if (reason != EL_DROP_NONE)
			return reason;
		finish_checksums(p->m, &s);
	}
	const uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint32_t bytes = (ip[0] & 15) * 4u;

	f->p = p;
	f->head = p->at.l3_offset + bytes;
	f->size = (mtu - bytes) & ~7u;
	f->done = 0;
	f->left = packet_ip_length(p) - bytes;
	return EL_DROP_NONE;
}

/* Options that do not go into later fragments become NOPs (RFC 791 3.1: the copied flag). */
static void spare_options(uint8_t *ip, uint32_t bytes)
{
	for (uint32_t at = IPV4_BYTES; at < bytes && ip[at] != 0;) {
		uint32_t len = ip[at] == 1 || at + 1 == bytes || ip[at + 1] < 2 ? 1 : ip[at + 1];

		len = RTE_MIN(len, bytes - at);
		if (!(ip[at] & 0x80))
			memset(ip + at, 1, len);
		at += len;
	}
}

struct rte_mbuf *fragment_next(struct fragments *f)
{
	struct rte_mbuf *from = f->p->m;
	uint32_t take = RTE_MIN(f->size, f->left);
	struct rte_mbuf *m = rte_pktmbuf_copy(from, from->pool, f->head + f->done, take);
	uint8_t *head = m ? (uint8_t *)rte_pktmbuf_prepend(m, (uint16_t)f->head) : NULL;

	if (unlikely(!head)) {
		rte_pktmbuf_free(m);
		f->left = 0;
		return NULL;
	}
	uint8_t *ip = head + f->p->at.l3_offset;
	uint32_t bytes = f->head - f->p->at.l3_offset;

	memcpy(head, packet_bytes(f->p), f->head);
	f->left -= take;
	uint16_t word = (uint16_t)(get_be16(ip + 6) + f->done / 8);
	put_be16(ip + 6, f->left > 0 ? word | IPV4_MF : word);
	put_be16(ip + 2, (uint16_t)(bytes + take));
	if (f->done > 0)
		spare_options(ip, bytes);
	put_raw16(ip + 10, 0);
	put_raw16(ip + 10, (uint16_t)~csum_bytes(ip, bytes));
	f->done += take;
	return m;
}
