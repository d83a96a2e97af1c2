/* Two lcores, each with a queue of a port of its own, on two CPUs: packets a second of each, alone and both
 * at once.
 *
 *      lane 0 alone, both, both, lane 1 alone, and so on; where both run, each round begins for both at once
 *
 * Prints one JSON line, ends with 1 when anything was wrong. For what two CPUs cannot show
 * it looks which cache lines each lcore writes while it forwards: none may be another's.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <rte_cycles.h>
#include <rte_launch.h>
#include <rte_lcore.h>
#include <rte_pause.h>

#include "clock.h"
#include "lines.h"
#include "realtime.h"
#include "rig.h"
#include "words.h"

#define ROUNDS 16u
#define REST_US 1000

enum turn { ALONE0, BOTH, ALONE1, DONE };

struct bench {
	struct rig rig;
	struct series alone[RIG_LANES], both[RIG_LANES];
	uint32_t quads;
	enum turn turn;                                             /* main sets it */
	uint32_t began;                                             /* turns so far */
	uint32_t ready[RIG_LANES] __attribute__((aligned(128)));    /* rounds that a lane has filled */
	uint32_t finished[RIG_LANES] __attribute__((aligned(128))); /* turns that it has ended */
};

static struct bench b;

/* Both have filled: the clock starts for both. */
static void meet(uint32_t lane)
{
	uint32_t mine = __atomic_add_fetch(&b.ready[lane], 1, __ATOMIC_ACQ_REL);

	while (__atomic_load_n(&b.ready[!lane], __ATOMIC_ACQUIRE) < mine)
		rte_pause();
}

static void rounds(uint32_t lane, struct series *s, int together)
{
	struct lane *l = &b.rig.lane[lane];

	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct sample sample;

		lane_fill(l, 1);
		if (together)
			meet(lane);
		sample = clock_round(bench_measured, l);
		lane_judge(l, 1);
		series_add(s, sample);
	}
}

static void take_turn(uint32_t lane, enum turn turn)
{
	realtime(0, true);
	if (turn == BOTH)
		rounds(lane, &b.both[lane], 1);
	else if (turn == (lane ? ALONE1 : ALONE0))
		rounds(lane, &b.alone[lane], 0);
	realtime(0, false);
	__atomic_add_fetch(&b.finished[lane], 1, __ATOMIC_RELEASE);
}

static int second(void *unused)
{
	uint32_t seen = 0;

	(void)unused;
	for (;;) {
		enum turn turn;

		while (__atomic_load_n(&b.began, __ATOMIC_ACQUIRE) == seen)
			usleep(20); /* so that its core rests while the other is alone */
		seen++;
		turn = b.turn;
		if (turn == DONE)
			return 0;
		take_turn(1, turn);
	}
}

static void turn(enum turn turn)
{
	b.turn = turn;
	__atomic_add_fetch(&b.began, 1, __ATOMIC_RELEASE);
	if (turn == DONE)
		return;
	take_turn(0, turn);
	while (__atomic_load_n(&b.finished[1], __ATOMIC_ACQUIRE) != b.began)
		usleep(20);
	usleep(REST_US);
}

static void warm(struct lane *l)
{
	for (uint32_t i = 0; i < b.rig.flows; i += RIG_BATCH) {
		lane_fill_from(l, i, b.rig.flows);
		bench_measured(l);
		lane_judge(l, 1);
	}
}

static void start(uint32_t flows, enum bench_case what)
{
	struct rig *r = &b.rig;

	*r = (struct rig){.f.what = what, .flows = flows, .lanes = RIG_LANES, .key = BENCH_KEY};
	r->f.inner = frame_inner(what);
	if (what == CASE_VXLAN_ENCAP || what == CASE_GRE_ENCAP)
		rig_die("one tunnel has one way out, the lanes have two");
	r->eal_id[0] = (uint16_t)rte_lcore_id();
	r->eal_id[1] = (uint16_t)rte_get_next_lcore(-1, 1, 0);
	if (r->eal_id[1] >= RTE_MAX_LCORE)
		rig_die("it takes two lcores");
	rig_open(r, rig_pool(1));
	rig_load(r);
	for (uint32_t i = 0; i < RIG_LANES; i++)
		warm(&r->lane[i]);
}

static int print(const struct lines *lines)
{
	uint64_t packets = 0, wrong = 0;
	const char *what = "";

	printf("{\"case\":\"%s\",\"tsc_hz\":%llu,\"flows\":%u,\"lanes\":[", case_names[b.rig.f.what],
	       (unsigned long long)rte_get_tsc_hz(), b.rig.flows);
	for (uint32_t i = 0; i < RIG_LANES; i++) {
		const struct lane *l = &b.rig.lane[i];

		printf("%s{", i ? "," : "");
		series_print("alone", &b.alone[i]);
		putchar(',');
		series_print("both", &b.both[i]);
		printf(",\"packets\":%llu,\"lines\":%llu}", (unsigned long long)l->packets,
		       (unsigned long long)lines->written[i]);
		packets += l->packets;
		if (!wrong && l->wrong)
			what = l->what;
		wrong += l->wrong;
	}
	printf("],\"shared_lines\":%llu,\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n",
	       (unsigned long long)lines->shared, (unsigned long long)packets, (unsigned long long)wrong,
	       what);
	return wrong != 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"case", 1, NULL, 'c'}, {"flows", 1, NULL, 'f'}, {"quads", 1, NULL, 'q'}, {NULL, 0, NULL, 0}};
	enum bench_case what = CASE_MICROFLOW;
	uint32_t flows = 1000;
	struct lines lines;
	int option;

	b.quads = 10;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			what = word_case(optarg);
		else if (option == 'f')
			flows = word_number(optarg);
		else if (option == 'q')
			b.quads = word_number(optarg);
		else {
			fputs("usage: bench-workers [--case CASE] [--flows N] [--quads N] -- "
			      "EAL-ARGUMENTS...\n",
			      stderr);
			return 2;
		}
	}
	word_eal(argc, argv);
	start(flows, what);
	lines = lines_written(b.rig.lane);
	if (lines.shared)
		lane_find(&b.rig.lane[0], "a cache line that lcores share is written");
	rte_eal_remote_launch(second, NULL, b.rig.eal_id[1]);
	for (uint32_t i = 0; i < b.quads; i++) {
		turn(ALONE0);
		turn(BOTH);
		turn(BOTH);
		turn(ALONE1);
	}
	turn(DONE);
	rte_eal_mp_wait_lcore();
	rig_audit(&b.rig);
	return print(&lines);
}
