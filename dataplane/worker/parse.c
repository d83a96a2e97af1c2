/* el_parse: from the bytes of a packet to the key the classifier looks up, in one pass.
 *
 * Also compiled into the client library, so it needs libc only. It never reads beyond `len`, writes nothing
 * but *key and *parsed, and accepts no packet whose headers are not all there. The hit path has a shorter way
 * for the common frame, parse_brief.h.
 */
#include "edgelane.h"

#include "parse_l2.h"
#include "parse_tunnel.h"

/* The outer packet of a tunnel is parsed like any other; then its key makes room for the inner one's. */
static uint16_t parse_inner(struct cursor *c, uint16_t in_port, const struct el_endpoint *endpoints,
                            uint32_t count)
{
	struct tunnel_found found = {0};
	const struct el_parsed outer = *c->parsed;
	struct el_key key = {.in_port = in_port, .tun_tos = c->key->ip_tos};
	uint16_t reason;

	c->at = outer.l4_offset;
	if (c->key->ip_proto == IP_UDP)
		reason = find_vxlan(c, endpoints, count, &found);
	else
		reason = find_gre(c, endpoints, count, &found);
	if (reason != EL_DROP_NONE || found.type == EL_TUN_NONE)
		return reason;
	key.tun_type = found.type;
	key.tun_key = found.key;
	memcpy(key.tun_src, c->key->ip_src, 16);
	memcpy(key.tun_dst, c->key->ip_dst, 16);
	*c->key = key;
	*c->parsed = (struct el_parsed){
	    .inner_offset = (uint16_t)c->at,
	    .headers_len = (uint16_t)c->at,
	    .outer_l3_offset = outer.l3_offset,
	    .outer_l4_offset = outer.l4_offset,
	    .outer_len = (uint16_t)c->at,
	};
	return found.ether_type == ETHER_TEB ? parse_ethernet(c) : parse_l3(c, found.ether_type);
}

uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
                  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
                  struct el_parsed *parsed)
{
	uint32_t count = endpoints ? endpoint_count : 0;
	struct cursor c = {
	    .data = data,
	    .limit = len < pkt_len ? len : pkt_len,
	    .end = pkt_len,
	    .key = key,
	    .parsed = parsed,
	};
	uint16_t reason;

	*key = (struct el_key){.in_port = in_port};
	*parsed = (struct el_parsed){0};
	reason = parse_ethernet(&c);
	/* l4_offset is zero for all but IP, and for later fragments. */
	if (reason != EL_DROP_NONE || count == 0 || parsed->l4_offset == 0 || key->ip_frag != EL_FRAG_NONE ||
	    (key->ip_proto != IP_UDP && key->ip_proto != IP_GRE))
		return reason;
	/* ::ffff:a.b.c.d on the wire is no IPv4 address of ours. */
	if (key->eth_type != __builtin_bswap16(ETHER_IPV4) && is_mapped_ipv4(key->ip_dst))
		return EL_DROP_NONE;
	return parse_inner(&c, in_port, endpoints, count);
}
