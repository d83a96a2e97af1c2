/* Devices without a file of their own: what they say of themselves is taken for true. See ../plan.h. */
#include "../plan.h"

#include <string.h>

static const char *name(const struct el_device *d)
{
	(void)d;
	return "";
}

static bool among(const char *driver, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(driver, *names) == 0)
			return true;
	return false;
}

/* Some do more than they say. */
static bool receives_chains(const struct el_device *d)
{
	static const char *const names[] = {"net_ring", "net_pcap", "net_memif", NULL};

	return among(d->driver, names);
}

/* These copy or forget what they send, chained or not. */
static bool sends_chains(const struct el_device *d)
{
	static const char *const names[] = {"net_pcap", "net_null", NULL};

	return among(d->driver, names);
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	if (offload == EL_OFFLOAD_SCATTER && receives_chains(j->device))
		return can(EL_WHY_ALWAYS);
	if (offload == EL_OFFLOAD_MULTI_SEGS && sends_chains(j->device) &&
	    !(j->conf->software >> offload & 1))
		return can(EL_WHY_ALWAYS);
	return no_opinion();
}

static int sizes(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	plan_clamp_descriptors(j);
	plan->rx_free_thresh = j->conf->rx_free_thresh;
	plan->tx_rs_thresh = j->conf->tx_rs_thresh;
	plan->tx_free_thresh = j->conf->tx_free_thresh;
	return 0;
}

static int complete(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	plan->rx_drop = j->conf->rx_full == EL_RX_FULL_DROP;
	plan->chains = plan_has(plan, EL_OFFLOAD_MULTI_SEGS);
	if (plan_has(plan, EL_OFFLOAD_RX_CHECKSUM))
		plan->rx_trust = EL_RX_TRUST_ALL;
	if (plan_has(plan, EL_OFFLOAD_VXLAN_TSO))
		plan->tunnels |= EL_TUNNELS_VXLAN4;
	if (plan_has(plan, EL_OFFLOAD_GRE_TSO))
		plan->tunnels |= EL_TUNNELS_GRE4;
	plan->segments = j->device->tx_mtu_segments;
	plan->tso_segments = j->device->tx_segments;
	plan->rx_scalar = plan->tx_scalar = EL_WHY_NO_VECTOR;
	return 0;
}

static const char *const drivers[] = {NULL};
const struct card plan_plain = {drivers, name, judge, sizes, complete};
