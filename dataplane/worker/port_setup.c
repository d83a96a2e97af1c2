/* Configures one ethdev as far as it can: queues, RSS, descriptors, MTU, chained mbufs. See port.h.
 *
 * What a device lacks and the worker can do without (RSS bits, promiscuous mode) is left out; what it cannot
 * do without is refused by name.
 */
#include "port.h"

#include <stdio.h>
#include <string.h>

#include <rte_ethdev.h>

#include "log.h"

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

static void wish_rss(struct rte_eth_conf *conf, const struct port *p, uint64_t types, uint64_t known)
{
	if (p->rx_queues == 1 || !types)
		return;
	if (!(types & known)) {
		log_line(LOG_LEVEL_WARN, "port \"%s\" (%s) hashes none of the wanted RSS types", p->name,
		         p->driver);
		return;
	}
	conf->rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
	conf->rx_adv_conf.rss_conf.rss_hf = types & known;
}

/* A device names its largest MTU, its largest frame, or both; ethdev holds it to both. */
static uint32_t largest_mtu(const struct rte_eth_dev_info *info)
{
	uint32_t overhead = RTE_ETHER_HDR_LEN + RTE_ETHER_CRC_LEN;

	if (info->max_mtu != UINT16_MAX && info->max_rx_pktlen > info->max_mtu)
		return info->max_mtu;
	if (info->max_rx_pktlen - overhead < info->max_mtu)
		return info->max_rx_pktlen - overhead;
	return info->max_mtu;
}

static int configure(struct port *p, const struct el_port_conf *want, uint16_t lcores, uint32_t room,
                     const struct rte_eth_dev_info *info, struct fail *f)
{
	struct rte_eth_conf conf = {0};
	int error;

	if (want->rx_queues > info->max_rx_queues)
		return fail(f, EL_ERR_PORT_SETUP, "port \"%s\" (%s): rx_queues is %u, the device has %u",
		            p->name, p->driver, want->rx_queues, info->max_rx_queues);
	if (want->mtu > largest_mtu(info) || want->mtu < info->min_mtu)
		return fail(f, EL_ERR_PORT_SETUP, "port \"%s\" (%s): mtu is %u, the device takes %u to %u",
		            p->name, p->driver, want->mtu, info->min_mtu, largest_mtu(info));
	if (room < info->min_rx_bufsize)
		return fail(f, EL_ERR_PORT_SETUP, "port \"%s\" (%s): mbuf_data is %u, the device needs %u",
		            p->name, p->driver, room, info->min_rx_bufsize);
	conf.rxmode.mtu = want->mtu;
	wish_rss(&conf, p, want->rss_types, info->flow_type_rss_offloads);
	if (want->mtu + RTE_ETHER_HDR_LEN + 2u * RTE_VLAN_HLEN > room)
		conf.rxmode.offloads |= info->rx_offload_capa & RTE_ETH_RX_OFFLOAD_SCATTER;
	conf.txmode.offloads |= info->tx_offload_capa & RTE_ETH_TX_OFFLOAD_MULTI_SEGS;
	/* These two copy or forget what they send, chained or not, and do not say so. */
	p->offload.chains = (conf.txmode.offloads & RTE_ETH_TX_OFFLOAD_MULTI_SEGS) ||
	                    strcmp(p->driver, "net_pcap") == 0 || strcmp(p->driver, "net_null") == 0;
	if (info->dev_flags && *info->dev_flags & RTE_ETH_DEV_INTR_LSC)
		conf.intr_conf.lsc = 1;
	p->tx_queues = lcores < info->max_tx_queues ? lcores : info->max_tx_queues;
	error = rte_eth_dev_configure(p->ethdev, p->rx_queues, p->tx_queues, &conf);
	if (error && p->tx_queues != p->rx_queues) {
		/* Some devices (TAP) only have queues in pairs. */
		p->tx_queues = p->rx_queues;
		error = rte_eth_dev_configure(p->ethdev, p->rx_queues, p->tx_queues, &conf);
	}
	return error ? refuse(p, f, "its configuration was refused", error) : 0;
}

static int set_up_queues(struct port *p, const struct el_port_conf *want, struct rte_mempool *pool,
                         struct fail *f)
{
	uint16_t rx_desc = want->rx_desc, tx_desc = want->tx_desc;
	int socket = rte_eth_dev_socket_id(p->ethdev);
	int error = rte_eth_dev_adjust_nb_rx_tx_desc(p->ethdev, &rx_desc, &tx_desc);

	if (error)
		return refuse(p, f, "its descriptors were refused", error);
	for (uint16_t q = 0; q < p->rx_queues; q++) {
		error = rte_eth_rx_queue_setup(p->ethdev, q, rx_desc, (unsigned)socket, NULL, pool);
		if (error)
			return refuse(p, f, "an rx queue was refused", error);
	}
	for (uint16_t q = 0; q < p->tx_queues; q++) {
		error = rte_eth_tx_queue_setup(p->ethdev, q, tx_desc, (unsigned)socket, NULL);
		if (error)
			return refuse(p, f, "a tx queue was refused", error);
	}
	return 0;
}

int port_setup(struct port *p, const struct config *c, struct rte_mempool *pool, struct fail *f)
{
	const struct el_port_conf *want = &c->ports[p->id];
	struct rte_ether_addr mac = {0};
	struct rte_eth_dev_info info;
	uint16_t mtu = want->mtu;
	int error = rte_eth_dev_info_get(p->ethdev, &info);

	if (error)
		return refuse(p, f, "it gave no information", error);
	snprintf(p->driver, sizeof(p->driver), "%s", info.driver_name);
	/* A TAP is asked by its name, in this process's network namespace: moved to another it would read as
	 * down. */
	p->link_unseen = strcmp(p->driver, "net_tap") == 0;
	if (configure(p, want, c->start.lcore_count, c->start.mbuf_data, &info, f) ||
	    set_up_queues(p, want, pool, f))
		return -1;
	assign_lcores(p, c);
	error = rte_eth_dev_start(p->ethdev);
	if (error)
		return refuse(p, f, "it did not start", error);
	if (p->promisc && (error = rte_eth_promiscuous_enable(p->ethdev)) != 0 && error != -ENOTSUP)
		log_line(LOG_LEVEL_WARN, "port \"%s\" (%s) refused promiscuous mode: %s", p->name, p->driver,
		         strerror(-error));
	/* Drivers without an MTU of their own keep what was asked for; the worker checks it on the way out.
	 */
	if (rte_eth_dev_get_mtu(p->ethdev, &mtu) == 0 && mtu != want->mtu)
		rte_eth_dev_set_mtu(p->ethdev, want->mtu);
	p->mtu = want->mtu;
	if (rte_eth_macaddr_get(p->ethdev, &mac) == 0)
		memcpy(p->mac, mac.addr_bytes, sizeof(p->mac));
	port_look(p);
	return 0;
}
