/* ConnectX-3 Pro as net_mlx4 of DPDK 22.11.11 presents it: what it says of itself, what it refuses. */
#include <string.h>

#include <rte_errno.h>

#include "card.h"
#include "mlx4.h"

#define RX_CAPA 0x9220eull
#define RX_QUEUE_CAPA 0x9200eull
#define RSS_TYPES 0x3afbcull
#define MOST_NETDEV_MTU 9978u
#define MOST_SPREAD 128u

#define CHECKSUMS                                                                                            \
	(RTE_ETH_TX_OFFLOAD_IPV4_CKSUM | RTE_ETH_TX_OFFLOAD_UDP_CKSUM | RTE_ETH_TX_OFFLOAD_TCP_CKSUM)

/* The one it always spreads by; a key of one's own is for rte_flow only. */
static const uint8_t default_key[40] = {0x2c, 0xc6, 0x81, 0xd1, 0x5b, 0xdb, 0xf4, 0xf7, 0xfc, 0xa2,
                                        0x83, 0x19, 0xdb, 0x1a, 0x3e, 0x94, 0x6b, 0x9e, 0x38, 0xd9,
                                        0x2c, 0x9c, 0x03, 0xd1, 0xad, 0x99, 0x44, 0xa7, 0xd9, 0x56,
                                        0x3d, 0x59, 0x06, 0x3c, 0x25, 0xf3, 0xfc, 0x1f, 0xdc, 0x2a};

bool mlx4_inner_sums(const struct model *m)
{
	return !m->knobs.no_checksum && !m->knobs.not_pro;
}

/* From the device id and what verbs tell; never from the tunnel mode. */
static uint64_t tx_capa(const struct model *m)
{
	uint64_t capa = RTE_ETH_TX_OFFLOAD_MULTI_SEGS;

	if (!m->knobs.no_checksum)
		capa |= CHECKSUMS;
	if (!m->knobs.no_tso)
		capa |= RTE_ETH_TX_OFFLOAD_TCP_TSO;
	if (mlx4_inner_sums(m)) {
		capa |= RTE_ETH_TX_OFFLOAD_OUTER_IPV4_CKSUM;
		if (!m->knobs.no_tso)
			capa |= RTE_ETH_TX_OFFLOAD_VXLAN_TNL_TSO | RTE_ETH_TX_OFFLOAD_GRE_TNL_TSO;
	}
	return capa;
}

static void info(const struct model *m, struct rte_eth_dev_info *i)
{
	uint64_t sums =
	    RTE_ETH_RX_OFFLOAD_IPV4_CKSUM | RTE_ETH_RX_OFFLOAD_UDP_CKSUM | RTE_ETH_RX_OFFLOAD_TCP_CKSUM;
	uint64_t none = m->knobs.no_checksum ? sums : 0;

	i->min_rx_bufsize = 32;
	i->max_rx_pktlen = 65536;
	i->max_rx_queues = i->max_tx_queues = RTE_MAX_QUEUES_PER_PORT;
	i->max_mac_addrs = 128;
	i->rx_offload_capa = RX_CAPA & ~none;
	i->rx_queue_offload_capa = RX_QUEUE_CAPA & ~none;
	i->tx_offload_capa = tx_capa(m);
	i->hash_key_size = sizeof(default_key);
	i->flow_type_rss_offloads = RSS_TYPES;
	i->speed_capa = RTE_ETH_LINK_SPEED_1G | RTE_ETH_LINK_SPEED_10G | RTE_ETH_LINK_SPEED_20G |
	                RTE_ETH_LINK_SPEED_40G | RTE_ETH_LINK_SPEED_56G;
}

static int configure(struct model *m)
{
	(void)m;
	return 0;
}

/* Rounded up, and at 16 bits overflown. */
static uint16_t power_of_two(uint16_t desc)
{
	uint32_t n = 1;

	while (n < desc)
		n *= 2;
	return (uint16_t)n;
}

static int rx_queue(struct model *m, struct card_rxq *q, uint16_t desc, const struct rte_eth_rxconf *conf)
{
	(void)m;
	(void)conf;
	q->desc = power_of_two(desc);
	q->drop_en = true;
	return desc && q->desc ? 0 : -EINVAL;
}

static int tx_queue(struct model *m, struct card_txq *q, uint16_t desc, const struct rte_eth_txconf *conf)
{
	uint16_t rounded = power_of_two(desc);

	(void)m;
	(void)conf;
	return rounded < 4 ? -EINVAL : tx_ring_make(q, rounded);
}

static int start(struct model *m)
{
	if (m->rx_queues > MOST_SPREAD)
		return -EINVAL;
	m->hash_types = RSS_TYPES;
	m->key_len = sizeof(default_key);
	memcpy(m->key, default_key, sizeof(default_key));
	return 0;
}

/* The kernel's device is told; nobody else tells it. */
static int mtu(struct model *m, uint16_t value)
{
	if (value > MOST_NETDEV_MTU)
		return -EINVAL;
	m->hardware_mtu = value;
	return 0;
}

static void recognise(const struct model *m, struct headers *h, const uint8_t *f, uint32_t len)
{
	if (mlx4_knows(m, h, f))
		headers_vxlan(h, f, len);
}

/* Queues beyond the largest power of two get nothing. */
static uint32_t queue_of(const struct model *m, uint32_t hash)
{
	uint32_t n = 1;

	while (n * 2 <= m->rx_queues)
		n *= 2;
	return hash & (n - 1);
}

static void stats(const struct model *m, struct rte_eth_stats *s)
{
	for (uint32_t i = 0; i < m->rx_queues; i++) {
		const struct card_rxq *q = &m->rxq[i];

		s->ipackets += q->packets;
		s->ibytes += q->bytes;
		s->ierrors += q->dropped;
		s->rx_nombuf += q->nombuf;
		if (i < RTE_ETHDEV_QUEUE_STAT_CNTRS) {
			s->q_ipackets[i] = q->packets;
			s->q_ibytes[i] = q->bytes;
			s->q_errors[i] = q->dropped + q->nombuf;
		}
	}
	for (uint32_t i = 0; i < m->tx_queues; i++) {
		const struct card_txq *q = &m->txq[i];

		s->opackets += q->packets;
		s->obytes += q->bytes;
		s->oerrors += q->dropped;
		if (i < RTE_ETHDEV_QUEUE_STAT_CNTRS) {
			s->q_opackets[i] = q->packets;
			s->q_obytes[i] = q->bytes;
		}
	}
}

const struct card_ops model_mlx4 = {
    .driver = "net_mlx4",
    .bus = "vendor_id=15b3, device_id=1007",
    .firmware = "2.42.5000",
    .speed = RTE_ETH_SPEED_NUM_40G,
    .info = info,
    .configure = configure,
    .rx_queue = rx_queue,
    .tx_queue = tx_queue,
    .start = start,
    .mtu = mtu,
    .burst = mlx4_burst,
    .recognise = recognise,
    .describe = mlx4_describe,
    .queue_of = queue_of,
    .stats = stats,
    .rule = mlx4_rule,
};
