/* What actions ask of their lcore: sending, dropping, lookups, copies. See lcore_env.h. */
#include "lcore_env.h"

#include <rte_ether.h>
#include <rte_mbuf.h>

#include "finish_send.h"
#include "lcore.h"
#include "wish.h"
#include "worker.h"

/* Bytes in front of the L3 header: Ethernet and up to two VLAN tags. */
static uint32_t l2_length(const struct rte_mbuf *m)
{
	uint32_t at = RTE_ETHER_ADDR_LEN * 2, tags = 0;

	for (; tags < 2 && at + 6 <= m->data_len; tags++, at += RTE_VLAN_HLEN) {
		uint16_t type = rte_be_to_cpu_16(*rte_pktmbuf_mtod_offset(m, const unaligned_uint16_t *, at));

		if (type != RTE_ETHER_TYPE_VLAN && type != RTE_ETHER_TYPE_QINQ)
			break;
	}
	return at + 2;
}

void lcore_pass(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port)
{
	uint16_t sender = lc->w->ports[port].tx_lcore[lc->index];

	if (sender != lc->index)
		handover_send(lc, sender, port, m, origin);
	else
		tx_add(lc, &lc->tx, port, m, (struct tx_owner){.origin = origin});
}

void lcore_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port)
{
	const struct worker *w = lc->w;
	const struct port *p = &w->ports[port];
	uint32_t mtu;

	if (port >= w->port_count || !port_is_up(p)) {
		lcore_drop(lc, m, origin, EL_DROP_PORT_DOWN);
		return;
	}
	if (unlikely(m->ol_flags & WISHES)) {
		finish_send(lc, m, origin, port);
		return;
	}
	mtu = port_mtu(p);
	if (m->pkt_len > mtu + RTE_ETHER_HDR_LEN && m->pkt_len > mtu + l2_length(m)) {
		lcore_drop(lc, m, origin, EL_DROP_OVERSIZED);
		return;
	}
	lcore_pass(lc, m, origin, port);
}

void lcore_drop(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t reason)
{
	origin->drops[reason]++;
	if (unlikely(capture_points(&lc->capture)))
		capture_dropped(lc, origin->port, m, reason);
	rte_pktmbuf_free(m);
}

const struct tunnel *lcore_tunnel(struct lcore *lc, uint32_t id)
{
	return objects_get(&lc->w->tunnels, id);
}

const struct nexthop *lcore_nexthop(struct lcore *lc, uint32_t id)
{
	return objects_get(&lc->w->nexthops, id);
}

const struct group *lcore_group(struct lcore *lc, uint32_t id)
{
	return objects_get(&lc->w->groups, id);
}

const uint8_t *lcore_action(struct lcore *lc, uint32_t id, uint32_t *len)
{
	const struct action *a = objects_get(&lc->w->actions, id);

	*len = a ? a->len : 0;
	return a ? a->bytes : NULL;
}

enum meter_colour lcore_meter(struct lcore *lc, const struct rte_mbuf *m, uint32_t id, uint8_t *dscp)
{
	const struct meter *meter = objects_get(&lc->w->meters.table, id);

	if (unlikely(!meter))
		return METER_RED;
	*dscp = meter->yellow;
	return meter_take(&lc->meters[id], meter, lc->index, m, lc->now);
}

struct rte_mbuf *lcore_copy(struct lcore *lc, struct rte_mbuf *m)
{
	return rte_pktmbuf_copy(m, lc->w->pool, 0, UINT32_MAX);
}
