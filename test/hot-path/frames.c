/* See frames.h. */
#include "frames.h"

#include <string.h>

#include "bytes.h"
#include "protocol.h"

#define FRAME_NAME(name) #name,
const char *const frame_kind_names[FRAME_KIND_COUNT] = {FRAME_KINDS(FRAME_NAME)};

struct maker {
	uint8_t *out;
	uint32_t len;
	const struct frame_pool *pool;
	struct dice *d;
	struct frame *f;
	int inside;
};

void frame_pool_make(struct frame_pool *p, struct dice *d)
{
	*p = (struct frame_pool){.endpoints = 1 + dice_roll(d, POOL - 1)};
	for (uint32_t i = 0; i < POOL; i++) {
		dice_bytes(d, p->mac[i], 6);
		p->mac[i][0] = (uint8_t)(i == POOL - 1 ? 0xff : 2 | (p->mac[i][0] & 0xfc));
		dice_bytes(d, p->ip4[i], 4);
		p->ip4[i][0] = 10;
		dice_bytes(d, p->ip6[i], 16);
		p->ip6[i][0] = 0x20;
		if (i == POOL - 1) { /* ::ffff:a.b.c.d on the wire */
			map_ipv4(p->ip6[i], p->ip4[i]);
		}
		dice_bytes(d, &p->tp[i], 2);
		p->vid[i] = (uint16_t)dice_roll(d, 4096);
		p->tunnel_key[i] = dice_roll(d, 1u << 24);
		dice_bytes(d, p->vtep4[i], 4);
		dice_bytes(d, p->vtep6[i], 16);
	}
	for (uint32_t i = 0; i < p->endpoints; i++) {
		struct el_endpoint *e = &p->endpoint[i];

		e->type = (uint8_t)(1 + i % 3);
		e->udp_dst = e->type == EL_TUN_VXLAN ? (i < 3 ? 4789 : 8472) : 0;
		if (i % 2)
			memcpy(e->local, p->ip6[i % 3], 16);
		else
			map_ipv4(e->local, p->ip4[i % 3]);
	}
}

static uint8_t *more(struct maker *m, uint32_t bytes)
{
	uint8_t *at = m->out + m->len;

	memset(at, 0, bytes);
	m->len += bytes;
	return at;
}

static void ipv4_sum(uint8_t *ip)
{
	uint32_t sum = 0, bytes = (ip[0] & 15) * 4u;

	put_be16(ip + 10, 0);
	for (uint32_t i = 0; i < bytes; i += 2)
		sum += get_be16(ip + i);
	sum = (sum & 0xffff) + (sum >> 16);
	put_be16(ip + 10, (uint16_t) ~(sum + (sum >> 16)));
}

static uint8_t ttl(struct dice *d)
{
	static const uint8_t some[] = {0, 1, 2, 3, 14, 15, 16, 128, 255};

	return dice_chance(d, 80) ? 64 : some[dice_roll(d, sizeof(some))];
}

static uint8_t tos(struct dice *d)
{
	return dice_chance(d, 70) ? 0 : (uint8_t)dice_roll(d, 256);
}

/* A transport header and some payload; which, by IP protocol. */
static void transport(struct maker *m, uint8_t proto)
{
	const struct frame_pool *p = m->pool;
	uint32_t payload = dice_chance(m->d, 90)   ? dice_roll(m->d, 40)
	                   : dice_chance(m->d, 80) ? dice_roll(m->d, 1400)
	                                           : dice_roll(m->d, 2600);
	uint32_t at = m->len;
	uint8_t *l4;

	switch (proto) {
	case IP_TCP:
		l4 = more(m, TCP_BYTES);
		l4[12] = 0x50;
		l4[13] = (uint8_t)(dice_chance(m->d, 60) ? 0x10 : dice_roll(m->d, 256));
		dice_bytes(m->d, l4 + 16, 2);
		if (dice_chance(m->d, 10)) {
			l4[12] = 0x70;
			more(m, 8);
		}
		break;
	case IP_UDP:
		l4 = more(m, UDP_BYTES);
		put_be16(l4 + 4, (uint16_t)(UDP_BYTES + payload));
		if (dice_chance(m->d, 70))
			dice_bytes(m->d, l4 + 6, 2);
		break;
	case IP_SCTP:
		l4 = more(m, SCTP_BYTES);
		break;
	case IP_ICMP:
		l4 = more(m, 8);
		l4[0] = (uint8_t)(dice_chance(m->d, 70) ? dice_roll(m->d, 2) * 8 : dice_roll(m->d, 20));
		dice_bytes(m->d, l4 + 2, 2);
		l4[5] = (uint8_t)dice_roll(m->d, 4);
		goto data;
	case IP_ICMPV6:
		l4 = more(m, ND_BYTES);
		l4[0] = (uint8_t)(128 + dice_roll(m->d, 10));
		dice_bytes(m->d, l4 + 2, 2);
		l4[5] = (uint8_t)dice_roll(m->d, 4);
		memcpy(l4 + 8, p->ip6[dice_roll(m->d, POOL)], 16);
		goto data;
	default:
		goto data;
	}
	put_raw16(m->out + at, p->tp[dice_roll(m->d, POOL)]);
	put_raw16(m->out + at + 2, p->tp[dice_roll(m->d, POOL)]);
data:
	dice_bytes(m->d, more(m, payload), payload < 64 ? payload : 64);
}

static const uint8_t protos4[] = {IP_TCP, IP_TCP, IP_TCP, IP_UDP, IP_UDP, IP_ICMP, IP_SCTP, 50};
static const uint8_t protos6[] = {IP_TCP, IP_TCP, IP_UDP, IP_UDP, IP_ICMPV6, IP_ICMPV6, IP_SCTP, 59};

static void kind(struct maker *m, enum frame_kind kind)
{
	if (!m->inside)
		m->f->kind = kind;
}

/* src NULL: out of the pool. proto 0: any. body: what follows a tunnel's outer header instead. */
static uint8_t *ipv4(struct maker *m, const uint8_t *src, const uint8_t *dst, uint8_t proto)
{
	uint32_t options = proto == 0 && dice_chance(m->d, 4) ? 4 * (1 + dice_roll(m->d, 10)) : 0,
	         at = m->len;
	uint8_t *ip = more(m, IPV4_BYTES + options);
	uint16_t frag = (uint16_t)(dice_chance(m->d, 60) ? IPV4_DF : 0);

	if (proto == 0 && dice_chance(m->d, 4)) {
		frag = (uint16_t)(dice_chance(m->d, 50) ? IPV4_MF : 0) | (uint16_t)dice_roll(m->d, 3);
		if (dice_chance(m->d, 10))
			frag |= 0x8000;
	}
	ip[0] = (uint8_t)(0x40 | (IPV4_BYTES + options) / 4);
	ip[1] = tos(m->d);
	dice_bytes(m->d, ip + 4, 2);
	put_be16(ip + 6, frag);
	ip[8] = ttl(m->d);
	ip[9] = proto ? proto : protos4[dice_roll(m->d, sizeof(protos4))];
	memcpy(ip + 12, src ? src : m->pool->ip4[dice_roll(m->d, POOL)], 4);
	memcpy(ip + 16, dst ? dst : m->pool->ip4[dice_roll(m->d, POOL)], 4);
	if (options)
		memset(ip + IPV4_BYTES, 1, options); /* NOP */
	if (proto)
		return ip;
	kind(m, options                          ? FRAME_IPV4_OPTIONS
	        : frag & (IPV4_MF | IPV4_OFFSET) ? FRAME_IPV4_FRAGMENT
	        : ip[9] == IP_TCP                ? FRAME_IPV4_TCP
	        : ip[9] == IP_UDP                ? FRAME_IPV4_UDP
	        : ip[9] == IP_ICMP               ? FRAME_IPV4_ICMP
	                                         : FRAME_IPV4_OTHER);
	transport(m, ip[9]);
	put_be16(ip + 2, (uint16_t)(m->len - at));
	ipv4_sum(ip);
	return ip;
}

static uint8_t extension(struct maker *m, uint8_t next)
{
	static const uint8_t kinds[] = {IP_HOPOPTS, IP_DSTOPTS, IP_ROUTING, IP_FRAGMENT, IP_AH};
	uint8_t is = kinds[dice_roll(m->d, sizeof(kinds))], *e = more(m, 8);

	e[0] = next;
	if (is == IP_FRAGMENT)
		put_be16(e + 2, (uint16_t)(dice_roll(m->d, 3) << 3 | dice_roll(m->d, 2)));
	else if (is == IP_AH)
		e[1] = 0; /* in words, minus 2 */
	else
		e[2] = 1, e[3] = 4; /* PadN */
	return is;
}

static uint8_t *ipv6(struct maker *m, const uint8_t *src, const uint8_t *dst, uint8_t proto)
{
	uint32_t at = m->len;
	uint8_t *ip = more(m, IPV6_BYTES), last = proto ? proto : protos6[dice_roll(m->d, sizeof(protos6))];

	put_be32(ip, 6u << 28 | (uint32_t)tos(m->d) << 20 | (dice_roll(m->d, 1 << 20) & 0xfffff));
	ip[6] = last;
	ip[7] = ttl(m->d);
	memcpy(ip + 8, src ? src : m->pool->ip6[dice_roll(m->d, POOL)], 16);
	memcpy(ip + 24, dst ? dst : m->pool->ip6[dice_roll(m->d, POOL)], 16);
	if (proto)
		return ip;
	kind(m, last == IP_TCP      ? FRAME_IPV6_TCP
	        : last == IP_UDP    ? FRAME_IPV6_UDP
	        : last == IP_ICMPV6 ? FRAME_IPV6_ICMP
	                            : FRAME_IPV6_OTHER);
	if (dice_chance(m->d, 5)) {
		kind(m, FRAME_IPV6_EXTENSION);
		ip[6] = extension(m, last);
	}
	transport(m, last);
	put_be16(ip + 4, (uint16_t)(m->len - at - IPV6_BYTES));
	return ip;
}

static void arp(struct maker *m)
{
	uint8_t *a = more(m, ARP_BYTES);

	kind(m, FRAME_ARP);
	put_be16(a, 1);
	put_be16(a + 2, ETHER_IPV4);
	a[4] = 6;
	a[5] = 4;
	put_be16(a + 6, (uint16_t)(1 + dice_roll(m->d, 2)));
	memcpy(a + 8, m->pool->mac[dice_roll(m->d, POOL)], 6);
	memcpy(a + 14, m->pool->ip4[dice_roll(m->d, POOL)], 4);
	memcpy(a + 24, m->pool->ip4[dice_roll(m->d, POOL)], 4);
	more(m, dice_chance(m->d, 50) ? 18 : 0);
}

static void ethernet(struct maker *m);

/* Outer headers to one of our tunnel addresses, or nearly; then what is inside. */
static void tunnelled(struct maker *m)
{
	const struct frame_pool *p = m->pool;
	const struct el_endpoint *e = &p->endpoint[dice_roll(m->d, p->endpoints)];
	uint32_t key = p->tunnel_key[dice_roll(m->d, POOL)], at = m->len;
	/* A datagram to port 0 of a GRE endpoint is no tunnel. */
	int v4 = is_mapped_ipv4(e->local), ip_inside = 0;
	int vxlan = e->type == EL_TUN_VXLAN || dice_chance(m->d, 3);
	uint8_t proto = vxlan ? IP_UDP : IP_GRE, *ip, *l4;

	if (v4)
		ip = ipv4(m, p->vtep4[dice_roll(m->d, POOL)], e->local + 12, proto);
	else
		ip = ipv6(m, p->vtep6[dice_roll(m->d, POOL)], e->local, proto);
	l4 = more(m, vxlan ? UDP_BYTES + VXLAN_BYTES : 4);
	if (vxlan) {
		if (e->udp_dst)
			kind(m, FRAME_VXLAN);
		dice_bytes(m->d, l4, 2);
		put_be16(l4 + 2, e->udp_dst);
		if (dice_chance(m->d, 30))
			dice_bytes(m->d, l4 + 6, 2);
		l4[8] = (uint8_t)(dice_chance(m->d, 97) ? VXLAN_FLAG_I : dice_roll(m->d, 256));
		put_be32(l4 + 12, key << 8);
	} else {
		uint16_t flags = dice_chance(m->d, 90) || e->type == EL_TUN_NVGRE ? GRE_KEY : 0;

		if (e->type == EL_TUN_GRE && dice_chance(m->d, 10))
			flags |= dice_chance(m->d, 50) ? GRE_SEQ : GRE_CSUM;
		ip_inside = e->type == EL_TUN_GRE && dice_chance(m->d, 30);
		kind(m, ip_inside ? FRAME_GRE_IP : e->type == EL_TUN_NVGRE ? FRAME_NVGRE : FRAME_GRE);
		put_be16(l4, flags);
		put_be16(l4 + 2, ETHER_TEB);
		if (flags & GRE_CSUM)
			more(m, 4);
		if (flags & GRE_KEY)
			put_be32(more(m, 4), e->type == EL_TUN_NVGRE ? key << 8 | dice_roll(m->d, 256) : key);
		if (flags & GRE_SEQ)
			more(m, 4);
	}
	m->inside = 1;
	if (ip_inside) {
		int six = dice_chance(m->d, 40);

		put_be16(l4 + 2, six ? ETHER_IPV6 : ETHER_IPV4);
		six ? ipv6(m, NULL, NULL, 0) : ipv4(m, NULL, NULL, 0);
	} else {
		ethernet(m);
	}
	m->inside = 0;
	if (vxlan)
		put_be16(l4 + 4, (uint16_t)(m->len - (uint32_t)(l4 - m->out)));
	if (v4) {
		put_be16(ip + 2, (uint16_t)(m->len - at));
		ipv4_sum(ip);
	} else {
		put_be16(ip + 4, (uint16_t)(m->len - at - IPV6_BYTES));
	}
}

static void ethernet(struct maker *m)
{
	const struct frame_pool *p = m->pool;
	uint8_t *eth = more(m, ETHER_BYTES - 2);
	uint32_t tags = dice_chance(m->d, 75) ? 0 : dice_chance(m->d, 70) ? 1 : dice_chance(m->d, 80) ? 2 : 3;
	uint32_t what = dice_roll(m->d, 100);

	memcpy(eth, p->mac[dice_roll(m->d, POOL)], 6);
	memcpy(eth + 6, p->mac[dice_roll(m->d, POOL - 1)], 6);
	if (!m->inside)
		m->f->tags = (uint8_t)tags;
	for (uint32_t i = 0; i < tags; i++) {
		uint8_t *tag = more(m, VLAN_BYTES);

		put_be16(tag,
		         (uint16_t)(tags > 1 && i == 0 ? (dice_chance(m->d, 80) ? ETHER_QINQ : ETHER_QINQ_OLD)
		                                       : ETHER_VLAN));
		put_be16(tag + 2, (uint16_t)(p->vid[dice_roll(m->d, POOL)] | dice_roll(m->d, 16) << 12));
	}
	uint8_t *type = more(m, 2);

	if (what < 45 || (m->inside && what < 65)) {
		put_be16(type, ETHER_IPV4);
		ipv4(m, NULL, NULL, 0);
	} else if (what < 65 || (m->inside && what < 95)) {
		put_be16(type, ETHER_IPV6);
		ipv6(m, NULL, NULL, 0);
	} else if (what < 93 && !m->inside) {
		put_be16(type, ETHER_IPV4); /* or IPv6, by the endpoint */
		uint32_t at = m->len;

		tunnelled(m);
		if (m->out[at] >> 4 == 6)
			put_be16(m->out + at - 2, ETHER_IPV6);
	} else if (what < 97) {
		put_be16(type, ETHER_ARP);
		arp(m);
	} else {
		uint16_t length = (uint16_t)(46 + dice_roll(m->d, 20));

		kind(m, FRAME_OTHER_ETHERNET);
		put_be16(type, dice_chance(m->d, 50) ? length : (uint16_t)(0x8800 + dice_roll(m->d, 200)));
		more(m, length);
	}
}

void frame_make(struct frame *f, const struct frame_pool *pool, struct dice *d)
{
	struct maker m = {.out = f->bytes, .pool = pool, .d = d, .f = f};

	f->damaged = 0;
	ethernet(&m);
	f->len = m.len;
	if (dice_chance(d, 20) && f->len < 60) { /* padding of a real Ethernet */
		memset(f->bytes + f->len, 0, 60 - f->len);
		f->len = 60;
	}
}

/* Where the IPv4 header is, with at most one tag; 0: elsewhere, or none. */
static uint32_t ipv4_at(const struct frame *f)
{
	uint32_t at = ETHER_BYTES;

	if (is_tpid(get_be16(f->bytes + 12)))
		at += VLAN_BYTES;
	return f->len >= at + IPV4_BYTES && get_be16(f->bytes + at - 2) == ETHER_IPV4 && f->bytes[at] >= 0x45
	           ? at
	           : 0;
}

void frame_vary(struct frame *f, struct dice *d)
{
	uint32_t ip = ipv4_at(f);

	if (dice_chance(d, 40))
		f->bytes[f->len - 1] = (uint8_t)dice_word(d);
	if (!ip || dice_chance(d, 50))
		return;
	f->bytes[ip + 8] = ttl(d);
	if (dice_chance(d, 20))
		f->bytes[ip + 1] = tos(d);
	dice_bytes(d, f->bytes + ip + 4, 2);
	if ((f->bytes[ip] & 15) * 4u + ip <= f->len)
		ipv4_sum(f->bytes + ip);
}

void frame_damage(struct frame *f, struct dice *d)
{
	uint32_t head = f->len < 120 ? f->len : 120, ip = ipv4_at(f);

	f->damaged = 1;
	if (dice_chance(d, 40)) {
		f->len = 1 + dice_roll(d, f->len);
		return;
	}
	for (uint32_t i = 1 + dice_roll(d, 3); i > 0; i--)
		f->bytes[dice_roll(d, head)] ^=
		    (uint8_t)(dice_chance(d, 50) ? 1u << dice_roll(d, 8) : dice_roll(d, 256));
	if (ip && dice_chance(d, 70) && (f->bytes[ip] & 15) >= 5 && (f->bytes[ip] & 15) * 4u + ip <= f->len)
		ipv4_sum(f->bytes + ip);
}
