/* Forwarding latency: the worker's own loop (lcore_run) on one core, generator and sink on the other.
 *
 * First the zero-loss rate, by halving; a trial that lost is repeated before it is believed. Then 10, 50 and
 * 90 % of it, in turn with both cores' idle loops. Real-time scheduling where it is allowed, in short trials.
 * Prints one JSON line, ends with 1 when anything was wrong.
 */
#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <rte_cycles.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "lcore.h"
#include "realtime.h"
#include "traffic.h"
#include "words.h"

#define RING_SLOTS 1024u /* as a NIC's descriptors */
#define TRIAL 0.1
#define REST_US 15000 /* real-time threads may have 95 % of a second */
#define FLOOD 200e6   /* a second: more than goes */
#define SEARCH 9
#define BELIEVED 3 /* trials in a row */
#define LOADS 3

static const double loads[LOADS] = {0.1, 0.5, 0.9};

struct bench {
	struct rig rig;
	struct traffic traffic;
	struct hdr latency[LOADS], idle_worker, idle_generator;
	uint64_t packets[LOADS], lost[LOADS], skipped[LOADS];
	uint32_t passes;
	pid_t worker; /* its thread */
	bool real_time;
	double most, zero_loss;
	double busy; /* share of the worker's turns' time that had packets, flooded: below 1 the generator is
	                the limit */
};

static struct bench b;

static int work(void *lcore)
{
	__atomic_store_n(&b.worker, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	return lcore_run(lcore);
}

static bool schedule(bool on)
{
	return realtime(b.worker, on) && realtime(0, on);
}

static struct trial trial(double rate, struct hdr *h)
{
	struct trial t;

	b.real_time = schedule(true);
	t = traffic_run(&b.traffic, rate, TRIAL, h);
	schedule(false);
	usleep(REST_US);
	return t;
}

/* No packet lost in the last of a few trials, and the generator kept up. */
static int holds(double rate)
{
	for (int i = 0; i < BELIEVED; i++) {
		struct trial t = trial(rate, NULL);

		if (t.lost == 0 && (double)t.skipped < 0.01 * (double)t.offered)
			return 1;
	}
	return 0;
}

static void search(void)
{
	const struct lcore *lc = b.rig.lane[0].lc;
	uint64_t busy = lc->busy_cycles, idle = lc->idle_cycles;
	struct trial flood;
	double low = 0, high;

	b.real_time = schedule(true);
	flood = traffic_run(&b.traffic, FLOOD, TRIAL, NULL);
	busy = lc->busy_cycles - busy;
	idle = lc->idle_cycles - idle;
	schedule(false);
	usleep(REST_US);
	b.busy = (double)busy / (double)(busy + idle);

	b.most = (double)(flood.offered - flood.lost - flood.skipped) / flood.seconds;
	high = b.most * 1.2;
	for (int i = 0; i < SEARCH; i++) {
		double rate = (low + high) / 2;

		if (holds(rate))
			low = rate;
		else
			high = rate;
	}
	b.zero_loss = low;
}

static void *idle_worker(void *unused)
{
	struct sched_param p = {.sched_priority = 20};
	cpu_set_t cpu;

	(void)unused;
	CPU_ZERO(&cpu);
	CPU_SET(rte_lcore_to_cpu_id(b.rig.eal_id[0]), &cpu);
	pthread_setaffinity_np(pthread_self(), sizeof(cpu), &cpu);
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
	traffic_idle(TRIAL, &b.idle_worker);
	return NULL;
}

static void idle(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, idle_worker, NULL))
		rig_die("no thread");
	schedule(true);
	traffic_idle(TRIAL, &b.idle_generator);
	schedule(false);
	pthread_join(thread, NULL);
	usleep(REST_US);
}

static void measure(void)
{
	for (uint32_t i = 0; i < b.passes; i++) {
		idle();
		for (uint32_t j = 0; j < LOADS; j++) {
			struct trial t = trial(b.zero_loss * loads[j], &b.latency[j]);

			b.packets[j] += t.offered - t.skipped;
			b.lost[j] += t.lost;
			b.skipped[j] += t.skipped;
		}
	}
}

static int print(void)
{
	const struct lane *l = &b.rig.lane[0];

	printf("{\"case\":\"%s\",\"tsc_hz\":%llu,\"flows\":%u,\"real_time\":%s,\"most_per_second\":%.0f,"
	       "\"busy\":%.3f,\"zero_loss_per_second\":%.0f,\"loads\":[",
	       case_names[b.rig.f.what], (unsigned long long)rte_get_tsc_hz(), b.rig.flows,
	       b.real_time ? "true" : "false", b.most, b.busy, b.zero_loss);
	for (uint32_t i = 0; i < LOADS; i++) {
		printf("%s{\"load\":%.2f,\"rate\":%.0f,\"packets\":%llu,\"lost\":%llu,\"skipped\":%llu,",
		       i ? "," : "", loads[i], b.zero_loss * loads[i], (unsigned long long)b.packets[i],
		       (unsigned long long)b.lost[i], (unsigned long long)b.skipped[i]);
		hdr_print(&b.latency[i]);
		printf("}");
	}
	printf("],\"idle_worker\":{");
	hdr_print(&b.idle_worker);
	printf("},\"idle_generator\":{");
	hdr_print(&b.idle_generator);
	printf("},\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)l->packets,
	       (unsigned long long)l->wrong, l->wrong ? l->what : "");
	return l->wrong != 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"case", 1, NULL, 'c'}, {"flows", 1, NULL, 'f'}, {"passes", 1, NULL, 'p'}, {NULL, 0, NULL, 0}};
	struct rig *r = &b.rig;
	int option;

	*r = (struct rig){
	    .f.what = CASE_MICROFLOW, .flows = 1000, .lanes = 1, .key = BENCH_KEY, .ring = RING_SLOTS};
	b.passes = 3;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			r->f.what = word_case(optarg);
		else if (option == 'f')
			r->flows = word_number(optarg);
		else if (option == 'p')
			b.passes = word_number(optarg);
		else {
			fputs("usage: bench-latency [--case CASE] [--flows N] [--passes N] -- "
			      "EAL-ARGUMENTS...\n",
			      stderr);
			return 2;
		}
	}
	word_eal(argc, argv);
	r->f.inner = frame_inner(r->f.what);
	r->eal_id[0] = (uint16_t)rte_get_next_lcore(-1, 1, 0);
	if (r->eal_id[0] >= RTE_MAX_LCORE)
		rig_die("it takes two lcores");
	rig_open(r, rig_pool(2));
	rig_load(r);
	traffic_start(&b.traffic, &r->lane[0]);
	rte_eal_remote_launch(work, r->lane[0].lc, r->eal_id[0]);
	while (!__atomic_load_n(&b.worker, __ATOMIC_ACQUIRE))
		usleep(1000);
	search();
	measure();
	__atomic_store_n(&r->w.stopping, 1, __ATOMIC_RELEASE);
	rte_eal_mp_wait_lcore();
	traffic_audit(&b.traffic);
	return print();
}
