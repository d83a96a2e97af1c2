/* Calls that set a device up, diverted by the linker's --wrap: to the model where the port is one, with a
 * real port underneath that is asked for nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rte_errno.h>
#include <rte_mbuf.h>

#include "wrap.h"

WRAPPED(rte_eth_dev_info_get, uint16_t port, struct rte_eth_dev_info *info)
{
	static const struct rte_eth_desc_lim any = {
	    .nb_max = UINT16_MAX, .nb_align = 1, .nb_seg_max = UINT16_MAX, .nb_mtu_seg_max = UINT16_MAX};
	struct model *m = model_of(port);
	struct rte_eth_dev_info real;
	int error = REAL(rte_eth_dev_info_get)(port, m && info ? &real : info);

	if (error || !m)
		return error;
	memset(info, 0, sizeof(*info));
	info->device = real.device;
	info->dev_flags = real.dev_flags;
	info->driver_name = m->ops->driver;
	info->rx_desc_lim = info->tx_desc_lim = any;
	info->min_mtu = RTE_ETHER_MIN_LEN - RTE_ETHER_HDR_LEN - RTE_ETHER_CRC_LEN;
	info->max_mtu = UINT16_MAX;
	m->ops->info(m, info);
	info->nb_rx_queues = m->rx_queues;
	info->nb_tx_queues = m->tx_queues;
	m->bus = real.device;
	return 0;
}

const char *WRAP(rte_dev_bus_info)(const struct rte_device *dev);
extern const char *REAL(rte_dev_bus_info)(const struct rte_device *dev);
const char *WRAP(rte_dev_bus_info)(const struct rte_device *dev)
{
	for (uint16_t port = 0; port < RTE_MAX_ETHPORTS; port++) {
		const struct model *m = model_of(port);

		if (m && m->bus == dev)
			return m->ops->bus;
	}
	return REAL(rte_dev_bus_info)(dev);
}

WRAPPED(rte_eth_dev_fw_version_get, uint16_t port, char *version, size_t room)
{
	const struct model *m = model_of(port);
	int length;

	if (!m)
		return REAL(rte_eth_dev_fw_version_get)(port, version, room);
	length = snprintf(version, room, "%s", m->ops->firmware) + 1;
	return (size_t)length > room ? length : 0;
}

WRAPPED(rte_eth_dev_configure, uint16_t port, uint16_t rx, uint16_t tx, const struct rte_eth_conf *conf)
{
	struct model *m = model_of(port);
	struct rte_eth_dev_info info;
	struct rte_eth_conf none = {0};
	int error;

	if (!m)
		return REAL(rte_eth_dev_configure)(port, rx, tx, conf);
	if (m->started)
		return -EBUSY;
	error = WRAP(rte_eth_dev_info_get)(port, &info);
	if (!error)
		error = ethdev_check_conf(&info, rx, tx, conf);
	if (error)
		return error;
	receive_clear(m);
	m->conf = *conf;
	m->rx_queues = rx;
	m->tx_queues = tx;
	for (uint32_t i = 0; i < CARD_QUEUES; i++)
		m->rxq[i].set = m->txq[i].set = false;
	error = m->ops->configure(m);
	if (!error)
		error = REAL(rte_eth_dev_configure)(port, rx, tx, &none);
	m->configured = error == 0;
	m->mtu = conf->rxmode.mtu ? (uint16_t)conf->rxmode.mtu : RTE_ETHER_MTU;
	return error;
}

static uint16_t adjust(uint16_t desc, const struct rte_eth_desc_lim *lim)
{
	uint32_t n = desc;

	n = (n + lim->nb_align - 1) / lim->nb_align * lim->nb_align;
	if (n > lim->nb_max)
		n = lim->nb_max;
	return (uint16_t)(n < lim->nb_min ? lim->nb_min : n);
}

WRAPPED(rte_eth_dev_adjust_nb_rx_tx_desc, uint16_t port, uint16_t *rx, uint16_t *tx)
{
	struct rte_eth_dev_info info;

	if (!model_of(port))
		return REAL(rte_eth_dev_adjust_nb_rx_tx_desc)(port, rx, tx);
	WRAP(rte_eth_dev_info_get)(port, &info);
	if (rx)
		*rx = adjust(*rx, &info.rx_desc_lim);
	if (tx)
		*tx = adjust(*tx, &info.tx_desc_lim);
	return 0;
}

WRAPPED(rte_eth_rx_queue_setup, uint16_t port, uint16_t queue, uint16_t desc, unsigned int socket,
        const struct rte_eth_rxconf *conf, struct rte_mempool *pool)
{
	struct model *m = model_of(port);
	struct rte_eth_dev_info info;
	struct card_rxq *q;
	int error;

	if (!m)
		return REAL(rte_eth_rx_queue_setup)(port, queue, desc, socket, conf, pool);
	WRAP(rte_eth_dev_info_get)(port, &info);
	if (queue >= m->rx_queues || !pool)
		return -EINVAL;
	if (rte_pktmbuf_data_room_size(pool) < info.min_rx_bufsize + RTE_PKTMBUF_HEADROOM)
		return -EINVAL;
	if (!desc)
		desc = info.default_rxportconf.ring_size ? info.default_rxportconf.ring_size
		                                         : RTE_ETH_DEV_FALLBACK_RX_RINGSIZE;
	error = ethdev_check_desc(&info.rx_desc_lim, desc);
	if (error)
		return error;
	if (m->started && !(info.dev_capa & RTE_ETH_DEV_CAPA_RUNTIME_RX_QUEUE_SETUP))
		return -EBUSY;
	if (!conf)
		conf = &info.default_rxconf;
	if (conf->offloads & ~m->conf.rxmode.offloads & ~info.rx_queue_offload_capa)
		return -EINVAL;
	q = &m->rxq[queue];
	while (q->tail != q->head)
		free(q->ring[q->tail++ % q->desc].bytes);
	free(q->ring);
	*q = (struct card_rxq){.model = m, .pool = pool, .id = queue};
	error = m->ops->rx_queue(m, q, desc, conf);
	if (error)
		return error;
	q->ring = calloc(q->desc, sizeof(*q->ring));
	q->set = true;
	return REAL(rte_eth_rx_queue_setup)(port, queue, 64, socket, NULL, pool);
}

WRAPPED(rte_eth_tx_queue_setup, uint16_t port, uint16_t queue, uint16_t desc, unsigned int socket,
        const struct rte_eth_txconf *conf)
{
	struct model *m = model_of(port);
	struct rte_eth_dev_info info;
	struct card_txq *q;
	int error;

	if (!m)
		return REAL(rte_eth_tx_queue_setup)(port, queue, desc, socket, conf);
	WRAP(rte_eth_dev_info_get)(port, &info);
	if (queue >= m->tx_queues)
		return -EINVAL;
	if (!desc)
		desc = info.default_txportconf.ring_size ? info.default_txportconf.ring_size
		                                         : RTE_ETH_DEV_FALLBACK_TX_RINGSIZE;
	error = ethdev_check_desc(&info.tx_desc_lim, desc);
	if (error)
		return error;
	if (m->started && !(info.dev_capa & RTE_ETH_DEV_CAPA_RUNTIME_TX_QUEUE_SETUP))
		return -EBUSY;
	if (!conf)
		conf = &info.default_txconf;
	if (conf->offloads & ~m->conf.txmode.offloads & ~info.tx_queue_offload_capa)
		return -EINVAL;
	q = &m->txq[queue];
	tx_ring_release(q, q->held_count);
	q->model = m;
	q->id = queue;
	q->offloads = conf->offloads | m->conf.txmode.offloads;
	q->packets = q->bytes = q->dropped = 0;
	error = m->ops->tx_queue(m, q, desc, conf);
	if (error)
		return error;
	q->set = true;
	return REAL(rte_eth_tx_queue_setup)(port, queue, 64, socket, NULL);
}

/* ethdev fills in the driver's bursts at each start. */
static void install(struct model *m, uint16_t port)
{
	struct rte_eth_fp_ops *ops = &rte_eth_fp_ops[port];

	for (uint32_t i = 0; i < CARD_QUEUES; i++) {
		m->rxq_data[i] = &m->rxq[i];
		m->txq_data[i] = &m->txq[i];
	}
	ops->rx_pkt_burst = receive_burst;
	ops->tx_pkt_burst = m->ops->burst;
	ops->tx_pkt_prepare = m->ops->prepare;
	ops->rxq.data = m->rxq_data;
	ops->txq.data = m->txq_data;
}

WRAPPED(rte_eth_dev_start, uint16_t port)
{
	struct model *m = model_of(port);
	int error;

	if (!m)
		return REAL(rte_eth_dev_start)(port);
	if (!m->configured)
		return -EINVAL;
	for (uint32_t i = 0; i < m->rx_queues; i++)
		if (!m->rxq[i].set)
			return -EINVAL;
	for (uint32_t i = 0; i < m->tx_queues; i++)
		if (!m->txq[i].set)
			return -EINVAL;
	if (m->started)
		return 0;
	error = m->ops->start(m);
	if (!error)
		error = REAL(rte_eth_dev_start)(port);
	if (error)
		return error;
	m->started = true;
	install(m, port);
	return 0;
}

WRAPPED(rte_eth_dev_stop, uint16_t port)
{
	struct model *m = model_of(port);

	if (m)
		m->started = false;
	return REAL(rte_eth_dev_stop)(port);
}

WRAPPED(rte_eth_dev_close, uint16_t port)
{
	struct model *m = model_of(port);

	if (m) {
		model_drop_all(m);
		m->configured = false;
	}
	return REAL(rte_eth_dev_close)(port);
}
