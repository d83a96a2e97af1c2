/* Rules that net_mlx4 takes: outer headers up to UDP or TCP over IPv4, and one fate. */
#include <string.h>

#include "flow_items.h"
#include "mlx4.h"

#define OWN_PRIORITY 0xfffu

static int take_eth(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const struct rte_flow_item_eth *spec = i->spec, *mask = i->mask ? i->mask : &rte_flow_item_eth_mask;

	if (!spec)
		return 0;
	if (mask_kind(&mask->src, 6) != 0 || mask->type)
		return refuse_item(e, i, "neither source MAC nor EtherType");
	if (memcmp(&mask->dst, "\1\0\0\0\0", 6) == 0) {
		if (!(spec->dst.addr_bytes[0] & 1))
			return refuse_item(e, i, "all groups, not all but groups");
		r->groups = true;
		return 0;
	}
	if (!take_field(&r->dst_mac, r->mac, &spec->dst, &mask->dst, 6))
		return refuse_item(e, i, "a whole MAC or none");
	return 0;
}

static int take_vlan(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const struct rte_flow_item_vlan *spec = i->spec, *mask = i->mask ? i->mask : &rte_flow_item_vlan_mask;

	r->vlan = true;
	if (!spec)
		return refuse_item(e, i, "a VLAN without VID");
	if (rte_be_to_cpu_16(mask->tci) != 0x0fff || mask->inner_type)
		return refuse_item(e, i, "a VID and nothing else");
	r->vid = true;
	r->tag = rte_be_to_cpu_16(spec->tci) & 0xfff;
	return 0;
}

static int take_ipv4(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	const struct rte_flow_item_ipv4 *spec = i->spec, *mask = i->mask ? i->mask : &rte_flow_item_ipv4_mask;

	r->ipv4 = true;
	if (spec && (!take_field(&r->src_ip, r->src, &spec->hdr.src_addr, &mask->hdr.src_addr, 4) ||
	             !take_field(&r->dst_ip, r->dst, &spec->hdr.dst_addr, &mask->hdr.dst_addr, 4)))
		return refuse_item(e, i, "whole addresses or none");
	return 0;
}

/* The ports come first in both headers. */
static int take_l4(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	bool udp = i->type == RTE_FLOW_ITEM_TYPE_UDP;
	const uint8_t *spec = i->spec, *mask = i->mask;

	if (!mask)
		mask =
		    udp ? (const uint8_t *)&rte_flow_item_udp_mask : (const uint8_t *)&rte_flow_item_tcp_mask;
	r->proto = udp ? 17 : 6;
	if (spec && (!take_port(&r->src_port, &r->sport, spec, mask) ||
	             !take_port(&r->dst_port, &r->dport, spec + 2, mask + 2)))
		return refuse_item(e, i, "whole ports or none");
	if (udp && r->dst_port && r->priority)
		return refuse_item(e, i, "a UDP port only at priority 0");
	return 0;
}

static int take_pattern(const struct rte_flow_item *i, struct rule *r, struct rte_flow_error *e)
{
	int depth = 0, error = 0;

	for (i = item_skip(i); i->type != RTE_FLOW_ITEM_TYPE_END && !error; i = item_skip(i + 1)) {
		if (i->last)
			return refuse_item(e, i, "no ranges");
		if (i->type == RTE_FLOW_ITEM_TYPE_ETH && depth == 0) {
			error = take_eth(i, r, e);
			depth = 1;
		} else if (i->type == RTE_FLOW_ITEM_TYPE_VLAN && depth == 1) {
			error = take_vlan(i, r, e);
			depth = 2;
		} else if (i->type == RTE_FLOW_ITEM_TYPE_IPV4 && (depth == 1 || depth == 2)) {
			if (!r->dst_mac)
				return refuse_item(e, i, "nothing behind a promiscuous MAC but a VLAN");
			error = take_ipv4(i, r, e);
			depth = 3;
		} else if ((i->type == RTE_FLOW_ITEM_TYPE_UDP || i->type == RTE_FLOW_ITEM_TYPE_TCP) &&
		           depth == 3) {
			error = take_l4(i, r, e);
			depth = 4;
		} else {
			return refuse_item(e, i, "an item the card does not know there");
		}
	}
	return error;
}

static int take_rss(const struct model *m, const struct rte_flow_action *a, struct rule *r,
                    struct rte_flow_error *e)
{
	const struct rte_flow_action_rss *rss = a->conf;
	uint32_t n = rss->queue_num;

	if (!n || n & (n - 1))
		return refuse_action(e, a, "a power of two of queues");
	for (uint32_t i = 0; i < n; i++)
		if (rss->queue[i] != rss->queue[0] + i || rss->queue[i] >= m->rx_queues)
			return refuse_action(e, a, "queues in a row");
	if (rss->queue[0] % n)
		return refuse_action(e, a, "a first queue that is a multiple of their count");
	if (rss->level)
		return refuse_action(e, a, "no level");
	if (rss->func != RTE_ETH_HASH_FUNCTION_DEFAULT && rss->func != RTE_ETH_HASH_FUNCTION_TOEPLITZ)
		return refuse_action(e, a, "Toeplitz only");
	if (rss->key_len && rss->key_len != 40)
		return refuse_action(e, a, "a key of 40 bytes");
	r->queue = rss->queue[0];
	r->queues = (uint16_t)n;
	return 0;
}

static int take_actions(const struct model *m, const struct rte_flow_action *a, struct rule *r,
                        struct rte_flow_error *e)
{
	uint32_t fates = 0;

	for (a = action_skip(a); a->type != RTE_FLOW_ACTION_TYPE_END; a = action_skip(a + 1), fates++) {
		int error = 0;

		if (a->type == RTE_FLOW_ACTION_TYPE_DROP) {
			r->drop = true;
		} else if (a->type == RTE_FLOW_ACTION_TYPE_QUEUE) {
			r->queue = ((const struct rte_flow_action_queue *)a->conf)->index;
			if (r->queue >= m->rx_queues)
				return refuse_action(e, a, "no such queue");
		} else if (a->type == RTE_FLOW_ACTION_TYPE_RSS) {
			error = take_rss(m, a, r, e);
		} else {
			return refuse_action(e, a, "DROP, QUEUE or RSS");
		}
		if (error)
			return error;
		if (fates)
			return refuse_action(e, a, "one fate only");
	}
	r->drop = r->drop || !fates;
	return 0;
}

int mlx4_rule(const struct model *m, const struct rte_flow_attr *attr, const struct rte_flow_item pattern[],
              const struct rte_flow_action actions[], struct rule *r, struct rte_flow_error *e)
{
	int error;

	if (!attr->ingress || attr->egress || attr->transfer || attr->group)
		return rte_flow_error_set(e, ENOTSUP, RTE_FLOW_ERROR_TYPE_ATTR, attr, "ingress, group 0");
	if (attr->priority > OWN_PRIORITY)
		return rte_flow_error_set(e, ENOTSUP, RTE_FLOW_ERROR_TYPE_ATTR_PRIORITY, attr,
		                          "priorities up to 0xfff");
	if (attr->priority == OWN_PRIORITY && !m->isolated)
		return rte_flow_error_set(e, EACCES, RTE_FLOW_ERROR_TYPE_ATTR_PRIORITY, attr,
		                          "0xfff is the driver's own");
	r->priority = attr->priority;
	error = take_pattern(pattern, r, e);
	return error ? error : take_actions(m, actions, r, e);
}
