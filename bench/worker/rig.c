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

struct rte_mempool *rig_pool(uint32_t lanes)
{
	struct rte_mempool *pool =
	    rte_pktmbuf_pool_create("bench", MBUFS * lanes, 256, 0, MBUF_DATA + HEADROOM, SOCKET_ID_ANY);

	if (!pool)
		rig_die("no memory for mbufs");
	return pool;
}

static struct rte_ring *ring(void)
{
	static uint32_t serial;
	struct rte_ring *made;
	char name[32];

	snprintf(name, sizeof(name), "bench-%u", serial++);
	made = rte_ring_create(name, RING, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ);
	if (!made)
		rig_die("no memory for rings");
	return made;
}

static void port(struct rig *r, uint16_t id, struct rte_ring *const rx[], struct rte_ring *const tx[])
{
	static uint32_t serial;
	int decaps = r->f.what == CASE_VXLAN_DECAP || r->f.what == CASE_GRE_DECAP, ethdev;
	struct port *p = &r->w.ports[id];
	struct fail fail = {0};

	snprintf(p->name, sizeof(p->name), "ring%u", serial++);
	ethdev = rte_eth_from_rings(p->name, (struct rte_ring **)(uintptr_t)rx, r->lanes,
	                            (struct rte_ring **)(uintptr_t)tx, r->lanes, SOCKET_ID_ANY);
	if (ethdev < 0)
		rig_die("a ring port was refused");
	r->w.conf.ports[id] = (struct el_port_conf){.port = id,
	                                            .flags = EL_PORT_UP,
	                                            .rx_queues = (uint16_t)r->lanes,
	                                            .rx_desc = 256,
	                                            .tx_desc = 256,
	                                            .mtu = 1500};
	p->id = id;
	p->ethdev = (uint16_t)ethdev;
	p->rx_queues = (uint16_t)r->lanes;
	p->underlay = id == 0 && decaps;
	p->admin_up = 1;
	if (port_setup(p, &r->w.conf, r->w.pool, &fail))
		rig_die(fail.text);
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

	s->port_count = 2;
	s->lcore_count = (uint16_t)r->lanes;
	s->burst = 32;
	s->mbuf_count = MBUFS;
	s->mbuf_data = MBUF_DATA;
	s->mbuf_headroom = HEADROOM;
	s->max_flows = r->flows + r->spare + 1024;
	s->max_actions = s->max_tunnels = s->max_nexthops = s->max_groups = 16;
	s->max_parked = 64;
	for (uint16_t i = 0; i < r->lanes; i++)
		r->w.conf.lcores[i] = (struct el_lcore_conf){
		    .lcore = r->eal_id[i], .queue_count = 1, .queues[0] = {.port = 0, .queue = i}};
}

void rig_open(struct rig *r, struct rte_mempool *pool)
{
	struct rte_ring *in[RIG_LANES], *out[RIG_LANES], *sink[RIG_LANES], *none[RIG_LANES];
	struct fail fail = {0};

	configure(r);
	r->w.pool = pool;
	for (uint32_t i = 0; i < r->lanes; i++) {
		in[i] = ring();
		out[i] = ring();
		sink[i] = ring();
		none[i] = ring();
	}
	port(r, 0, in, sink);
	port(r, 1, none, out);
	if (worker_init(&r->w, &fail))
		rig_die(fail.text);
	commands_reset(&r->c, &r->w);
	for (uint32_t i = 0; i < r->lanes; i++) {
		struct lane *l = &r->lane[i];

		*l = (struct lane){.r = r, .lc = r->w.lcores[i], .in = in[i], .out = out[i]};
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
	action->len = frame_actions(&r->f, r->key, record + sizeof(*action));
	must(cmd_nexthop_set(&r->c, &nexthop, 0, &offset), "the next hop was refused");
	must(cmd_tunnel_set(&r->c, &tunnel, 0, &offset), "the tunnel was refused");
	must(cmd_endpoint_set(&r->c, &endpoint, 0, &offset), "the endpoint was refused");
	must(cmd_action_set(&r->c, action, action->len, &offset), "the action list was refused");
	for (uint32_t i = 0; i < (r->f.masks ? r->f.masks : 1); i++) {
		struct el_cmd_mask_set mask = {.mask_id = i};

		frame_mask(&r->f, i, &mask.mask);
		must(cmd_mask_set(&r->c, &mask, 0, &offset), "a mask was refused");
	}
}

void rig_load(struct rig *r)
{
	uint32_t offset;

	rig_prepare(r);
	for (uint32_t i = 0; i < r->flows; i++) {
		struct el_cmd_flow_add add = {.flow_id = i, .mask_id = frame_mask_id(&r->f, i)};

		frame_key(&r->f, i, &add.key);
		must(cmd_flow_add(&r->c, &add, 0, &offset), "a flow was refused");
		rcu_reclaim(&r->w.rcu);
	}
}

void rig_audit(struct rig *r)
{
	struct lane *l = &r->lane[0];

	for (uint32_t i = 0; i < r->lanes; i++) {
		const struct el_queue_stats *q = &r->lane[i].lc->stats[0];
		uint64_t packets = r->lane[i].packets;

		if (q->rx != packets || q->hits != packets || q->tx != packets || q->misses || q->cloned ||
		    q->held)
			lane_find(l, "the queue's ledger");
		for (uint32_t j = 0; j < EL_DROP_COUNT; j++)
			if (q->drops[j])
				lane_find(l, "packets were dropped");
	}
	for (uint32_t i = 0; i < r->flows; i++) {
		uint64_t sent = 0;

		for (uint32_t j = 0; j < r->lanes; j++)
			sent += r->lane[j].sent[i];
		if (flows_totals(&r->w, flows_get(&r->w, i)).packets != sent)
			lane_find(l, "a flow's counter");
	}
}
