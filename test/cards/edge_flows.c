/* See edge_flows.h. Underlay: 192.0.2.250 and 2001:db8::fa are ours; 192.0.2.<wire> and 2001:db8::<wire> are
 * the other ends. */
#include "edge_flows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MASK_GUEST, MASK_TUNNEL };
enum { US = 0xfa };

static void must(struct edge *e, command_run run, const void *record, uint32_t extra, const char *what)
{
	uint32_t offset = 0;
	int code = run(&e->c, record, extra, &offset);

	if (code) {
		fprintf(stderr, "CARDS: %s: refused with %d at %u\n", what, code, offset);
		exit(3);
	}
}

static void address(uint8_t to[16], bool v6, uint32_t last)
{
	static const uint8_t ours4[16] = {[10] = 0xff, 0xff, 192, 0, 2, 0};
	static const uint8_t ours6[16] = {0x20, 0x01, 0x0d, 0xb8};

	memcpy(to, v6 ? ours6 : ours4, 16);
	to[15] = (uint8_t)last;
}

static bool over_ipv6(uint32_t tunnel)
{
	return tunnel == EDGE_VXLAN6 || tunnel == EDGE_GRE6 || tunnel == EDGE_VXLAN6_ZERO;
}

static bool is_vxlan(uint32_t tunnel)
{
	return tunnel != EDGE_GRE4 && tunnel != EDGE_GRE6;
}

static void set_tunnel(struct edge *e, uint32_t wire, uint32_t tunnel)
{
	struct el_cmd_tunnel_set cmd = {.tunnel_id = wire * EDGE_TUNNELS + tunnel,
	                                .type = is_vxlan(tunnel) ? EL_TUN_VXLAN : EL_TUN_GRE,
	                                .ttl = 64,
	                                .nexthop_count = 1,
	                                .nexthops = {wire}};

	if (is_vxlan(tunnel)) {
		cmd.udp_dst = EDGE_VXLAN_PORT;
		cmd.udp_src_min = 49152;
		cmd.udp_src_range = 16384;
	}
	if (tunnel == EDGE_VXLAN6_ZERO)
		cmd.flags = EL_TUNNEL_ZERO6;
	if (tunnel == EDGE_VXLAN4_SUM)
		cmd.flags = EL_TUNNEL_UDP_CSUM;
	address(cmd.local, over_ipv6(tunnel), US);
	address(cmd.remote, over_ipv6(tunnel), wire);
	must(e, cmd_tunnel_set, &cmd, 0, "TUNNEL_SET");
}

static void set_action(struct edge *e, uint32_t id, const void *acts, uint32_t len)
{
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_action_set) + 64] = {0};
	struct el_cmd_action_set *cmd = (void *)record;

	cmd->action_id = id;
	cmd->len = len;
	memcpy(record + sizeof(*cmd), acts, len);
	must(e, cmd_action_set, record, len, "ACTION_SET");
}

static void encap_action(struct edge *e, uint32_t id, uint32_t wire, uint32_t tunnel)
{
	struct {
		struct el_act_encap encap;
		struct el_act_output out;
	} acts = {
	    .encap = {.act = {EL_ACT_ENCAP, sizeof(acts.encap)},
	              .tunnel_id = wire * EDGE_TUNNELS + tunnel,
	              .key = EDGE_KEY},
	    .out = {.act = {EL_ACT_OUTPUT, sizeof(acts.out)}, .port = EL_PORT_TUNNEL},
	};

	set_action(e, id, &acts, sizeof(acts));
}

static void output_action(struct edge *e, uint32_t id, uint32_t port, bool decap)
{
	struct {
		struct el_act_decap decap;
		struct el_act_output out;
	} acts = {
	    .decap = {.act = {EL_ACT_DECAP, sizeof(acts.decap)}},
	    .out = {.act = {EL_ACT_OUTPUT, sizeof(acts.out)}, .port = (uint16_t)port},
	};

	if (decap)
		set_action(e, id, &acts, sizeof(acts));
	else
		set_action(e, id, &acts.out, sizeof(acts.out));
}

static void add_flow(struct edge *e, uint32_t id, uint32_t mask, const struct el_key *key)
{
	struct el_cmd_flow_add cmd = {.flow_id = id, .action_id = id, .mask_id = mask, .key = *key};

	must(e, cmd_flow_add, &cmd, 0, "FLOW_ADD");
}

static void set_mask(struct edge *e, uint32_t id, bool tunnel)
{
	struct el_cmd_mask_set cmd = {.mask_id = id, .mask = {.in_port = UINT16_MAX, .tun_type = 0xff}};

	if (tunnel)
		cmd.mask.tun_key = UINT32_MAX;
	else
		memset(cmd.mask.eth_dst, 0xff, 6);
	must(e, cmd_mask_set, &cmd, 0, "MASK_SET");
}

static void set_endpoint(struct edge *e, uint32_t id, uint32_t tunnel)
{
	struct el_cmd_endpoint_set cmd = {.endpoint_id = id,
	                                  .type = is_vxlan(tunnel) ? EL_TUN_VXLAN : EL_TUN_GRE,
	                                  .udp_dst = is_vxlan(tunnel) ? EDGE_VXLAN_PORT : 0};

	address(cmd.local, over_ipv6(tunnel), US);
	must(e, cmd_endpoint_set, &cmd, 0, "ENDPOINT_SET");
}

static void set_wire(struct edge *e, uint32_t wire)
{
	struct el_cmd_nexthop_set hop = {.nexthop_id = wire,
	                                 .port = (uint16_t)wire,
	                                 .vlan = e->wire[wire].vlan,
	                                 .eth_dst = {2, 0, 0, 1, 1, (uint8_t)wire},
	                                 .eth_src = {2, 0, 0, 1, 0, (uint8_t)wire}};
	uint32_t id = wire * EDGE_TUNNELS * 2;

	must(e, cmd_nexthop_set, &hop, 0, "NEXTHOP_SET");
	for (uint32_t t = 0; t < EDGE_TUNNELS; t++) {
		struct el_key key = {.eth_dst = {2, 0, 0, 0, (uint8_t)wire, (uint8_t)t}};

		if (t == EDGE_NONE) {
			output_action(e, id + t, wire, false);
		} else {
			set_tunnel(e, wire, t);
			encap_action(e, id + t, wire, t);
		}
		add_flow(e, id + t, MASK_GUEST, &key);
	}
	for (uint32_t type = EL_TUN_VXLAN; type <= EL_TUN_GRE; type++) {
		struct el_key key = {
		    .in_port = (uint16_t)wire, .tun_type = (uint8_t)type, .tun_key = EDGE_KEY};

		output_action(e, id + EDGE_TUNNELS + type, 0, true);
		add_flow(e, id + EDGE_TUNNELS + type, MASK_TUNNEL, &key);
	}
}

void edge_flows(struct edge *e)
{
	set_mask(e, MASK_GUEST, false);
	set_mask(e, MASK_TUNNEL, true);
	for (uint32_t t = EDGE_VXLAN4; t <= EDGE_GRE6; t++)
		set_endpoint(e, t, t);
	for (uint32_t wire = 1; wire < e->w.conf.start.port_count; wire++)
		set_wire(e, wire);
}
