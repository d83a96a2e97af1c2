/* The hot path while everything changes: one thread installs, swaps, replaces, withdraws and expires flows
 * and changes the objects they name, by the worker's own commands; the lcore's thread forwards.
 *
 *      main: writer ──► cmd_*() ──► tables, RCU ──► lcore: feed, lcore_turn, judge
 *
 * Each packet must have been treated by one version of its flow (and tunnel, next hop, group) that was in
 * force while the packet was inside, never by a mix; it may miss only when its flow may have been away;
 * flows' counters add up.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <rte_launch.h>
#include <rte_lcore.h>
#include <rte_pause.h>

#include "writer.h"

#define FLOWS 65536u
#define MBUFS 49152u
#define CHANGES_A_LOOK 16u
#define LEAST_CHANGES 40u /* a change for so many packets, however the threads get their turns */

static struct rig rig;
static struct slots slots;
static struct traffic traffic;
static struct writer writer;

static uint64_t number(const char *text)
{
	char *end;
	uint64_t value = strtoull(text, &end, 10);

	if (*end || end == text)
		rig_die("not a number");
	return value;
}

/* Until nobody waits: each answer may bring up who waited behind. */
static void settle(void)
{
	while (__atomic_load_n(&rig.w.lcores[0]->park.used, __ATOMIC_RELAXED))
		writer_answer(&writer, true);
	__atomic_store_n(&traffic.stop, 1, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&traffic.ended, __ATOMIC_ACQUIRE))
		rte_pause();
	rte_eal_wait_lcore(1);
}

static int judge(double seconds)
{
	const struct lcore *lc = rig.w.lcores[0];
	const char *what = traffic.wrong ? traffic.what : writer_add_up(&writer);
	uint64_t rx = 0, hits = 0, tx = 0, dropped = 0;

	for (uint32_t i = 0; i < RIG_PORTS; i++) {
		rx += lc->stats[i].rx;
		hits += lc->stats[i].hits;
		tx += lc->stats[i].tx;
		for (uint32_t r = 0; r < EL_DROP_COUNT; r++)
			dropped += lc->stats[i].drops[r];
	}
	if (!what && (rx != traffic.fed || tx != traffic.out))
		what = "the ledger does not say what was fed and taken";
	if (!what && traffic.unknown > traffic.out / 100)
		what = "too much could not be judged";
	if (what) {
		fprintf(stderr, "HOT_PATH: %" PRIu64 " wrong, first: %s; seed %" PRIu64 "\n", traffic.wrong,
		        what, traffic.seed);
		return 1;
	}
	printf("under change: %" PRIu64 " packets in %" PRIu64 " turns, %" PRIu64
	       " of them with changes (up to %" PRIu64 "); %" PRIu64 " hits, %" PRIu64 " out, %" PRIu64
	       " dropped; %" PRIu64 " misses, %" PRIu64 " of them judged; %" PRIu64
	       " beyond memory; writer: %" PRIu64 " installs, %" PRIu64 " swaps, %" PRIu64
	       " lists replaced, %" PRIu64 " removals (%" PRIu64 " expired, %" PRIu64
	       " invalidated), %" PRIu64 " tunnels, next hops and groups, %" PRIu64
	       " more flows in and out, %" PRIu64 " masks, %" PRIu64 " sorts, %" PRIu64 " answers; %.0f s\n",
	       traffic.fed, traffic.turns, traffic.with_changes, traffic.longest, hits, traffic.out, dropped,
	       traffic.misses, traffic.misses_judged, traffic.unknown, writer.installs, writer.swaps,
	       writer.replaced, writer.removals, writer.expired, writer.invalidated, writer.objects,
	       writer.grown, writer.masks, writer.sorts, writer.answers, seconds);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"packets", 1, NULL, 'p'}, {"seed", 1, NULL, 's'}, {NULL, 0, NULL, 0}};
	uint64_t packets = 1000000, seed = 1;
	struct timespec start, end;
	int option, code;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'p')
			packets = number(optarg);
		else if (option == 's')
			seed = number(optarg);
		else
			return fputs("usage: hot-changes [--packets N] [--seed N]\n", stderr), 2;
	}
	rig_start(&rig, "hot-changes", FLOWS, 0, MBUFS);
	rig_attach(&rig);
	rig.w.ports[2].underlay = 1;
	slots_make(&slots);
	writer = (struct writer){.rig = &rig, .slots = &slots, .d = {seed}};
	traffic = (struct traffic){.rig = &rig, .slots = &slots, .packets = packets, .seed = seed};
	writer_begin(&writer);
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (rte_eal_remote_launch(traffic_run, &traffic, 1))
		rig_die("the lcore did not start");
	while (!__atomic_load_n(&traffic.all_fed, __ATOMIC_ACQUIRE) ||
	       slots.clock.started < packets / LEAST_CHANGES) {
		for (uint32_t i = 0; i < CHANGES_A_LOOK; i++)
			writer_change(&writer);
		writer_answer(&writer, false);
	}
	__atomic_store_n(&traffic.enough, 1, __ATOMIC_RELAXED);
	settle();
	clock_gettime(CLOCK_MONOTONIC, &end);
	code = judge((double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9);
	if (!code)
		rig_stop(&rig);
	return code;
}
