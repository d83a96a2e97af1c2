/* Rules a port is to have in its card: VXLAN to queues of its own or marked, and what isolation lets in. See
 * plan.h. */
#include "plan.h"

static struct el_plan_rule *add(struct el_port_plan *plan, enum el_rule kind, uint16_t priority)
{
	struct el_plan_rule *r = &plan->rules[plan->rule_count++];

	*r = (struct el_plan_rule){.kind = kind, .priority = priority};
	return r;
}

void plan_rules_vxlan(struct plan_job *j, bool own_mac)
{
	const struct el_port_conf *c = j->conf;
	bool steer = plan_has(j->plan, EL_OFFLOAD_STEER), mark = plan_has(j->plan, EL_OFFLOAD_MARK);

	for (uint16_t i = 0; (steer || mark) && i < c->vxlan_port_count; i++) {
		struct el_plan_rule *r = add(j->plan, EL_RULE_VXLAN, 0);

		r->own_mac = own_mac;
		r->udp_dst = c->vxlan_ports[i];
		if (steer) {
			r->queue = c->steer_first;
			r->queue_count = c->steer_count;
		}
		/* The UDP port itself: never 0. */
		r->mark = mark ? r->udp_dst : 0;
	}
}

void plan_rules_isolate(struct plan_job *j, uint16_t priority)
{
	if (!plan_has(j->plan, EL_OFFLOAD_ISOLATE))
		return;
	j->plan->isolate = 1;
	add(j->plan, EL_RULE_OWN_MAC, priority)->queue_count = j->plan->rx_queues;
	/* ARP and neighbour discovery: few frames, one queue. */
	add(j->plan, EL_RULE_BROADCAST, priority)->queue_count = 1;
	add(j->plan, EL_RULE_MULTICAST, priority)->queue_count = 1;
}
