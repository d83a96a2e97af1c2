/* X710, XL710, XXV710 and X722 under net_i40e. See ../plan.h.
 *
 * Any transmit offload but FAST_FREE takes the port's vector path away: who wishes for FAST_FREE gets
 * checksums and segmentation from the worker.
 */
#include "../plan.h"

#include <stdio.h>
#include <string.h>

#include <rte_ethdev.h>

#define LEAST_DESCRIPTORS 64
#define MOST_DESCRIPTORS 4096
#define DESCRIPTOR_ALIGN 32
#define THRESHOLD 32 /* the driver's own, all three */
#define VECTOR_LEAST 32
#define VECTOR_MOST 64
#define SEGMENTS 8
#define TSO_SEGMENTS 255
#define MSS_LEAST 256
#define MSS_MOST 9674
#define TSO_MOST 262143
#define LLDP_FIRMWARE 601 /* 6.01: from here on the agent can be stopped, and the driver does */

static const char *const drivers[] = {"net_i40e", NULL};

static bool is_x722(const struct el_device *d)
{
	return d->device == 0x374c || (d->device >= 0x37ce && d->device <= 0x37d3);
}

static const char *name(const struct el_device *d)
{
	switch (d->device) {
	case 0x1580:
	case 0x1583:
	case 0x1584:
	case 0x1585:
		return "XL710";
	case 0x158a:
	case 0x158b:
	case 0x0d58:
		return "XXV710";
	default:
		return is_x722(d) ? "X722" : "X710";
	}
}

static bool vector_wanted(const struct plan_job *j)
{
	return plan_wants(j, EL_OFFLOAD_FAST_FREE) &&
	       j->device->tx_offloads & RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE &&
	       plan_one_mbuf(j->conf, j->start->mbuf_data);
}

/* "9.01 0x8000..." → 901; 0: it does not tell. */
static unsigned firmware(const struct el_device *d)
{
	unsigned major, minor;

	return sscanf(d->firmware, "%u.%u", &major, &minor) == 2 ? major * 100 + minor : 0;
}

/* A rule matches a recognised tunnel by its inner headers: of its UDP port nothing is left. */
static struct judgement by_rule(const struct plan_job *j)
{
	if (j->conf->vxlan_port_count == 0)
		return cannot(EL_WHY_NO_PORTS);
	return plan_has(j->plan, EL_OFFLOAD_VXLAN_PORT) ? cannot(EL_WHY_TUNNEL_KNOWN) : can(EL_WHY_RULES);
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	unsigned version = firmware(j->device);

	switch (offload) {
	case EL_OFFLOAD_TX_CHECKSUM:
	case EL_OFFLOAD_OUTER_IP_CHECKSUM:
	case EL_OFFLOAD_TSO:
	case EL_OFFLOAD_VXLAN_TSO:
	case EL_OFFLOAD_GRE_TSO:
	case EL_OFFLOAD_MULTI_SEGS:
		return vector_wanted(j) ? cannot(EL_WHY_COSTS_VECTOR) : no_opinion();
	case EL_OFFLOAD_OUTER_UDP_CHECKSUM:
		/* Some releases of the driver advertise it for all; only the X722 does it. */
		if (!is_x722(j->device))
			return cannot(EL_WHY_LACKS);
		return vector_wanted(j) ? cannot(EL_WHY_COSTS_VECTOR) : no_opinion();
	case EL_OFFLOAD_FAST_FREE:
		/* The paths that give mbufs back unseen send no chains. */
		return plan_one_mbuf(j->conf, j->start->mbuf_data) ? no_opinion() : cannot(EL_WHY_MANY_MBUFS);
	case EL_OFFLOAD_RSS_INNER:
		return j->conf->rx_queues > 1 ? can(EL_WHY_TUNNEL_KNOWN) : cannot(EL_WHY_ONE_QUEUE);
	case EL_OFFLOAD_VXLAN_PORT:
		return j->conf->vxlan_port_count ? can(EL_WHY_ADVERTISED) : cannot(EL_WHY_NO_PORTS);
	case EL_OFFLOAD_STEER:
		return j->conf->steer_count > 1 ? cannot(EL_WHY_ONE_STEERED) : by_rule(j);
	case EL_OFFLOAD_MARK:
		return by_rule(j);
	case EL_OFFLOAD_LLDP:
		return version && version < LLDP_FIRMWARE ? cannot(EL_WHY_FIRMWARE) : can(EL_WHY_ADVERTISED);
	default:
		return no_opinion();
	}
}

static uint16_t or_default(uint16_t wish)
{
	return wish ? wish : THRESHOLD;
}

static int thresholds(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;
	uint16_t free = plan->rx_free_thresh = or_default(j->conf->rx_free_thresh);
	uint16_t rs = plan->tx_rs_thresh = or_default(j->conf->tx_rs_thresh);
	uint16_t tx_free = plan->tx_free_thresh = or_default(j->conf->tx_free_thresh);

	if (free >= plan->rx_desc || plan->rx_desc % free)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "rx_free_thresh",
		                   "rx_free_thresh is %u; it must divide rx_desc, which is %u, and be less",
		                   free, plan->rx_desc);
	if (rs > tx_free || rs >= plan->tx_desc - 2 || plan->tx_desc % rs)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "tx_rs_thresh",
		                   "tx_rs_thresh is %u; it must divide tx_desc, which is %u, and not exceed "
		                   "tx_free_thresh, which is %u",
		                   rs, plan->tx_desc, tx_free);
	if (tx_free >= plan->tx_desc - 3 || rs + tx_free > plan->tx_desc)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "tx_free_thresh",
		                   "tx_free_thresh is %u; with tx_rs_thresh, which is %u, it must fit into "
		                   "tx_desc, which is %u",
		                   tx_free, rs, plan->tx_desc);
	return 0;
}

static int sizes(struct plan_job *j)
{
	if (j->conf->rss_key_len && j->conf->rss_key_len != j->device->hash_key_size)
		return plan_refuse(
		    j, EL_ERR_PORT_SETUP, "rss_key",
		    "rss_key has %u bytes; %s takes %u and would fall back to a key of its own",
		    j->conf->rss_key_len, j->plan->card, j->device->hash_key_size);
	return plan_descriptors(j, LEAST_DESCRIPTORS, MOST_DESCRIPTORS, DESCRIPTOR_ALIGN) || thresholds(j)
	           ? -1
	           : 0;
}

static void paths(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	if (plan->rx_desc & (plan->rx_desc - 1))
		plan->rx_scalar = EL_WHY_DESCRIPTORS;
	else if (plan->rx_free_thresh < VECTOR_LEAST)
		plan->rx_scalar = EL_WHY_THRESHOLD;
	if (plan->hardware & (1u << EL_OFFLOAD_TX_CHECKSUM | 1u << EL_OFFLOAD_OUTER_IP_CHECKSUM |
	                      1u << EL_OFFLOAD_TSO | 1u << EL_OFFLOAD_MULTI_SEGS))
		plan->tx_scalar = EL_WHY_TX_OFFLOADS;
	else if (plan->tx_rs_thresh < VECTOR_LEAST || plan->tx_rs_thresh > VECTOR_MOST)
		plan->tx_scalar = EL_WHY_THRESHOLD;
}

static int complete(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	/* Off, one full queue would hold up the whole port. */
	plan->rx_drop = j->conf->rx_full != EL_RX_FULL_WAIT;
	plan->segments = SEGMENTS;
	plan->tso_segments = TSO_SEGMENTS;
	plan->mss_least = MSS_LEAST;
	plan->mss_most = MSS_MOST;
	plan->tso_most = TSO_MOST;
	/* Flags come with every packet, asked for or not. */
	plan->rx_trust = EL_RX_TRUST_PTYPE;
	/* Where headers are is told with each packet: it need not know the UDP port. */
	if (plan_has(plan, EL_OFFLOAD_TX_CHECKSUM))
		plan->tunnels = EL_TUNNELS_VXLAN4 | EL_TUNNELS_VXLAN6 | EL_TUNNELS_GRE4 | EL_TUNNELS_GRE6;
	if (plan_has(plan, EL_OFFLOAD_VXLAN_PORT))
		plan->vxlan_port_count = j->conf->vxlan_port_count;
	paths(j);
	plan_rules_vxlan(j, false);
	return 0;
}

void plan_describe_i40e(struct el_device *d)
{
	strcpy(d->driver, drivers[0]);
	d->rx_offloads = 0x9266f;
	d->tx_offloads = 0x19fbf | (is_x722(d) ? RTE_ETH_TX_OFFLOAD_OUTER_UDP_CKSUM : 0);
	d->tx_queue_offloads = RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE;
	d->rss_types = 0x7efc;
	d->dev_flags = RTE_ETH_DEV_INTR_LSC;
	d->min_rx_bufsize = 1024;
	d->max_rx_pktlen = 9728;
	d->min_mtu = 68;
	d->max_mtu = 9702;
	d->max_rx_queues = d->max_tx_queues = 192;
	d->reta_size = 512;
	d->hash_key_size = 52;
	d->rx_desc_min = d->tx_desc_min = LEAST_DESCRIPTORS;
	d->rx_desc_max = d->tx_desc_max = MOST_DESCRIPTORS;
	d->rx_desc_align = d->tx_desc_align = DESCRIPTOR_ALIGN;
	d->tx_segments = TSO_SEGMENTS;
	d->tx_mtu_segments = SEGMENTS;
}

const struct card plan_i40e = {drivers, name, judge, sizes, complete};
