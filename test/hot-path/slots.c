/* See slots.h. */
#include "slots.h"

#include <stddef.h>
#include <string.h>

#include "bytes.h"
#include "protocol.h"

#define SLOT_NAME(name) #name,
const char *const slot_kind_names[SLOT_KIND_COUNT] = {SLOT_KINDS(SLOT_NAME)};

#define FIELD(member) offsetof(struct el_key, member)

/* 02:nn:nn:vv:vv:vv as destination, 06:nn:nn:vv:vv:vv as source. */
static void name_mac(uint8_t *mac, uint8_t first, uint32_t number, uint32_t version)
{
	mac[0] = first;
	put_be16(mac + 1, (uint16_t)number);
	mac[3] = (uint8_t)(version >> 16);
	put_be16(mac + 4, (uint16_t)version);
}

static void ipv4(uint8_t *ip, uint8_t proto, uint32_t total, uint32_t src, uint32_t dst)
{
	uint32_t sum = 0;

	memset(ip, 0, IPV4_BYTES);
	ip[0] = 0x45;
	put_be16(ip + 2, (uint16_t)total);
	ip[8] = 64;
	ip[9] = proto;
	put_be32(ip + 12, src);
	put_be32(ip + 16, dst);
	for (uint32_t i = 0; i < IPV4_BYTES; i += 2)
		sum += get_be16(ip + i);
	sum = (sum & 0xffff) + (sum >> 16);
	put_be16(ip + 10, (uint16_t) ~(sum + (sum >> 16)));
}

static uint32_t plain_frame(uint8_t *out, uint32_t number)
{
	uint8_t *ip = out + ETHER_BYTES, *udp = ip + IPV4_BYTES;
	uint32_t payload = 24;

	name_mac(out, 0x0a, number, 0);
	name_mac(out + 6, 0x0e, number, 0);
	put_be16(out + 12, ETHER_IPV4);
	ipv4(ip, IP_UDP, IPV4_BYTES + UDP_BYTES + payload, 0x0a010000 + number, 0x0a020000 + number);
	put_be16(udp, 1000);
	put_be16(udp + 2, (uint16_t)number);
	put_be16(udp + 4, (uint16_t)(UDP_BYTES + payload));
	put_be16(udp + 6, 0);
	memset(udp + UDP_BYTES, 0, payload);
	return ETHER_BYTES + IPV4_BYTES + UDP_BYTES + payload;
}

static const uint8_t our_end[16] = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1};

/* In VXLAN, to our end. */
static uint32_t outer_frame(uint8_t *out, uint32_t number)
{
	uint8_t *ip = out + ETHER_BYTES, *udp = ip + IPV4_BYTES;
	uint32_t inner = plain_frame(udp + UDP_BYTES + VXLAN_BYTES, number);

	name_mac(out, 0x0a, 0xffff, 0);
	name_mac(out + 6, 0x0e, 0xffff, 0);
	put_be16(out + 12, ETHER_IPV4);
	ipv4(ip, IP_UDP, IPV4_BYTES + UDP_BYTES + VXLAN_BYTES + inner, 0x0a000002, 0x0a000001);
	put_be16(udp, 5000);
	put_be16(udp + 2, 4789);
	put_be16(udp + 4, (uint16_t)(UDP_BYTES + VXLAN_BYTES + inner));
	put_be16(udp + 6, 0);
	put_be32(udp + 8, VXLAN_FLAG_I << 24);
	put_be32(udp + 12, number << 8);
	return ETHER_BYTES + IPV4_BYTES + UDP_BYTES + VXLAN_BYTES + inner;
}

/* Masks that tell every slot from every other, each in its way. */
struct el_key slots_mask(uint32_t mask)
{
	struct el_key m = {.in_port = UINT16_MAX};

#define WHOLE(member) memset(&m.member, 0xff, sizeof(m.member))
	switch (mask) {
	case 1:
		WHOLE(eth_type);
		WHOLE(ip_dst);
		break;
	case 2:
		WHOLE(ip_proto);
		WHOLE(tp_dst);
		WHOLE(ip_dst);
		break;
	case 3:
		WHOLE(eth_type);
		WHOLE(ip_src);
		WHOLE(ip_dst);
		WHOLE(ip_proto);
		WHOLE(tp_src);
		WHOLE(tp_dst);
		break;
	case 4:
		WHOLE(eth_dst);
		WHOLE(ip_dst);
		break;
	case 5:
		WHOLE(tp_dst);
		break;
	case 6:
		WHOLE(eth_dst);
		break;
	case 7:
		WHOLE(tun_type);
		WHOLE(tun_key);
		break;
	case 8:
		WHOLE(tun_src);
		WHOLE(tun_dst);
		WHOLE(tun_key);
		WHOLE(eth_dst);
		break;
	case 9:
		memset(&m, 0xff, sizeof(m));
		m.rsv0 = 0;
		m.rsv1 = 0;
		break;
	case 10:
		m.ip_dst[14] = m.ip_dst[15] = 0xff;
		break;
	case 11:
		WHOLE(tp_dst);
		WHOLE(ip_tos);
		WHOLE(tun_type);
		break;
	case 12: /* OVERLAP, wide */
		WHOLE(ip_dst);
		WHOLE(tun_type);
		break;
	case 13: /* OVERLAP, narrow */
		WHOLE(ip_dst);
		WHOLE(tp_dst);
		WHOLE(ip_proto);
		WHOLE(eth_src);
		break;
	case SLOT_CHURN_MASK: /* the same for all slots of a port */
		memset(m.ip_dst, 0xff, 14);
		break;
	default:
		WHOLE(ip_dst);
	}
	return m;
}

void slots_make(struct slots *s)
{
	static const uint16_t masks[] = {0, 1, 2, 3, 4, 5, 6, 9, 10, 11}, tunnelled[] = {7, 8, 9};
	static const struct el_endpoint endpoint = {
	    .type = EL_TUN_VXLAN, .udp_dst = 4789, .local = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1}};

	for (uint32_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &s->slot[i];
		bool decap = i % SLOT_KIND_COUNT == SLOT_DECAP;
		struct el_parsed at;

		slot->kind = i % SLOT_KIND_COUNT;
		slot->port = decap ? 2 : i / 80 % 2;
		slot->mask = slot->kind == SLOT_OVERLAP ? 13
		             : decap                    ? tunnelled[i / 8 % 3]
		                                        : masks[i / 8 % 10];
		slot->stable = i / 80 % 5 == 0 || slot->kind == SLOT_OVERLAP;
		slot->len = decap ? outer_frame(slot->frame, i) : plain_frame(slot->frame, i);
		slot->flow = EL_ID_NONE;
		el_parse(slot->frame, slot->len, slot->len, slot->port, &endpoint, decap, &slot->key, &at);
	}
}

/* ---- lists ---- */

struct out {
	uint8_t *acts;
	uint32_t len;
};

static void add(struct out *o, const void *record, uint32_t bytes)
{
	memcpy(o->acts + o->len, record, bytes);
	o->len += bytes;
}

static void set(struct out *o, uint32_t offset, const void *value, uint32_t bytes)
{
	struct el_act_set a = {{EL_ACT_SET, sizeof(a)}, (uint16_t)offset, 0, {0}, {0}};

	memcpy(a.value, value, bytes);
	memset(a.mask, 0xff, bytes);
	add(o, &a, sizeof(a));
}

static void set_mac(struct out *o, int is_source, uint32_t number, uint32_t version)
{
	uint8_t mac[6];

	name_mac(mac, is_source ? 0x06 : 0x02, number, version);
	set(o, is_source ? FIELD(eth_src) : FIELD(eth_dst), mac, 6);
}

static void output(struct out *o, uint16_t port)
{
	struct el_act_output a = {{EL_ACT_OUTPUT, sizeof(a)}, port, 0};

	add(o, &a, sizeof(a));
}

uint32_t slot_member_list(uint32_t group, uint32_t version, uint8_t *acts)
{
	struct out o = {acts, 0};

	set_mac(&o, 1, group, version);
	output(&o, SLOT_OUT);
	return o.len;
}

uint32_t slot_list(const struct slot *slot, uint32_t number, uint32_t version, uint8_t *acts)
{
	struct el_act_encap encap = {{EL_ACT_ENCAP, sizeof(encap)}, slot->kind == SLOT_GRE_ENCAP, version, 0};
	struct el_act_decap decap = {{EL_ACT_DECAP, sizeof(decap)}, {0}, {0}};
	struct el_act_dec_ttl ttl = {{EL_ACT_DEC_TTL, sizeof(ttl)}, 0};
	struct el_act_select select = {{EL_ACT_SELECT, sizeof(select)},
	                               number / SLOT_KIND_COUNT % SLOT_GROUPS};
	struct el_act_clone clone = {{EL_ACT_CLONE, sizeof(clone) + 40 + 8}, 0};
	uint8_t address[16];
	uint16_t port = __builtin_bswap16((uint16_t)version);
	struct out o = {acts, 0};

	switch (slot->kind) {
	case SLOT_VXLAN_ENCAP:
	case SLOT_GRE_ENCAP:
		set_mac(&o, 0, number, version);
		add(&o, &encap, sizeof(encap));
		output(&o, EL_PORT_TUNNEL);
		return o.len;
	case SLOT_SELECT:
		set_mac(&o, 0, number, version);
		add(&o, &select, sizeof(select));
		return o.len;
	case SLOT_DECAP:
		add(&o, &decap, sizeof(decap));
		break;
	case SLOT_NAT:
		add(&o, &ttl, sizeof(ttl));
		put_be32(address, 0x0b000000 | version);
		map_ipv4(address, (uint8_t[]){0x0b, (uint8_t)(version >> 16), (uint8_t)(version >> 8),
		                              (uint8_t)version});
		set(&o, FIELD(ip_src), address, 16);
		set(&o, FIELD(tp_src), &port, 2);
		break;
	case SLOT_CLONE:
		set_mac(&o, 0, number, version);
		add(&o, &clone, sizeof(clone));
		break;
	default:
		break;
	}
	if (slot->kind != SLOT_CLONE)
		set_mac(&o, 0, number, version);
	set_mac(&o, 1, number, version);
	output(&o, SLOT_OUT);
	if (slot->kind == SLOT_CLONE) { /* what stands so far is the clone's */
		set_mac(&o, 1, number, version);
		output(&o, SLOT_OUT);
	}
	return o.len;
}

void slot_tunnel(uint32_t id, uint32_t version, struct el_cmd_tunnel_set *cmd)
{
	*cmd = (struct el_cmd_tunnel_set){.tunnel_id = id,
	                                  .type = id ? EL_TUN_GRE : EL_TUN_VXLAN,
	                                  .ttl = (uint8_t)(1 + version % 200),
	                                  .nexthop_count = 1,
	                                  .nexthops = {id}};
	if (id == 0) {
		cmd->udp_dst = 4789;
		cmd->udp_src_min = 49152;
		cmd->udp_src_range = 16384;
	}
	memcpy(cmd->local, our_end, 16);
	map_ipv4(cmd->remote,
	         (uint8_t[]){0x0c, (uint8_t)(version >> 16), (uint8_t)(version >> 8), (uint8_t)version});
}

void slot_nexthop(uint32_t id, uint32_t version, struct el_cmd_nexthop_set *cmd)
{
	*cmd = (struct el_cmd_nexthop_set){.nexthop_id = id, .port = SLOT_OUT};
	name_mac(cmd->eth_dst, 0x02, 0xfff0 + id, version);
	name_mac(cmd->eth_src, 0x06, 0xfff0 + id, version);
}

/* ---- judging ---- */

struct judge {
	const struct slots *s;
	uint64_t a, b;
	bool *unknown;
};

static bool was(const struct judge *j, const struct live *l, uint32_t version)
{
	enum live_answer answer = version == LIVE_GONE ? LIVE_NO : live_was(l, version, j->a, j->b);

	if (answer == LIVE_FORGOTTEN)
		*j->unknown = true;
	return answer != LIVE_NO;
}

static bool mac_is(const uint8_t *mac, uint8_t first, uint32_t number, uint32_t version)
{
	uint8_t wanted[6];

	name_mac(wanted, first, number, version);
	return memcmp(mac, wanted, 6) == 0;
}

static uint32_t mac_version(const uint8_t *mac)
{
	return (uint32_t)mac[3] << 16 | get_be16(mac + 4);
}

static bool ipv4_good(const uint8_t *ip, uint32_t bytes)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < IPV4_BYTES; i += 2)
		sum += get_be16(ip + i);
	sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff && get_be16(ip + 2) == bytes;
}

static const char *judge_outer(const struct judge *j, uint32_t id, const uint8_t *eth, uint32_t len)
{
	const uint8_t *ip = eth + ETHER_BYTES;
	uint32_t hop = mac_version(eth), tunnel = get_be32(ip + 16) & 0xffffff;

	if (!mac_is(eth, 0x02, 0xfff0 + id, hop) || !mac_is(eth + 6, 0x06, 0xfff0 + id, hop))
		return "the next hop is torn";
	if (!was(j, &j->s->nexthop[id], hop))
		return "the next hop's version was not in force";
	if (ip[16] != 0x0c || ip[8] != 1 + tunnel % 200)
		return "the tunnel is torn";
	if (!was(j, &j->s->tunnel[id], tunnel))
		return "the tunnel's version was not in force";
	return ipv4_good(ip, len - ETHER_BYTES) ? NULL : "the outer IPv4 header";
}

/* Its packet as it came in, but for what the list changes. */
static bool rest_is(const struct slot *slot, const uint8_t *eth, uint32_t len)
{
	uint32_t inner = slot->kind == SLOT_DECAP ? ETHER_BYTES + IPV4_BYTES + UDP_BYTES + VXLAN_BYTES : 0;
	uint32_t from = slot->kind == SLOT_NAT ? ETHER_BYTES + IPV4_BYTES + 2 : ETHER_BYTES - 2;

	return len == slot->len - inner &&
	       memcmp(eth + from, slot->frame + inner + from, len - from - SLOT_MARK) == 0;
}

const char *slot_judge(const struct slots *s, const uint8_t *bytes, uint32_t len, uint32_t number, uint64_t a,
                       uint64_t b, bool *unknown)
{
	const struct slot *slot = &s->slot[number];
	struct judge j = {s, a, b, unknown};
	const uint8_t *eth = bytes;
	uint32_t version, key = 0, group;
	const char *what;

	if (slot->kind == SLOT_VXLAN_ENCAP || slot->kind == SLOT_GRE_ENCAP) {
		uint32_t outer =
		    ETHER_BYTES + IPV4_BYTES + 8 + (slot->kind == SLOT_VXLAN_ENCAP ? VXLAN_BYTES : 0);

		if (len != slot->len + outer)
			return "the length";
		what = judge_outer(&j, slot->kind == SLOT_GRE_ENCAP, bytes, len);
		if (what)
			return what;
		eth = bytes + outer;
		len -= outer;
		key = get_be32(eth - 4);
		if (slot->kind == SLOT_VXLAN_ENCAP)
			key >>= 8;
	}
	version = mac_version(eth);
	if (!mac_is(eth, 0x02, number, version))
		return "another flow's action";
	if (!was(&j, &slot->live, version))
		return "the flow's version was not in force";
	if (!rest_is(slot, eth, len))
		return "the rest of the packet";
	switch (slot->kind) {
	case SLOT_VXLAN_ENCAP:
	case SLOT_GRE_ENCAP:
		return key == version ? NULL : "the action is torn: key";
	case SLOT_SELECT:
		group = number / SLOT_KIND_COUNT % SLOT_GROUPS;
		if (!mac_is(eth + 6, 0x06, group, mac_version(eth + 6)))
			return "another group's member";
		return was(&j, &s->group[group], mac_version(eth + 6))
		           ? NULL
		           : "the member's version was not in force";
	case SLOT_NAT:
		if (get_be32(eth + ETHER_BYTES + 12) != (0x0b000000 | version) ||
		    get_be16(eth + ETHER_BYTES + IPV4_BYTES) != (uint16_t)version)
			return "the action is torn: address or port";
		if (!ipv4_good(eth + ETHER_BYTES, len - ETHER_BYTES) || eth[ETHER_BYTES + 8] != 63)
			return "the IPv4 header";
		break;
	default:
		break;
	}
	return mac_is(eth + 6, 0x06, number, version) ? NULL : "the action is torn: source";
}
