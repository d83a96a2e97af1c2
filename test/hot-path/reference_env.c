/* See reference_env.h. Every packet ends in exactly one fate; ledgers are kept as the worker's are meant. */
#include "reference_env.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "protocol.h"

struct reference reference_state;
struct rte_mempool *reference_pool;
uint32_t reference_packet;
uint16_t reference_port_of;
uint8_t reference_encapped, reference_old;

static struct reference *const r = &reference_state;
static struct {
	struct tunnel tunnel[REFERENCE_OBJECTS];
	struct nexthop nexthop[REFERENCE_OBJECTS];
	struct group group[REFERENCE_OBJECTS];
	uint8_t has_tunnel[REFERENCE_OBJECTS], has_nexthop[REFERENCE_OBJECTS], has_group[REFERENCE_OBJECTS];
	uint32_t len[REFERENCE_OBJECTS]; /* plus one; 0: none */
	_Alignas(8) uint8_t acts[REFERENCE_OBJECTS][EL_MAX_ACTION_BYTES];
} o;
static struct waiting *oldest;

void reference_forget(void)
{
	memset(&o, 0, sizeof(o));
}

static void check(int holds)
{
	if (!holds)
		abort();
}

void reference_action(uint32_t id, const uint8_t *acts, uint32_t len)
{
	memcpy(o.acts[id], acts, len);
	o.len[id] = len + 1;
}

void reference_group(uint32_t id, const struct el_group_member *members, uint32_t count)
{
	uint32_t bad;

	check(group_build(&o.group[id], members, count, REFERENCE_OBJECTS, &bad) == 0);
	o.has_group[id] = 1;
}

void reference_tunnel(const struct el_cmd_tunnel_set *cmd)
{
	uint32_t bad;

	check(tunnel_render(&o.tunnel[cmd->tunnel_id], cmd, REFERENCE_OBJECTS, &bad) == 0);
	o.has_tunnel[cmd->tunnel_id] = 1;
}

void reference_nexthop(const struct el_cmd_nexthop_set *cmd)
{
	uint32_t bad;

	check(nexthop_render(&o.nexthop[cmd->nexthop_id], cmd, REFERENCE_PORTS, &bad) == 0);
	o.has_nexthop[cmd->nexthop_id] = 1;
}

const struct tunnel *lcore_tunnel(struct lcore *lc, uint32_t id)
{
	(void)lc;
	return id < REFERENCE_OBJECTS && o.has_tunnel[id] ? &o.tunnel[id] : NULL;
}

const struct nexthop *lcore_nexthop(struct lcore *lc, uint32_t id)
{
	(void)lc;
	reference_encapped = 1; /* only ENCAP asks */
	return id < REFERENCE_OBJECTS && o.has_nexthop[id] ? &o.nexthop[id] : NULL;
}

/* Lists here name none. */
enum meter_colour lcore_meter(struct lcore *lc, const struct rte_mbuf *m, uint32_t id, uint8_t *dscp)
{
	(void)lc;
	(void)m;
	(void)id;
	(void)dscp;
	return METER_RED;
}

const struct group *lcore_group(struct lcore *lc, uint32_t id)
{
	(void)lc;
	return id < REFERENCE_OBJECTS && o.has_group[id] ? &o.group[id] : NULL;
}

const uint8_t *lcore_action(struct lcore *lc, uint32_t id, uint32_t *len)
{
	(void)lc;
	*len = 0;
	if (id >= REFERENCE_OBJECTS || !o.len[id])
		return NULL;
	*len = o.len[id] - 1;
	return o.acts[id];
}

struct rte_mbuf *lcore_copy(struct lcore *lc, struct rte_mbuf *m)
{
	(void)lc;
	return rte_pktmbuf_copy(m, reference_pool, 0, UINT32_MAX);
}

/* ---- ends ---- */

static struct fate *add(enum fate_kind kind, const struct el_queue_stats *origin)
{
	struct fate *f = &r->fate[r->fates++];

	check(r->fates < REFERENCE_FATES);
	*f = (struct fate){.kind = kind,
	                   .queue = (uint16_t)(origin - r->stats),
	                   .packet = reference_packet,
	                   .encapped = reference_encapped,
	                   .old = reference_old};
	return f;
}

void lcore_drop(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t reason)
{
	(void)lc;
	add(FATE_DROPPED, origin)->reason = reason;
	origin->drops[reason]++;
	rte_pktmbuf_free(m);
}

/* What the device is given beyond the MTU: an Ethernet header and at most two tags. */
static uint32_t l2_bytes(const struct rte_mbuf *m)
{
	const uint8_t *bytes = rte_pktmbuf_mtod(m, const uint8_t *);
	uint32_t at = ETHER_BYTES;

	for (int tags = 0; tags < 2 && at + 4 <= m->data_len; tags++, at += VLAN_BYTES) {
		uint16_t type = get_be16(bytes + at - 2);

		if (type != ETHER_VLAN && type != ETHER_QINQ)
			break;
	}
	return at;
}

void lcore_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port)
{
	struct reference_port *p = &r->port[port];
	uint16_t reason = EL_DROP_NONE;

	if (port >= REFERENCE_PORTS || !p->up)
		reason = EL_DROP_PORT_DOWN;
	else if (m->pkt_len > p->mtu + l2_bytes(m))
		reason = EL_DROP_OVERSIZED;
	else if (!p->chains && m->nb_segs > 1 && rte_pktmbuf_linearize(m) != 0)
		reason = EL_DROP_TX_PREPARE;
	else if (p->sent == p->room)
		reason = EL_DROP_TX_FULL;
	if (reason != EL_DROP_NONE) {
		lcore_drop(lc, m, origin, reason);
		return;
	}
	struct fate *f = add(FATE_SENT, origin);

	f->port = port;
	f->m = m;
	p->sent++;
	origin->tx++;
	origin->tx_bytes += m->pkt_len;
	r->tx[port].packets++;
	r->tx[port].bytes += m->pkt_len;
}

static int joins(struct waiting *w)
{
	struct waiting *head = oldest;

	for (; head; head = head->newer)
		if (head->is_miss && memcmp(&head->packet.key, &w->packet.key, sizeof(struct el_key)) == 0)
			break;
	if (!head)
		return 0;
	head->last->chain = w;
	head->last = w;
	return 1;
}

void lcore_upcall(struct lcore *lc, struct packet *p, uint16_t reason, uint32_t arg)
{
	struct waiting *w = calloc(1, sizeof(*w)), **end = &oldest;

	(void)lc;
	check(w != NULL);
	*w = (struct waiting){
	    .packet = *p, .number = reference_packet, .is_miss = reason == EL_UPCALL_MISS, .last = w};
	p->origin->held++;
	if (w->is_miss && joins(w))
		return;
	while (*end)
		end = &(*end)->newer;
	*end = w;
	p->origin->upcalls++;

	struct fate *f = add(FATE_UP, p->origin);

	f->port = p->key.in_port;
	f->reason = reason;
	f->arg = arg;
	f->m = p->m;
	f->flow = p->flow_id;
	f->hash = p->hash;
	f->at = p->at;
	f->key = p->key;
	f->parked = w;
}

struct waiting *reference_unpark(void *parked)
{
	for (struct waiting **w = &oldest; *w; w = &(*w)->newer)
		if (*w == parked) {
			*w = (*w)->newer;
			return parked;
		}
	abort();
}
