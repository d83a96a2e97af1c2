/* Frame, queues and descriptors as any device limits them. See plan.h.
 *
 * What a virtual device says of its descriptors is a convenience and is clamped to; what a card refuses is
 * refused here, in a sentence, instead of by an errno later.
 */
#include "plan.h"

#define ETHERNET 14u
#define CRC 4u
#define VLAN 4u

/* A device names its largest MTU, its largest frame, or both; ethdev holds it to both. */
static uint32_t largest_mtu(const struct el_device *d)
{
	uint32_t by_frame = d->max_rx_pktlen > ETHERNET + CRC ? d->max_rx_pktlen - ETHERNET - CRC : 0;

	if (d->max_mtu != UINT16_MAX && d->max_rx_pktlen > d->max_mtu)
		return d->max_mtu;
	return by_frame < d->max_mtu ? by_frame : d->max_mtu;
}

int plan_frame(struct plan_job *j)
{
	const struct el_device *d = j->device;
	uint16_t mtu = j->conf->mtu;

	if (mtu > largest_mtu(d) || mtu < d->min_mtu)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "mtu", "mtu is %u, the device takes %u to %u", mtu,
		                   d->min_mtu, largest_mtu(d));
	if (j->start->mbuf_data < d->min_rx_bufsize)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "mbuf_data", "mbuf_data is %u, the device needs %u",
		                   j->start->mbuf_data, d->min_rx_bufsize);
	j->plan->mtu = mtu;
	return 0;
}

int plan_queues(struct plan_job *j)
{
	const struct el_device *d = j->device;

	if (j->conf->rx_queues > d->max_rx_queues)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "rx_queues", "rx_queues is %u, the device has %u",
		                   j->conf->rx_queues, d->max_rx_queues);
	j->plan->rx_queues = j->conf->rx_queues;
	j->plan->tx_queues =
	    j->start->lcore_count < d->max_tx_queues ? j->start->lcore_count : d->max_tx_queues;
	return 0;
}

static uint16_t clamp(uint16_t wish, uint16_t least, uint16_t most, uint16_t align)
{
	uint32_t value = wish;

	if (align > 1)
		value = (value + align - 1) / align * align;
	if (most && value > most)
		value = most;
	return (uint16_t)(value < least ? least : value);
}

void plan_clamp_descriptors(struct plan_job *j)
{
	const struct el_device *d = j->device;

	j->plan->rx_desc = clamp(j->conf->rx_desc, d->rx_desc_min, d->rx_desc_max, d->rx_desc_align);
	j->plan->tx_desc = clamp(j->conf->tx_desc, d->tx_desc_min, d->tx_desc_max, d->tx_desc_align);
}

int plan_descriptors(struct plan_job *j, uint16_t least, uint16_t most, uint16_t align)
{
	if (j->conf->rx_desc > most)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "rx_desc", "rx_desc is %u; %s takes %u to %u",
		                   j->conf->rx_desc, j->plan->card, least, most);
	if (j->conf->tx_desc > most)
		return plan_refuse(j, EL_ERR_PORT_SETUP, "tx_desc", "tx_desc is %u; %s takes %u to %u",
		                   j->conf->tx_desc, j->plan->card, least, most);
	j->plan->rx_desc = clamp(j->conf->rx_desc, least, most, align);
	j->plan->tx_desc = clamp(j->conf->tx_desc, least, most, align);
	return 0;
}
