/* Rules that net_i40e takes: EtherTypes, flow director, and cloud filters by inner MAC. */
#include "flow_items.h"
#include "i40e.h"

static int take_ip(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const uint8_t *spec = i->spec, *mask = i->mask;
	bool v4 = i->type == RTE_FLOW_ITEM_TYPE_IPV4;
	uint32_t bytes = v4 ? 4 : 16, src = v4 ? 12 : 8;

	r->ipv4 = v4;
	r->ipv6 = !v4;
	if (!spec)
		return 0;
	if (!mask)
		return refuse_item(e, i, "a spec needs a mask");
	if (!take_field(&r->src_ip, r->src, spec + src, mask + src, bytes) ||
	    !take_field(&r->dst_ip, r->dst, spec + src + bytes, mask + src + bytes, bytes))
		return refuse_item(e, i, "whole addresses or none");
	return 0;
}

static int take_l4(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const uint8_t *spec = i->spec, *mask = i->mask;

	r->proto = i->type == RTE_FLOW_ITEM_TYPE_UDP ? 17 : 6;
	if (!spec)
		return 0;
	if (!mask)
		return refuse_item(e, i, "a spec needs a mask");
	if (!take_port(&r->src_port, &r->sport, spec, mask) ||
	    !take_port(&r->dst_port, &r->dport, spec + 2, mask + 2))
		return refuse_item(e, i, "whole ports or none");
	return 0;
}

static int take_eth(const struct rte_flow_item *i, struct rule *r, bool inner, struct rte_flow_error *e)
{
	const struct rte_flow_item_eth *spec = i->spec, *mask = i->mask;

	if (!spec && inner)
		return refuse_item(e, i, "an inner MAC is always needed");
	if (!spec)
		return 0;
	if (!mask || mask_kind(&mask->src, 6) != 0 ||
	    !take_field(&r->dst_mac, r->mac, &spec->dst, &mask->dst, 6))
		return refuse_item(e, i, "a whole destination MAC or none");
	if (inner && !r->dst_mac)
		return refuse_item(e, i, "an inner MAC is always needed");
	if (!inner && mask->type == UINT16_MAX) {
		r->type = true;
		r->ether_type = rte_be_to_cpu_16(spec->type);
		if (r->ether_type == 0x0800 || r->ether_type == 0x86dd || r->ether_type == 0x88cc)
			return refuse_item(e, i, "an EtherType that filters cannot have");
	}
	return 0;
}

static int take_vxlan(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const struct rte_flow_item_vxlan *spec = i->spec, *mask = i->mask;

	r->tunnel = true;
	if (!spec)
		return 0;
	if (!mask || mask_kind(mask->vni, 3) != 1)
		return refuse_item(e, i, "a whole VNI or none");
	r->vxlan = true;
	r->vni = (uint32_t)spec->vni[0] << 16 | read16(spec->vni + 1);
	return 0;
}

static int take_pattern(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	int error = 0;

	i = item_skip(i);
	if (i->type != RTE_FLOW_ITEM_TYPE_ETH)
		return refuse_item(e, i, "a pattern begins with ETH");
	for (; i->type != RTE_FLOW_ITEM_TYPE_END && !error; i = item_skip(i + 1)) {
		if (i->last)
			return refuse_item(e, i, "no ranges");
		switch (i->type) {
		case RTE_FLOW_ITEM_TYPE_ETH:
			error = take_eth(i, r, r->tunnel, e);
			break;
		case RTE_FLOW_ITEM_TYPE_IPV4:
		case RTE_FLOW_ITEM_TYPE_IPV6:
			error = r->tunnel ? refuse_item(e, i, "no inner IP") : take_ip(i, r, e);
			break;
		case RTE_FLOW_ITEM_TYPE_UDP:
		case RTE_FLOW_ITEM_TYPE_TCP:
			error = r->tunnel ? refuse_item(e, i, "no inner ports") : take_l4(i, r, e);
			break;
		case RTE_FLOW_ITEM_TYPE_VXLAN:
			if (r->proto != 17 || r->src_ip || r->dst_ip || r->src_port || r->dst_port)
				return refuse_item(e, i, "outer items are placeholders");
			error = take_vxlan(i, r, e);
			break;
		default:
			return refuse_item(e, i, "an item the card does not know");
		}
	}
	if (!error && r->tunnel && !r->dst_mac)
		return refuse_item(e, i, "an inner MAC is always needed");
	return error;
}

/* PF first: a queue alone is refused. */
static int take_cloud_actions(const struct model *m, const struct rte_flow_action *a, struct rule *r,
                              struct rte_flow_error *e)
{
	a = action_skip(a);
	if (a->type != RTE_FLOW_ACTION_TYPE_PF)
		return refuse_action(e, a, "PF first");
	a = action_skip(a + 1);
	if (a->type != RTE_FLOW_ACTION_TYPE_QUEUE)
		return refuse_action(e, a, "then QUEUE");
	r->queue = ((const struct rte_flow_action_queue *)a->conf)->index;
	if (r->queue >= m->rx_queues)
		return refuse_action(e, a, "no such queue");
	a = action_skip(a + 1);
	return a->type == RTE_FLOW_ACTION_TYPE_END ? 0 : refuse_action(e, a, "and nothing more");
}

static int take_actions(const struct model *m, const struct rte_flow_action *a, struct rule *r,
                        struct rte_flow_error *e)
{
	a = action_skip(a);
	if (a->type == RTE_FLOW_ACTION_TYPE_QUEUE) {
		r->queue = ((const struct rte_flow_action_queue *)a->conf)->index;
		if (r->queue >= m->rx_queues)
			return refuse_action(e, a, "no such queue");
	} else if (a->type == RTE_FLOW_ACTION_TYPE_DROP) {
		r->drop = true;
	} else if (a->type == RTE_FLOW_ACTION_TYPE_PASSTHRU || a->type == RTE_FLOW_ACTION_TYPE_MARK) {
		r->pass = true;
	} else {
		return refuse_action(e, a, "QUEUE, DROP, PASSTHRU or MARK first");
	}
	if (a->type != RTE_FLOW_ACTION_TYPE_MARK)
		a = action_skip(a + 1);
	if (a->type == RTE_FLOW_ACTION_TYPE_MARK && !r->type) {
		r->marks = true;
		r->mark = ((const struct rte_flow_action_mark *)a->conf)->id;
		a = action_skip(a + 1);
	}
	if (a->type == RTE_FLOW_ACTION_TYPE_RSS && r->pass)
		a = action_skip(a + 1);
	return a->type == RTE_FLOW_ACTION_TYPE_END ? 0 : refuse_action(e, a, "then MARK or nothing");
}

/* Flow director: which fields a class of packets is told apart by is one setting for all its rules. */
static int check_inputs(const struct model *m, const struct rule *r, const struct rte_flow_item *pattern,
                        struct rte_flow_error *e)
{
	for (uint32_t i = 0; i < CARD_RULES; i++) {
		const struct rule *o = &m->rules[i];

		if (!o->used || o->tunnel || o->type || o->ipv4 != r->ipv4 || o->proto != r->proto)
			continue;
		if (o->src_ip != r->src_ip || o->dst_ip != r->dst_ip || o->src_port != r->src_port ||
		    o->dst_port != r->dst_port)
			return refuse_item(e, pattern, "another input set is in use for such packets");
	}
	return 0;
}

int i40e_rule(const struct model *m, const struct rte_flow_attr *attr, const struct rte_flow_item pattern[],
              const struct rte_flow_action actions[], struct rule *r, struct rte_flow_error *e)
{
	int error;

	if (!attr->ingress || attr->egress || attr->transfer || attr->group || attr->priority)
		return rte_flow_error_set(e, EINVAL, RTE_FLOW_ERROR_TYPE_ATTR, attr,
		                          "ingress, group 0, priority 0");
	error = take_pattern(pattern, r, e);
	if (error)
		return error;
	if (r->tunnel)
		return take_cloud_actions(m, actions, r, e);
	if (!r->type && !r->ipv4 && !r->ipv6)
		return refuse_item(e, pattern, "nothing to tell packets apart by");
	if (!r->type) {
		error = check_inputs(m, r, pattern, e);
		if (error)
			return error;
	}
	return take_actions(m, actions, r, e);
}
