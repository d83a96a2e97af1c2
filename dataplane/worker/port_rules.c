/* Patterns and actions as net_mlx4 and net_i40e take them. See port_rules.h. */
#include "port_rules.h"

#include <errno.h>
#include <string.h>

#include <rte_ethdev.h>
#include <rte_flow.h>

#include "log.h"
#include "plan.h"

static void refused(struct port *p, enum el_offload offload, enum el_why why, const char *what)
{
	log_line(LOG_LEVEL_WARN, "port \"%s\" (%s) refused %s", p->name, p->driver, what);
	plan_degrade(&p->plan, offload, why);
}

struct pattern {
	struct rte_flow_item items[4];
	struct rte_flow_item_eth eth, eth_mask;
	struct rte_flow_item_udp udp, udp_mask;
};

static void set_mac(struct pattern *pt, const struct port *p, enum el_rule kind)
{
	const uint8_t group = 1;

	memset(&pt->eth_mask.dst, 0xff, sizeof(pt->eth_mask.dst));
	if (kind == EL_RULE_BROADCAST) {
		memset(&pt->eth.dst, 0xff, sizeof(pt->eth.dst));
	} else if (kind == EL_RULE_MULTICAST) {
		pt->eth.dst.addr_bytes[0] = group;
		pt->eth_mask.dst = pt->eth.dst;
	} else {
		memcpy(&pt->eth.dst, p->mac, sizeof(pt->eth.dst));
	}
	pt->items[0].spec = &pt->eth;
	pt->items[0].mask = &pt->eth_mask;
}

static void set_pattern(struct pattern *pt, const struct port *p, const struct el_plan_rule *r)
{
	*pt = (struct pattern){0};
	pt->items[0].type = RTE_FLOW_ITEM_TYPE_ETH;
	if (r->kind != EL_RULE_VXLAN || r->own_mac)
		set_mac(pt, p, r->kind);
	pt->items[1].type = RTE_FLOW_ITEM_TYPE_END;
	if (r->kind != EL_RULE_VXLAN)
		return;
	pt->udp.hdr.dst_port = rte_cpu_to_be_16(r->udp_dst);
	pt->udp_mask.hdr.dst_port = UINT16_MAX;
	pt->items[1].type = RTE_FLOW_ITEM_TYPE_IPV4;
	pt->items[2] =
	    (struct rte_flow_item){.type = RTE_FLOW_ITEM_TYPE_UDP, .spec = &pt->udp, .mask = &pt->udp_mask};
	pt->items[3].type = RTE_FLOW_ITEM_TYPE_END;
}

static struct rte_flow *create(struct port *p, const struct el_plan_rule *r, struct rte_flow_error *error)
{
	const struct rte_flow_attr attr = {.ingress = 1, .priority = r->priority};
	struct rte_flow_action_queue queue = {.index = r->queue};
	struct rte_flow_action_mark mark = {.id = r->mark};
	struct rte_flow_action_rss rss = {.queue_num = r->queue_count};
	struct rte_flow_action actions[3] = {0};
	uint16_t queues[EL_MAX_QUEUES];
	struct pattern pattern;
	uint32_t n = 0;

	set_pattern(&pattern, p, r);
	for (uint16_t i = 0; i < r->queue_count; i++)
		queues[i] = (uint16_t)(r->queue + i);
	rss.queue = queues; /* types 0: the driver's default, inner headers too where it knows them */
	if (r->queue_count > 1)
		actions[n++] = (struct rte_flow_action){.type = RTE_FLOW_ACTION_TYPE_RSS, .conf = &rss};
	else if (r->queue_count == 1)
		actions[n++] = (struct rte_flow_action){.type = RTE_FLOW_ACTION_TYPE_QUEUE, .conf = &queue};
	else
		actions[n++] = (struct rte_flow_action){.type = RTE_FLOW_ACTION_TYPE_PASSTHRU};
	if (r->mark)
		actions[n++] = (struct rte_flow_action){.type = RTE_FLOW_ACTION_TYPE_MARK, .conf = &mark};
	actions[n] = (struct rte_flow_action){.type = RTE_FLOW_ACTION_TYPE_END};
	return rte_flow_create(p->ethdev, &attr, pattern.items, actions, error);
}

/* Takes away what is there of one purpose. */
static void withdraw(struct port *p, bool vxlan)
{
	struct rte_flow_error error;

	for (uint16_t i = 0; i < p->plan.rule_count; i++) {
		if (!p->rules[i] || (p->plan.rules[i].kind == EL_RULE_VXLAN) != vxlan)
			continue;
		rte_flow_destroy(p->ethdev, p->rules[i], &error);
		p->rules[i] = NULL;
	}
}

static void give_up(struct port *p, bool vxlan)
{
	struct rte_flow_error error;

	withdraw(p, vxlan);
	if (vxlan) {
		if (plan_has(&p->plan, EL_OFFLOAD_STEER))
			refused(p, EL_OFFLOAD_STEER, EL_WHY_DEVICE_REFUSED, "a rule that steers VXLAN");
		if (plan_has(&p->plan, EL_OFFLOAD_MARK))
			refused(p, EL_OFFLOAD_MARK, EL_WHY_DEVICE_REFUSED, "a rule that marks VXLAN");
		return;
	}
	/* Isolated without rules it would be deaf. */
	rte_flow_isolate(p->ethdev, 0, &error);
	refused(p, EL_OFFLOAD_ISOLATE, EL_WHY_DEVICE_REFUSED, "a rule that isolation needs");
}

void port_isolate(struct port *p)
{
	struct rte_flow_error error;

	if (p->plan.isolate && rte_flow_isolate(p->ethdev, 1, &error) != 0) {
		p->plan.isolate = 0;
		refused(p, EL_OFFLOAD_ISOLATE, EL_WHY_DEVICE_REFUSED, "isolation");
	}
}

void port_rules_add(struct port *p)
{
	bool failed[2] = {false, !p->plan.isolate};
	struct rte_flow_error error;

	for (uint16_t i = 0; i < p->plan.rule_count; i++) {
		bool vxlan = p->plan.rules[i].kind == EL_RULE_VXLAN;

		if (failed[!vxlan])
			continue;
		p->rules[i] = create(p, &p->plan.rules[i], &error);
		if (p->rules[i])
			continue;
		failed[!vxlan] = true;
		give_up(p, vxlan);
	}
}

/* Another function of the same PCI adapter is a port of ours too. */
static bool has_sibling(const struct port *p)
{
	struct rte_eth_dev_info info;
	const char *name;
	uint16_t id;
	size_t common;

	if (rte_eth_dev_info_get(p->ethdev, &info) != 0)
		return false;
	name = rte_dev_name(info.device);
	common = strcspn(name, ".");
	RTE_ETH_FOREACH_DEV(id)
	{
		if (id != p->ethdev && name[common] && rte_eth_dev_info_get(id, &info) == 0 &&
		    strncmp(rte_dev_name(info.device), name, common + 1) == 0)
			return true;
	}
	return false;
}

void port_tunnels_add(struct port *p, const struct el_port_conf *conf)
{
	for (uint16_t i = 0; i < p->plan.vxlan_port_count; i++) {
		struct rte_eth_udp_tunnel tunnel = {.udp_port = conf->vxlan_ports[i],
		                                    .prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};
		int error = rte_eth_dev_udp_tunnel_port_add(p->ethdev, &tunnel);

		if (error == 0)
			p->tunnels[p->tunnel_count++] = tunnel.udp_port;
		/* Functions of one adapter share the table, and the driver's words for that are few. */
		if (error == 0 || error == -EINVAL || error == -EEXIST || (error == -1 && has_sibling(p)))
			continue;
		p->plan.vxlan_port_count = i;
		refused(p, EL_OFFLOAD_VXLAN_PORT, error == -ENOSPC ? EL_WHY_FULL : EL_WHY_DEVICE_REFUSED,
		        "a UDP port of VXLAN");
	}
}

void port_rules_remove(struct port *p)
{
	withdraw(p, true);
	withdraw(p, false);
	while (p->tunnel_count) {
		struct rte_eth_udp_tunnel tunnel = {.udp_port = p->tunnels[--p->tunnel_count],
		                                    .prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};

		rte_eth_dev_udp_tunnel_port_delete(p->ethdev, &tunnel);
	}
}
