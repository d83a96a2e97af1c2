/* el_parse: from the bytes of a packet to the key the classifier looks up, in one pass.
 *
 * Also compiled into the client library, so it needs libc only. It never reads beyond `len`, writes nothing
 * but *key and *parsed, and accepts no packet whose headers are not all there.
 */
#include "edgelane.h"

#include "parse_fast.h"
#include "parse_l2.h"
#include "parse_tunnel.h"

/* Any frame at c->at; the head of the key is f's. */
static uint16_t general_frame(struct cursor *c, const struct frame_start *f, int is_ethernet, uint16_t type)
{
	memset(c->key, 0, sizeof(*c->key));
	memcpy(c->key, f->tun, sizeof(f->tun));
	memcpy((uint8_t *)c->key + sizeof(f->tun), &f->tun_dst_low, sizeof(f->tun_dst_low));
	return is_ethernet ? parse_ethernet(c) : parse_l3(c, type);
}

/* The outer packet of a tunnel is parsed like any other; then its key makes room for the inner one's. */
static __attribute__((noinline)) uint16_t parse_inner(struct cursor *c, uint16_t in_port,
                                                      const struct el_endpoint *endpoints, uint32_t count)
{
	struct tunnel_found found = {0};
	struct el_key *key = c->key;
	struct el_parsed outer = *c->parsed;
	uint32_t l3 = 0, headers_len = 0;
	uint16_t reason;

	c->at = outer.l4_offset;
	if (key->ip_proto == IP_UDP)
		reason = find_vxlan(c, endpoints, count, &found);
	else
		reason = find_gre(c, endpoints, count, &found);
	if (reason != EL_DROP_NONE || found.type == EL_TUN_NONE)
		return reason;

	uint64_t head =
	    in_port | (uint32_t)found.type << 16 | (uint32_t)key->ip_tos << 24 | (uint64_t)found.key << 32;
	struct frame_start f = {
	    .tun = {two_words(head, get_raw64(key->ip_src)),
	            two_words(get_raw64(key->ip_src + 8), get_raw64(key->ip_dst))},
	    .tun_dst_low = get_raw64(key->ip_dst + 8),
	    .at = c->at,
	    .limit = c->limit,
	    .end = c->end,
	};
	*c->parsed = (struct el_parsed){
	    .inner_offset = (uint16_t)c->at,
	    .headers_len = (uint16_t)c->at,
	    .outer_l3_offset = outer.l3_offset,
	    .outer_l4_offset = outer.l4_offset,
	    .outer_len = (uint16_t)c->at,
	};
	int is_ethernet = found.ether_type == ETHER_TEB;
	if (!is_ethernet || !fast_frame(c->data, &f, key, &l3, &headers_len))
		return general_frame(c, &f, is_ethernet, found.ether_type);
	c->parsed->l3_offset = (uint16_t)l3;
	c->parsed->l4_offset = (uint16_t)(l3 + IPV4_BYTES);
	c->parsed->headers_len = (uint16_t)headers_len;
	return EL_DROP_NONE;
}

static __attribute__((noinline)) uint16_t parse_general(struct cursor *c, uint16_t in_port,
                                                        const struct el_endpoint *endpoints, uint32_t count)
{
	struct frame_start f = {.tun = {two_words(in_port, 0), _mm_setzero_si128()}};
	const struct el_key *key = c->key;
	uint16_t reason = general_frame(c, &f, 1, 0);

	/* l4_offset is zero for all but IP, and for later fragments. */
	if (reason != EL_DROP_NONE || count == 0 || c->parsed->l4_offset == 0 ||
	    key->ip_frag != EL_FRAG_NONE || (key->ip_proto != IP_UDP && key->ip_proto != IP_GRE))
		return reason;
	/* ::ffff:a.b.c.d on the wire is no IPv4 address of ours. */
	if (key->eth_type != __builtin_bswap16(ETHER_IPV4) && is_mapped_ipv4(key->ip_dst))
		return EL_DROP_NONE;
	return parse_inner(c, in_port, endpoints, count);
}

uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
                  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
                  struct el_parsed *parsed)
{
	struct frame_start f = {
	    .tun = {two_words(in_port, 0), _mm_setzero_si128()},
	    .limit = len < pkt_len ? len : pkt_len,
	    .end = pkt_len,
	};
	uint32_t count = endpoints ? endpoint_count : 0;
	uint32_t l3 = 0, headers_len = 0;
	int fast = fast_frame(data, &f, key, &l3, &headers_len);

	*parsed = (struct el_parsed){
	    .l3_offset = (uint16_t)l3,
	    .l4_offset = (uint16_t)(l3 + IPV4_BYTES),
	    .headers_len = (uint16_t)headers_len,
	};
	if (__builtin_expect(fast && (count == 0 || key->ip_proto != IP_UDP), 1))
		return EL_DROP_NONE;
	struct cursor c = {.data = data, .limit = f.limit, .end = f.end, .key = key, .parsed = parsed};
	if (fast) {
		cursor_narrow(&c, l3 + get_be16(data + l3 + 2));
		return parse_inner(&c, in_port, endpoints, count);
	}
	*parsed = (struct el_parsed){0};
	return parse_general(&c, in_port, endpoints, count);
}
