/* See port_plan.h. */
#include "port_plan.h"

#include <stdio.h>
#include <string.h>

#include <rte_ethdev.h>

#include "log.h"
#include "plan.h"

#define NAME_OF(name, number, text) [number] = text,
static const char *const offloads[EL_OFFLOAD_COUNT] = {EL_OFFLOADS(NAME_OF)};
static const char *const outcomes[] = {EL_OUTCOMES(NAME_OF)};
static const char *const whys[] = {EL_WHYS(NAME_OF)};

bool port_plan_strip(struct el_port_plan *plan)
{
	const uint64_t rx = RTE_ETH_RX_OFFLOAD_SCATTER, tx = RTE_ETH_TX_OFFLOAD_MULTI_SEGS;
	static const uint8_t optional[] = {EL_OFFLOAD_RX_CHECKSUM,
	                                   EL_OFFLOAD_TX_CHECKSUM,
	                                   EL_OFFLOAD_OUTER_IP_CHECKSUM,
	                                   EL_OFFLOAD_OUTER_UDP_CHECKSUM,
	                                   EL_OFFLOAD_TSO,
	                                   EL_OFFLOAD_VXLAN_TSO,
	                                   EL_OFFLOAD_GRE_TSO,
	                                   EL_OFFLOAD_RSS_KEY};

	if (!((plan->rx_offloads & ~rx) | (plan->tx_offloads & ~tx) | plan->rss_key_len))
		return false;
	for (size_t i = 0; i < sizeof(optional); i++)
		if (plan_has(plan, optional[i]))
			plan_degrade(plan, optional[i], EL_WHY_DEVICE_REFUSED);
	plan->rx_offloads &= rx;
	plan->tx_offloads &= tx;
	plan->rss_key_len = 0;
	plan->rx_trust = EL_RX_TRUST_NONE;
	plan->tunnels = 0;
	return true;
}

/* 0, no limit, stays so; what does not fit into a byte is none. */
static uint8_t at_most(uint16_t limit)
{
	return limit > UINT8_MAX ? 0 : (uint8_t)limit;
}

static void tell_lcores(struct port_offload *o, const struct el_port_plan *plan)
{
	*o = (struct port_offload){
	    .hardware = plan->hardware,
	    .software = plan->software,
	    .guest = (uint8_t)plan->guest,
	    .chains = (uint8_t)plan->chains,
	    .segments = at_most(plan->segments),
	    .tso_segments = at_most(plan->tso_segments),
	    .tso_headers = plan->tso_headers,
	    .mss_least = plan->mss_least,
	    .mss_most = plan->mss_most,
	    .tunnels = (uint8_t)plan->tunnels,
	    .rx_trust = (uint8_t)plan->rx_trust,
	    .vxlan_port = plan->vxlan_port,
	    .tso_most = plan->tso_most,
	};
}

static void log_outcomes(const struct port *p, const struct el_port_conf *conf)
{
	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++) {
		const struct el_offload_state *row = &p->plan.offloads[i];
		bool wrong = row->proof == EL_PROOF_DISPROVED;

		if (wrong || (conf->wanted >> i & 1 && row->outcome != EL_OUTCOME_HARDWARE))
			log_line(wrong ? LOG_LEVEL_WARN : LOG_LEVEL_INFO, "port \"%s\" (%s): %s: %s: %s",
			         p->name, p->driver, offloads[i], outcomes[row->outcome], whys[row->why]);
	}
}

static void log_forgotten(const struct port *p, const struct el_port_conf *conf)
{
	if (conf->proof_driver[0] && (strncmp(conf->proof_driver, p->driver, EL_NAME_LEN) != 0 ||
	                              strncmp(conf->proof_firmware, p->firmware, EL_NAME_LEN) != 0))
		log_line(LOG_LEVEL_WARN,
		         "port \"%s\" (%s, firmware \"%s\"): check --wire looked at %s, firmware \"%s\": run "
		         "it again",
		         p->name, p->driver, p->firmware, conf->proof_driver, conf->proof_firmware);
}

void port_plan_tell(struct port *p, const struct el_port_conf *conf)
{
	struct rte_eth_burst_mode mode;

	log_forgotten(p, conf);

	tell_lcores(&p->offload, &p->plan);
	if (rte_eth_rx_burst_mode_get(p->ethdev, 0, &mode) == 0)
		snprintf(p->rx_mode, sizeof(p->rx_mode), "%.*s", (int)sizeof(p->rx_mode) - 1, mode.info);
	if (rte_eth_tx_burst_mode_get(p->ethdev, 0, &mode) == 0)
		snprintf(p->tx_mode, sizeof(p->tx_mode), "%.*s", (int)sizeof(p->tx_mode) - 1, mode.info);
	log_outcomes(p, conf);
}
