/* el_parse: from the bytes of a packet to the key the classifier looks up, in one pass.
 *
 * Also compiled into the client library, so it needs libc only. It never reads beyond `len`, writes nothing
 * but *key and *parsed, and accepts no packet whose headers are not all there.
 */
#include "edgelane.h"

#include "parse_l2.h"
#include "parse_tunnel.h"

/* The outer packet of a tunnel is parsed like any other; then its key makes room for the inner one's. */
static uint16_t parse_inner(struct cursor *c, uint16_t in_port, const struct el_endpoint *endpoints,
                            uint32_t count)
{
	struct tunnel_found found = {0};
	struct el_key *key = c->key;
	uint32_t outer_l3 = c->parsed->l3_offset;
	uint32_t outer_l4 = c->parsed->l4_offset;
	uint16_t reason;

	c->at = outer_l4;
	if (key->ip_proto == IP_UDP)
		reason = find_vxlan(c, endpoints, count, &found);
	else
		reason = find_gre(c, endpoints, count, &found);
	if (reason != EL_DROP_NONE || found.type == EL_TUN_NONE)
		return reason;

	struct el_key outer = *key;
	memset(key, 0, sizeof(*key));
	key->in_port = in_port;
	key->tun_type = found.type;
	key->tun_tos = outer.ip_tos;
	key->tun_key = found.key;
	memcpy(key->tun_src, outer.ip_src, 16);
	memcpy(key->tun_dst, outer.ip_dst, 16);
	*c->parsed = (struct el_parsed){
	    .inner_offset = (uint16_t)c->at,
	    .headers_len = (uint16_t)c->at,
	    .outer_l3_offset = (uint16_t)outer_l3,
	    .outer_l4_offset = (uint16_t)outer_l4,
	    .outer_len = (uint16_t)c->at,
	};
	return found.ether_type == ETHER_TEB ? parse_ethernet(c) : parse_l3(c, found.ether_type);
}

uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
                  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
                  struct el_parsed *parsed)
{
	struct cursor c = {
	    .data = data,
	    .limit = len < pkt_len ? len : pkt_len,
	    .end = pkt_len,
	    .key = key,
	    .parsed = parsed,
	};

	memset(key, 0, sizeof(*key));
	memset(parsed, 0, sizeof(*parsed));
	key->in_port = in_port;
	uint16_t reason = parse_ethernet(&c);
	if (endpoint_count == 0 || !endpoints || reason != EL_DROP_NONE)
		return reason;
	/* l4_offset is zero for all but IP, and for later fragments. */
	if (parsed->l4_offset == 0 || key->ip_frag != EL_FRAG_NONE ||
	    (key->ip_proto != IP_UDP && key->ip_proto != IP_GRE))
		return EL_DROP_NONE;
	/* ::ffff:a.b.c.d on the wire is no IPv4 address of ours. */
	if (key->eth_type != __builtin_bswap16(ETHER_IPV4) && is_mapped_ipv4(key->ip_dst))
		return EL_DROP_NONE;
	return parse_inner(&c, in_port, endpoints, endpoint_count);
}
