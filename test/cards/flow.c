/* rte_flow on a model: the card's file says which rules it takes; here they are kept and met by frames. */
#include <stdlib.h>
#include <string.h>

#include "wrap.h"

static bool meets_layer(const struct rule *r, const struct layer *l, const uint8_t *f)
{
	uint32_t bytes = l->version == 4 ? 4 : 16;
	const uint8_t *ip = f + l->l3;

	if ((r->ipv4 && l->version != 4) || (r->ipv6 && l->version != 6))
		return false;
	if (r->proto && (l->proto != r->proto || !l->l4_len))
		return false;
	if (r->src_ip && memcmp(ip + (bytes == 4 ? 12 : 8), r->src, bytes) != 0)
		return false;
	if (r->dst_ip && memcmp(ip + (bytes == 4 ? 16 : 24), r->dst, bytes) != 0)
		return false;
	if (r->src_port && read16(f + l->l4) != r->sport)
		return false;
	return !r->dst_port || read16(f + l->l4 + 2) == r->dport;
}

static bool meets(const struct rule *r, const struct headers *h, const uint8_t *f)
{
	uint32_t mac = r->tunnel ? h->inner.l2 : 0;

	if (r->vlan && !h->outer.tags)
		return false;
	if (r->vid && (read16(f + 14) & 0xfff) != r->tag)
		return false;
	if (r->type && h->outer.type != r->ether_type)
		return false;
	if (r->tunnel && (h->tunnel != TUNNEL_VXLAN || (r->vxlan && h->vni != r->vni)))
		return false;
	if ((r->dst_mac && memcmp(f + mac, r->mac, 6) != 0) || (r->groups && !(f[mac] & 1)))
		return false;
	return r->tunnel || meets_layer(r, &h->outer, f);
}

const struct rule *flow_match(const struct model *m, const struct headers *h, const uint8_t *f)
{
	const struct rule *best = NULL;

	for (uint32_t i = 0; i < CARD_RULES; i++)
		if (m->rules[i].used && (!best || m->rules[i].priority < best->priority) &&
		    meets(&m->rules[i], h, f))
			best = &m->rules[i];
	return best;
}

WRAPPED(rte_flow_validate, uint16_t port, const struct rte_flow_attr *attr,
        const struct rte_flow_item pattern[], const struct rte_flow_action actions[],
        struct rte_flow_error *error)
{
	struct model *m = model_of(port);
	struct rule rule = {0};

	if (!m)
		return REAL(rte_flow_validate)(port, attr, pattern, actions, error);
	return m->ops->rule(m, attr, pattern, actions, &rule, error);
}

struct rte_flow *WRAP(rte_flow_create)(uint16_t port, const struct rte_flow_attr *attr,
                                       const struct rte_flow_item pattern[],
                                       const struct rte_flow_action actions[], struct rte_flow_error *error);
extern struct rte_flow *REAL(rte_flow_create)(uint16_t port, const struct rte_flow_attr *attr,
                                              const struct rte_flow_item pattern[],
                                              const struct rte_flow_action actions[],
                                              struct rte_flow_error *error);
struct rte_flow *WRAP(rte_flow_create)(uint16_t port, const struct rte_flow_attr *attr,
                                       const struct rte_flow_item pattern[],
                                       const struct rte_flow_action actions[], struct rte_flow_error *error)
{
	struct model *m = model_of(port);
	struct rule rule = {0};

	if (!m)
		return REAL(rte_flow_create)(port, attr, pattern, actions, error);
	if (m->ops->rule(m, attr, pattern, actions, &rule, error))
		return NULL;
	for (uint32_t i = 0; i < CARD_RULES; i++)
		if (!m->rules[i].used) {
			m->rules[i] = rule;
			m->rules[i].used = true;
			return (struct rte_flow *)&m->rules[i];
		}
	rte_flow_error_set(error, ENOSPC, RTE_FLOW_ERROR_TYPE_HANDLE, NULL, "no room for a rule");
	return NULL;
}

WRAPPED(rte_flow_destroy, uint16_t port, struct rte_flow *flow, struct rte_flow_error *error)
{
	struct model *m = model_of(port);
	struct rule *rule = (struct rule *)flow;

	if (!m)
		return REAL(rte_flow_destroy)(port, flow, error);
	if (rule < m->rules || rule >= m->rules + CARD_RULES || !rule->used)
		return rte_flow_error_set(error, EINVAL, RTE_FLOW_ERROR_TYPE_HANDLE, flow, "no such rule");
	rule->used = false;
	return 0;
}

WRAPPED(rte_flow_flush, uint16_t port, struct rte_flow_error *error)
{
	struct model *m = model_of(port);

	if (!m)
		return REAL(rte_flow_flush)(port, error);
	memset(m->rules, 0, sizeof(m->rules));
	return 0;
}

WRAPPED(rte_flow_isolate, uint16_t port, int set, struct rte_flow_error *error)
{
	struct model *m = model_of(port);

	if (!m)
		return REAL(rte_flow_isolate)(port, set, error);
	if (m->ops == &model_i40e)
		return rte_flow_error_set(error, ENOSYS, RTE_FLOW_ERROR_TYPE_UNSPECIFIED, NULL,
		                          "no isolated mode");
	m->isolated = set;
	return 0;
}
