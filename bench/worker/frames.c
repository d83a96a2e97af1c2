/* See frames.h. Every field a flow differs in is a plain function of its number. */
#include "frames.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

const char *const case_names[CASES] = {"l2",          "microflow", "l3",        "vxlan-encap",
                                       "vxlan-decap", "gre-encap", "gre-decap", "microflow6"};

#define ETH 14
#define IP4 20
#define IP6 40
#define UDP 8
#define VXLAN 8
#define GRE_KEY 8

static const uint8_t local_mac[6] = {2, 0, 0, 0, 1, 1}, remote_mac[6] = {2, 0, 0, 0, 1, 2};
static const uint8_t local_ip[4] = {192, 0, 2, 1}, remote_ip[4] = {192, 0, 2, 2};

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static uint32_t get16(const uint8_t *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t get32(const uint8_t *at)
{
	return get16(at) << 16 | get16(at + 2);
}

/* RFC 1071 over an IPv4 header: 0 when its checksum is right. */
static uint16_t ip_sum(const uint8_t *ip)
{
	uint32_t sum = 0;

	for (int i = 0; i < IP4; i += 2)
		sum += get16(ip + i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void ip_header(uint8_t *ip, uint32_t total, uint8_t ttl, uint8_t proto, uint32_t src, uint32_t dst)
{
	memset(ip, 0, IP4);
	ip[0] = 0x45;
	put16(ip + 2, total);
	ip[8] = ttl;
	ip[9] = proto;
	put32(ip + 12, src);
	put32(ip + 16, dst);
	put16(ip + 10, ip_sum(ip));
}

static void flow_macs(const struct frames *f, uint32_t flow, uint8_t *eth)
{
	memcpy(eth, (uint8_t[]){2, 1, 0, 0, 0, 0}, 6);
	memcpy(eth + 6, (uint8_t[]){2, 2, 0, 0, 0, 1}, 6);
	if (f->what != CASE_MICROFLOW && f->what != CASE_L3 && f->what != CASE_MICROFLOW6)
		put32(eth + 2, flow);
}

/* Routes want a destination each; elsewhere the source port has the high bits. */
static uint32_t flow_dst(const struct frames *f, uint32_t flow)
{
	return 0x0a800000 | (flow & (f->what == CASE_L3 ? 0x7fffff : 0xffff));
}

static void flow_ip6(uint32_t flow, uint8_t *src, uint8_t *dst)
{
	memcpy(src, (uint8_t[]){0xfd, 0, 0, 1}, 4);
	memset(src + 4, 0, 12);
	put32(src + 12, 0x0a000001);
	memcpy(dst, (uint8_t[]){0xfd, 0, 0, 2}, 4);
	memset(dst + 4, 0, 12);
	put32(dst + 12, flow & 0xffff);
}

/* RFC 8200, section 8.1: UDP over IPv6 has a checksum. `ip` is a whole packet, its checksum zero. */
static uint16_t udp6_sum(const uint8_t *ip, uint32_t len)
{
	uint32_t sum = 17 + len - IP6;

	for (uint32_t i = 8; i + 1 < len; i += 2)
		sum += get16(ip + i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff ? 0xffff : (uint16_t)~sum;
}

uint32_t frame_inner(enum bench_case what)
{
	return what == CASE_MICROFLOW6 ? ETH + IP6 + UDP + 4 : 60;
}

/* Where the flow's number is in an inner frame. */
static uint32_t number_at(const struct frames *f)
{
	return ETH + (f->what == CASE_MICROFLOW6 ? IP6 : IP4) + UDP;
}

static void inner_make(const struct frames *f, uint32_t flow, uint8_t *out)
{
	uint32_t number = number_at(f);
	uint8_t *ip = out + ETH, *udp = out + number - UDP;

	memset(out, 0, f->inner);
	flow_macs(f, flow, out);
	put16(udp, 1024 + (flow >> 16));
	put16(udp + 2, 4000);
	put16(udp + 4, f->inner + UDP - number);
	put32(udp + UDP, flow);
	if (f->what != CASE_MICROFLOW6) {
		put16(out + 12, 0x0800);
		ip_header(ip, f->inner - ETH, 64, 17, 0x0a000001, flow_dst(f, flow));
		return;
	}
	put16(out + 12, 0x86dd);
	ip[0] = 0x60;
	put16(ip + 4, f->inner - ETH - IP6);
	ip[6] = 17;
	ip[7] = 64;
	flow_ip6(flow, ip + 8, ip + 24);
	put16(udp + 6, udp6_sum(ip, f->inner - ETH));
}

/* What a router makes of it. */
static void inner_route(const struct frames *f, uint32_t flow, uint8_t *out)
{
	memcpy(out, remote_mac, 6);
	memcpy(out + 6, local_mac, 6);
	ip_header(out + ETH, f->inner - ETH, 63, 17, 0x0a000001, flow_dst(f, flow));
}

static uint32_t outer_len(enum bench_case what)
{
	if (what == CASE_VXLAN_ENCAP || what == CASE_VXLAN_DECAP)
		return ETH + IP4 + UDP + VXLAN;
	if (what == CASE_GRE_ENCAP || what == CASE_GRE_DECAP)
		return ETH + IP4 + GRE_KEY;
	return 0;
}

static int decaps(const struct frames *f)
{
	return f->what == CASE_VXLAN_DECAP || f->what == CASE_GRE_DECAP;
}

static int encaps(const struct frames *f)
{
	return f->what == CASE_VXLAN_ENCAP || f->what == CASE_GRE_ENCAP;
}

uint32_t frame_make(const struct frames *f, uint32_t flow, uint8_t *out)
{
	uint32_t outer = decaps(f) ? outer_len(f->what) : 0;
	uint8_t *ip = out + ETH, *next = ip + IP4;

	inner_make(f, flow, out + outer);
	if (!outer)
		return f->inner;
	memcpy(out, local_mac, 6);
	memcpy(out + 6, remote_mac, 6);
	put16(out + 12, 0x0800);
	ip_header(ip, outer - ETH + f->inner, 64, f->what == CASE_VXLAN_DECAP ? 17 : 47, get32(remote_ip),
	          get32(local_ip));
	memset(next, 0, outer - ETH - IP4);
	if (f->what == CASE_VXLAN_DECAP) {
		put16(next, 49152 + (flow & 0x3fff));
		put16(next + 2, 4789);
		put16(next + 4, outer - ETH - IP4 + f->inner);
		next[UDP] = 0x08;
		put32(next + UDP + 4, BENCH_KEY << 8);
	} else {
		put16(next, 0x2000);
		put16(next + 2, 0x6558);
		put32(next + 4, BENCH_KEY);
	}
	return outer + f->inner;
}

uint32_t frame_out(const struct frames *f)
{
	return f->inner + (encaps(f) ? outer_len(f->what) : 0);
}

const char *frame_judge(const struct frames *f, const uint8_t *data, uint32_t len)
{
	uint8_t want[FRAME_MOST];
	uint32_t outer = encaps(f) ? outer_len(f->what) : 0;
	const uint8_t *ip = data + ETH, *next = ip + IP4;
	uint32_t flow;

	if (len != outer + f->inner)
		return "length";
	flow = get32(data + outer + number_at(f));
	inner_make(f, flow, want);
	if (f->what == CASE_L3)
		inner_route(f, flow, want);
	if (memcmp(data + outer, want, f->inner) != 0)
		return "inner frame";
	if (!outer)
		return NULL;
	if (memcmp(data, remote_mac, 6) || memcmp(data + 6, local_mac, 6) || get16(data + 12) != 0x0800)
		return "outer Ethernet header";
	if (ip[0] != 0x45 || ip[8] != 64 || ip_sum(ip) != 0 || get16(ip + 2) != len - ETH ||
	    memcmp(ip + 12, local_ip, 4) || memcmp(ip + 16, remote_ip, 4))
		return "outer IPv4 header";
	if (f->what == CASE_VXLAN_ENCAP)
		return ip[9] == 17 && get16(next) >= 49152 && get16(next + 2) == 4789 &&
		               get16(next + 4) == len - ETH - IP4 && get16(next + 6) == 0 &&
		               get32(next + UDP) == 0x08000000 && get32(next + UDP + 4) == BENCH_KEY << 8
		           ? NULL
		           : "UDP or VXLAN header";
	return ip[9] == 47 && get32(next) == 0x20006558 && get32(next + 4) == BENCH_KEY ? NULL : "GRE header";
}

static void mapped(uint8_t *out, uint32_t address)
{
	out[10] = out[11] = 0xff;
	put32(out + 12, address);
}

void frame_key(const struct frames *f, uint32_t flow, struct el_key *key)
{
	struct el_key mask;
	uint8_t *bytes = (uint8_t *)key, *bits = (uint8_t *)&mask;

	memset(key, 0, sizeof(*key));
	flow_macs(f, flow, key->eth_dst);
	key->eth_type = htons(f->what == CASE_MICROFLOW6 ? 0x86dd : 0x0800);
	mapped(key->ip_src, 0x0a000001);
	mapped(key->ip_dst, flow_dst(f, flow));
	if (f->what == CASE_MICROFLOW6)
		flow_ip6(flow, key->ip_src, key->ip_dst);
	key->ip_proto = 17;
	key->ip_ttl = 15;
	key->tp_src = htons((uint16_t)(1024 + (flow >> 16)));
	key->tp_dst = htons(4000);
	if (decaps(f)) {
		key->tun_type = f->what == CASE_VXLAN_DECAP ? EL_TUN_VXLAN : EL_TUN_GRE;
		key->tun_key = BENCH_KEY;
		mapped(key->tun_src, get32(remote_ip));
		mapped(key->tun_dst, get32(local_ip));
	}
	frame_mask(f, frame_mask_id(f, flow), &mask);
	for (uint32_t i = 0; i < sizeof(*key); i++)
		bytes[i] &= bits[i];
}

void frame_rekey(const struct frames *f, uint32_t flow, struct el_key *key)
{
	if (f->what == CASE_L3) {
		put32(key->ip_dst + 12, flow_dst(f, flow));
	} else if (f->what == CASE_MICROFLOW || f->what == CASE_MICROFLOW6) {
		put16(key->ip_dst + 14, flow & 0xffff);
		key->tp_src = htons((uint16_t)(1024 + (flow >> 16)));
	} else {
		put32(key->eth_dst + 2, flow);
	}
}

/* Which of four fields a mask names beside the microflow's: the first 1, 2, 4, 8 and 16 of them name two on
 * average, so that their number alone makes the difference. */
static const uint8_t more_fields[EL_MAX_MASKS] = {3, 12, 5, 10, 6, 9, 1, 14, 2, 13, 4, 11, 8, 7, 0, 15};

uint32_t frame_mask_id(const struct frames *f, uint32_t flow)
{
	return f->masks ? flow % f->masks : 0;
}

void frame_mask(const struct frames *f, uint32_t id, struct el_key *mask)
{
	uint8_t more = f->masks ? more_fields[id] : 0;

	memset(mask, 0, sizeof(*mask));
	mask->in_port = UINT16_MAX;
	if (f->what == CASE_MICROFLOW || f->what == CASE_MICROFLOW6) {
		memset(mask->eth_dst, more & 1 ? 0xff : 0, 6);
		memset(mask->eth_src, more & 2 ? 0xff : 0, 6);
		mask->ip_tos = more & 4 ? 0xff : 0;
		mask->ip_ttl = more & 8 ? 0xff : 0;
		mask->eth_type = UINT16_MAX;
		memset(mask->ip_src, 0xff, 16);
		memset(mask->ip_dst, 0xff, 16);
		mask->ip_proto = 0xff;
		mask->ip_frag = 0xff;
		mask->tp_src = mask->tp_dst = UINT16_MAX;
		return;
	}
	memset(mask->eth_dst, 0xff, 6);
	if (f->what == CASE_L3) {
		mask->eth_type = UINT16_MAX;
		memset(mask->ip_dst, 0xff, 16);
		mask->ip_ttl = 0xff;
		return;
	}
	if (f->what != CASE_L2)
		memset(mask->eth_src, 0xff, 6);
	if (decaps(f)) {
		mask->tun_type = 0xff;
		mask->tun_key = UINT32_MAX;
		memset(mask->tun_src, 0xff, 16);
	}
}

static uint8_t *set_mac(uint8_t *at, uint16_t offset, const uint8_t *mac)
{
	struct el_act_set set = {.act = {EL_ACT_SET, sizeof(set)}, .offset = offset};

	memcpy(set.value, mac, 6);
	memset(set.mask, 0xff, 6);
	memcpy(at, &set, sizeof(set));
	return at + sizeof(set);
}

uint32_t frame_actions(const struct frames *f, uint32_t key, uint16_t port, uint8_t *acts)
{
	uint8_t *at = acts;
	struct el_act_output output = {.act = {EL_ACT_OUTPUT, sizeof(output)}, .port = port};

	if (encaps(f)) {
		struct el_act_encap encap = {
		    .act = {EL_ACT_ENCAP, sizeof(encap)}, .tunnel_id = BENCH_TUNNEL_ID, .key = key};

		memcpy(at, &encap, sizeof(encap));
		at += sizeof(encap);
		output.port = EL_PORT_TUNNEL;
	}
	if (decaps(f)) {
		struct el_act_decap decap = {.act = {EL_ACT_DECAP, sizeof(decap)}};

		memcpy(at, &decap, sizeof(decap));
		at += sizeof(decap);
	}
	if (f->what == CASE_L3) {
		struct el_act_dec_ttl dec = {.act = {EL_ACT_DEC_TTL, sizeof(dec)}};

		at = set_mac(at, offsetof(struct el_key, eth_dst), remote_mac);
		at = set_mac(at, offsetof(struct el_key, eth_src), local_mac);
		memcpy(at, &dec, sizeof(dec));
		at += sizeof(dec);
	}
	memcpy(at, &output, sizeof(output));
	return (uint32_t)(at - acts + sizeof(output));
}

void frame_tunnel(const struct frames *f, struct el_cmd_tunnel_set *tunnel,
                  struct el_cmd_nexthop_set *nexthop, struct el_cmd_endpoint_set *endpoint)
{
	int gre = f->what == CASE_GRE_ENCAP || f->what == CASE_GRE_DECAP;

	*tunnel = (struct el_cmd_tunnel_set){
	    .tunnel_id = BENCH_TUNNEL_ID,
	    .type = gre ? EL_TUN_GRE : EL_TUN_VXLAN,
	    .ttl = 64,
	    .flags = EL_TUNNEL_DF,
	    .udp_dst = gre ? 0 : 4789,
	    .udp_src_min = gre ? 0 : 49152,
	    .udp_src_range = gre ? 1 : 16384,
	    .nexthop_count = 1,
	};
	mapped(tunnel->local, get32(local_ip));
	mapped(tunnel->remote, get32(remote_ip));
	*nexthop = (struct el_cmd_nexthop_set){.port = 1};
	memcpy(nexthop->eth_dst, remote_mac, 6);
	memcpy(nexthop->eth_src, local_mac, 6);
	*endpoint = (struct el_cmd_endpoint_set){.type = tunnel->type, .udp_dst = tunnel->udp_dst};
	mapped(endpoint->local, get32(local_ip));
}
