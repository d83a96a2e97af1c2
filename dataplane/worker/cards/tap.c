/* A TAP with virtio headers: sums and cuts are the kernel's behind it, or nobody's where its peer is on this
 * machine. See ../plan.h, ../tap.h.
 */
#include "../plan.h"

#include <rte_ethdev.h>

static const char *const drivers[] = {"tap", NULL};

/* What the kernel takes of a packet that is to be cut: one that its own outer header can tell the length of.
 */
#define LARGEST_IP 65535u
#define ETHERNET 14u

static const char *name(const struct el_device *d)
{
	(void)d;
	return "TAP with virtio headers";
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	switch (offload) {
	case EL_OFFLOAD_SCATTER:
	case EL_OFFLOAD_PROMISCUOUS:
		return can(EL_WHY_ALWAYS);
	case EL_OFFLOAD_RSS: /* the kernel keeps a connection on its queue */
		return j->conf->rx_queues > 1 ? can(EL_WHY_ALWAYS) : no_opinion();
	case EL_OFFLOAD_VXLAN_TSO: /* others get no packet with a tunnel's header */
		return j->conf->flags & EL_PORT_UNDERLAY ? no_opinion() : cannot(EL_WHY_LACKS);
	default:
		return no_opinion();
	}
}

static int sizes(struct plan_job *j)
{
	plan_clamp_descriptors(j);
	return 0;
}

static int complete(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	plan->guest = 1;
	if (plan_has(plan, EL_OFFLOAD_VXLAN_TSO))
		plan->tunnels = EL_TUNNELS_VXLAN4 | EL_TUNNELS_VXLAN6;
	plan->segments = plan->tso_segments = PLAN_TAP_MBUFS;
	plan->tso_most = LARGEST_IP + ETHERNET;
	plan->rx_scalar = plan->tx_scalar = EL_WHY_NO_VECTOR;
	return 0;
}

void plan_describe_tap(struct el_device *d)
{
	d->rx_offloads = RTE_ETH_RX_OFFLOAD_UDP_CKSUM | RTE_ETH_RX_OFFLOAD_TCP_CKSUM;
	d->rx_queue_offloads = d->tx_queue_offloads = 0;
	d->tx_offloads = RTE_ETH_TX_OFFLOAD_UDP_CKSUM | RTE_ETH_TX_OFFLOAD_TCP_CKSUM |
	                 RTE_ETH_TX_OFFLOAD_OUTER_IPV4_CKSUM | RTE_ETH_TX_OFFLOAD_TCP_TSO |
	                 RTE_ETH_TX_OFFLOAD_MULTI_SEGS | PLAN_TAP_TUNNELS;
	d->max_rx_pktlen = UINT32_MAX;
	d->max_mtu = UINT16_MAX;
	d->min_mtu = 68;
	d->max_rx_queues = d->max_tx_queues = EL_MAX_QUEUES;
}

const struct card plan_tap = {drivers, name, judge, sizes, complete};
