/* IPv4 and IPv6 headers for each other (RFC 7915). See translate.h. */
#include "translate.h"

#include "chain.h"
#include "checksum.h"
#include "edit.h"
#include "l4_checksum.h"
#include "wish.h"

enum {
	FRAGMENT_BYTES = 8,
	LARGEST_WITHOUT_DF = 1260, /* RFC 7915 5.1 */
};

/* What both headers say, each in its own place. */
struct common {
	uint8_t src[16], dst[16]; /* new */
	uint32_t header;          /* bytes of the old header with all that belongs to it */
	uint32_t payload;         /* bytes behind it */
	uint8_t protocol;         /* in the old family's numbers */
	uint8_t fragment;         /* 1: has an offset, or more follow, or IPv6's own header says so */
	uint16_t word;            /* offset in units of 8 bytes, and IPV4_MF */
	uint32_t id;
};

static void merge(uint8_t now[16], const uint8_t *old, const uint8_t *value, const uint8_t *mask)
{
	for (int i = 0; i < 16; i++)
		now[i] = (uint8_t)((old[i] & ~mask[i]) | (value[i] & mask[i]));
}

/* What IPv6 takes for a header of its own: behind IPv4 the sender would have written it. */
static bool is_extension(uint8_t protocol)
{
	return protocol == IP_HOPOPTS || protocol == IP_ROUTING || protocol == IP_FRAGMENT ||
	       protocol == IP_AH || protocol == IP_DSTOPTS;
}

static uint16_t read_ipv4(struct common *c, const struct packet *p)
{
	const uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint16_t word = get_be16(ip + 6);

	c->header = (ip[0] & 15) * 4u;
	c->payload = get_be16(ip + 2) - c->header;
	c->protocol = ip[9];
	c->word = word & (IPV4_MF | IPV4_OFFSET);
	c->fragment = c->word != 0;
	c->id = get_be16(ip + 4);
	return l4_source_routed(ip) || is_extension(c->protocol) ? EL_DROP_UNTRANSLATABLE : EL_DROP_NONE;
}

/* Hop-by-hop options, destination options and routing headers that are done with are left out (RFC 7915 5.1).
 * The parser has seen all of them. */
static uint16_t read_ipv6(struct common *c, const struct packet *p)
{
	const uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint8_t next = ip[6];
	uint32_t at = IPV6_BYTES;
	uint32_t end =
	    RTE_MIN((uint32_t)IPV6_BYTES + get_be16(ip + 4), (uint32_t)p->m->data_len - p->at.l3_offset);

	c->fragment = 0;
	c->word = 0;
	c->id = 0;
	while (is_extension(next) && next != IP_AH && c->word % 0x2000 == 0) {
		const uint8_t *ext = ip + at;
		uint32_t bytes = next == IP_FRAGMENT || at + 8 > end ? 8 : (ext[1] + 1u) * 8;

		if (at + bytes > end || (next == IP_ROUTING && ext[3] > 0) ||
		    (next == IP_DSTOPTS && l4_has_home_address(ext, bytes)))
			return EL_DROP_UNTRANSLATABLE;
		if (next == IP_FRAGMENT) {
			uint16_t word = get_be16(ext + 2);

			c->fragment = 1;
			c->word = (uint16_t)(word >> 3 | (word & 1 ? IPV4_MF : 0));
			c->id = get_be32(ext + 4);
		}
		next = ext[0];
		at += bytes;
	}
	c->protocol = next;
	c->header = at;
	c->payload = IPV6_BYTES + get_be16(ip + 4) - at;
	return next == IP_AH ? EL_DROP_UNTRANSLATABLE : EL_DROP_NONE;
}

static bool is_echo(uint8_t type, int v4)
{
	return v4 ? type == ICMP_ECHO || type == ICMP_ECHO_REPLY
	          : type == ICMPV6_ECHO || type == ICMPV6_ECHO_REPLY;
}

/* IPv6 has no UDP without checksum but by exception (RFC 8200 8.1). */
static bool lacks_checksum(const struct packet *p, const struct common *c, int to6)
{
	return to6 && c->protocol == IP_UDP && p->at.l4_offset != 0 && !wish_is_partial(p->m) &&
	       get_raw16(packet_bytes(p) + p->at.l4_offset + 6) == 0;
}

/* Transports that have no translation: all of ICMP but whole echoes, the other family's ICMP, fragments of a
 * datagram whose checksum would have to be computed. */
static bool is_foreign(const struct packet *p, const struct common *c, int to6)
{
	if (c->protocol == (to6 ? IP_ICMP : IP_ICMPV6))
		return c->word != 0 || p->at.l4_offset == 0 || c->payload < 8 ||
		       !is_echo(packet_bytes(p)[p->at.l4_offset], to6);
	return c->protocol == (to6 ? IP_ICMPV6 : IP_ICMP) || (c->word != 0 && lacks_checksum(p, c, to6));
}

int translate_growth(const struct packet *p, const struct el_act_translate *act, enum translate_df *df)
{
	struct common c;
	int to6 = act->family == 6;

	if (to6 ? !packet_is_ipv4(p) : !packet_is_ipv6(p))
		return 0;
	if ((to6 ? read_ipv4 : read_ipv6)(&c, p) != EL_DROP_NONE || is_foreign(p, &c, to6))
		return 0;
	int now = to6 ? IPV6_BYTES + (c.fragment ? FRAGMENT_BYTES : 0) : IPV4_BYTES;

	*df = to6 || (!c.fragment && c.payload + IPV4_BYTES > LARGEST_WITHOUT_DF) ? TRANSLATE_WHOLE
	                                                                          : TRANSLATE_NO_DF;
	return now - (int)c.header;
}

/* Echo requests and replies: type and checksum. The pseudo header is IPv6's alone. */
static void translate_icmp(struct packet *p, struct common *c, int to6)
{
	uint8_t *icmp = packet_bytes(p) + p->at.l4_offset;
	uint8_t now[2];
	struct {
		uint8_t addresses[32];
		uint8_t length[4], protocol[4];
	} pseudo = {.protocol = {0, 0, 0, IP_ICMPV6}};
	static const uint8_t none[sizeof(pseudo)];

	memcpy(pseudo.addresses, to6 ? c->src : p->key.ip_src, 16);
	memcpy(pseudo.addresses + 16, to6 ? c->dst : p->key.ip_dst, 16);
	put_be32(pseudo.length, c->payload);
	now[0] = to6 ? (icmp[0] == ICMP_ECHO ? ICMPV6_ECHO : ICMPV6_ECHO_REPLY)
	             : (icmp[0] == ICMPV6_ECHO ? ICMP_ECHO : ICMP_ECHO_REPLY);
	now[1] = icmp[1];
	uint32_t diff = csum_diff(icmp, now, 1);
	diff +=
	    to6 ? csum_diff(none, &pseudo, sizeof(pseudo) / 2) : csum_diff(&pseudo, none, sizeof(pseudo) / 2);
	memcpy(icmp, now, 2);
	csum_apply(icmp + 2, diff);
	c->protocol = to6 ? IP_ICMPV6 : IP_ICMP;
}

/* Computed, over all of the datagram. */
static void add_udp_checksum(struct packet *p, const struct common *c)
{
	uint8_t *udp = packet_bytes(p) + p->at.l4_offset;
	uint8_t pseudo[8] = {0};

	put_be32(pseudo, c->payload);
	pseudo[7] = IP_UDP;
	uint64_t sum = (uint64_t)csum_bytes(c->src, 16) + csum_bytes(c->dst, 16) + csum_bytes(pseudo, 8) +
	               csum_chain(p->m, p->at.l4_offset, c->payload);
	uint16_t csum = (uint16_t)~csum_fold(sum);
	put_raw16(udp + 6, csum ? csum : 0xffff);
}

/* What in the transport header hangs on the family; it is not foreign. */
static void translate_l4(struct packet *p, struct common *c, int to6)
{
	if (c->protocol == (to6 ? IP_ICMP : IP_ICMPV6)) {
		translate_icmp(p, c, to6);
	} else if (lacks_checksum(p, c, to6)) {
		add_udp_checksum(p, c);
	} else if (p->at.l4_offset != 0) {
		l4_follow_address(p, 0, p->key.ip_src, c->src);
		l4_follow_address(p, 1, p->key.ip_dst, c->dst);
	}
}

static void write_ipv6(uint8_t *ip, const struct common *c, uint8_t tos, uint8_t ttl)
{
	put_be32(ip, 6u << 28 | (uint32_t)tos << 20);
	put_be16(ip + 4, (uint16_t)(c->payload + (c->fragment ? FRAGMENT_BYTES : 0)));
	ip[6] = c->fragment ? IP_FRAGMENT : c->protocol;
	ip[7] = ttl;
	memcpy(ip + 8, c->src, 16);
	memcpy(ip + 24, c->dst, 16);
	if (!c->fragment)
		return;
	ip[40] = c->protocol;
	ip[41] = 0;
	put_be16(ip + 42, (uint16_t)((c->word & IPV4_OFFSET) << 3 | (c->word & IPV4_MF ? 1 : 0)));
	put_be32(ip + 44, c->id);
}

static void write_ipv4(uint8_t *ip, const struct common *c, uint8_t tos, uint8_t ttl, uint16_t id)
{
	uint32_t total = IPV4_BYTES + c->payload;

	ip[0] = 0x45;
	ip[1] = tos;
	put_be16(ip + 2, (uint16_t)total);
	put_be16(ip + 4, c->fragment ? (uint16_t)c->id : total > LARGEST_WITHOUT_DF ? 0 : id);
	put_be16(ip + 6, c->fragment ? c->word : total > LARGEST_WITHOUT_DF ? IPV4_DF : 0);
	ip[8] = ttl;
	ip[9] = c->protocol;
	put_raw16(ip + 10, 0);
	memcpy(ip + 12, c->src + 12, 4);
	memcpy(ip + 16, c->dst + 12, 4);
	put_raw16(ip + 10, (uint16_t)~csum_bytes(ip, IPV4_BYTES));
}

/* Of fields that a transport has; 0 where there is none. */
static uint16_t l4_checksum_of(const struct packet *p, uint8_t protocol)
{
	const uint8_t *l4 = packet_bytes(p) + p->at.l4_offset;
	uint32_t at = protocol == IP_TCP ? 16 : protocol == IP_UDP ? 6 : protocol == IP_ICMP ? 2 : 0;

	return p->at.l4_offset == 0 || at == 0 ? 0 : get_be16(l4 + at);
}

uint16_t translate(struct packet *p, const struct el_act_translate *act)
{
	uint8_t ethernet[ETHER_BYTES + 2 * VLAN_BYTES];
	uint32_t l3 = p->at.l3_offset;
	int to6 = act->family == 6;
	struct common c;
	uint16_t reason;

	if (to6 ? !packet_is_ipv4(p) : !packet_is_ipv6(p))
		return EL_DROP_ACTION_INVALID;
	merge(c.src, p->key.ip_src, act->src, act->src_mask);
	merge(c.dst, p->key.ip_dst, act->dst, act->dst_mask);
	if (is_mapped_ipv4(c.src) == to6 || is_mapped_ipv4(c.dst) == to6 || l3 > sizeof(ethernet))
		return EL_DROP_ACTION_INVALID;
	reason = (to6 ? read_ipv4 : read_ipv6)(&c, p);
	if (unlikely(reason != EL_DROP_NONE))
		return reason;
	if (unlikely(is_foreign(p, &c, to6)))
		return EL_DROP_UNTRANSLATABLE;
	translate_l4(p, &c, to6);
	if (unlikely(c.payload + IPV6_BYTES + FRAGMENT_BYTES > UINT16_MAX))
		return EL_DROP_OVERSIZED;

	const uint8_t *ip = packet_bytes(p) + l3;
	uint8_t ttl = ip[to6 ? 8 : 7], tos = p->key.ip_tos;
	uint16_t id = l4_checksum_of(p, c.protocol);
	uint32_t header = to6 ? IPV6_BYTES + (c.fragment ? FRAGMENT_BYTES : 0) : IPV4_BYTES;
	memcpy(ethernet, packet_bytes(p), l3);
	/* What padded the frame would be payload to nobody, but a longer frame needs none. */
	chain_trim(p->m, l3 + c.header + c.payload);
	rte_pktmbuf_adj(p->m, (uint16_t)(l3 + c.header));
	uint8_t *frame = (uint8_t *)rte_pktmbuf_prepend(p->m, (uint16_t)(l3 + header));
	if (unlikely(!frame))
		return EL_DROP_NO_HEADROOM;
	memcpy(frame, ethernet, l3);
	put_be16(frame + l3 - 2, to6 ? ETHER_IPV6 : ETHER_IPV4);
	if (to6)
		write_ipv6(frame + l3, &c, tos, ttl);
	else
		write_ipv4(frame + l3, &c, tos, ttl, id);
	p->stale = 1;
	return EL_DROP_NONE;
}
