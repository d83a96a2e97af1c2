/* Renders tunnels and next hops from commands, on the main thread. Must refuse what encap could not run
 * unchecked. */
#include <errno.h>
#include <stddef.h>

#include "checksum.h"
#include "protocol.h"
#include "tunnel.h"

static int bad(uint32_t *bad_offset, size_t offset, int error)
{
	*bad_offset = (uint32_t)offset;
	return error;
}

#define FIELD(member) offsetof(struct el_cmd_tunnel_set, member)

static int is_zero(const uint8_t *bytes, int count)
{
	uint8_t any = 0;

	for (int i = 0; i < count; i++)
		any |= bytes[i];
	return any == 0;
}

/* Neither unspecified nor multicast, of either family. */
static int is_host_address(const uint8_t address[16])
{
	if (is_mapped_ipv4(address))
		return address[12] != 0 && address[12] < 224;
	return !is_zero(address, 16) && address[0] != 0xff;
}

static int check(const struct el_cmd_tunnel_set *cmd, uint32_t max_nexthops, uint32_t *at)
{
	const unsigned known =
	    EL_TUNNEL_MTU_PUNT | EL_TUNNEL_UDP_CSUM | EL_TUNNEL_ZERO6 | EL_TUNNEL_COPY_TOS | EL_TUNNEL_DF;

	if (cmd->type < EL_TUN_VXLAN || cmd->type > EL_TUN_GRE_IP)
		return bad(at, FIELD(type), EL_ERR_RANGE);
	if (cmd->ttl == 0)
		return bad(at, FIELD(ttl), EL_ERR_RANGE);
	if (cmd->flags & ~known)
		return bad(at, FIELD(flags), EL_ERR_RESERVED);
	if (!is_host_address(cmd->local))
		return bad(at, FIELD(local), EL_ERR_RANGE);
	if (!is_host_address(cmd->remote) || is_mapped_ipv4(cmd->local) != is_mapped_ipv4(cmd->remote))
		return bad(at, FIELD(remote), EL_ERR_RANGE);
	if (cmd->type == EL_TUN_VXLAN) {
		uint32_t range = cmd->udp_src_range;

		if (cmd->udp_dst == 0)
			return bad(at, FIELD(udp_dst), EL_ERR_RANGE);
		if (range == 0 || range > 16384 || (range & (range - 1)))
			return bad(at, FIELD(udp_src_range), EL_ERR_RANGE);
		if (cmd->udp_src_min == 0 || cmd->udp_src_min + range > 65536)
			return bad(at, FIELD(udp_src_min), EL_ERR_RANGE);
	}
	if (cmd->nexthop_count > EL_MAX_NEXTHOPS)
		return bad(at, FIELD(nexthop_count), EL_ERR_RANGE);
	if (cmd->rsv0 != 0)
		return bad(at, FIELD(rsv0), EL_ERR_RESERVED);
	if (cmd->rsv1 != 0)
		return bad(at, FIELD(rsv1), EL_ERR_RESERVED);
	for (uint32_t i = 0; i < cmd->nexthop_count; i++)
		if (cmd->nexthops[i] >= max_nexthops)
			return bad(at, FIELD(nexthops) + 4 * i, EL_ERR_RANGE);
	return EL_ERR_OK;
}

static void render_ip(struct tunnel *t, const struct el_cmd_tunnel_set *cmd, uint8_t protocol)
{
	uint8_t *ip = t->header;

	if (t->is_ipv6) {
		t->l3_len = IPV6_BYTES;
		ip[0] = 0x60;
		ip[6] = protocol;
		ip[7] = cmd->ttl;
		memcpy(ip + 8, cmd->local, 16);
		memcpy(ip + 24, cmd->remote, 16);
		t->pseudo_sum = rte_raw_cksum(ip + 8, 32);
	} else {
		t->l3_len = IPV4_BYTES;
		ip[0] = 0x45;
		put_be16(ip + 6, t->flags & EL_TUNNEL_DF ? IPV4_DF : 0);
		ip[8] = cmd->ttl;
		ip[9] = protocol;
		memcpy(ip + 12, cmd->local + 12, 4);
		memcpy(ip + 16, cmd->remote + 12, 4);
		t->ip_sum = rte_raw_cksum(ip, IPV4_BYTES);
		t->pseudo_sum = rte_raw_cksum(ip + 12, 8);
	}
	t->pseudo_sum += __builtin_bswap16(IP_UDP);
}

int tunnel_render(struct tunnel *t, const struct el_cmd_tunnel_set *cmd, uint32_t max_nexthops,
                  uint32_t *bad_offset)
{
	int error = check(cmd, max_nexthops, bad_offset);

	if (error)
		return error;
	memset(t, 0, sizeof(*t));
	t->type = cmd->type;
	t->flags = cmd->flags;
	t->is_ipv6 = (uint8_t)!is_mapped_ipv4(cmd->local);
	t->tos = cmd->tos;
	t->mtu = cmd->mtu;
	t->nexthop_count = (uint8_t)cmd->nexthop_count;
	memcpy(t->nexthops, cmd->nexthops, cmd->nexthop_count * sizeof(t->nexthops[0]));
	render_ip(t, cmd, cmd->type == EL_TUN_VXLAN ? IP_UDP : IP_GRE);
	uint8_t *l4 = t->header + t->l3_len;
	if (cmd->type == EL_TUN_VXLAN) {
		t->udp_src_min = cmd->udp_src_min;
		t->udp_src_mask = (uint16_t)(cmd->udp_src_range - 1);
		put_be16(l4 + 2, cmd->udp_dst);
		l4[8] = VXLAN_FLAG_I;
		t->len = (uint8_t)(t->l3_len + UDP_BYTES + VXLAN_BYTES);
	} else {
		put_be16(l4, GRE_KEY);
		put_be16(l4 + 2, cmd->type == EL_TUN_GRE_IP ? 0 : ETHER_TEB);
		t->len = (uint8_t)(t->l3_len + 8);
	}
	t->straight = !t->is_ipv6 && t->type != EL_TUN_GRE_IP &&
	              (t->flags & (EL_TUNNEL_DF | EL_TUNNEL_UDP_CSUM | EL_TUNNEL_COPY_TOS)) == EL_TUNNEL_DF;
	return EL_ERR_OK;
}

#undef FIELD
#define FIELD(member) offsetof(struct el_cmd_nexthop_set, member)

int nexthop_render(struct nexthop *n, const struct el_cmd_nexthop_set *cmd, uint32_t port_count,
                   uint32_t *bad_offset)
{
	if (cmd->port >= port_count)
		return bad(bad_offset, FIELD(port), EL_ERR_RANGE);
	if (cmd->vlan > 4094)
		return bad(bad_offset, FIELD(vlan), EL_ERR_RANGE);
	if (is_zero(cmd->eth_dst, 6))
		return bad(bad_offset, FIELD(eth_dst), EL_ERR_RANGE);
	if (is_zero(cmd->eth_src, 6) || cmd->eth_src[0] & 1)
		return bad(bad_offset, FIELD(eth_src), EL_ERR_RANGE);
	if (cmd->rsv0 != 0)
		return bad(bad_offset, FIELD(rsv0), EL_ERR_RESERVED);
	memset(n, 0, sizeof(*n));
	n->port = cmd->port;
	n->len = ETHER_BYTES;
	memcpy(n->header, cmd->eth_dst, 6);
	memcpy(n->header + 6, cmd->eth_src, 6);
	if (cmd->vlan) {
		n->len += VLAN_BYTES;
		put_be16(n->header + 12, ETHER_VLAN);
		put_be16(n->header + 14, cmd->vlan);
	}
	return EL_ERR_OK;
}

/* Where the packet is larger than this, encap.c finds out what to do: no tunnel's headers are 100 bytes. */
#define WAY_MOST (UINT16_MAX - 200u)

void tunnel_way_render(struct tunnel *t, uint32_t i, const struct nexthop *n)
{
	struct tunnel_way *w = &t->way[i];

	memset(w, 0, sizeof(*w));
	if (!n || !t->straight || n->len != ETHER_BYTES)
		return;
	w->len = (uint8_t)(n->len + t->len);
	w->port = n->port;
	w->most_key = t->type == EL_TUN_GRE ? UINT32_MAX : 0xffffff;
	w->most = t->mtu && t->mtu < WAY_MOST ? t->mtu : WAY_MOST;
	memcpy(w->header, n->header, n->len);
	put_be16(w->header + n->len - 2, ETHER_IPV4);
	memcpy(w->header + n->len, t->header, t->len);
	w->header[n->len + 1] = t->tos;
	w->ip_sum = rte_raw_cksum(w->header + n->len, IPV4_BYTES);
}
