/* Makes and fills the worker. See rig.h; rounds are lane.c. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rte_eth_ring.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "lcore.h"

#define RING (RIG_BATCH * 2)
#define MBUFS (RIG_BATCH * 3)
#define MBUF_DATA 2048
#define HEADROOM 128

void rig_die(const char *what)
{
	fprintf(stderr, "BENCH_RING: %s\n", what);
	exit(3);
}

struct rte_mempool *rig_pool(uint32_t batches)
{
	static uint32_t serial;
	char name[32];
	struct rte_mempool *pool;

	snprintf(name, sizeof(name), "bench-pool-%u", serial++);
	pool = rte_pktmbuf_pool_create(name, MBUFS * batches, 256, 0, MBUF_DATA + HEADROOM, SOCKET_ID_ANY);
	if (!pool)
		rig_die("no memory for mbufs");
	return pool;
}

static struct rte_ring *ring(const struct rig *r)
{
	static uint32_t serial;
	struct rte_ring *made;
	char name[32];

	snprintf(name, sizeof(name), "bench-%u", serial++);
	made = rte_ring_create(name, r->ring ? r->ring : RING, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ);
	if (!made)
		rig_die("no memory for rings");
	return made;
}

static void port(struct rig *r, uint16_t id, struct rte_ring *rx, struct rte_ring *tx)
{
	static uint32_t serial;
	int decaps = r->f.what == CASE_VXLAN_DECAP || r->f.what == CASE_GRE_DECAP, ethdev;
	struct port *p = &r->w.ports[id];
	struct fail fail = {0};

	snprintf(p->name, sizeof(p->name), "ring%u", serial++);
	ethdev = rte_eth_from_rings(p->name, &rx, 1, &tx, 1, SOCKET_ID_ANY);
	if (ethdev < 0)
		rig_die("a ring port was refused");
	r->w.conf.ports[id] = (struct el_port_conf){
	    .port = id, .flags = EL_PORT_UP, .rx_queues = 1, .rx_desc = 256, .tx_desc = 256, .mtu = 1500};
	p->id = id;
	p->ethdev = (uint16_t)ethdev;
	p->rx_queues = 1;
	p->underlay = id % 2 == 0 && decaps;
	p->admin_up = 1;
	if (port_setup(p, &r->w.conf, r->w.pool, &fail))
		rig_die(fail.text);
	/* The lane's lcore sends, though it polls the other port only. */
	p->tx_lcore[id / 2] = id / 2;
	p->tx_queue[id / 2] = 0;
}

/* The table's hash is keyed at random against attackers; counts of instructions want it fixed. */
static void fix_secret(struct table *t)
{
	for (uint32_t i = 0; i < sizeof(t->secret) / sizeof(t->secret[0]); i++)
		t->secret[i] = 0x9e3779b97f4a7c15u * (i + 1);
}

static void configure(struct rig *r)
{
	struct el_start *s = &r->w.conf.start;

	s->port_count = (uint16_t)(2 * r->lanes);
	s->lcore_count = (uint16_t)r->lanes;
	s->burst = 32;
	s->mbuf_count = MBUFS;
	s->mbuf_data = MBUF_DATA;
	s->mbuf_headroom = HEADROOM;
	s->max_flows = r->lanes * r->flows + r->spare + 1024;
	s->max_actions = s->max_tunnels = s->max_nexthops = s->max_groups = 16;
	s->max_parked = 64;
	for (uint16_t i = 0; i < r->lanes; i++)
		r->w.conf.lcores[i] = (struct el_lcore_conf){
		    .lcore = r->eal_id[i], .queue_count = 1, .queues[0] = {.port = (uint16_t)(2 * i)}};
}

void rig_open(struct rig *r, struct rte_mempool *pool)
{
	struct fail fail = {0};

	configure(r);
	r->w.pool = pool;
	for (uint16_t i = 0; i < r->lanes; i++) {
		r->lane[i] =
		    (struct lane){.r = r, .in = ring(r), .out = ring(r), .pool = i == 0 ? pool : rig_pool(1)};
		port(r, (uint16_t)(2 * i), r->lane[i].in, ring(r));
		port(r, (uint16_t)(2 * i + 1), ring(r), r->lane[i].out);
	}
	if (worker_init(&r->w, &fail))
		rig_die(fail.text);
	commands_reset(&r->c, &r->w);
	for (uint32_t i = 0; i < r->lanes; i++) {
		struct lane *l = &r->lane[i];

		l->lc = r->w.lcores[i];
		fix_secret(l->lc->table);
		l->sent = calloc(r->flows + r->spare, sizeof(*l->sent));
		if (!l->sent || draw_init(&l->draw, r->draw, r->flows))
			rig_die("no memory for counters");
		l->draw.random += i * 0x9e3779b9u;
	}
}

static void must(int code, const char *what)
{
	if (code)
		rig_die(what);
}

void rig_prepare(struct rig *r)
{
	struct el_cmd_tunnel_set tunnel;
	struct el_cmd_nexthop_set nexthop;
	struct el_cmd_endpoint_set endpoint;
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_action_set) + FRAME_ACTS] = {0};
	struct el_cmd_action_set *action = (void *)record;
	uint32_t offset;

	frame_tunnel(&r->f, &tunnel, &nexthop, &endpoint);
	must(cmd_nexthop_set(&r->c, &nexthop, 0, &offset), "the next hop was refused");
	must(cmd_tunnel_set(&r->c, &tunnel, 0, &offset), "the tunnel was refused");
	must(cmd_endpoint_set(&r->c, &endpoint, 0, &offset), "the endpoint was refused");
	for (uint32_t i = 0; i < r->lanes; i++) {
		action->action_id = i;
		action->len = frame_actions(&r->f, r->key, (uint16_t)(2 * i + 1), record + sizeof(*action));
		must(cmd_action_set(&r->c, action, action->len, &offset), "the action list was refused");
	}
	for (uint32_t i = 0; i < (r->f.masks ? r->f.masks : 1); i++) {
		struct el_cmd_mask_set mask = {.mask_id = i};

		frame_mask(&r->f, i, &mask.mask);
		must(cmd_mask_set(&r->c, &mask, 0, &offset), "a mask was refused");
	}
}

static void load_lane(struct rig *r, struct lane *l)
{
	uint32_t lane = (uint32_t)(l - r->lane), offset;

	for (uint32_t i = 0; i < r->flows; i++) {
		struct el_cmd_flow_add add = {
		    .flow_id = lane_flow(l, i), .action_id = lane, .mask_id = frame_mask_id(&r->f, i)};

		frame_key(&r->f, i, &add.key);
		add.key.in_port = (uint16_t)(2 * lane);
		must(cmd_flow_add(&r->c, &add, 0, &offset), "a flow was refused");
		rcu_reclaim(&r->w.rcu);
	}
}

void rig_load(struct rig *r)
{
	rig_prepare(r);
	for (uint32_t i = 0; i < r->lanes; i++)
		load_lane(r, &r->lane[i]);
}

static void audit_lane(struct rig *r, struct lane *l)
{
	const struct el_queue_stats *q = &l->lc->stats[0];

	if (q->rx != l->packets || q->hits != q->rx || q->tx != q->rx || q->misses || q->cloned || q->held)
		lane_find(l, "the queue's ledger");
	for (uint32_t i = 0; i < EL_DROP_COUNT; i++)
		if (q->drops[i])
			lane_find(l, "packets were dropped");
	for (uint32_t i = 0; i < r->flows; i++)
		if (flows_totals(&r->w, flows_get(&r->w, lane_flow(l, i))).packets != l->sent[i])
			lane_find(l, "a flow's counter");
}

void rig_audit(struct rig *r)
{
	for (uint32_t i = 0; i < r->lanes; i++)
		audit_lane(r, &r->lane[i]);
}
