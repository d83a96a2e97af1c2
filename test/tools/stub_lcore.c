/* lcore_env.h for tests. Must free every mbuf it is given, once. */
#include "stub_lcore.h"

#include <string.h>

void stub_init(struct lcore *lc, struct rte_mempool *pool)
{
	memset(lc, 0, sizeof(*lc));
	lc->pool = pool;
	for (int i = 0; i < STUB_OBJECTS; i++)
		lc->action_len[i] = EL_ID_NONE;
}

static void end(struct lcore *lc, struct rte_mbuf *m, const struct stub_fate *fate)
{
	lc->fates++;
	if (lc->fate)
		lc->fate(lc, fate);
	rte_pktmbuf_free(m);
}

void lcore_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port)
{
	struct stub_fate fate = {.kind = STUB_SENT, .m = m, .port = port};

	origin->tx++;
	end(lc, m, &fate);
}

void lcore_drop(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t reason)
{
	struct stub_fate fate = {.kind = STUB_DROPPED, .m = m, .reason = reason};

	origin->drops[reason]++;
	end(lc, m, &fate);
}

void lcore_upcall(struct lcore *lc, struct packet *p, uint16_t reason, uint32_t arg)
{
	struct stub_fate fate = {.kind = STUB_UPCALL, .m = p->m, .p = p, .reason = reason, .arg = arg};

	p->origin->held++;
	end(lc, p->m, &fate);
}

const struct tunnel *lcore_tunnel(struct lcore *lc, uint32_t id)
{
	return id < STUB_OBJECTS && lc->has_tunnel[id] ? &lc->tunnels[id] : NULL;
}

const struct nexthop *lcore_nexthop(struct lcore *lc, uint32_t id)
{
	return id < STUB_OBJECTS && lc->has_nexthop[id] ? &lc->nexthops[id] : NULL;
}

const struct group *lcore_group(struct lcore *lc, uint32_t id)
{
	return id < STUB_OBJECTS && lc->has_group[id] ? &lc->groups[id] : NULL;
}

const uint8_t *lcore_action(struct lcore *lc, uint32_t id, uint32_t *len)
{
	if (id >= STUB_OBJECTS || lc->action_len[id] == EL_ID_NONE)
		return NULL;
	*len = lc->action_len[id];
	return lc->actions[id];
}

enum meter_colour lcore_meter(struct lcore *lc, const struct rte_mbuf *m, uint32_t id, uint8_t *dscp)
{
	if (id >= STUB_OBJECTS || !lc->has_meter[id])
		return METER_RED;
	*dscp = lc->meters[id].yellow;
	return meter_take(&lc->meter_states[id], &lc->meters[id], 0, m, lc->now);
}

struct rte_mbuf *lcore_copy(struct lcore *lc, struct rte_mbuf *m)
{
	return rte_pktmbuf_copy(m, lc->pool, 0, UINT32_MAX);
}
