/* See headers.h. */
#include "headers.h"

#include <string.h>

enum { TCP = 6, UDP = 17, GRE = 47 };

static void read_l4(struct layer *l, const uint8_t *f, bool later)
{
	uint32_t room = l->end - l->l4;

	if (later)
		return;
	if (l->proto == UDP && room >= 8)
		l->l4_len = 8;
	if (l->proto == TCP && room >= 20 && (f[l->l4 + 12] >> 4) >= 5 && (f[l->l4 + 12] >> 4) * 4u <= room)
		l->l4_len = (f[l->l4 + 12] >> 4) * 4u;
}

static void read_ipv4(struct layer *l, const uint8_t *f, uint32_t len, bool uncut)
{
	const uint8_t *ip = f + l->l3;
	uint32_t bytes, offset, total;

	if (len - l->l3 < 20 || ip[0] >> 4 != 4)
		return;
	bytes = (ip[0] & 15) * 4u;
	total = uncut ? len - l->l3 : read16(ip + 2);
	if (bytes < 20 || total < bytes || total > len - l->l3)
		return;
	l->version = 4;
	l->options = bytes > 20;
	l->proto = ip[9];
	l->l4 = l->l3 + bytes;
	l->end = l->l3 + total;
	offset = read16(ip + 6) & 0x1fff;
	l->fragment = offset || ip[6] & 0x20;
	read_l4(l, f, offset != 0);
}

static void read_ipv6(struct layer *l, const uint8_t *f, uint32_t len, bool uncut)
{
	const uint8_t *ip = f + l->l3;
	bool later = false;
	uint32_t at, total;

	if (len - l->l3 < 40 || ip[0] >> 4 != 6)
		return;
	total = uncut ? len - l->l3 - 40 : read16(ip + 4);
	if (total > len - l->l3 - 40)
		return;
	l->version = 6;
	l->end = l->l3 + 40 + total;
	l->proto = ip[6];
	at = l->l3 + 40;
	while ((l->proto == 0 || l->proto == 43 || l->proto == 44 || l->proto == 60) && at + 8 <= l->end) {
		uint32_t bytes = l->proto == 44 ? 8 : 8u + f[at + 1] * 8u;

		if (l->proto == 44) {
			l->fragment = true;
			later = (read16(f + at + 2) & 0xfff8) != 0;
		}
		l->options = true;
		l->proto = f[at];
		at += bytes;
		if (at > l->end) {
			l->version = 0;
			return;
		}
		if (later)
			break;
	}
	l->l4 = at;
	read_l4(l, f, later);
}

static void read_l3(struct layer *l, const uint8_t *f, uint32_t len, bool uncut)
{
	if (l->type == 0x0800)
		read_ipv4(l, f, len, uncut);
	else if (l->type == 0x86dd)
		read_ipv6(l, f, len, uncut);
}

static void read_ethernet(struct layer *l, const uint8_t *f, uint32_t len, uint32_t at, bool uncut)
{
	memset(l, 0, sizeof(*l));
	l->l2 = at;
	if (len < at + 14)
		return;
	l->ethernet = true;
	at += 12;
	while (len >= at + 6 && (read16(f + at) == 0x8100 || read16(f + at) == 0x88a8)) {
		l->tags++;
		at += 4;
	}
	l->type = (uint16_t)read16(f + at);
	l->l3 = at + 2;
	read_l3(l, f, len, uncut);
}

void headers_read(struct headers *h, const uint8_t *f, uint32_t len, bool uncut)
{
	memset(h, 0, sizeof(*h));
	h->uncut = uncut;
	read_ethernet(&h->outer, f, len, 0, uncut);
}

void headers_vxlan(struct headers *h, const uint8_t *f, uint32_t len)
{
	if (h->outer.proto != UDP || !h->outer.l4_len || h->outer.fragment ||
	    h->outer.end < h->outer.l4 + 8 + 8 + 14)
		return;
	h->tunnel = TUNNEL_VXLAN;
	h->vni = read32(f + h->outer.l4 + 12) >> 8;
	read_ethernet(&h->inner, f, len, h->outer.l4 + 16, h->uncut);
}

void headers_gre(struct headers *h, const uint8_t *f, uint32_t len)
{
	const uint8_t *gre = f + h->outer.l4;
	uint32_t at = h->outer.l4 + 4;

	if (!h->outer.version || h->outer.proto != GRE || h->outer.fragment || h->outer.end < at ||
	    gre[1] & 7)
		return;
	at += gre[0] & 0x80 ? 4 : 0;
	if (gre[0] & 0x20 && at + 4 <= h->outer.end)
		h->vni = read32(f + at) >> 8;
	at += gre[0] & 0x20 ? 4 : 0;
	at += gre[0] & 0x10 ? 4 : 0;
	if (at > h->outer.end)
		return;
	if (read16(gre + 2) == 0x6558) {
		h->tunnel = TUNNEL_NVGRE_LIKE;
		read_ethernet(&h->inner, f, len, at, h->uncut);
		return;
	}
	h->tunnel = TUNNEL_GRE;
	memset(&h->inner, 0, sizeof(h->inner));
	h->inner.l2 = at;
	h->inner.type = (uint16_t)read16(gre + 2);
	h->inner.l3 = at;
	read_l3(&h->inner, f, len, h->uncut);
}
