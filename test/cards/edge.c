/* See edge.h. */
#include "edge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_dev.h>
#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "eal.h"
#include "edge_flows.h"
#include "mbuf_chain.h"
#include "port_device.h"
#include "wrap.h"

#define MBUFS 16383u
#define MBUF_DATA 4096u
#define DESCRIPTORS 512u
#define RING 1024u

_Noreturn void edge_die(const char *what)
{
	fprintf(stderr, "CARDS: %s\n", what);
	exit(3);
}

static void configure(struct el_start *s)
{
	static const char *const args[] = {"--no-huge",      "-m",          "512",      "--no-pci",
	                                   "--no-telemetry", "--no-shconf", "--lcores", "0@(0-1),1@(0-1)"};

	*s = (struct el_start){
	    .lcore_count = 1,
	    .burst = 32,
	    .mbuf_headroom = 128,
	    .mbuf_count = MBUFS,
	    .mbuf_data = MBUF_DATA,
	    .max_flows = 256,
	    .max_actions = 256,
	    .max_tunnels = 128,
	    .max_nexthops = 64,
	    .max_groups = 64,
	    .max_parked = 64,
	    .upcall_slots = 64,
	    .command_bytes = 1 << 16,
	    .event_bytes = 1 << 16,
	    .park_timeout_ms = 3600 * 1000,
	};
	for (uint32_t i = 0; i < sizeof(args) / sizeof(args[0]); i++)
		strcpy(s->eal_args[s->eal_argc++], args[i]);
	snprintf(s->eal_args[s->eal_argc++], EL_DEVARGS_LEN, "--file-prefix=cards-%d", getpid());
}

static struct rte_ring *ring(const char *kind, uint32_t i)
{
	char name[RTE_RING_NAMESIZE];
	struct rte_ring *made;

	snprintf(name, sizeof(name), "%s%u", kind, i);
	made = rte_ring_create(name, RING, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
	if (!made)
		edge_die("no memory for rings");
	return made;
}

static uint16_t ring_port(struct edge *e, uint16_t id)
{
	char name[32];
	int ethdev;

	e->in[id] = ring("in", id);
	e->out[id] = ring("out", id);
	snprintf(name, sizeof(name), "edge%u", id);
	ethdev = rte_eth_from_rings(name, &e->in[id], 1, &e->out[id], 1, SOCKET_ID_ANY);
	if (ethdev < 0)
		edge_die("a ring port was refused");
	return (uint16_t)ethdev;
}

static void on_wire(void *arg, const uint8_t *frame, uint32_t len)
{
	const struct edge_wire *w = arg;

	w->edge->sees(w->edge->sees_arg, w->port, frame, len);
}

/* What /sys and the kernel's own devices would tell of the card; all else it says itself. */
int WRAP(port_device)(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
extern int REAL(port_device)(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
int WRAP(port_device)(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d)
{
	int error = REAL(port_device)(ethdev, info, d);
	const struct model *m = model_of(ethdev);

	if (error || !m)
		return error;
	sscanf(m->ops->bus, "vendor_id=%hx, device_id=%hx", &d->vendor, &d->device);
	if (m->ops == &model_mlx4) {
		d->steering = EL_STEERING_DMFS;
		d->kernel_vxlan_port = m->knobs.vxlan_port;
	}
	return 0;
}

static uint16_t model_port(struct edge *e, uint16_t id, const char *card, const struct model_knobs *knobs)
{
	char name[32];
	uint16_t ethdev;

	snprintf(name, sizeof(name), "net_null%u", id);
	e->model[id] = model_claim(name, strcmp(card, "mlx4") == 0 ? MODEL_MLX4 : MODEL_I40E, knobs);
	model_wire(e->model[id], on_wire, &e->wire[id]);
	if (rte_dev_probe(name) || rte_eth_dev_get_port_by_name(name, &ethdev))
		edge_die("no port underneath a model");
	return ethdev;
}

static void set_up(struct edge *e, uint16_t id, uint16_t ethdev)
{
	struct config *c = &e->w.conf;
	struct port *p = &e->w.ports[id];
	struct fail fail = {0};

	c->start.port_count = id + 1u;
	c->lcores[0].queues[c->lcores[0].queue_count++] = (struct el_queue_conf){.port = id};
	memcpy(p->name, c->ports[id].name, sizeof(p->name));
	p->id = id;
	p->ethdev = ethdev;
	p->opened = 1;
	p->rx_queues = 1;
	p->admin_up = 1;
	p->underlay = !!(c->ports[id].flags & EL_PORT_UNDERLAY);
	if (port_setup(p, c, e->w.pool, &fail))
		edge_die(fail.text);
}

void edge_start(struct edge *e, edge_out sees, void *arg)
{
	struct fail fail = {0};

	e->sees = sees;
	e->sees_arg = arg;
	configure(&e->w.conf.start);
	e->w.conf.lcores[0] = (struct el_lcore_conf){.size = sizeof(e->w.conf.lcores[0]), .lcore = 1};
	if (eal_start(&e->w.conf, &fail) || !(e->w.pool = eal_pool(&e->w.conf, &fail)))
		edge_die(fail.text);
	e->w.conf.ports[0] = (struct el_port_conf){.size = sizeof(struct el_port_conf),
	                                           .flags = EL_PORT_UP,
	                                           .name = "guest",
	                                           .rx_queues = 1,
	                                           .rx_desc = DESCRIPTORS,
	                                           .tx_desc = DESCRIPTORS,
	                                           .mtu = EDGE_MTU};
	set_up(e, 0, ring_port(e, 0));
	/* A ring says nothing of virtio; its packets do. */
	e->w.ports[0].offload.guest = 1;
}

uint16_t edge_wire(struct edge *e, const char *card, const struct model_knobs *knobs,
                   const struct edge_wish *wish)
{
	uint16_t id = (uint16_t)e->w.conf.start.port_count;
	struct el_port_conf *conf = &e->w.conf.ports[id];

	if (id > EDGE_WIRES)
		edge_die("too many wires");
	*conf = (struct el_port_conf){.size = sizeof(*conf),
	                              .port = id,
	                              .flags = EL_PORT_UP | EL_PORT_UNDERLAY,
	                              .rx_queues = 1,
	                              .rx_desc = DESCRIPTORS,
	                              .tx_desc = DESCRIPTORS,
	                              .mtu = wish->mtu ? wish->mtu : EDGE_WIRE_MTU,
	                              .wanted = wish->offloads,
	                              .vxlan_ports = {EDGE_VXLAN_PORT},
	                              .vxlan_port_count = wish->offloads ? 1 : 0};
	e->wire[id] = (struct edge_wire){.edge = e, .port = id, .vlan = wish->vlan};
	snprintf(conf->name, sizeof(conf->name), "%s%u", card, id);
	set_up(e, id, strcmp(card, "plain") == 0 ? ring_port(e, id) : model_port(e, id, card, knobs));
	return id;
}

void edge_run(struct edge *e)
{
	struct fail fail = {0};

	if (worker_init(&e->w, &fail))
		edge_die(fail.text);
	commands_reset(&e->c, &e->w);
	edge_flows(e);
}

void edge_stop(struct edge *e)
{
	uint32_t ports = e->w.conf.start.port_count;

	worker_close(&e->w);
	for (uint32_t i = 0; i < ports; i++)
		if (e->model[i])
			rte_eth_dev_stop(e->w.ports[i].ethdev);
	for (uint32_t i = 0; i < ports; i++)
		if (e->model[i])
			model_drop_all(e->model[i]);
	if (rte_mempool_avail_count(e->w.pool) != MBUFS)
		edge_die("mbufs were lost");
	eal_stop();
}

static struct rte_mbuf *build(const struct edge *e, const uint8_t *bytes, uint32_t len, uint32_t split)
{
	struct rte_mbuf *m = chain_of(e->w.pool, bytes, len, split ? split : MBUF_DATA);

	if (!m)
		edge_die("out of mbufs, or too many segments");
	return m;
}

void edge_guest_sends(struct edge *e, const uint8_t *bytes, uint32_t len, uint64_t flags, uint16_t mss,
                      uint32_t split)
{
	struct rte_mbuf *m = build(e, bytes, len, split);

	m->ol_flags = flags;
	m->tso_segsz = mss;
	if (rte_ring_sp_enqueue(e->in[0], m))
		edge_die("the guest's ring is full");
}

void edge_link(struct edge *e, uint16_t port, bool up)
{
	model_link(e->model[port], up);
	port_look(&e->w.ports[port]);
}

bool edge_wire_brings(struct edge *e, uint16_t port, const uint8_t *bytes, uint32_t len)
{
	if (e->model[port])
		return model_arrives(e->model[port], bytes, len);
	if (rte_ring_sp_enqueue(e->in[port], build(e, bytes, len, 0)))
		edge_die("a wire's ring is full");
	return true;
}

static void take_out(struct edge *e, uint16_t port)
{
	static uint8_t bytes[1 << 18];
	struct rte_mbuf *m;

	while (rte_ring_sc_dequeue(e->out[port], (void **)&m) == 0) {
		const uint8_t *p = rte_pktmbuf_read(m, 0, m->pkt_len, bytes);

		/* A ring port does nothing: nothing may be asked of it. */
		if (!p || m->ol_flags & RTE_MBUF_F_TX_OFFLOAD_MASK)
			edge_die("a plain port was asked for an offload");
		e->sees(e->sees_arg, port, p, m->pkt_len);
		rte_pktmbuf_free(m);
	}
}

void edge_settle(struct edge *e)
{
	struct lcore *lc = e->w.lcores[0];
	uint32_t work;

	do {
		lc->now += 1000;
		work = lcore_turn(lc);
		rte_rcu_qsbr_quiescent(e->w.rcu.qsbr, 0);
		for (uint16_t i = 0; i < e->w.conf.start.port_count; i++)
			if (e->out[i])
				take_out(e, i);
	} while (work);
}

struct edge_ledger edge_ledger(const struct edge *e)
{
	const struct lcore *lc = e->w.lcores[0];
	struct edge_ledger l = {0};

	for (uint32_t q = 0; q <= lc->queue_count; q++) {
		const struct el_queue_stats *s = &lc->stats[q];

		l.rx += s->rx;
		l.injected += s->injected;
		l.cloned += s->cloned;
		l.split += s->split;
		l.tx += s->tx;
		l.consumed += s->consumed;
		l.merged += s->merged;
		l.held += s->held;
		for (uint32_t i = 0; i < EL_DROP_COUNT; i++) {
			l.drops += s->drops[i];
			l.by_reason[i] += s->drops[i];
		}
	}
	return l;
}
