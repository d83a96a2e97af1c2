/* See rig.h. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "eal.h"

#define UPCALL_SLOTS 8192u
#define PARKED 16384u

void rig_die(const char *what)
{
	fprintf(stderr, "HOT_PATH: %s\n", what);
	exit(3);
}

static void configure(struct rig *r, const char *name, uint32_t flows, uint32_t mbufs)
{
	static const char *const args[] = {"--no-huge",      "-m",          "512",      "--no-pci",
	                                   "--no-telemetry", "--no-shconf", "--lcores", "0@(0-1),1@(0-1)"};
	struct el_start *s = &r->w.conf.start;

	*s = (struct el_start){
	    .port_count = RIG_PORTS,
	    .lcore_count = 1,
	    .burst = 32,
	    .mbuf_headroom = 128,
	    .mbuf_count = mbufs,
	    .mbuf_data = 2048,
	    .max_flows = flows,
	    .max_actions = flows > 64 ? flows * 2 + 64 : 64,
	    .max_tunnels = 64,
	    .max_nexthops = 64,
	    .max_groups = 64,
	    .max_parked = PARKED,
	    .upcall_slots = UPCALL_SLOTS,
	    .command_bytes = 1 << 16,
	    .event_bytes = 1 << 20,
	    .park_timeout_ms = 3600 * 1000,
	};
	for (uint32_t i = 0; i < sizeof(args) / sizeof(args[0]); i++)
		strcpy(s->eal_args[s->eal_argc++], args[i]);
	snprintf(s->eal_args[s->eal_argc++], EL_DEVARGS_LEN, "--file-prefix=%s-%d", name, getpid());
	r->w.conf.lcores[0] = (struct el_lcore_conf){.size = sizeof(r->w.conf.lcores[0]), .lcore = 1};
	for (uint16_t i = 0; i < RIG_PORTS; i++)
		r->w.conf.lcores[0].queues[r->w.conf.lcores[0].queue_count++] =
		    (struct el_queue_conf){.port = i};
}

static struct rte_ring *ring(const char *kind, uint32_t i, uint32_t room)
{
	char name[RTE_RING_NAMESIZE];
	struct rte_ring *made;

	snprintf(name, sizeof(name), "%s%u", kind, i);
	made = rte_ring_create(name, room, SOCKET_ID_ANY, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
	if (!made)
		rig_die("no memory for rings");
	return made;
}

static void port(struct rig *r, uint16_t id)
{
	struct port *p = &r->w.ports[id];
	struct fail fail = {0};
	int ethdev;

	r->in[id] = ring("in", id, RIG_RX);
	r->out[id] = ring("out", id, r->room[id]);
	snprintf(p->name, sizeof(p->name), "ring%u", id);
	ethdev = rte_eth_from_rings(p->name, &r->in[id], 1, &r->out[id], 1, SOCKET_ID_ANY);
	if (ethdev < 0)
		rig_die("a ring port was refused");
	r->w.conf.ports[id] = (struct el_port_conf){
	    .port = id, .flags = EL_PORT_UP, .rx_queues = 1, .rx_desc = 256, .tx_desc = 256, .mtu = 1500};
	p->id = id;
	p->ethdev = (uint16_t)ethdev;
	p->rx_queues = 1;
	p->admin_up = 1;
	if (port_setup(p, &r->w.conf, r->w.pool, &fail))
		rig_die(fail.text);
}

void rig_start(struct rig *r, const char *name, uint32_t flows, uint32_t last_room, uint32_t mbufs)
{
	struct fail fail = {0};

	configure(r, name, flows, mbufs);
	if (eal_start(&r->w.conf, &fail) || !(r->w.pool = eal_pool(&r->w.conf, &fail)))
		rig_die(fail.text);
	atexit(eal_stop);
	for (uint16_t i = 0; i < RIG_PORTS; i++) {
		r->room[i] = i == RIG_PORTS - 1 && last_room ? last_room : RIG_TX;
		port(r, i);
	}
	if (worker_init(&r->w, &fail))
		rig_die(fail.text);
	commands_reset(&r->c, &r->w);
}

void rig_stop(struct rig *r)
{
	worker_close(&r->w);
	if (r->session)
		close(r->bell);
}

void rig_attach(struct rig *r)
{
	const struct el_start *s = &r->w.conf.start;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
		rig_die("no socket");
	r->session = session_create(++r->w.session_number, ends[0], 1, s->command_bytes, s->event_bytes,
	                            s->upcall_slots);
	if (!r->session)
		rig_die("no memory for a session");
	r->bell = ends[1];
	r->upcall_tail = 0;
	__atomic_store_n(&r->w.session, r->session, __ATOMIC_RELEASE);
}

const struct el_upcall *rig_upcall(const struct rig *r)
{
	const struct el_rings *rings = r->session->map;
	const struct el_ring *shared = &rings->upcall[0];

	if (__atomic_load_n(&shared->head, __ATOMIC_ACQUIRE) == r->upcall_tail)
		return NULL;
	return (const struct el_upcall *)((const uint8_t *)r->session->map + shared->data_offset) +
	       (r->upcall_tail & (shared->capacity - 1));
}

void rig_upcall_taken(struct rig *r)
{
	struct el_rings *rings = r->session->map;

	__atomic_store_n(&rings->upcall[0].tail, ++r->upcall_tail, __ATOMIC_RELEASE);
}

void rig_must(struct rig *r, command_run run, const void *record, uint32_t extra, const char *what)
{
	uint32_t offset = 0;
	int code;

	while ((code = run(&r->c, record, extra, &offset)) == COMMANDS_AGAIN) {
		rte_rcu_qsbr_quiescent(r->w.rcu.qsbr, 0);
		rcu_reclaim(&r->w.rcu);
	}
	if (code) {
		fprintf(stderr, "HOT_PATH: %s: refused with %d at %u\n", what, code, offset);
		exit(3);
	}
}

void rig_turn(struct rig *r)
{
	struct lcore *lc = r->w.lcores[0];

	lc->now += 1000;
	lcore_turn(lc);
	rte_rcu_qsbr_quiescent(r->w.rcu.qsbr, 0);
	rcu_reclaim(&r->w.rcu);
}

void rig_action(struct rig *r, uint32_t id, const uint8_t *acts, uint32_t len)
{
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_action_set) + EL_MAX_ACTION_BYTES] = {0};
	struct el_cmd_action_set *cmd = (void *)record;

	cmd->action_id = id;
	cmd->len = len;
	memcpy(record + sizeof(*cmd), acts, len);
	rig_must(r, cmd_action_set, record, len, "ACTION_SET");
}

void rig_group(struct rig *r, uint32_t id, const struct el_group_member *members, uint32_t count)
{
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_group_set) +
	                           EL_MAX_GROUP_MEMBERS * sizeof(struct el_group_member)] = {0};
	struct el_cmd_group_set *cmd = (void *)record;

	cmd->group_id = id;
	cmd->member_count = count;
	memcpy(record + sizeof(*cmd), members, count * sizeof(*members));
	rig_must(r, cmd_group_set, record, (uint32_t)(count * sizeof(*members)), "GROUP_SET");
}
