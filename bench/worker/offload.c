/* Large sends through the worker's own lcore code, once with a device that is left to cut and sum them, once
 * with one that is not: what the worker itself spends. No device is there, and none is measured.
 *
 *      fill the ring (off the clock) ──► lcore_turn until it is empty (ON) ──► judge every byte (off)
 *
 * All kinds of tunnel are of one worker and come in turn: floor, offload, software, software, offload, floor.
 * Prints one JSON line, ends with 1 when anything was wrong.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rte_cycles.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "clock.h"
#include "lcore.h"
#include "realtime.h"
#include "rig.h"
#include "sends.h"
#include "words.h"

#define BATCH 32u

static const char usage[] =
    "usage: bench-offload [--kind KIND] [--quads N | --rounds N] [--key N] -- EAL-ARGUMENTS...\n"
    "  --kind KIND  one kind only, such as vxlan-6-in-4\n"
    "  --quads N    measures each kind N times: floor, offload, software, software, offload, floor (default "
    "40)\n"
    "  --rounds N   runs the software path N times in bench_measured() and nothing else: for counting "
    "instructions\n"
    "  --key N      the tunnel key the worker is given; frames are judged by 5001 all the same\n";

enum way { FLOOR, OFFLOAD, SOFTWARE, WAYS };

static const char *const way_names[WAYS] = {"floor", "offload", "software"};

/* A device that does all of it within the X710's limits. */
static const struct port_offload device = {
    .hardware = 1u << EL_OFFLOAD_TX_CHECKSUM | 1u << EL_OFFLOAD_OUTER_IP_CHECKSUM | 1u << EL_OFFLOAD_TSO |
                1u << EL_OFFLOAD_VXLAN_TSO | 1u << EL_OFFLOAD_GRE_TSO,
    .chains = 1,
    .segments = 8,
    .tso_segments = 255,
    .mss_least = 256,
    .mss_most = 9674,
    .tso_most = 262143,
    .tunnels = EL_TUNNELS_VXLAN4 | EL_TUNNELS_VXLAN6 | EL_TUNNELS_GRE4 | EL_TUNNELS_GRE6,
};

struct bench {
	struct rig rig;
	struct series series[SEND_KINDS][WAYS];
	uint64_t sends[SEND_KINDS]; /* that the worker got */
	uint64_t frames;            /* that left in their place */
	struct hearing hearing;
	uint32_t key;
};

static struct bench b;

static void must(int code, const char *what)
{
	if (code)
		rig_die(what);
}

static void load(void)
{
	struct el_cmd_nexthop_set nexthop;
	struct el_cmd_mask_set mask = {.mask_id = 0};
	uint32_t offset;

	send_nexthop(1, &nexthop);
	must(cmd_nexthop_set(&b.rig.c, &nexthop, 0, &offset), "the next hop was refused");
	for (uint32_t i = 0; i < SEND_KINDS; i++) {
		_Alignas(8) struct {
			struct el_cmd_action_set set;
			struct el_act_encap encap;
			struct el_act_output output;
		} action = {
		    .set = {.action_id = i, .len = sizeof(action.encap) + sizeof(action.output)},
		    .encap = {.act = {EL_ACT_ENCAP, sizeof(action.encap)}, .tunnel_id = i, .key = b.key},
		    .output = {.act = {EL_ACT_OUTPUT, sizeof(action.output)}, .port = EL_PORT_TUNNEL},
		};
		struct el_cmd_flow_add add = {.flow_id = i, .action_id = i};
		struct el_cmd_tunnel_set tunnel;

		send_tunnel(&send_kinds[i], i, &tunnel);
		send_key(&send_kinds[i], &add.key, &mask.mask);
		must(cmd_tunnel_set(&b.rig.c, &tunnel, 0, &offset), "a tunnel was refused");
		must(cmd_action_set(&b.rig.c, &action.set, action.set.len, &offset),
		     "an action list was refused");
		if (i == 0)
			must(cmd_mask_set(&b.rig.c, &mask, 0, &offset), "the mask was refused");
		must(cmd_flow_add(&b.rig.c, &add, 0, &offset), "a flow was refused");
	}
}

static void open_rig(void)
{
	struct port *ports = b.rig.w.ports;

	b.rig.f = (struct frames){.what = CASE_VXLAN_ENCAP, .inner = frame_inner(CASE_VXLAN_ENCAP)};
	b.rig.flows = SEND_KINDS;
	b.rig.lanes = 1;
	b.rig.eal_id[0] = (uint16_t)rte_lcore_id();
	rig_open(&b.rig, rig_pool(1));
	ports[0].offload.guest = 1;
	ports[1].peer = UINT32_MAX;
	load();
}

static void fill(uint32_t kind)
{
	struct lane *l = &b.rig.lane[0];

	for (uint32_t i = 0; i < BATCH; i++) {
		struct rte_mbuf *m = send_make(&send_kinds[kind], i, l->pool);

		if (!m)
			rig_die("mbufs were lost");
		rte_ring_sp_enqueue(l->in, m);
	}
}

static void judge(uint32_t kind, enum way way)
{
	struct lane *l = &b.rig.lane[0];
	struct rte_mbuf *m;

	memset(&b.hearing, 0, sizeof(b.hearing));
	b.hearing.kind = &send_kinds[kind];
	while (rte_ring_sc_dequeue(l->out, (void **)&m) == 0) {
		if (way != FLOOR) {
			lane_find(l, send_hear_mbuf(&b.hearing, m, way == OFFLOAD));
			b.frames++;
		}
		rte_pktmbuf_free(m);
	}
	if (way == FLOOR)
		return;
	lane_find(l, send_heard(&b.hearing, BATCH));
	b.sends[kind] += BATCH;
}

/* ns a send, where clock_round's are of a batch of another size. */
static struct sample round_of(uint32_t kind, enum way way)
{
	struct lane *l = &b.rig.lane[0];
	struct sample s;

	b.rig.w.ports[1].offload =
	    way == OFFLOAD ? device : (struct port_offload){.chains = 1, .segments = 8};
	realtime(0, true);
	fill(kind);
	s = clock_round(way == FLOOR ? bench_floor : bench_measured, l);
	realtime(0, false);
	judge(kind, way);
	s.on *= (double)RIG_BATCH / BATCH;
	s.wall *= (double)RIG_BATCH / BATCH;
	return s;
}

static void measure(uint32_t from, uint32_t to, uint32_t quads)
{
	static const enum way turns[] = {FLOOR, OFFLOAD, SOFTWARE, SOFTWARE, OFFLOAD, FLOOR};

	for (uint32_t kind = from; kind < to; kind++)
		for (uint32_t i = 0; i < 6; i++)
			round_of(kind, turns[i]);
	for (uint32_t quad = 0; quad < quads; quad++)
		for (uint32_t kind = from; kind < to; kind++)
			for (uint32_t i = 0; i < 6; i++)
				series_add(&b.series[kind][turns[i]], round_of(kind, turns[i]));
}

/* Every send hit its flow; what left is what was received and what it was cut into; nothing was dropped. */
static void audit(void)
{
	struct lane *l = &b.rig.lane[0];
	const struct el_queue_stats *q = &l->lc->stats[0];
	uint64_t sends = 0;

	for (uint32_t i = 0; i < SEND_KINDS; i++) {
		sends += b.sends[i];
		if (flows_totals(&b.rig.w, flows_get(&b.rig.w, i)).packets != b.sends[i])
			lane_find(l, "a flow's counter");
	}
	if (q->rx != sends || q->hits != sends || q->misses || q->cloned || q->held || q->merged ||
	    q->tx != sends + q->split || q->tx != b.frames)
		lane_find(l, "the queue's ledger");
	for (uint32_t i = 0; i < EL_DROP_COUNT; i++)
		if (q->drops[i])
			lane_find(l, "packets were dropped");
}

static void print_kind(uint32_t kind, int comma)
{
	printf("%s{\"name\":\"%s\",\"mss\":%u,\"sends\":%llu", comma ? "," : "", send_kinds[kind].name,
	       send_mss(&send_kinds[kind]), (unsigned long long)b.sends[kind]);
	for (uint32_t way = 0; way < WAYS && b.series[kind][way].count; way++) {
		putchar(',');
		series_print(way_names[way], &b.series[kind][way]);
	}
	putchar('}');
}

static uint32_t kind_of(const char *name)
{
	for (uint32_t i = 0; i < SEND_KINDS; i++)
		if (strcmp(send_kinds[i].name, name) == 0)
			return i;
	rig_die("there is no such kind of tunnel");
	return SEND_KINDS;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"kind", 1, NULL, 'k'},
	                                        {"quads", 1, NULL, 'q'},
	                                        {"rounds", 1, NULL, 'r'},
	                                        {"key", 1, NULL, 'y'},
	                                        {NULL, 0, NULL, 0}};
	const struct lane *l = &b.rig.lane[0];
	uint32_t from = 0, to = SEND_KINDS, quads = 40, rounds = 0;
	int option;

	b.key = SEND_KEY;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'k') {
			from = kind_of(optarg);
			to = from + 1;
		} else if (option == 'q') {
			quads = word_number(optarg);
		} else if (option == 'r') {
			rounds = word_number(optarg);
		} else if (option == 'y') {
			b.key = word_number(optarg);
		} else {
			fputs(usage, stderr);
			return 2;
		}
	}
	word_eal(argc, argv);
	open_rig();
	for (uint32_t kind = from; rounds && kind < to; kind++)
		for (uint32_t i = 0; i < rounds; i++)
			round_of(kind, SOFTWARE);
	if (!rounds)
		measure(from, to, quads);
	audit();
	printf("{\"tsc_hz\":%llu,\"payload\":%u,\"kinds\":[", (unsigned long long)rte_get_tsc_hz(),
	       SEND_PAYLOAD);
	for (uint32_t kind = from; kind < to; kind++)
		print_kind(kind, kind > from);
	printf("],\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)l->wrong, l->wrong ? l->what : "");
	return l->wrong != 0;
}
