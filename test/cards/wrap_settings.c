/* Calls that ask or change one thing of a device, diverted like those of wrap_device.c. */
#include <string.h>

#include "i40e.h"
#include "wrap.h"

WRAPPED(rte_eth_dev_get_mtu, uint16_t port, uint16_t *mtu)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_dev_get_mtu)(port, mtu);
	*mtu = m->mtu;
	return 0;
}

WRAPPED(rte_eth_dev_set_mtu, uint16_t port, uint16_t mtu)
{
	struct model *m = model_of(port);
	struct rte_eth_dev_info info = {0};
	int error;

	if (!m)
		return REAL(rte_eth_dev_set_mtu)(port, mtu);
	info.min_mtu = RTE_ETHER_MIN_LEN - RTE_ETHER_HDR_LEN - RTE_ETHER_CRC_LEN;
	info.max_mtu = UINT16_MAX;
	m->ops->info(m, &info);
	error = ethdev_check_mtu(&info, mtu);
	if (!error && !m->configured)
		error = -EINVAL;
	if (!error)
		error = m->ops->mtu(m, mtu);
	if (!error)
		m->mtu = mtu;
	return error;
}

static const uint32_t mlx4_types[] = {
    RTE_PTYPE_L2_ETHER,
    RTE_PTYPE_L3_IPV4_EXT_UNKNOWN,
    RTE_PTYPE_L3_IPV6_EXT_UNKNOWN,
    RTE_PTYPE_L4_FRAG,
    RTE_PTYPE_L4_TCP,
    RTE_PTYPE_L4_UDP,
    RTE_PTYPE_INNER_L3_IPV4_EXT_UNKNOWN,
    RTE_PTYPE_INNER_L3_IPV6_EXT_UNKNOWN,
};

static const uint32_t i40e_types[] = {
    RTE_PTYPE_L2_ETHER,
    RTE_PTYPE_L2_ETHER_ARP,
    RTE_PTYPE_L3_IPV4_EXT_UNKNOWN,
    RTE_PTYPE_L3_IPV6_EXT_UNKNOWN,
    RTE_PTYPE_L4_FRAG,
    RTE_PTYPE_L4_ICMP,
    RTE_PTYPE_L4_NONFRAG,
    RTE_PTYPE_L4_SCTP,
    RTE_PTYPE_L4_TCP,
    RTE_PTYPE_L4_UDP,
    RTE_PTYPE_TUNNEL_GRENAT,
    RTE_PTYPE_TUNNEL_IP,
    RTE_PTYPE_INNER_L2_ETHER,
    RTE_PTYPE_INNER_L2_ETHER_VLAN,
    RTE_PTYPE_INNER_L3_IPV4_EXT_UNKNOWN,
    RTE_PTYPE_INNER_L3_IPV6_EXT_UNKNOWN,
    RTE_PTYPE_INNER_L4_FRAG,
    RTE_PTYPE_INNER_L4_ICMP,
    RTE_PTYPE_INNER_L4_NONFRAG,
    RTE_PTYPE_INNER_L4_SCTP,
    RTE_PTYPE_INNER_L4_TCP,
    RTE_PTYPE_INNER_L4_UDP,
};

WRAPPED(rte_eth_dev_get_supported_ptypes, uint16_t port, uint32_t mask, uint32_t *types, int room)
{
	const struct model *m = model_of(port);
	const uint32_t *known = i40e_types;
	uint32_t count = RTE_DIM(i40e_types);
	int found = 0;

	if (!m)
		return REAL(rte_eth_dev_get_supported_ptypes)(port, mask, types, room);
	/* Both drivers look at their burst function, which a start chooses. */
	if (!m->started)
		return 0;
	if (m->ops == &model_mlx4) {
		known = mlx4_types;
		count = RTE_DIM(mlx4_types);
	}
	for (uint32_t i = 0; i < count; i++) {
		if (!(known[i] & mask))
			continue;
		if (found < room)
			types[found] = known[i];
		found++;
	}
	return found;
}

static int udp_tunnel(uint16_t port, const struct rte_eth_udp_tunnel *tunnel, bool add)
{
	struct model *m = model_of(port);

	if (!tunnel || tunnel->prot_type >= RTE_ETH_TUNNEL_TYPE_MAX)
		return -EINVAL;
	return m->ops == &model_i40e ? i40e_udp_tunnel(m, tunnel, add) : -ENOTSUP;
}

WRAPPED(rte_eth_dev_udp_tunnel_port_add, uint16_t port, struct rte_eth_udp_tunnel *tunnel)
{
	return model_of(port) ? udp_tunnel(port, tunnel, true)
	                      : REAL(rte_eth_dev_udp_tunnel_port_add)(port, tunnel);
}

WRAPPED(rte_eth_dev_udp_tunnel_port_delete, uint16_t port, struct rte_eth_udp_tunnel *tunnel)
{
	return model_of(port) ? udp_tunnel(port, tunnel, false)
	                      : REAL(rte_eth_dev_udp_tunnel_port_delete)(port, tunnel);
}

WRAPPED(rte_eth_stats_get, uint16_t port, struct rte_eth_stats *stats)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_stats_get)(port, stats);
	memset(stats, 0, sizeof(*stats));
	m->ops->stats(m, stats);
	return 0;
}

WRAPPED(rte_eth_link_get_nowait, uint16_t port, struct rte_eth_link *link)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_link_get_nowait)(port, link);
	*link = (struct rte_eth_link){
	    .link_speed = m->down ? RTE_ETH_SPEED_NUM_NONE : m->ops->speed,
	    .link_duplex = RTE_ETH_LINK_FULL_DUPLEX,
	    .link_autoneg = RTE_ETH_LINK_AUTONEG,
	    .link_status = m->started && !m->down ? RTE_ETH_LINK_UP : RTE_ETH_LINK_DOWN,
	};
	return 0;
}

WRAPPED(rte_eth_dev_rss_hash_update, uint16_t port, struct rte_eth_rss_conf *conf)
{
	struct model *m = model_of(port);
	struct rte_eth_dev_info info = {0};

	if (!m)
		return REAL(rte_eth_dev_rss_hash_update)(port, conf);
	m->ops->info(m, &info);
	if (conf->rss_hf & ~info.flow_type_rss_offloads)
		return -EINVAL;
	if (!(m->conf.rxmode.mq_mode & RTE_ETH_MQ_RX_RSS_FLAG) || m->ops == &model_mlx4)
		return -ENOTSUP;
	/* Neither on nor off at run time. */
	if (!conf->rss_hf != !m->hash_types)
		return -EINVAL;
	if (conf->rss_key && conf->rss_key_len != info.hash_key_size)
		return -EINVAL;
	if (conf->rss_key)
		memcpy(m->key, conf->rss_key, info.hash_key_size);
	m->hash_types = conf->rss_hf;
	return 0;
}

WRAPPED(rte_eth_dev_rss_hash_conf_get, uint16_t port, struct rte_eth_rss_conf *conf)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_dev_rss_hash_conf_get)(port, conf);
	if (m->ops == &model_mlx4)
		return -ENOTSUP;
	conf->rss_hf = m->hash_types;
	if (conf->rss_key && conf->rss_key_len >= m->key_len)
		memcpy(conf->rss_key, m->key, m->key_len);
	return 0;
}

static int reta(struct model *m, struct rte_eth_rss_reta_entry64 *entries, uint16_t size, bool update)
{
	if (!entries || !size)
		return -EINVAL;
	if (!(m->conf.rxmode.mq_mode & RTE_ETH_MQ_RX_RSS_FLAG) || m->ops == &model_mlx4)
		return -ENOTSUP;
	if (size != CARD_RETA)
		return -EINVAL;
	for (uint32_t i = 0; i < size; i++) {
		if (!(entries[i / 64].mask >> i % 64 & 1))
			continue;
		if (update && entries[i / 64].reta[i % 64] >= m->rx_queues)
			return -EINVAL;
		if (update)
			m->reta[i] = entries[i / 64].reta[i % 64];
		else
			entries[i / 64].reta[i % 64] = m->reta[i];
	}
	return 0;
}

WRAPPED(rte_eth_dev_rss_reta_update, uint16_t port, struct rte_eth_rss_reta_entry64 *entries, uint16_t size)
{
	struct model *m = model_of(port);

	return m ? reta(m, entries, size, true) : REAL(rte_eth_dev_rss_reta_update)(port, entries, size);
}

WRAPPED(rte_eth_dev_rss_reta_query, uint16_t port, struct rte_eth_rss_reta_entry64 *entries, uint16_t size)
{
	struct model *m = model_of(port);

	return m ? reta(m, entries, size, false) : REAL(rte_eth_dev_rss_reta_query)(port, entries, size);
}

WRAPPED(rte_eth_rx_burst_mode_get, uint16_t port, uint16_t queue, struct rte_eth_burst_mode *mode)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_rx_burst_mode_get)(port, queue, mode);
	memset(mode, 0, sizeof(*mode));
	if (queue >= m->rx_queues)
		return -EINVAL;
	return m->ops == &model_i40e ? i40e_rx_mode(m, queue, mode->info, sizeof(mode->info)) : -ENOTSUP;
}

WRAPPED(rte_eth_tx_burst_mode_get, uint16_t port, uint16_t queue, struct rte_eth_burst_mode *mode)
{
	const struct model *m = model_of(port);

	if (!m)
		return REAL(rte_eth_tx_burst_mode_get)(port, queue, mode);
	memset(mode, 0, sizeof(*mode));
	if (queue >= m->tx_queues)
		return -EINVAL;
	return m->ops == &model_i40e ? i40e_tx_mode(m, queue, mode->info, sizeof(mode->info)) : -ENOTSUP;
}
