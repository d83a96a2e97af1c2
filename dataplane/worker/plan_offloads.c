/* What becomes of each wish, and the offload bits it comes to. See plan.h.
 *
 * The card's file is asked first; where it has no opinion, the capability bits of the device decide.
 */
#include "plan.h"

#include <rte_ethdev.h>

#define RX(bit) RTE_ETH_RX_OFFLOAD_##bit
#define TX(bit) RTE_ETH_TX_OFFLOAD_##bit

/* Bits an offload needs, those it takes along where they are, and whether the worker can do it instead. */
static const struct {
	uint64_t rx, rx_also, tx, tx_also;
	bool by_worker;
} facts[EL_OFFLOAD_COUNT] = {
    [EL_OFFLOAD_RX_CHECKSUM] = {.rx = RX(UDP_CKSUM) | RX(TCP_CKSUM),
                                .rx_also = RX(IPV4_CKSUM) | RX(OUTER_IPV4_CKSUM),
                                .by_worker = true},
    [EL_OFFLOAD_TX_CHECKSUM] = {.tx = TX(UDP_CKSUM) | TX(TCP_CKSUM),
                                .tx_also = TX(IPV4_CKSUM),
                                .by_worker = true},
    [EL_OFFLOAD_OUTER_IP_CHECKSUM] = {.tx = TX(OUTER_IPV4_CKSUM), .by_worker = true},
    [EL_OFFLOAD_OUTER_UDP_CHECKSUM] = {.tx = TX(OUTER_UDP_CKSUM), .by_worker = true},
    [EL_OFFLOAD_TSO] = {.tx = TX(TCP_TSO), .by_worker = true},
    [EL_OFFLOAD_VXLAN_TSO] = {.tx = TX(TCP_TSO) | TX(VXLAN_TNL_TSO), .by_worker = true},
    [EL_OFFLOAD_GRE_TSO] = {.tx = TX(TCP_TSO) | TX(GRE_TNL_TSO), .by_worker = true},
    [EL_OFFLOAD_GRO] = {.by_worker = true},
    [EL_OFFLOAD_MULTI_SEGS] = {.tx = TX(MULTI_SEGS), .by_worker = true},
    [EL_OFFLOAD_SCATTER] = {.rx = RX(SCATTER)},
    [EL_OFFLOAD_FAST_FREE] = {.tx = TX(MBUF_FAST_FREE)},
    [EL_OFFLOAD_RESPREAD] = {.by_worker = true},
};

/* An offload that needs others in the card. */
static const struct {
	uint8_t offload, needs, why;
} needs[] = {
    {EL_OFFLOAD_TSO, EL_OFFLOAD_TX_CHECKSUM, EL_WHY_NEEDS_CHECKSUM},
    {EL_OFFLOAD_TSO, EL_OFFLOAD_MULTI_SEGS, EL_WHY_NEEDS_MULTI_SEGS},
    {EL_OFFLOAD_VXLAN_TSO, EL_OFFLOAD_TX_CHECKSUM, EL_WHY_NEEDS_CHECKSUM},
    {EL_OFFLOAD_VXLAN_TSO, EL_OFFLOAD_MULTI_SEGS, EL_WHY_NEEDS_MULTI_SEGS},
    {EL_OFFLOAD_VXLAN_TSO, EL_OFFLOAD_OUTER_IP_CHECKSUM, EL_WHY_NEEDS_OUTER},
    {EL_OFFLOAD_GRE_TSO, EL_OFFLOAD_TX_CHECKSUM, EL_WHY_NEEDS_CHECKSUM},
    {EL_OFFLOAD_GRE_TSO, EL_OFFLOAD_MULTI_SEGS, EL_WHY_NEEDS_MULTI_SEGS},
    {EL_OFFLOAD_GRE_TSO, EL_OFFLOAD_OUTER_IP_CHECKSUM, EL_WHY_NEEDS_OUTER},
};

static struct judgement spreading(const struct plan_job *j, enum el_offload offload)
{
	const struct el_port_conf *c = j->conf;
	const struct el_device *d = j->device;

	if (c->rx_queues == 1)
		return cannot(EL_WHY_ONE_QUEUE);
	if (offload == EL_OFFLOAD_RSS)
		return c->rss_types & d->rss_types ? can(EL_WHY_ADVERTISED) : cannot(EL_WHY_NO_RSS_TYPE);
	if (offload == EL_OFFLOAD_RSS_KEY)
		return d->hash_key_size ? can(EL_WHY_ADVERTISED) : cannot(EL_WHY_DRIVER_LACKS);
	return d->reta_size ? can(EL_WHY_ADVERTISED) : cannot(EL_WHY_DRIVER_LACKS);
}

static struct judgement respreading(const struct plan_job *j)
{
	if (!(j->conf->flags & EL_PORT_UNDERLAY))
		return cannot(EL_WHY_NO_UNDERLAY);
	return cannot(j->start->lcore_count == 1 ? EL_WHY_ONE_LCORE : EL_WHY_WORKER_ONLY);
}

static struct judgement by_capability(const struct plan_job *j, enum el_offload offload)
{
	const struct el_device *d = j->device;
	uint64_t missing = (facts[offload].rx & ~d->rx_offloads) | (facts[offload].tx & ~d->tx_offloads);

	switch (offload) {
	case EL_OFFLOAD_RSS:
	case EL_OFFLOAD_RSS_KEY:
	case EL_OFFLOAD_RETA:
		return spreading(j, offload);
	case EL_OFFLOAD_GRO:
		return cannot(EL_WHY_WORKER_ONLY);
	case EL_OFFLOAD_RESPREAD:
		return respreading(j);
	case EL_OFFLOAD_PROMISCUOUS:
		return can(EL_WHY_ADVERTISED);
	case EL_OFFLOAD_LLDP:
		return can(EL_WHY_NOTHING_NEEDED);
	case EL_OFFLOAD_RSS_INNER:
		return cannot(EL_WHY_LACKS);
	case EL_OFFLOAD_VXLAN_PORT:
	case EL_OFFLOAD_STEER:
	case EL_OFFLOAD_ISOLATE:
	case EL_OFFLOAD_MARK:
		return cannot(EL_WHY_DRIVER_LACKS);
	default:
		return missing ? cannot(EL_WHY_LACKS) : can(EL_WHY_ADVERTISED);
	}
}

static struct judgement judge(const struct plan_job *j, enum el_offload offload)
{
	struct judgement g = j->card->judge(j, offload);

	if (j->disproved >> offload & 1)
		return cannot(EL_WHY_DISPROVED);
	if (j->conf->software >> offload & 1)
		return cannot(EL_WHY_ASKED_SOFTWARE);
	return g.why == EL_WHY_NONE ? by_capability(j, offload) : g;
}

static bool worker_does(enum el_offload offload, enum el_why why)
{
	return facts[offload].by_worker && why != EL_WHY_NO_UNDERLAY && why != EL_WHY_ONE_LCORE;
}

static void settle(struct plan_job *j, enum el_offload offload)
{
	struct el_offload_state *row = &j->plan->offloads[offload];
	struct judgement g;

	if (!plan_wants(j, offload))
		return;
	g = judge(j, offload);
	row->why = g.why;
	if (g.able)
		row->outcome = EL_OUTCOME_HARDWARE;
	else
		row->outcome = worker_does(offload, g.why) ? EL_OUTCOME_SOFTWARE : EL_OUTCOME_REFUSED;
	if (j->disproved >> offload & 1)
		row->proof = EL_PROOF_DISPROVED;
	else if (g.able && j->proven >> offload & 1)
		row->proof = EL_PROOF_PROVEN;
}

static void degrade_row(struct el_port_plan *plan, enum el_offload offload, enum el_why why)
{
	struct el_offload_state *row = &plan->offloads[offload];

	row->outcome = worker_does(offload, why) ? EL_OUTCOME_SOFTWARE : EL_OUTCOME_REFUSED;
	row->why = (uint8_t)why;
	row->proof = EL_PROOF_UNPROVEN;
}

static void follow_needs(struct el_port_plan *plan)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (plan_has(plan, needs[i].offload) && !plan_has(plan, needs[i].needs))
			degrade_row(plan, needs[i].offload, needs[i].why);
	if (plan_has(plan, EL_OFFLOAD_VXLAN_TSO) &&
	    plan->offloads[EL_OFFLOAD_OUTER_UDP_CHECKSUM].outcome == EL_OUTCOME_SOFTWARE)
		degrade_row(plan, EL_OFFLOAD_VXLAN_TSO, EL_WHY_OUTER_UDP);
}

static void make_masks(struct el_port_plan *plan)
{
	plan->hardware = plan->software = 0;
	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++) {
		if (plan->offloads[i].outcome == EL_OUTCOME_HARDWARE)
			plan->hardware |= 1u << i;
		if (plan->offloads[i].outcome == EL_OUTCOME_SOFTWARE)
			plan->software |= 1u << i;
	}
}

void plan_degrade(struct el_port_plan *plan, enum el_offload offload, enum el_why why)
{
	degrade_row(plan, offload, why);
	follow_needs(plan);
	make_masks(plan);
}

void plan_offloads(struct plan_job *j)
{
	/* What a card does with a tunnel depends on whether it knows its port. */
	settle(j, EL_OFFLOAD_VXLAN_PORT);
	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++)
		if (i != EL_OFFLOAD_VXLAN_PORT)
			settle(j, (enum el_offload)i);
	follow_needs(j->plan);
	make_masks(j->plan);
}

void plan_bits(struct plan_job *j)
{
	const struct el_device *d = j->device;
	struct el_port_plan *plan = j->plan;

	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++) {
		if (!(plan->hardware >> i & 1))
			continue;
		plan->rx_offloads |= (facts[i].rx | facts[i].rx_also) & d->rx_offloads;
		plan->tx_offloads |= (facts[i].tx | facts[i].tx_also) & d->tx_offloads;
	}
	/* Of a card that has it for queues it is asked there: ethdev keeps the two apart. */
	plan->tx_queue_offloads = plan->tx_offloads & d->tx_queue_offloads & TX(MBUF_FAST_FREE);
	plan->tx_offloads &= ~plan->tx_queue_offloads;
	plan->chains |= !!(plan->tx_offloads & TX(MULTI_SEGS));
	if (plan_has(plan, EL_OFFLOAD_RSS))
		plan->rss_types = j->conf->rss_types & d->rss_types;
	if (plan_has(plan, EL_OFFLOAD_RSS_KEY))
		plan->rss_key_len = j->conf->rss_key_len;
	if (plan_has(plan, EL_OFFLOAD_RETA))
		plan->reta_size = d->reta_size;
}
