/* X710 as net_i40e of DPDK 22.11.11 presents it: what it says of itself, what it refuses. */
#include <string.h>

#include <rte_errno.h>

#include "card.h"
#include "i40e.h"

#define MOST_FRAME 9728u
#define OVERHEAD 26u
#define QUEUES 64u
#define RX_CAPA 0x9266full
#define TX_CAPA 0x19fbfull
#define RSS_TYPES 0x7efcull

/* The driver's, for who brings none or one that is too short. */
static const uint32_t default_key[] = {0x6b793944, 0x23504cb5, 0x5bea75b6, 0x309f4f12, 0x3dc0a2b8,
                                       0x024ddcdf, 0x339b8ca0, 0x4c4af64a, 0x34fac605, 0x55d85839,
                                       0x3a58997d, 0x2ec938e1, 0x66031581};

static void info(const struct model *m, struct rte_eth_dev_info *i)
{
	(void)m;
	i->min_rx_bufsize = 1024;
	i->max_rx_pktlen = MOST_FRAME;
	i->max_mtu = MOST_FRAME - OVERHEAD;
	i->min_mtu = RTE_ETHER_MIN_MTU;
	i->max_rx_queues = i->max_tx_queues = 192; /* of which 64 are of use without VMDq */
	i->max_mac_addrs = 64;
	i->rx_offload_capa = RX_CAPA;
	i->tx_offload_capa = TX_CAPA;
	i->tx_queue_offload_capa = RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE;
	i->reta_size = CARD_RETA;
	i->hash_key_size = sizeof(default_key);
	i->flow_type_rss_offloads = RSS_TYPES;
	i->dev_capa = RTE_ETH_DEV_CAPA_RUNTIME_RX_QUEUE_SETUP | RTE_ETH_DEV_CAPA_RUNTIME_TX_QUEUE_SETUP;
	i->default_rxconf.rx_thresh = (struct rte_eth_thresh){.pthresh = 8, .hthresh = 8};
	i->default_rxconf.rx_free_thresh = 32;
	i->default_txconf.tx_thresh = (struct rte_eth_thresh){.pthresh = 32};
	i->default_txconf.tx_free_thresh = i->default_txconf.tx_rs_thresh = 32;
	i->rx_desc_lim = i->tx_desc_lim = (struct rte_eth_desc_lim){
	    .nb_max = 4096, .nb_min = 64, .nb_align = 32, .nb_seg_max = 255, .nb_mtu_seg_max = 8};
	i->rx_desc_lim.nb_seg_max = i->rx_desc_lim.nb_mtu_seg_max = UINT16_MAX;
	i->speed_capa = RTE_ETH_LINK_SPEED_1G | RTE_ETH_LINK_SPEED_10G;
	i->default_rxportconf =
	    (struct rte_eth_dev_portconf){.burst_size = 32, .ring_size = 256, .nb_queues = 1};
	i->default_txportconf = i->default_rxportconf;
}

static int configure(struct model *m)
{
	if (m->rx_queues > QUEUES || m->tx_queues > QUEUES)
		return -EINVAL;
	if (m->conf.rxmode.mq_mode & RTE_ETH_MQ_RX_RSS_FLAG)
		m->conf.rxmode.offloads |= RTE_ETH_RX_OFFLOAD_RSS_HASH;
	return 0;
}

static int rx_queue(struct model *m, struct card_rxq *q, uint16_t desc, const struct rte_eth_rxconf *conf)
{
	(void)m;
	q->drop_en = conf->rx_drop_en;
	q->free_thresh = conf->rx_free_thresh;
	q->desc = desc;
	return 0;
}

static int tx_queue(struct model *m, struct card_txq *q, uint16_t desc, const struct rte_eth_txconf *conf)
{
	uint32_t free = conf->tx_free_thresh ? conf->tx_free_thresh : 32;
	uint32_t rs = 32u + free > desc ? desc - free : 32u;

	(void)m;
	if (conf->tx_rs_thresh)
		rs = conf->tx_rs_thresh;
	if (rs + free > desc || rs >= desc - 2u || free >= desc - 3u || rs > free || desc % rs)
		return -EINVAL;
	if (rs > 1 && conf->tx_thresh.wthresh)
		return -EINVAL;
	q->rs_thresh = (uint16_t)rs;
	q->free_thresh = (uint16_t)free;
	return tx_ring_make(q, desc);
}

static int start(struct model *m)
{
	const struct rte_eth_rss_conf *rss = &m->conf.rx_adv_conf.rss_conf;

	m->hash_types = 0;
	if (m->conf.rxmode.mq_mode & RTE_ETH_MQ_RX_RSS_FLAG) {
		m->hash_types = rss->rss_hf & RSS_TYPES;
		m->key_len = sizeof(default_key);
		memcpy(m->key, default_key, sizeof(default_key));
		if (rss->rss_key && rss->rss_key_len >= sizeof(default_key))
			memcpy(m->key, rss->rss_key, sizeof(default_key));
	}
	for (uint32_t i = 0; i < CARD_RETA; i++)
		m->reta[i] = (uint16_t)(i % (m->rx_queues ? m->rx_queues : 1));
	m->hardware_mtu = m->mtu;
	m->simple_tx = true;
	for (uint32_t i = 0; i < m->tx_queues; i++)
		if (m->txq[i].offloads & ~(uint64_t)RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE ||
		    m->txq[i].rs_thresh < 32)
			m->simple_tx = false;
	return 0;
}

static int mtu(struct model *m, uint16_t value)
{
	(void)value; /* dev_start takes it to the card */
	return m->started ? -EBUSY : 0;
}

static void recognise(const struct model *m, struct headers *h, const uint8_t *f, uint32_t len)
{
	uint32_t port = udp_port(h, f);

	if (h->outer.proto == 47)
		headers_gre(h, f, len);
	for (uint32_t i = 0; port && i < CARD_TUNNEL_PORTS; i++)
		if (m->tunnel_port[i].port == port && m->tunnel_port[i].type == RTE_ETH_TUNNEL_TYPE_VXLAN)
			headers_vxlan(h, f, len);
}

static uint32_t queue_of(const struct model *m, uint32_t hash)
{
	return m->reta[hash % CARD_RETA];
}

/* From registers: nothing by queue. */
static void stats(const struct model *m, struct rte_eth_stats *s)
{
	for (uint32_t i = 0; i < m->rx_queues; i++) {
		s->ipackets += m->rxq[i].packets;
		s->ibytes += m->rxq[i].bytes;
		s->rx_nombuf += m->rxq[i].nombuf;
	}
	for (uint32_t i = 0; i < m->tx_queues; i++) {
		s->opackets += m->txq[i].packets;
		s->obytes += m->txq[i].bytes;
	}
	s->imissed = m->missed;
}

const struct card_ops model_i40e = {
    .driver = "net_i40e",
    .bus = "vendor_id=8086, device_id=1572",
    .firmware = "9.01 0x8000d1b3 1.3353.0",
    .speed = RTE_ETH_SPEED_NUM_10G,
    .info = info,
    .configure = configure,
    .rx_queue = rx_queue,
    .tx_queue = tx_queue,
    .start = start,
    .mtu = mtu,
    .burst = i40e_burst,
    .prepare = i40e_prepare,
    .recognise = recognise,
    .describe = i40e_describe,
    .queue_of = queue_of,
    .stats = stats,
    .rule = i40e_rule,
};
