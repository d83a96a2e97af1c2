/* Wishes of a port: those that other fields imply are added, those that exclude each other are refused. See
 * plan.h.
 */
#include "plan.h"

#include <string.h>

#define BIT(name) (1u << EL_OFFLOAD_##name)
#define ANY_TSO (BIT(TSO) | BIT(VXLAN_TSO) | BIT(GRE_TSO))
#define BY_WORKER                                                                                            \
	(BIT(RX_CHECKSUM) | BIT(TX_CHECKSUM) | BIT(OUTER_IP_CHECKSUM) | BIT(OUTER_UDP_CHECKSUM) | ANY_TSO |  \
	 BIT(GRO) | BIT(MULTI_SEGS) | BIT(RESPREAD))

#define TEXT_OF(name, number, text) [number] = text,
static const char *const texts[] = {EL_OFFLOADS(TEXT_OF)};

static uint32_t implied(const struct el_port_conf *c, uint32_t mbuf_data, uint32_t wanted)
{
	uint32_t also = 0;

	if (!(wanted & BIT(FAST_FREE)))
		also |= BIT(MULTI_SEGS);
	if (!plan_one_mbuf(c, mbuf_data))
		also |= BIT(SCATTER) | BIT(MULTI_SEGS);
	if (wanted & ANY_TSO)
		also |= BIT(TX_CHECKSUM) | BIT(MULTI_SEGS);
	if (wanted & (BIT(VXLAN_TSO) | BIT(GRE_TSO)))
		also |= BIT(OUTER_IP_CHECKSUM);
	if (c->rss_types)
		also |= BIT(RSS);
	if (c->flags & EL_PORT_PROMISC)
		also |= BIT(PROMISCUOUS);
	if (c->rss_key_len)
		also |= BIT(RSS_KEY);
	if (c->reta_len)
		also |= BIT(RETA);
	if (c->steer_count)
		also |= BIT(STEER);
	return wanted | also;
}

#define KNOWN ((1u << sizeof(texts) / sizeof(texts[0])) - 1)

static const char *lowest(uint32_t mask)
{
	return texts[__builtin_ctz(mask)];
}

static int check_fields(struct plan_job *j)
{
	const struct el_port_conf *c = j->conf;

	if (plan_wants(j, EL_OFFLOAD_RSS_KEY) && !c->rss_key_len)
		return plan_refuse(j, EL_ERR_CONFIG, "rss_key", "rss_key is wished for, but none is given");
	if (plan_wants(j, EL_OFFLOAD_RETA) && !c->reta_len)
		return plan_refuse(j, EL_ERR_CONFIG, "reta", "reta is wished for, but has no entry");
	if (plan_wants(j, EL_OFFLOAD_STEER) && !c->steer_count)
		return plan_refuse(j, EL_ERR_CONFIG, "steer_count",
		                   "steering is wished for, but to no queue");
	if (c->steer_count &&
	    (c->steer_count > c->rx_queues || c->steer_first > c->rx_queues - c->steer_count))
		return plan_refuse(j, EL_ERR_CONFIG, "steer_first",
		                   "steer_first is %u and steer_count %u; there are %u rx queues",
		                   c->steer_first, c->steer_count, c->rx_queues);
	for (uint32_t i = 0; i < c->reta_len; i++)
		if (c->reta[i] >= c->rx_queues)
			return plan_refuse(j, EL_ERR_CONFIG, "reta",
			                   "reta[%u] is queue %u; there are %u rx queues", i, c->reta[i],
			                   c->rx_queues);
	for (uint32_t i = 0; i < c->vxlan_port_count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (c->vxlan_ports[i] == c->vxlan_ports[k])
				return plan_refuse(j, EL_ERR_CONFIG, "vxlan_ports",
				                   "vxlan_ports names %u twice", c->vxlan_ports[i]);
	return 0;
}

/* Bytes were compared on a card with a driver and a firmware; of others they say nothing. A documented device
 * has no firmware: it is taken for the one that was looked at. */
static bool proof_holds(const struct plan_job *j)
{
	const struct el_port_conf *c = j->conf;
	const struct el_device *d = j->device;

	return !c->proof_driver[0] ||
	       (strncmp(c->proof_driver, d->driver, EL_NAME_LEN) == 0 &&
	        (!d->firmware[0] || strncmp(c->proof_firmware, d->firmware, EL_NAME_LEN) == 0));
}

int plan_wishes(struct plan_job *j)
{
	const struct el_port_conf *c = j->conf;
	uint32_t mask;

	if (proof_holds(j)) {
		j->proven = c->proven;
		j->disproved = c->disproved;
	}
	j->wanted = implied(c, j->start->mbuf_data, c->wanted);
	if ((mask = (c->wanted | c->software | c->proven | c->disproved) & ~KNOWN) != 0)
		return plan_refuse(j, EL_ERR_CONFIG, "wanted", "offload %d is wished for, which there is not",
		                   __builtin_ctz(mask));
	if ((mask = c->proven & c->disproved) != 0)
		return plan_refuse(j, EL_ERR_CONFIG, "disproved",
		                   "\"%s\" is both proven and disproved on this port", lowest(mask));
	if ((mask = c->software & ~BY_WORKER) != 0)
		return plan_refuse(j, EL_ERR_CONFIG, "software",
		                   "\"%s\" is asked of the worker, which cannot do it", lowest(mask));
	if ((mask = c->software & ~j->wanted) != 0)
		return plan_refuse(j, EL_ERR_CONFIG, "software",
		                   "\"%s\" is asked of the worker, but is not wished for", lowest(mask));
	if (plan_wants(j, EL_OFFLOAD_ISOLATE) && plan_wants(j, EL_OFFLOAD_PROMISCUOUS))
		return plan_refuse(
		    j, EL_ERR_CONFIG, "wanted",
		    "\"%s\" and \"%s\" contradict each other: isolation takes named frames only",
		    texts[EL_OFFLOAD_ISOLATE], texts[EL_OFFLOAD_PROMISCUOUS]);
	return check_fields(j);
}
