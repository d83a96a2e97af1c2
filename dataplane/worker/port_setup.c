/* Sets one ethdev up as its plan says. See port.h.
 *
 * What a device refuses and the worker can do without is taken out of the plan, with the reason; what it
 * cannot do without is refused by name.
 */
#include "port.h"

#include <errno.h>
#include <string.h>

#include <rte_ethdev.h>

#include "log.h"
#include "plan.h"
#include "port_device.h"
#include "port_plan.h"
#include "port_rules.h"
#include "tap.h"

static int refuse(const struct port *p, struct fail *f, const char *what, int error)
{
	return fail(f, EL_ERR_PORT_SETUP, "port \"%s\" (%s): %s: %s", p->name, p->driver, what,
	            strerror(-error));
}

/* The lcores that poll the port, and who sends for whom: with a tx queue for each lcore everybody for
 * himself; else the queues belong to the lcores that poll the port first, and the others hand over to them.
 */
static void assign_lcores(struct port *p, const struct config *c)
{
	uint16_t count = c->start.lcore_count, senders = 0, sender[EL_MAX_LCORES];

	p->lcore_mask = 0;
	for (uint16_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < c->lcores[i].queue_count; j++)
			if (c->lcores[i].queues[j].port == p->id) {
				p->lcore_mask |= (uint16_t)(1u << i);
				if (c->lcores[i].queues[j].queue == 0)
					p->owner = i;
			}
	sender[senders++] = p->owner;
	for (uint16_t i = 0; i < count && senders < p->tx_queues; i++)
		if (i != p->owner && (p->lcore_mask >> i & 1))
			sender[senders++] = i;
	for (uint16_t i = 0; i < count && senders < p->tx_queues; i++)
		if (i != p->owner && !(p->lcore_mask >> i & 1))
			sender[senders++] = i;
	for (uint16_t i = 0; i < count; i++)
		p->tx_lcore[i] = sender[i % senders];
	for (uint16_t q = 0; q < senders; q++) {
		p->tx_lcore[sender[q]] = sender[q];
		p->tx_queue[sender[q]] = q;
	}
}

static int configure(struct port *p, const struct el_port_conf *want, const struct rte_eth_dev_info *info)
{
	struct el_port_plan *plan = &p->plan;
	struct rte_eth_conf conf = {
	    .rxmode = {.mtu = plan->mtu, .offloads = plan->rx_offloads},
	    .txmode = {.offloads = plan->tx_offloads},
	};
	int error;

	/* What is before a TAP can nothing, and need not. */
	if (p->tap)
		conf.rxmode.offloads = conf.txmode.offloads = 0;
	if (plan->rss_types) {
		conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
		conf.rx_adv_conf.rss_conf.rss_hf = plan->rss_types;
		/* ethdev keeps the pointer, and drivers read behind it at each start: the configuration
		 * stays. */
		if (plan->rss_key_len)
			conf.rx_adv_conf.rss_conf.rss_key = (uint8_t *)(uintptr_t)want->rss_key;
		conf.rx_adv_conf.rss_conf.rss_key_len = (uint8_t)plan->rss_key_len;
	}
	conf.intr_conf.lsc = info->dev_flags && *info->dev_flags & RTE_ETH_DEV_INTR_LSC;
	error = rte_eth_dev_configure(p->ethdev, plan->rx_queues, plan->tx_queues, &conf);
	if (error && plan->tx_queues != plan->rx_queues) {
		/* Some devices (TAP) only have queues in pairs. */
		plan->tx_queues = plan->rx_queues;
		error = rte_eth_dev_configure(p->ethdev, plan->rx_queues, plan->tx_queues, &conf);
	}
	return error;
}

static int set_up_queues(struct port *p, const struct el_port_conf *want, const struct rte_eth_dev_info *info,
                         struct rte_mempool *pool, struct fail *f)
{
	const struct el_port_plan *plan = &p->plan;
	int socket = rte_eth_dev_socket_id(p->ethdev), error;
	struct rte_eth_rxconf rx = info->default_rxconf;
	struct rte_eth_txconf tx = info->default_txconf;

	rx.offloads = plan->rx_queue_offloads;
	tx.offloads = plan->tx_queue_offloads;
	if (plan->rx_free_thresh)
		rx.rx_free_thresh = plan->rx_free_thresh;
	if (plan->tx_rs_thresh)
		tx.tx_rs_thresh = plan->tx_rs_thresh;
	if (plan->tx_free_thresh)
		tx.tx_free_thresh = plan->tx_free_thresh;
	if (plan->rx_drop || want->rx_full == EL_RX_FULL_WAIT)
		rx.rx_drop_en = (uint8_t)plan->rx_drop;
	for (uint16_t q = 0; q < plan->rx_queues; q++) {
		error = rte_eth_rx_queue_setup(p->ethdev, q, plan->rx_desc, (unsigned)socket, &rx, pool);
		if (error)
			return refuse(p, f, "an rx queue was refused", error);
	}
	for (uint16_t q = 0; q < plan->tx_queues; q++) {
		error = rte_eth_tx_queue_setup(p->ethdev, q, plan->tx_desc, (unsigned)socket, &tx);
		if (error)
			return refuse(p, f, "a tx queue was refused", error);
	}
	if (p->tap && (error = tap_connect(p->tap, pool, plan->rx_queues, plan->tx_queues)) != 0)
		return refuse(p, f, "its queues were refused", error);
	return 0;
}

/* As planned; and where the device will not have that, with nothing but what it cannot run without. */
static int prepare(struct port *p, const struct config *c, const struct rte_eth_dev_info *info,
                   struct rte_mempool *pool, struct fail *f)
{
	const struct el_port_conf *want = &c->ports[p->id];
	int error = configure(p, want, info);

	if (error && port_plan_strip(&p->plan)) {
		log_line(LOG_LEVEL_WARN, "port \"%s\" (%s) refused its offloads: %s", p->name, p->driver,
		         strerror(-error));
		error = configure(p, want, info);
	}
	if (error)
		return refuse(p, f, "its configuration was refused", error);
	p->rx_queues = p->plan.rx_queues;
	p->tx_queues = p->plan.tx_queues;
	if (p->plan.set_mtu && (error = rte_eth_dev_set_mtu(p->ethdev, p->plan.mtu)) != 0)
		return refuse(p, f, "its MTU was refused", error);
	port_isolate(p);
	return set_up_queues(p, want, info, pool, f);
}

static void set_promiscuous(struct port *p)
{
	int error;

	if (!plan_has(&p->plan, EL_OFFLOAD_PROMISCUOUS) || p->tap)
		return;
	error = rte_eth_promiscuous_enable(p->ethdev);
	if (error == 0)
		return;
	plan_degrade(&p->plan, EL_OFFLOAD_PROMISCUOUS,
	             error == -ENOTSUP ? EL_WHY_DRIVER_LACKS : EL_WHY_DEVICE_REFUSED);
	if (error != -ENOTSUP)
		log_line(LOG_LEVEL_WARN, "port \"%s\" (%s) refused promiscuous mode: %s", p->name, p->driver,
		         strerror(-error));
}

static void set_reta(struct port *p, const struct el_port_conf *want)
{
	struct rte_eth_rss_reta_entry64 table[RTE_ETH_RSS_RETA_SIZE_512 / RTE_ETH_RETA_GROUP_SIZE] = {0};
	uint16_t size = RTE_MIN(p->plan.reta_size, RTE_ETH_RSS_RETA_SIZE_512);

	for (uint16_t i = 0; i < size; i++) {
		table[i / RTE_ETH_RETA_GROUP_SIZE].mask = UINT64_MAX;
		table[i / RTE_ETH_RETA_GROUP_SIZE].reta[i % RTE_ETH_RETA_GROUP_SIZE] =
		    want->reta[i % want->reta_len];
	}
	if (size && rte_eth_dev_rss_reta_update(p->ethdev, table, size) != 0)
		plan_degrade(&p->plan, EL_OFFLOAD_RETA, EL_WHY_DEVICE_REFUSED);
}

static int start(struct port *p, const struct el_port_conf *want, struct fail *f)
{
	struct rte_ether_addr mac = {0};
	uint16_t mtu = want->mtu;
	int error = rte_eth_dev_start(p->ethdev);

	if (error)
		return refuse(p, f, "it did not start", error);
	if (rte_eth_macaddr_get(p->ethdev, &mac) == 0)
		memcpy(p->mac, mac.addr_bytes, sizeof(p->mac));
	set_promiscuous(p);
	set_reta(p, want);
	port_tunnels_add(p, want);
	port_rules_add(p);
	/* Drivers without an MTU of their own keep what was asked for; the worker checks it on the way out.
	 */
	if (rte_eth_dev_get_mtu(p->ethdev, &mtu) == 0 && mtu != want->mtu)
		rte_eth_dev_set_mtu(p->ethdev, want->mtu);
	p->mtu = want->mtu;
	return 0;
}

int port_setup(struct port *p, const struct config *c, struct rte_mempool *pool, struct fail *f)
{
	const struct el_port_conf *want = &c->ports[p->id];
	struct rte_eth_dev_info info;
	struct el_device device;
	int error = port_device(p->ethdev, &info, &device);

	if (error)
		return refuse(p, f, "it gave no information", error);
	if (p->tap)
		tap_describe(p->tap, &device);
	memcpy(p->driver, device.driver, sizeof(p->driver));
	/* A TAP is asked by its name, in this process's network namespace: moved to another it would read as
	 * down. */
	p->link_unseen = strcmp(p->driver, "net_tap") == 0;
	memcpy(p->firmware, device.firmware, sizeof(p->firmware));
	error = el_plan_port(&c->start, want, &device, &p->plan);
	if (error)
		return fail(f, (uint32_t)-error, "port \"%s\" (%s): %s", p->name, p->driver,
		            p->plan.sentence);
	if (prepare(p, c, &info, pool, f))
		return -1;
	assign_lcores(p, c);
	if (start(p, want, f))
		return -1;
	port_plan_tell(p, want);
	port_look(p);
	return 0;
}
