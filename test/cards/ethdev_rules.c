/* What rte_ethdev 22.11 refuses before it asks a driver: a model's port must not be more lenient. */
#include <errno.h>

#include "card.h"

static uint32_t overhead(const struct rte_eth_dev_info *i)
{
	if (i->max_mtu != UINT16_MAX && i->max_rx_pktlen > i->max_mtu)
		return i->max_rx_pktlen - i->max_mtu;
	return RTE_ETHER_HDR_LEN + RTE_ETHER_CRC_LEN;
}

int ethdev_check_mtu(const struct rte_eth_dev_info *i, uint16_t mtu)
{
	uint32_t frame = mtu + overhead(i);

	return mtu < i->min_mtu || mtu > i->max_mtu || frame < RTE_ETHER_MIN_LEN || frame > i->max_rx_pktlen
	           ? -EINVAL
	           : 0;
}

int ethdev_check_desc(const struct rte_eth_desc_lim *lim, uint16_t desc)
{
	return desc > lim->nb_max || desc < lim->nb_min || desc % lim->nb_align ? -EINVAL : 0;
}

int ethdev_check_conf(const struct rte_eth_dev_info *i, uint16_t rx, uint16_t tx,
                      const struct rte_eth_conf *conf)
{
	bool rss = conf->rxmode.mq_mode & RTE_ETH_MQ_RX_RSS_FLAG;
	int error;

	if (rx > i->max_rx_queues || tx > i->max_tx_queues || rx > CARD_QUEUES || tx > CARD_QUEUES)
		return -EINVAL;
	error = ethdev_check_mtu(i, conf->rxmode.mtu ? (uint16_t)conf->rxmode.mtu : RTE_ETHER_MTU);
	if (error)
		return error;
	if (conf->rxmode.offloads & ~i->rx_offload_capa || conf->txmode.offloads & ~i->tx_offload_capa)
		return -EINVAL;
	if (conf->rx_adv_conf.rss_conf.rss_hf & ~i->flow_type_rss_offloads)
		return -EINVAL;
	return !rss && conf->rxmode.offloads & RTE_ETH_RX_OFFLOAD_RSS_HASH ? -EINVAL : 0;
}
