/* See scene.h. */
#include "scene.h"

#include <stddef.h>
#include <string.h>

#include "bytes.h"
#include "protocol.h"

#define FIELD(member) offsetof(struct el_key, member), sizeof(((struct el_key *)0)->member)

static const struct field {
	uint32_t at, bytes;
} fields[] = {
    {FIELD(tun_type)},  {FIELD(tun_tos)},  {FIELD(tun_key)},  {FIELD(tun_src)},       {FIELD(tun_dst)},
    {FIELD(eth_dst)},   {FIELD(eth_src)},  {FIELD(vlan_tci)}, {FIELD(vlan2_tci)},     {FIELD(vlan_tpid)},
    {FIELD(eth_type)},  {FIELD(ip_src)},   {FIELD(ip_dst)},   {FIELD(ip_proto)},      {FIELD(ip_tos)},
    {FIELD(ip_ttl)},    {FIELD(ip_frag)},  {FIELD(tp_src)},   {FIELD(tp_dst)},        {FIELD(icmp_id)},
    {FIELD(tcp_flags)}, {FIELD(ct_state)}, {FIELD(stage)},    {FIELD(nd_target_set)}, {FIELD(nd_target)},
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static void whole(struct el_key *mask, uint32_t at, uint32_t bytes)
{
	memset((uint8_t *)mask + at, 0xff, bytes);
}
#define WHOLE(mask, member) whole(mask, FIELD(member))

/* What controllers ask for, and anything. */
static void make_mask(struct scene *s, struct el_key *mask)
{
	*mask = (struct el_key){.in_port = UINT16_MAX};
	switch (dice_roll(&s->d, 8)) {
	case 0:
		WHOLE(mask, eth_dst);
		if (dice_chance(&s->d, 50))
			WHOLE(mask, vlan_tci);
		return;
	case 1: /* a connection */
		WHOLE(mask, eth_type);
		WHOLE(mask, ip_src);
		WHOLE(mask, ip_dst);
		WHOLE(mask, ip_proto);
		WHOLE(mask, ip_frag);
		WHOLE(mask, tp_src);
		WHOLE(mask, tp_dst);
		if (dice_chance(&s->d, 50))
			WHOLE(mask, eth_dst);
		return;
	case 2: /* a tunnel's */
		WHOLE(mask, tun_type);
		WHOLE(mask, tun_key);
		WHOLE(mask, eth_dst);
		if (dice_chance(&s->d, 50)) {
			WHOLE(mask, tun_src);
			WHOLE(mask, tun_dst);
		}
		return;
	case 3: /* everything there is */
		for (uint32_t i = 0; i < FIELDS; i++)
			whole(mask, fields[i].at, fields[i].bytes);
		return;
	case 4: { /* a route */
		uint32_t bytes = dice_roll(&s->d, 17);

		WHOLE(mask, eth_type);
		whole(mask, offsetof(struct el_key, ip_dst), bytes);
		if (dice_chance(&s->d, 50))
			WHOLE(mask, eth_dst);
		return;
	}
	case 5: /* some bits of some fields */
		for (uint32_t i = 1 + dice_roll(&s->d, 4); i; i--) {
			const struct field *f = &fields[dice_roll(&s->d, FIELDS)];
			uint8_t *at = (uint8_t *)mask + f->at + dice_roll(&s->d, f->bytes);

			*at |= (uint8_t)(1u << dice_roll(&s->d, 8));
		}
		return;
	default:
		for (uint32_t i = dice_roll(&s->d, 7); i; i--) {
			const struct field *f = &fields[dice_roll(&s->d, FIELDS)];

			whole(mask, f->at, f->bytes);
		}
	}
}

static void make_masks(struct scene *s)
{
	uint32_t wanted = 1 + dice_roll(&s->d, EL_MAX_MASKS);

	for (s->masks = 0; s->masks < wanted;) {
		struct el_cmd_mask_set cmd = {.mask_id = s->masks};
		int known = 0;

		make_mask(s, &cmd.mask);
		for (uint32_t i = 0; i < s->masks; i++)
			known |= memcmp(&s->ref->mask[i], &cmd.mask, sizeof(cmd.mask)) == 0;
		if (known && dice_chance(&s->d, 50)) {
			wanted--;
			continue;
		}
		if (known)
			continue;
		s->ref->mask[s->masks++] = cmd.mask;
		rig_must(s->rig, cmd_mask_set, &cmd, 0, "MASK_SET");
	}
}

static void make_tunnels(struct scene *s)
{
	s->limits.tunnels = 1 + dice_roll(&s->d, 8);
	for (uint32_t i = 0; i < 6; i++) {
		struct el_cmd_nexthop_set hop = {
		    .nexthop_id = i,
		    .port = (uint16_t)dice_roll(&s->d, RIG_PORTS),
		    .vlan = (uint16_t)(dice_chance(&s->d, 30) ? dice_roll(&s->d, 4095) : 0)};

		dice_bytes(&s->d, hop.eth_dst, 6);
		dice_bytes(&s->d, hop.eth_src, 6);
		hop.eth_dst[5] |= 1;
		hop.eth_src[0] = 2;
		if (i == 5 && dice_chance(&s->d, 80))
			break; /* tunnels may name a next hop that is not there */
		rig_must(s->rig, cmd_nexthop_set, &hop, 0, "NEXTHOP_SET");
		reference_nexthop(&hop);
	}
	for (uint32_t i = 0; i < s->limits.tunnels; i++) {
		struct el_cmd_tunnel_set cmd = {.tunnel_id = i, .type = (uint8_t)(1 + dice_roll(&s->d, 4))};
		int v6 = dice_chance(&s->d, 40);

		if (i == 7)
			break; /* and lists a tunnel */
		cmd.ttl = (uint8_t)(1 + dice_roll(&s->d, 255));
		cmd.tos = (uint8_t)(dice_chance(&s->d, 70) ? 0 : dice_roll(&s->d, 256));
		cmd.flags = (uint8_t)dice_roll(&s->d, 32);
		cmd.mtu = (uint16_t)(dice_chance(&s->d, 30) ? 40 + dice_roll(&s->d, 1500) : 0);
		cmd.nexthop_count =
		    (uint16_t)(dice_chance(&s->d, 90) ? 1 + dice_roll(&s->d, EL_MAX_NEXTHOPS) : 0);
		for (uint32_t n = 0; n < cmd.nexthop_count; n++)
			cmd.nexthops[n] = dice_roll(&s->d, 6);
		if (v6) {
			memcpy(cmd.local, s->pool.vtep6[0], 16);
			memcpy(cmd.remote, s->pool.vtep6[1 + i % 7], 16);
			cmd.local[0] = cmd.remote[0] = 0x20;
		} else {
			map_ipv4(cmd.local, s->pool.ip4[0]);
			map_ipv4(cmd.remote, s->pool.ip4[1 + i % 6]);
		}
		if (cmd.type == EL_TUN_VXLAN) {
			cmd.udp_dst = 4789;
			cmd.udp_src_range = (uint16_t)(1u << dice_roll(&s->d, 15));
			cmd.udp_src_min = 32768;
		}
		rig_must(s->rig, cmd_tunnel_set, &cmd, 0, "TUNNEL_SET");
		reference_tunnel(&cmd);
	}
	for (uint32_t i = 0; i < s->pool.endpoints; i++) {
		const struct el_endpoint *e = &s->pool.endpoint[i];
		struct el_cmd_endpoint_set cmd = {.endpoint_id = i, .type = e->type, .udp_dst = e->udp_dst};

		memcpy(cmd.local, e->local, 16);
		rig_must(s->rig, cmd_endpoint_set, &cmd, 0, "ENDPOINT_SET");
		s->ref->endpoint[s->ref->endpoint_count++] = *e;
	}
}

static void put_list(struct scene *s, uint32_t id, uint32_t groups)
{
	struct list_limits limits = s->limits;

	limits.groups = groups;
	list_make(&s->list[id], &s->pool, &limits, &s->d);
	rig_action(s->rig, id, s->list[id].acts, s->list[id].len);
	reference_action(id, s->list[id].acts, s->list[id].len);
}

static void make_lists(struct scene *s)
{
	uint32_t groups = dice_roll(&s->d, 4), members = 4;

	s->lists = members + 4 + dice_roll(&s->d, SCENE_LISTS - 8);
	s->limits.ports = RIG_PORTS;
	for (uint32_t i = 0; i < members; i++)
		put_list(s, i, s->overload ? groups : 0);
	for (uint32_t g = 0; g < groups; g++) {
		struct el_group_member m[4];
		uint32_t count = dice_roll(&s->d, 5);

		for (uint32_t i = 0; i < count; i++)
			m[i] = (struct el_group_member){.action_id = dice_roll(&s->d, members),
			                                .weight = 1 + dice_roll(&s->d, 9),
			                                .token = i * 77u};
		if (g == 2)
			break; /* lists may name a group that is not there */
		rig_group(s->rig, g, m, count);
		reference_group(g, m, count);
	}
	s->limits.groups = groups;
	for (uint32_t i = members; i < s->lists; i++)
		put_list(s, i, groups);
}

static void set_ports(struct scene *s)
{
	for (uint32_t i = 0; i < RIG_PORTS; i++) {
		struct port *p = &s->rig->w.ports[i];
		struct reference_port *q = &s->ref->port[i];

		p->underlay = q->underlay = dice_chance(&s->d, 70);
		p->offload.chains = q->chains = dice_chance(&s->d, 50);
		p->mtu = q->mtu = (uint16_t)(dice_chance(&s->d, 80) ? 1500 : 68 + dice_roll(&s->d, 3000));
		p->admin_up = q->up = i == 0 || dice_chance(&s->d, 95);
		port_decide(p);
		q->room = s->rig->room[i];
	}
}

/* ---- flows ---- */

typedef uint64_t __attribute__((may_alias)) word;

static int overlap(const struct reference *r, const struct reference_flow *a, const struct reference_flow *b)
{
	const word *x = (const word *)&a->key, *y = (const word *)&b->key;
	const word *m = (const word *)&r->mask[a->mask_id], *n = (const word *)&r->mask[b->mask_id];
	uint64_t differs = 0;

	for (uint32_t i = 0; i < EL_KEY_SIZE / 8; i++)
		differs |= (x[i] ^ y[i]) & m[i] & n[i];
	return differs == 0;
}

static uint32_t free_flow(const struct scene *s)
{
	for (uint32_t i = 0; i < s->most_flows; i++)
		if (!s->ref->flow[i].used)
			return i;
	return EL_ID_NONE;
}

static void install(struct scene *s, uint32_t id, const struct reference_flow *f)
{
	struct el_cmd_flow_add cmd = {.flow_id = id,
	                              .action_id = f->action_id,
	                              .mask_id = f->mask_id,
	                              .generation = s->rig->w.generation,
	                              .cookie = id,
	                              .key = f->key};

	rig_must(s->rig, cmd_flow_add, &cmd, 0, "FLOW_ADD");
	s->ref->flow[id] = *f;
	s->ref->flow[id].used = 1;
	if (id >= s->ref->flow_high)
		s->ref->flow_high = id + 1;
}

static int suits(const struct el_key *key, enum list_shape shape)
{
	int ip =
	    key->eth_type == __builtin_bswap16(ETHER_IPV4) || key->eth_type == __builtin_bswap16(ETHER_IPV6);

	switch (shape) {
	case LIST_DECAP:
	case LIST_RELAY:
		return key->tun_type != EL_TUN_NONE;
	case LIST_DECAP_ROUTE:
		return key->tun_type != EL_TUN_NONE && ip;
	case LIST_ROUTE:
	case LIST_NAT:
	case LIST_ROUTE_ENCAP:
		return key->tun_type == EL_TUN_NONE && ip;
	case LIST_REWRITE:
	case LIST_ENCAP:
	case LIST_VLAN:
		return key->tun_type == EL_TUN_NONE;
	default:
		return 1;
	}
}

/* Mostly one that makes sense for such packets. */
static uint32_t pick_list(struct scene *s, const struct el_key *key)
{
	uint32_t list = dice_roll(&s->d, s->lists);

	for (int tries = 0; tries < 20 && !suits(key, s->list[list].shape); tries++)
		list = dice_roll(&s->d, s->lists);
	return dice_chance(&s->d, 90) ? list : dice_roll(&s->d, s->lists);
}

void scene_learn(struct scene *s, const struct el_key *key)
{
	struct reference_flow f = {.mask_id = dice_roll(&s->d, s->masks), .key = *key};
	uint32_t id = free_flow(s), action = EL_ID_NONE;
	word *k = (word *)&f.key;
	const word *m = (const word *)&s->ref->mask[f.mask_id];

	if (id == EL_ID_NONE)
		return;
	for (uint32_t i = 0; i < EL_KEY_SIZE / 8; i++)
		k[i] &= m[i];
	for (uint32_t i = 0; i < s->ref->flow_high; i++) {
		const struct reference_flow *g = &s->ref->flow[i];

		if (!g->used || !overlap(s->ref, &f, g))
			continue;
		if (g->mask_id == f.mask_id || (action != EL_ID_NONE && action != g->action_id))
			return;
		action = g->action_id;
	}
	f.action_id = action != EL_ID_NONE ? action : pick_list(s, key);
	install(s, id, &f);
}

static void wrong(struct scene *s, const char *what)
{
	if (!s->wrong)
		s->wrong = what;
}

static void look_at_counters(struct scene *s, uint32_t id)
{
	const struct reference_flow *f = &s->ref->flow[id];
	struct flow_totals sum = flows_totals(&s->rig->w, flows_get(&s->rig->w, id));

	if (sum.packets < f->alone || sum.packets > f->alone + f->shared)
		wrong(s, "a flow's packets");
	if (sum.bytes < f->alone_bytes || sum.bytes > f->alone_bytes + f->shared_bytes)
		wrong(s, "a flow's bytes");
	s->dead_packets += sum.packets;
	s->dead_bytes += sum.bytes;
}

static void remove_flow(struct scene *s, uint32_t id)
{
	struct el_cmd_flow_del cmd = {.flow_id = id};

	look_at_counters(s, id);
	rig_must(s->rig, cmd_flow_del, &cmd, 0, "FLOW_DEL");
	s->ref->flow[id].used = 0;
}

static int is_alone(const struct scene *s, uint32_t id)
{
	for (uint32_t i = 0; i < s->ref->flow_high; i++)
		if (i != id && s->ref->flow[i].used && overlap(s->ref, &s->ref->flow[id], &s->ref->flow[i]))
			return 0;
	return 1;
}

static void learn_template(struct scene *s)
{
	uint32_t i = dice_roll(&s->d, SCENE_TEMPLATES);
	struct el_parsed at;
	struct el_key key;

	if (reference_parse(s->template[i].bytes, s->template[i].len, s->template[i].len, s->template_port[i],
	                    &key, &at) == EL_DROP_NONE)
		scene_learn(s, &key);
}

void scene_change(struct scene *s)
{
	uint32_t id;

	if (dice_roll(&s->d, s->quiet ? 40 : 4))
		return;
	id = s->ref->flow_high ? dice_roll(&s->d, s->ref->flow_high) : 0;
	switch (dice_roll(&s->d, 8)) {
	case 0:
	case 1:
		if (s->ref->flow[id].used)
			remove_flow(s, id);
		break;
	case 2:
		if (s->ref->flow[id].used && is_alone(s, id)) {
			struct reference_flow f = s->ref->flow[id];

			f.action_id = dice_roll(&s->d, s->lists);
			install(s, id, &f);
		}
		break;
	case 3:
		put_list(s, 4 + dice_roll(&s->d, s->lists - 4), s->limits.groups);
		break;
	case 4:
		table_sort(s->rig->w.lcores[0]->table);
		break;
	default:
		for (uint32_t i = 1 + dice_roll(&s->d, 8); i; i--)
			learn_template(s);
	}
}

void scene_begin(struct scene *s, uint64_t seed)
{
	struct dice d = {seed};

	s->seed = seed;
	s->d = d;
	s->wrong = NULL;
	s->dead_packets = s->dead_bytes = 0;
	s->hits_before = 0;
	for (uint32_t i = 0; i <= RIG_PORTS; i++)
		s->hits_before += s->ref->stats[i].hits;
	s->overload = dice_chance(&s->d, 5);
	s->quiet = dice_chance(&s->d, 60);
	s->burst = s->overload ? 2 : (uint32_t[]){1, 4, 32, 32, 32, 64}[dice_roll(&s->d, 6)];
	s->most_flows = 1 + dice_roll(&s->d, dice_chance(&s->d, 80) ? 200 : REFERENCE_FLOWS - 1);
	s->rig->w.lcores[0]->burst = (uint16_t)s->burst;
	reference_reset();
	frame_pool_make(&s->pool, &s->d);
	set_ports(s);
	make_masks(s);
	make_tunnels(s);
	make_lists(s);
	for (uint32_t i = 0; i < SCENE_TEMPLATES; i++) {
		frame_make(&s->template[i], &s -> pool, &s -> d);
		s->template_port[i] = (uint16_t)dice_roll(&s->d, RIG_PORTS);
	}
	for (uint32_t i = 0; i < s->most_flows; i++)
		learn_template(s);
}

void scene_end(struct scene *s)
{
	uint64_t hits = 0, packets = 0, bytes = 0;

	for (uint32_t i = 0; i < s->ref->flow_high; i++)
		if (s->ref->flow[i].used)
			remove_flow(s, i);
	for (uint32_t i = 0; i <= RIG_PORTS; i++)
		hits += s->ref->stats[i].hits;
	for (uint32_t i = 0; i < REFERENCE_OBJECTS; i++) {
		packets += s->ref->action_packets[i];
		bytes += s->ref->action_bytes[i];
	}
	if (packets != hits - s->hits_before || s->dead_packets != packets)
		wrong(s, "the sum of all flows' packets");
	if (s->dead_bytes != bytes)
		wrong(s, "the sum of all flows' bytes");
	for (uint32_t i = 0; i < s->limits.groups && i < 2; i++)
		rig_must(s->rig, cmd_group_del, &(struct el_cmd_group_del){.group_id = i}, 0, "GROUP_DEL");
	for (uint32_t i = 0; i < s->lists; i++)
		rig_must(s->rig, cmd_action_del, &(struct el_cmd_action_del){.action_id = i}, 0,
		         "ACTION_DEL");
	for (uint32_t i = 0; i < s->limits.tunnels && i < 7; i++)
		rig_must(s->rig, cmd_tunnel_del, &(struct el_cmd_tunnel_del){.tunnel_id = i}, 0,
		         "TUNNEL_DEL");
	for (uint32_t i = 0; i < 6; i++)
		if (objects_find(&s->rig->w.nexthops, i))
			rig_must(s->rig, cmd_nexthop_del, &(struct el_cmd_nexthop_del){.nexthop_id = i}, 0,
			         "NEXTHOP_DEL");
	for (uint32_t i = 0; i < s->pool.endpoints; i++)
		rig_must(s->rig, cmd_endpoint_del, &(struct el_cmd_endpoint_del){.endpoint_id = i}, 0,
		         "ENDPOINT_DEL");
	for (uint32_t i = 0; i < s->masks; i++)
		rig_must(s->rig, cmd_mask_del, &(struct el_cmd_mask_del){.mask_id = i}, 0, "MASK_DEL");
}
