/* ConnectX-3 and ConnectX-3 Pro under net_mlx4. See ../plan.h.
 *
 * The driver derives the tunnel bits from the card's number alone: it is believed only as far as the kernel
 * has put the card into VXLAN mode, which is known from /sys (struct el_device).
 */
#include "../plan.h"

#include <string.h>

#include <rte_ethdev.h>

#define PRO 0x1007
#define PLAIN 0x1003
#define VIRTUAL_FUNCTION 0x1004

/* 32 blocks of 16 bytes describe a packet to be segmented: with 192 bytes of headers 18 are left for mbufs.
 */
#define TSO_HEADERS 192
#define TSO_SEGMENTS 18
#define SEGMENTS 31
#define MOST_DESCRIPTORS 8192 /* above 32768 the driver's 16-bit count overflows */

static const char *const drivers[] = {"net_mlx4", NULL};

static const char *name(const struct el_device *d)
{
	if (d->virtual_function)
		return "ConnectX-3 VF";
	return d->device == PRO ? "ConnectX-3 Pro" : "ConnectX-3";
}

/* Why the card does not look into VXLAN; NONE: it does. */
static enum el_why blind(const struct plan_job *j)
{
	const struct el_port_conf *c = j->conf;
	const struct el_device *d = j->device;

	if (d->virtual_function)
		return EL_WHY_VIRTUAL_FUNCTION;
	if (d->device != PRO || !(d->tx_offloads & RTE_ETH_TX_OFFLOAD_OUTER_IPV4_CKSUM))
		return EL_WHY_LACKS;
	if (c->vxlan_port_count == 0)
		return EL_WHY_NO_PORTS;
	if (c->vxlan_port_count > 1)
		return EL_WHY_ONE_VXLAN_PORT;
	if (d->steering == EL_STEERING_B0)
		return EL_WHY_NOT_DMFS;
	if (d->steering == EL_STEERING_STATIC_A0)
		return EL_WHY_STATIC_A0;
	if (d->kernel_vxlan_port == 0)
		return EL_WHY_KERNEL_VXLAN;
	return d->kernel_vxlan_port == c->vxlan_ports[0] ? EL_WHY_NONE : EL_WHY_KERNEL_PORT;
}

static struct judgement if_seen(const struct plan_job *j, enum el_why why)
{
	enum el_why not = blind(j);

	return not == EL_WHY_NONE ? can(why) : cannot(not );
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	switch (offload) {
	case EL_OFFLOAD_OUTER_IP_CHECKSUM:
		return if_seen(j, EL_WHY_ADVERTISED);
	case EL_OFFLOAD_VXLAN_TSO:
		return j->device->tx_offloads & RTE_ETH_TX_OFFLOAD_VXLAN_TNL_TSO
		           ? if_seen(j, EL_WHY_OUTER_IPV4)
		           : no_opinion();
	case EL_OFFLOAD_GRE_TSO:
		if (!(j->device->tx_offloads & RTE_ETH_TX_OFFLOAD_GRE_TNL_TSO))
			return no_opinion();
		return j->proven >> offload & 1 ? can(EL_WHY_PROVED) : cannot(EL_WHY_UNTRUSTED);
	case EL_OFFLOAD_RSS:
		/* It spreads by all it knows, whatever types it is given. */
		return j->conf->rx_queues > 1 ? can(EL_WHY_ALWAYS) : no_opinion();
	case EL_OFFLOAD_RSS_KEY:
	case EL_OFFLOAD_RETA:
		return cannot(EL_WHY_DRIVER_LACKS);
	case EL_OFFLOAD_RSS_INNER:
	case EL_OFFLOAD_VXLAN_PORT:
		return if_seen(j, EL_WHY_BY_KERNEL);
	case EL_OFFLOAD_STEER:
		return j->conf->vxlan_port_count ? can(EL_WHY_RULES) : cannot(EL_WHY_NO_PORTS);
	case EL_OFFLOAD_ISOLATE:
		return can(EL_WHY_RULES);
	default:
		return no_opinion();
	}
}

static bool power_of_two(uint32_t value)
{
	return (value & (value - 1)) == 0;
}

static uint16_t round_up(uint16_t value)
{
	uint32_t power = 64;

	while (power < value)
		power *= 2;
	return (uint16_t)power;
}

static int sizes(struct plan_job *j)
{
	const struct el_port_conf *c = j->conf;
	struct el_port_plan *plan = j->plan;

	if (!power_of_two(c->rx_queues))
		return plan_refuse(j, EL_ERR_PORT_SETUP, "rx_queues",
		                   "rx_queues is %u; %s spreads over a power of two, and the queues beyond "
		                   "would get nothing",
		                   c->rx_queues, plan->card);
	if (c->steer_count && (!power_of_two(c->steer_count) || c->steer_first % c->steer_count))
		return plan_refuse(j, EL_ERR_PORT_SETUP, "steer_count",
		                   "steer_first is %u and steer_count %u; %s steers to a power of two of "
		                   "queues from a multiple of it on",
		                   c->steer_first, c->steer_count, plan->card);
	if (c->rx_free_thresh || c->tx_rs_thresh || c->tx_free_thresh)
		return plan_refuse(j, EL_ERR_PORT_SETUP,
		                   c->rx_free_thresh ? "rx_free_thresh"
		                   : c->tx_rs_thresh ? "tx_rs_thresh"
		                                     : "tx_free_thresh",
		                   "a descriptor threshold is given; the driver of %s has none", plan->card);
	if (c->rx_full == EL_RX_FULL_WAIT)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "rx_full",
		                   "a full queue is to wait; %s always drops", plan->card);
	if (plan_descriptors(j, 64, MOST_DESCRIPTORS, 1))
		return -1;
	plan->rx_desc = round_up(plan->rx_desc);
	plan->tx_desc = round_up(plan->tx_desc);
	return 0;
}

static int complete(struct plan_job *j)
{
	struct el_port_plan *plan = j->plan;

	plan->rx_drop = 1;
	plan->rx_scalar = plan->tx_scalar = EL_WHY_NO_VECTOR;
	plan->set_mtu = 1; /* of the kernel's netdev: the configuration alone would not reach the card */
	plan->segments = SEGMENTS;
	plan->tso_segments = TSO_SEGMENTS;
	plan->tso_headers = TSO_HEADERS;
	plan->mss_least = 1;
	/* Its GOOD is one bit for outer and inner. */
	plan->rx_trust = plan_has(plan, EL_OFFLOAD_RX_CHECKSUM) ? EL_RX_TRUST_PLAIN : EL_RX_TRUST_NONE;
	/* On a queue without this bit a tunnelled packet is taken for a plain one: its outer UDP checksum
	 * would be rewritten and the inner one left a pseudo sum. */
	plan->tx_offloads |= j->device->tx_offloads & RTE_ETH_TX_OFFLOAD_OUTER_IPV4_CKSUM;
	if (plan_has(plan, EL_OFFLOAD_TX_CHECKSUM) && blind(j) == EL_WHY_NONE) {
		plan->tunnels |= EL_TUNNELS_VXLAN4;
		plan->vxlan_port = j->device->kernel_vxlan_port;
	}
	if (plan_has(plan, EL_OFFLOAD_GRE_TSO))
		plan->tunnels |= EL_TUNNELS_GRE4;
	if (plan_has(plan, EL_OFFLOAD_STEER))
		plan_rules_vxlan(j, true); /* behind a MAC of any kind it takes no more items */
	plan_rules_isolate(j, 1);
	return 0;
}

void plan_describe_mlx4(struct el_device *d)
{
	bool pro = d->device == PRO;

	strcpy(d->driver, drivers[0]);
	d->virtual_function = d->device == VIRTUAL_FUNCTION;
	d->rx_offloads = 0x9220e;
	d->rx_queue_offloads = 0x9200e;
	d->tx_offloads = pro ? 0x86ae : 0x802e;
	d->rss_types = 0x3afbc;
	d->dev_flags = RTE_ETH_DEV_INTR_LSC | RTE_ETH_DEV_INTR_RMV;
	d->min_rx_bufsize = 32;
	d->max_rx_pktlen = 65536;
	d->min_mtu = 46;
	d->max_mtu = UINT16_MAX;
	d->max_rx_queues = d->max_tx_queues = 1024;
	d->hash_key_size = 40;
	d->rx_desc_max = d->tx_desc_max = UINT16_MAX;
	d->rx_desc_align = d->tx_desc_align = 1;
	d->tx_segments = d->tx_mtu_segments = UINT16_MAX;
}

const struct card plan_mlx4 = {drivers, name, judge, sizes, complete};
