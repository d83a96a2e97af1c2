/* The ring harness: the worker's own lcore code between two in-memory rings, on one core.
 *
 *      fill the ring (off the clock) ──► lcore_turn until it is empty (ON) ──► judge every frame (off)
 *
 * Rounds come as floor, worker, worker, floor; the floor is rx burst and tx burst on the same ports. Prints
 * one JSON line, ends with 1 when anything was wrong. Must judge every frame it counts.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_ring.h>

#include "lcore.h"
#include "rig.h"

#define WARM 4u

static const char usage[] =
    "usage: bench-ring --case CASE [--flows N] [--quads N | --rounds N] [--key N] -- EAL-ARGUMENTS...\n"
    "  --quads N   measures N times floor, worker, worker, floor (default 100)\n"
    "  --rounds N  runs the worker N times in bench_measured() and nothing else: for counting "
    "instructions\n"
    "  --key N     the tunnel key the worker is given; frames are judged by 5001 all the same\n";

/* ns a packet of one round. */
struct sample {
	double on;   /* the thread was on its core */
	double wall; /* by the clock on the wall */
};

struct series {
	struct sample *at;
	uint32_t count;
};

/* A function of its own: callgrind counts what happens inside it. */
__attribute__((noinline)) void bench_measured(struct rig *r)
{
	struct lcore *lc = r->w.lcores[0];

	while (!rte_ring_empty(r->in)) {
		lc->now = rte_rdtsc();
		lcore_turn(lc);
		rte_rcu_qsbr_quiescent(r->w.rcu.qsbr, lc->index);
	}
}

__attribute__((noinline)) static void forward_io(struct rig *r)
{
	struct rte_mbuf *m[32];
	uint16_t n;

	while ((n = rte_eth_rx_burst(r->w.ports[0].ethdev, 0, m, 32)) > 0)
		rte_eth_tx_burst(r->w.ports[1].ethdev, 0, m, n);
}

static double on_core_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct sample timed(struct rig *r, int worker)
{
	struct sample s;
	uint64_t start;

	rig_fill(r, worker);
	s.on = on_core_ns();
	start = rte_rdtsc_precise();
	if (worker)
		bench_measured(r);
	else
		forward_io(r);
	s.wall = (double)(rte_rdtsc_precise() - start) * 1e9 / (double)rte_get_tsc_hz() / RIG_BATCH;
	s.on = (on_core_ns() - s.on) / RIG_BATCH;
	/* Where nothing interrupted it, the finer clock; a system call is 0.1 ns a packet. */
	if (s.wall < s.on)
		s.on = s.wall;
	rig_judge(r, worker);
	return s;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_series(const char *name, const struct series *s)
{
	double *on = calloc(s->count, sizeof(*on)), all_on = 0, all_wall = 0;

	if (!on)
		rig_die("no memory for samples");
	for (uint32_t i = 0; i < s->count; i++) {
		on[i] = s->at[i].on;
		all_on += s->at[i].on;
		all_wall += s->at[i].wall;
	}
	qsort(on, s->count, sizeof(*on), by_size);
	printf("\"%s\":{\"ns\":%.3f,\"p10\":%.3f,\"p90\":%.3f,\"share\":%.3f,\"samples\":%u},", name,
	       on[s->count / 2], on[s->count / 10], on[s->count - 1 - s->count / 10], all_on / all_wall,
	       s->count);
	free(on);
}

static uint64_t measure(struct rig *r, uint32_t quads)
{
	struct series floor = {calloc(quads * 2, sizeof(struct sample)), 0};
	struct series worker = {calloc(quads * 2, sizeof(struct sample)), 0};

	if (!floor.at || !worker.at)
		rig_die("no memory for samples");
	for (uint32_t i = 0; i < WARM; i++)
		timed(r, 1);
	for (uint32_t i = 0; i < quads; i++) {
		floor.at[floor.count++] = timed(r, 0);
		worker.at[worker.count++] = timed(r, 1);
		worker.at[worker.count++] = timed(r, 1);
		floor.at[floor.count++] = timed(r, 0);
	}
	print_series("floor", &floor);
	print_series("worker", &worker);
	free(floor.at);
	free(worker.at);
	return (uint64_t)(WARM + worker.count) * RIG_BATCH;
}

static uint64_t count(struct rig *r, uint32_t rounds)
{
	for (uint32_t i = 0; i < rounds; i++) {
		rig_fill(r, 1);
		bench_measured(r);
		rig_judge(r, 1);
	}
	return (uint64_t)rounds * RIG_BATCH;
}

static uint32_t number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || end == text || value == 0 || value > 1u << 24)
		rig_die("a number is not from 1 to 2^24");
	return (uint32_t)value;
}

static enum bench_case case_of(const char *name)
{
	for (uint32_t i = 0; i < CASES; i++)
		if (strcmp(case_names[i], name) == 0)
			return i;
	rig_die("there is no such case");
	return CASES;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"case", 1, NULL, 'c'},   {"flows", 1, NULL, 'f'}, {"quads", 1, NULL, 'q'},
	    {"rounds", 1, NULL, 'r'}, {"key", 1, NULL, 'k'},   {NULL, 0, NULL, 0},
	};
	static struct rig rig = {.f = {CASES, 60}, .flows = 1000, .key = BENCH_KEY, .random = 1};
	uint32_t quads = 100, rounds = 0;
	uint64_t packets;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			rig.f.what = case_of(optarg);
		else if (option == 'f')
			rig.flows = number(optarg);
		else if (option == 'q')
			quads = number(optarg);
		else if (option == 'r')
			rounds = number(optarg);
		else if (option == 'k')
			rig.key = number(optarg);
		else
			rig.f.what = CASES;
	}
	if (rig.f.what == CASES) {
		fputs(usage, stderr);
		return 2;
	}
	argv[optind - 1] = argv[0];
	argc -= optind - 1;
	argv += optind - 1;
	optind = 1; /* the EAL reads its arguments with getopt too */
	if (rte_eal_init(argc, argv) < 0)
		rig_die("DPDK's environment did not start");
	rig_start(&rig);
	printf("{\"case\":\"%s\",\"flows\":%u,\"tsc_hz\":%llu,", case_names[rig.f.what], rig.flows,
	       (unsigned long long)rte_get_tsc_hz());
	packets = rounds ? count(&rig, rounds) : measure(&rig, quads);
	rig_audit(&rig, packets);
	printf("\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)packets,
	       (unsigned long long)rig.wrong, rig.wrong ? rig.what : "");
	return rig.wrong != 0;
}
