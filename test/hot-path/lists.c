/* See lists.h. */
#include "lists.h"

#include <stddef.h>
#include <string.h>

#include "bytes.h"
#include "protocol.h"

#define LIST_NAME(name) #name,
const char *const list_shape_names[LIST_SHAPE_COUNT] = {LIST_SHAPES(LIST_NAME)};

struct maker {
	struct list *l;
	const struct frame_pool *pool;
	const struct list_limits *limits;
	struct dice *d;
};

/* What does not fit is left out: the list stays well formed. */
static void add(struct maker *m, const void *record, uint32_t bytes)
{
	if (m->l->len + bytes > LIST_MAX)
		return;
	memcpy(m->l->acts + m->l->len, record, bytes);
	m->l->len += bytes;
}

static void output(struct maker *m, uint16_t port)
{
	struct el_act_output a = {{EL_ACT_OUTPUT, sizeof(a)}, port, 0};

	add(m, &a, sizeof(a));
}

static uint16_t any_port(struct maker *m)
{
	return (uint16_t)dice_roll(m->d, m->limits->ports);
}

static void plain(struct maker *m, uint16_t kind)
{
	struct el_act_dec_ttl a = {{kind, sizeof(a)}, 0};

	add(m, &a, sizeof(a));
}

static void push(struct maker *m)
{
	struct el_act_push_vlan a = {{EL_ACT_PUSH_VLAN, sizeof(a)},
	                             dice_chance(m->d, 70) ? ETHER_VLAN : ETHER_QINQ,
	                             (uint16_t)dice_roll(m->d, 65536)};

	add(m, &a, sizeof(a));
}

static void encap(struct maker *m)
{
	struct el_act_encap a = {{EL_ACT_ENCAP, sizeof(a)},
	                         dice_roll(m->d, m->limits->tunnels),
	                         m->pool->tunnel_key[dice_roll(m->d, POOL)],
	                         0};

	if (dice_chance(m->d, 3))
		a.key = (uint32_t)dice_word(m->d);
	add(m, &a, sizeof(a));
}

static void decap(struct maker *m)
{
	struct el_act_decap a = {{EL_ACT_DECAP, sizeof(a)}, {2, 7}, {2, 8}};

	add(m, &a, sizeof(a));
}

static void number(struct maker *m, uint16_t kind, uint32_t value)
{
	struct el_act_select a = {{kind, sizeof(a)}, value};

	add(m, &a, sizeof(a));
}

/* All of the field, or some bits of it. */
static void set(struct maker *m, uint32_t offset, const void *value, uint32_t bytes)
{
	struct el_act_set a = {{EL_ACT_SET, sizeof(a)}, (uint16_t)offset, 0, {0}, {0}};

	memcpy(a.value, value, bytes);
	memset(a.mask, 0xff, bytes);
	if (dice_chance(m->d, 10))
		dice_bytes(m->d, a.mask, bytes);
	if (offset == offsetof(struct el_key, vlan_tci))
		a.value[0] |= 0x10;
	add(m, &a, sizeof(a));
}

#define FIELD(member) offsetof(struct el_key, member)

static void set_macs(struct maker *m)
{
	if (dice_chance(m->d, 80))
		set(m, FIELD(eth_dst), m->pool->mac[dice_roll(m->d, POOL)], 6);
	if (dice_chance(m->d, 80))
		set(m, FIELD(eth_src), m->pool->mac[dice_roll(m->d, POOL)], 6);
}

static void set_address(struct maker *m, uint32_t offset)
{
	uint8_t mapped[16];

	map_ipv4(mapped, m->pool->ip4[dice_roll(m->d, POOL)]);
	set(m, offset, dice_chance(m->d, 70) ? mapped : m->pool->ip6[dice_roll(m->d, POOL)], 16);
}

static void set_any(struct maker *m)
{
	uint8_t few[2];

	dice_bytes(m->d, few, 2);
	switch (dice_roll(m->d, 8)) {
	case 0:
		set_address(m, FIELD(ip_src));
		break;
	case 1:
		set_address(m, FIELD(ip_dst));
		break;
	case 2:
		set(m, FIELD(tp_src), &m->pool->tp[dice_roll(m->d, POOL)], 2);
		break;
	case 3:
		set(m, FIELD(tp_dst), &m->pool->tp[dice_roll(m->d, POOL)], 2);
		break;
	case 4:
		set(m, FIELD(ip_tos), few, 1);
		break;
	case 5:
		set(m, FIELD(icmp_id), few, 2);
		break;
	case 6:
		set(m, FIELD(vlan_tci), few, 2);
		break;
	default:
		set_macs(m);
	}
}

static void nat(struct maker *m)
{
	int source = dice_chance(m->d, 50);

	if (dice_chance(m->d, 60))
		plain(m, EL_ACT_DEC_TTL);
	set_macs(m);
	set_address(m, source ? FIELD(ip_src) : FIELD(ip_dst));
	if (dice_chance(m->d, 70))
		set(m, source ? FIELD(tp_src) : FIELD(tp_dst), &m->pool->tp[dice_roll(m->d, POOL)], 2);
}

static void route(struct maker *m)
{
	if (dice_chance(m->d, 50))
		plain(m, EL_ACT_DEC_TTL);
	set_macs(m);
	if (dice_chance(m->d, 50))
		plain(m, EL_ACT_DEC_TTL);
}

static void any(struct maker *m, uint32_t room, uint32_t depth);

static void clone(struct maker *m, uint32_t depth)
{
	uint32_t at = m->l->len;
	struct el_act_clone a = {{EL_ACT_CLONE, sizeof(a)}, 0};

	if (at + sizeof(a) > LIST_MAX)
		return;
	add(m, &a, sizeof(a));
	if (dice_chance(m->d, 90))
		any(m, 1 + dice_roll(m->d, 4), depth + 1);
	put_raw16(m->l->acts + at + 2, (uint16_t)(m->l->len - at));
}

/* Some records, well formed if not sensible. */
static void any(struct maker *m, uint32_t records, uint32_t depth)
{
	for (; records; records--) {
		switch (dice_roll(m->d, 16)) {
		case 0:
		case 1:
		case 2:
			output(m, dice_chance(m->d, 20) ? EL_PORT_TUNNEL : any_port(m));
			break;
		case 3:
			plain(m, EL_ACT_DEC_TTL);
			break;
		case 4:
			push(m);
			break;
		case 5:
			plain(m, EL_ACT_POP_VLAN);
			break;
		case 6:
			encap(m);
			break;
		case 7:
			decap(m);
			break;
		case 8:
			if (depth < EL_MAX_CLONE_DEPTH) {
				clone(m, depth);
				break;
			}
			output(m, any_port(m));
			break;
		case 9:
			if (records == 1 && m->limits->groups) {
				number(m, EL_ACT_SELECT, dice_roll(m->d, m->limits->groups));
				return;
			}
			break;
		case 10:
			if (records == 1) {
				number(m, EL_ACT_PUNT, dice_roll(m->d, 9));
				return;
			}
			break;
		case 11:
			if (records == 1) {
				number(m, EL_ACT_DROP, 64 + dice_roll(m->d, 8));
				return;
			}
			break;
		default:
			set_any(m);
		}
	}
}

void list_make(struct list *l, const struct frame_pool *pool, const struct list_limits *limits,
               struct dice *d)
{
	struct maker m = {l, pool, limits, d};

	l->len = 0;
	l->shape = dice_roll(d, LIST_SHAPE_COUNT);
	if (l->shape == LIST_SELECT && !limits->groups)
		l->shape = LIST_OUTPUT;
	switch (l->shape) {
	case LIST_DECAP_ROUTE:
		decap(&m);
		route(&m);
		break;
	case LIST_DECAP:
		decap(&m);
		break;
	case LIST_REWRITE:
		set_macs(&m);
		break;
	case LIST_ROUTE:
		route(&m);
		break;
	case LIST_NAT:
		nat(&m);
		break;
	case LIST_ROUTE_ENCAP:
		if (dice_chance(d, 20))
			nat(&m);
		else
			route(&m);
		encap(&m);
		output(&m, EL_PORT_TUNNEL);
		return;
	case LIST_RELAY:
		decap(&m);
		if (dice_chance(d, 60))
			route(&m);
		encap(&m);
		output(&m, dice_chance(d, 95) ? EL_PORT_TUNNEL : any_port(&m));
		return;
	case LIST_ENCAP:
		encap(&m);
		output(&m, EL_PORT_TUNNEL);
		return;
	case LIST_VLAN:
		if (dice_chance(d, 50))
			plain(&m, EL_ACT_POP_VLAN);
		if (dice_chance(d, 60))
			push(&m);
		break;
	case LIST_FLOOD:
		for (uint32_t i = 1 + dice_roll(d, 3); i; i--)
			output(&m, any_port(&m));
		break;
	case LIST_CLONE:
		clone(&m, 0);
		break;
	case LIST_SELECT:
		if (dice_chance(d, 30))
			set_macs(&m);
		number(&m, EL_ACT_SELECT, dice_roll(d, limits->groups));
		return;
	case LIST_DROP:
		number(&m, EL_ACT_DROP, 64 + dice_roll(d, 8));
		return;
	case LIST_PUNT:
		number(&m, EL_ACT_PUNT, dice_roll(d, 9));
		return;
	case LIST_EMPTY:
		return;
	case LIST_ANY:
		any(&m, 1 + dice_roll(d, 6), 0);
		return;
	default:
		break;
	}
	output(&m, any_port(&m));
}
