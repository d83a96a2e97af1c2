/* See rig.h. */
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

static struct rte_ring *ring(const char *name)
{
	struct rte_ring *made = rte_ring_create(name, RING, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ);

	if (!made)
		rig_die("no memory for rings");
	return made;
}

static void port(struct rig *r, uint16_t id, struct rte_ring *rx, struct rte_ring *tx)
{
	int decaps = r->f.what == CASE_VXLAN_DECAP || r->f.what == CASE_GRE_DECAP, ethdev;
	struct port *p = &r->w.ports[id];
	struct fail fail = {0};

	snprintf(p->name, sizeof(p->name), "ring%u", id);
	ethdev = rte_eth_from_rings(p->name, &rx, 1, &tx, 1, SOCKET_ID_ANY);
	if (ethdev < 0)
		rig_die("a ring port was refused");
	r->w.conf.ports[id] = (struct el_port_conf){
	    .port = id, .flags = EL_PORT_UP, .rx_queues = 1, .rx_desc = 256, .tx_desc = 256, .mtu = 1500};
	p->id = id;
	p->ethdev = (uint16_t)ethdev;
	p->rx_queues = 1;
	p->underlay = id == 0 && decaps;
	p->admin_up = 1;
	if (port_setup(p, &r->w.conf, r->w.pool, &fail))
		rig_die(fail.text);
}

static void worker(struct rig *r)
{
	struct fail fail = {0};

	r->w.conf.start = (struct el_start){
	    .port_count = 2,
	    .lcore_count = 1,
	    .burst = 32,
	    .mbuf_count = MBUFS,
	    .mbuf_data = MBUF_DATA,
	    .mbuf_headroom = HEADROOM,
	    .max_flows = r->flows + 1024,
	    .max_actions = 16,
	    .max_tunnels = 16,
	    .max_nexthops = 16,
	    .max_groups = 16,
	    .max_parked = 64,
	};
	r->w.conf.lcores[0] = (struct el_lcore_conf){.lcore = (uint16_t)rte_lcore_id(), .queue_count = 1};
	r->w.pool = rte_pktmbuf_pool_create("bench", MBUFS, 256, 0, MBUF_DATA + HEADROOM, SOCKET_ID_ANY);
	if (!r->w.pool)
		rig_die("no memory for mbufs");
	port(r, 0, r->in, ring("bench-sink"));
	port(r, 1, ring("bench-none"), r->out);
	if (worker_init(&r->w, &fail))
		rig_die(fail.text);
	/* The table's hash is keyed at random against attackers; counts of instructions want it fixed. */
	for (uint32_t i = 0; i < TABLE_KEY_WORDS; i++)
		r->w.lcores[0]->table->secret[i] = 0x9e3779b97f4a7c15u * (i + 1);
	commands_reset(&r->c, &r->w);
}

static void must(int code, const char *what)
{
	if (code)
		rig_die(what);
}

static void load(struct rig *r)
{
	struct el_cmd_mask_set mask = {0};
	struct el_cmd_tunnel_set tunnel;
	struct el_cmd_nexthop_set nexthop;
	struct el_cmd_endpoint_set endpoint;
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_action_set) + FRAME_ACTS] = {0};
	struct el_cmd_action_set *action = (void *)record;
	uint32_t offset;

	frame_mask(&r->f, &mask.mask);
	frame_tunnel(&r->f, &tunnel, &nexthop, &endpoint);
	action->len = frame_actions(&r->f, r->key, record + sizeof(*action));
	must(cmd_mask_set(&r->c, &mask, 0, &offset), "the mask was refused");
	must(cmd_nexthop_set(&r->c, &nexthop, 0, &offset), "the next hop was refused");
	must(cmd_tunnel_set(&r->c, &tunnel, 0, &offset), "the tunnel was refused");
	must(cmd_endpoint_set(&r->c, &endpoint, 0, &offset), "the endpoint was refused");
	must(cmd_action_set(&r->c, action, action->len, &offset), "the action list was refused");
	for (uint32_t i = 0; i < r->flows; i++) {
		struct el_cmd_flow_add add = {.flow_id = i};

		frame_key(&r->f, i, &add.key);
		must(cmd_flow_add(&r->c, &add, 0, &offset), "a flow was refused");
		rcu_reclaim(&r->w.rcu);
	}
}

void rig_start(struct rig *r)
{
	r->in = ring("bench-in");
	r->out = ring("bench-out");
	r->sent = calloc(r->flows, sizeof(*r->sent));
	if (!r->sent)
		rig_die("no memory for counters");
	worker(r);
	load(r);
	rte_rcu_qsbr_thread_online(r->w.rcu.qsbr, 0);
}

static uint32_t draw(struct rig *r)
{
	r->random = r->random * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)r->random * r->flows >> 32);
}

void rig_fill(struct rig *r, int counted)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++) {
		struct rte_mbuf *m = rte_pktmbuf_alloc(r->w.pool);
		uint32_t flow = draw(r);

		if (!m)
			rig_die("mbufs were lost");
		m->data_len = (uint16_t)frame_make(&r->f, flow, rte_pktmbuf_mtod(m, uint8_t *));
		m->pkt_len = m->data_len;
		r->sent[flow] += !!counted;
		rte_ring_sp_enqueue(r->in, m);
	}
}

static void find(struct rig *r, const char *what)
{
	if (what && r->wrong++ == 0)
		r->what = what;
}

void rig_judge(struct rig *r, int changed)
{
	struct rte_mbuf *m;
	uint32_t count = 0;

	for (; rte_ring_sc_dequeue(r->out, (void **)&m) == 0; count++) {
		if (changed)
			find(r, frame_judge(&r->f, rte_pktmbuf_mtod(m, const uint8_t *), m->pkt_len));
		rte_pktmbuf_free(m);
	}
	if (count != RIG_BATCH)
		find(r, "packets are missing");
}

void rig_audit(struct rig *r, uint64_t packets)
{
	const struct el_queue_stats *q = &r->w.lcores[0]->stats[0];

	if (q->rx != packets || q->hits != packets || q->tx != packets || q->misses || q->cloned || q->held)
		find(r, "the queue's ledger");
	for (uint32_t i = 0; i < EL_DROP_COUNT; i++)
		if (q->drops[i])
			find(r, "packets were dropped");
	for (uint32_t i = 0; i < r->flows; i++)
		if (flows_totals(&r->w, flows_get(&r->w, i)).packets != r->sent[i])
			find(r, "a flow's counter");
}
