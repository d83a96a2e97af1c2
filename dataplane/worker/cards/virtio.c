/* A guest's port (net_vhost), a port of a host (net_virtio_user, net_virtio) and a TAP. See ../plan.h.
 *
 * What a guest takes is settled when it negotiates, long after set-up: whoever sends to it asks then.
 */
#include "../plan.h"

#include <string.h>

#include <rte_ethdev.h>

static const char *const drivers[] = {"net_vhost", "net_virtio_user", "net_virtio", "net_tap", NULL};

static bool is(const struct plan_job *j, const char *driver)
{
	return strcmp(j->device->driver, driver) == 0;
}

static const char *name(const struct el_device *d)
{
	return strcmp(d->driver, "net_tap") == 0 ? "TAP" : "virtio";
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	switch (offload) {
	case EL_OFFLOAD_RX_CHECKSUM:
	case EL_OFFLOAD_TX_CHECKSUM:
	case EL_OFFLOAD_TSO:
		/* What is behind a TAP is a system call a packet: its driver sums and cuts itself. */
		if (is(j, "net_tap"))
			return cannot(EL_WHY_DRIVER_SOFTWARE);
		return offload == EL_OFFLOAD_TSO && is(j, "net_vhost") ? can(EL_WHY_PEER) : no_opinion();
	case EL_OFFLOAD_SCATTER:
		return can(EL_WHY_ALWAYS);
	default:
		return no_opinion();
	}
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
	j->plan->rx_drop = j->conf->rx_full == EL_RX_FULL_DROP;
	j->plan->guest = !is(j, "net_tap");
	/* A guest is nobody whose word counts; a host is. */
	if (plan_has(j->plan, EL_OFFLOAD_RX_CHECKSUM) && !is(j, "net_vhost"))
		j->plan->rx_trust = EL_RX_TRUST_ALL;
	j->plan->rx_scalar = j->plan->tx_scalar = EL_WHY_NO_VECTOR;
	return 0;
}

void plan_describe_virtio(struct el_device *d)
{
	bool tap = strcmp(d->driver, "net_tap") == 0;

	d->rx_offloads = RTE_ETH_RX_OFFLOAD_UDP_CKSUM | RTE_ETH_RX_OFFLOAD_TCP_CKSUM;
	d->tx_offloads = RTE_ETH_TX_OFFLOAD_UDP_CKSUM | RTE_ETH_TX_OFFLOAD_TCP_CKSUM |
	                 RTE_ETH_TX_OFFLOAD_MULTI_SEGS | (tap ? RTE_ETH_TX_OFFLOAD_TCP_TSO : 0);
	d->max_rx_pktlen = UINT32_MAX;
	d->max_mtu = UINT16_MAX;
	d->min_mtu = 68;
	d->max_rx_queues = d->max_tx_queues = tap ? 16 : 128;
}

const struct card plan_virtio = {drivers, name, judge, sizes, complete};
