/* Flows set, removed and expired while an lcore forwards at full rate.
 *
 *      measured CPU: lane rounds over the base flows, without a pause
 *      other CPU:    the worker's main thread (control_run) and a controller on the client library
 *
 * At a rate that is asked for: the controller writes what is due, and the worker expires at the pace of its
 * sweep, which the time-out sets. And as fast as the main thread can: the controller sleeps while a batch
 * that lies encoded in the ring is carried out. Quiet times and batches alternate. Prints one JSON line, ends
 * with 1 when anything was wrong. Every frame that is forwarded is judged; what was installed is forwarded to
 * once, before it goes.
 */
#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <rte_cycles.h>
#include <rte_lcore.h>
#include <rte_pause.h>

#include "clock.h"
#include "control.h"
#include "realtime.h"
#include "rig.h"
#include "words.h"
#include "writer.h"

#define QUIET_US 60000
#define RING_BYTES (4u << 20) /* stays in the L3 cache */
#define AT_A_TIME 16384u      /* commands in the ring at once */
#define DUE_AT_A_TIME 512u    /* at the rate that is asked */
#define SOON_NS 20000
#define MOST_SECONDS 300u /* its threads go before all others: it must not stay for ever */
#define LOOKS 4u          /* that the worker's sweep takes at a flow in a time-out (idle.c) */

enum phase {
	OTHER,
	QUIET,
	INSTALL,
	REMOVE,
	WATCH,
	EXPIRE,
	INSTALL_UNBOUNDED,
	REMOVE_UNBOUNDED,
	PROBE,
	DONE,
	PHASES
};

static const char *const names[PHASES] = {[QUIET] = "quiet",
                                          [INSTALL] = "install",
                                          [REMOVE] = "remove",
                                          [WATCH] = "watch",
                                          [EXPIRE] = "expire",
                                          [INSTALL_UNBOUNDED] = "install-unbounded",
                                          [REMOVE_UNBOUNDED] = "remove-unbounded"};

/* What a phase took, over all passes. */
struct toll {
	uint64_t flows;
	double wall_ns;
	double encode_ns; /* of the controller, on its CPU */
	double apply_ns;  /* of the worker's main thread, likewise */
	struct series series;
	struct series quiet; /* in the rests next to it */
};

struct bench {
	struct rig *r;
	struct control control;
	struct writer writer;
	int signals;
	cpu_set_t other;
	clockid_t main_clock;
	pid_t main_id; /* its thread */
	uint32_t batch, passes, expire, rate;
	int again;     /* for tests: writes a flow's key under another id, which the worker refuses */
	uint32_t gone; /* expired flows whose removal was written */
	struct toll toll[PHASES];
	struct toll load;
	uint32_t loaded;
	enum phase phase;     /* the controller's thread sets it */
	enum phase beside[2]; /* of a rest: what was before it and what comes */
	uint32_t probed;      /* 1: the lane has forwarded to what was installed */
};

static double read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void enter(struct bench *b, enum phase phase)
{
	__atomic_store_n(&b->phase, phase, __ATOMIC_RELEASE);
}

/* The other CPU is held all the time: what others did there would count as quiet. */
static void rest(struct bench *b, enum phase before, enum phase after)
{
	double end = read_clock(CLOCK_MONOTONIC) + QUIET_US * 1e3;

	b->beside[0] = before;
	b->beside[1] = after;
	enter(b, QUIET);
	while (read_clock(CLOCK_MONOTONIC) < end)
		rte_pause();
	enter(b, OTHER);
}

/* ---- the controller ---- */

static void begin(struct bench *b, enum phase phase, struct toll *t)
{
	enter(b, phase);
	realtime(b->main_id, true);
	realtime(0, true);
	t->apply_ns -= read_clock(b->main_clock);
	t->wall_ns -= read_clock(CLOCK_MONOTONIC);
}

static void end(struct bench *b, struct toll *t, uint32_t flows)
{
	t->wall_ns += read_clock(CLOCK_MONOTONIC);
	t->apply_ns += read_clock(b->main_clock);
	t->flows += flows;
	realtime(0, false);
	realtime(b->main_id, false);
	enter(b, OTHER);
}

static void write_one(struct bench *b, enum phase phase, uint32_t flow)
{
	if (phase == REMOVE || phase == REMOVE_UNBOUNDED)
		writer_del(&b->writer, flow);
	else
		writer_add(&b->writer, flow);
}

/* As fast as it goes: so many lie in the ring before the worker hears of them. */
static void batch(struct bench *b, enum phase phase, struct toll *t, uint32_t first, uint32_t count)
{
	for (uint32_t at = first, end_at; at < first + count; at = end_at) {
		end_at = first + count - at < AT_A_TIME ? first + count : at + AT_A_TIME;
		t->encode_ns -= read_clock(CLOCK_THREAD_CPUTIME_ID);
		for (uint32_t i = at; i < end_at; i++)
			write_one(b, phase, i);
		t->encode_ns += read_clock(CLOCK_THREAD_CPUTIME_ID);
		begin(b, phase, t);
		writer_sync(&b->writer);
		end(b, t, end_at - at);
	}
}

/* At the rate that is asked, if the worker keeps up with it. */
static void paced(struct bench *b, enum phase phase, uint32_t first, uint32_t count)
{
	struct toll *t = &b->toll[phase];
	static const struct timespec soon = {.tv_nsec = SOON_NS};
	double start, each = 1e9 / b->rate;
	uint32_t done = 0;

	begin(b, phase, t);
	start = read_clock(CLOCK_MONOTONIC);
	while (done < count) {
		uint32_t next = count - done < DUE_AT_A_TIME ? count - done : DUE_AT_A_TIME;

		if (read_clock(CLOCK_MONOTONIC) < start + (done + next) * each ||
		    !writer_has_room(&b->writer, next)) {
			nanosleep(&soon, NULL);
			continue;
		}
		for (uint32_t i = 0; i < next; i++)
			write_one(b, phase, first + done++);
		writer_publish(&b->writer);
	}
	writer_sync(&b->writer);
	end(b, t, count);
}

static void on_idle(void *context, uint32_t flow)
{
	struct bench *b = context;

	if (flow < b->r->flows)
		return; /* a base flow that no packet was drawn for */
	writer_del(&b->writer, flow);
	b->gone++;
}

static void hear(struct bench *b)
{
	writer_hear(&b->writer, 1000);
	writer_publish(&b->writer);
}

/* What fell silent is told of by the worker and removed by the controller; before that the worker sees that
 * the base flows live. */
static void expire(struct bench *b, uint32_t count)
{
	uint32_t all = b->r->flows + count, timeout_ms = (uint32_t)(LOOKS * 1000ull * all / b->rate);

	b->gone = 0;
	b->writer.on_idle = on_idle;
	b->writer.context = b;
	__atomic_store_n(&b->r->w.conf.start.idle_timeout_ms, timeout_ms, __ATOMIC_RELAXED);
	begin(b, WATCH, &b->toll[WATCH]);
	while (b->gone == 0)
		hear(b);
	end(b, &b->toll[WATCH], all);
	begin(b, EXPIRE, &b->toll[EXPIRE]);
	while (b->gone < count)
		hear(b);
	__atomic_store_n(&b->r->w.conf.start.idle_timeout_ms, 0, __ATOMIC_RELAXED);
	writer_sync(&b->writer);
	end(b, &b->toll[EXPIRE], count);
	b->writer.on_idle = NULL;
}

static void probe(struct bench *b)
{
	enter(b, PROBE);
	while (!__atomic_load_n(&b->probed, __ATOMIC_ACQUIRE))
		writer_hear(&b->writer, 1);
	__atomic_store_n(&b->probed, 0, __ATOMIC_RELAXED);
	enter(b, OTHER);
}

static void *controller(void *bench)
{
	struct bench *b = bench;
	uint32_t base = b->r->flows;

	pthread_setaffinity_np(pthread_self(), sizeof(b->other), &b->other);
	while (!__atomic_load_n(&b->main_id, __ATOMIC_ACQUIRE))
		sched_yield();
	writer_open(&b->writer, b->r->w.conf.start.socket, &b->r->f);
	for (uint32_t i = 0; i < base; i += b->batch)
		batch(b, OTHER, &b->load, i, base - i < b->batch ? base - i : b->batch);
	__atomic_store_n(&b->loaded, 1, __ATOMIC_RELEASE);
	for (uint32_t i = 0; i < b->passes; i++) {
		rest(b, REMOVE_UNBOUNDED, INSTALL);
		paced(b, INSTALL, base, b->batch);
		if (b->again)
			writer_add_as(&b->writer, base, base + b->batch);
		if (i == 0)
			probe(b);
		rest(b, INSTALL, REMOVE);
		paced(b, REMOVE, base, b->batch);
		rest(b, REMOVE, INSTALL_UNBOUNDED);
		batch(b, INSTALL_UNBOUNDED, &b->toll[INSTALL_UNBOUNDED], base, b->batch);
		rest(b, INSTALL_UNBOUNDED, REMOVE_UNBOUNDED);
		batch(b, REMOVE_UNBOUNDED, &b->toll[REMOVE_UNBOUNDED], base, b->batch);
	}
	for (uint32_t i = 0; i < b->expire; i++) {
		rest(b, i ? EXPIRE : REMOVE_UNBOUNDED, INSTALL);
		paced(b, INSTALL, base, b->batch);
		rest(b, WATCH, EXPIRE); /* none between the two: what is told of must be heard */
		expire(b, b->batch);
	}
	rest(b, b->expire ? EXPIRE : REMOVE_UNBOUNDED, b->expire ? EXPIRE : REMOVE_UNBOUNDED);
	writer_shutdown(&b->writer);
	enter(b, DONE);
	return NULL;
}

/* ---- the worker's two threads ---- */

static void *run_control(void *bench)
{
	struct bench *b = bench;

	__atomic_store_n(&b->main_id, (pid_t)syscall(SYS_gettid), __ATOMIC_RELEASE);
	control_run(&b->control);
	return NULL;
}

static void forward(struct bench *b)
{
	struct lane *l = &b->r->lane[0];
	enum phase phase;

	while ((phase = __atomic_load_n(&b->phase, __ATOMIC_ACQUIRE)) != DONE) {
		struct sample s;

		if (!__atomic_load_n(&b->loaded, __ATOMIC_ACQUIRE)) { /* nothing to forward by yet */
			sched_yield();
			continue;
		}
		if (phase == PROBE) {
			for (uint32_t i = 0; i < b->batch; i += RIG_BATCH) {
				lane_fill_from(l, b->r->flows + i, b->r->flows + b->batch);
				bench_measured(l);
				lane_judge(l, 1);
			}
			__atomic_store_n(&b->probed, 1, __ATOMIC_RELEASE);
			while (__atomic_load_n(&b->phase, __ATOMIC_ACQUIRE) == PROBE)
				sched_yield();
			continue;
		}
		realtime(0, phase != OTHER);
		lane_fill(l, 1);
		s = clock_round(bench_measured, l);
		lane_judge(l, 1);
		if (phase == __atomic_load_n(&b->phase, __ATOMIC_ACQUIRE))
			series_add(&b->toll[phase].series, s);
		else
			continue;
		if (phase == QUIET) {
			series_add(&b->toll[b->beside[0]].quiet, s);
			if (b->beside[1] != b->beside[0])
				series_add(&b->toll[b->beside[1]].quiet, s);
		}
	}
}

static void run(struct bench *b)
{
	pthread_t main_thread, controller_thread;
	struct fail fail = {0};

	if (control_open(&b->control, &b->r->w, b->signals, &fail))
		rig_die(fail.text);
	if (pthread_create(&main_thread, NULL, run_control, b))
		rig_die("no thread");
	pthread_setaffinity_np(main_thread, sizeof(b->other), &b->other);
	pthread_getcpuclockid(main_thread, &b->main_clock);
	if (pthread_create(&controller_thread, NULL, controller, b))
		rig_die("no thread");
	forward(b);
	pthread_join(controller_thread, NULL);
	pthread_join(main_thread, NULL);
	writer_close(&b->writer);
	control_close(&b->control);
}

static void print_toll(const char *name, const struct toll *t)
{
	printf("\"%s\":{\"flows\":%llu,\"wall_ns\":%.1f,\"encode_ns\":%.1f,\"apply_ns\":%.1f,", name,
	       (unsigned long long)t->flows, t->wall_ns, t->encode_ns, t->apply_ns);
	series_print("worker", &t->series);
	putchar(',');
	series_print("quiet", &t->quiet);
	printf("}");
}

static int print(struct bench *b)
{
	struct lane *l = &b->r->lane[0];

	if (b->writer.refused)
		lane_find(l, "commands were refused");
	printf("{\"case\":\"%s\",\"tsc_hz\":%llu,\"base\":%u,\"batch\":%u,", case_names[b->r->f.what],
	       (unsigned long long)rte_get_tsc_hz(), b->r->flows, b->batch);
	print_toll("load", &b->load);
	for (uint32_t i = 0; i < PHASES; i++)
		if (names[i]) {
			putchar(',');
			print_toll(names[i], &b->toll[i]);
		}
	printf(",\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)l->packets,
	       (unsigned long long)l->wrong, l->wrong ? l->what : "");
	return l->wrong != 0;
}

static void configure(struct bench *b, const char *socket, uint32_t other)
{
	struct rig *r = b->r;
	struct el_start *s = &r->w.conf.start;

	snprintf(s->name, sizeof(s->name), "bench");
	snprintf(s->socket, sizeof(s->socket), "%s", socket);
	s->command_bytes = RING_BYTES;
	s->event_bytes = 1u << 22;
	s->upcall_slots = 64;
	s->park_timeout_ms = 1000;
	r->lanes = 1;
	r->spare = b->batch;
	r->key = BENCH_KEY;
	r->f.inner = frame_inner(r->f.what);
	r->eal_id[0] = (uint16_t)rte_lcore_id();
	CPU_ZERO(&b->other);
	CPU_SET(other, &b->other);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"case", 1, NULL, 'c'},   {"flows", 1, NULL, 'f'},  {"batch", 1, NULL, 'b'},
	    {"passes", 1, NULL, 'p'}, {"expire", 1, NULL, 'e'}, {"socket", 1, NULL, 's'},
	    {"cpu", 1, NULL, 'o'},    {"rate", 1, NULL, 'r'},   {"again", 0, NULL, 'a'},
	    {NULL, 0, NULL, 0},
	};
	static struct rig rig = {.f = {.what = CASE_MICROFLOW}, .flows = 100000};
	static struct bench b = {.r = &rig, .batch = 100000, .passes = 2, .rate = 2000000};
	const char *socket = "/tmp/bench-installs.sock";
	uint32_t other = 0;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			rig.f.what = word_case(optarg);
		else if (option == 'f')
			rig.flows = word_number(optarg);
		else if (option == 'b')
			b.batch = word_number(optarg);
		else if (option == 'p')
			b.passes = word_number(optarg);
		else if (option == 'e')
			b.expire = word_number(optarg);
		else if (option == 'r')
			b.rate = word_number(optarg);
		else if (option == 's')
			socket = optarg;
		else if (option == 'a')
			b.again = 1;
		else if (option == 'o')
			other = (uint32_t)atoi(optarg);
		else {
			fputs("usage: bench-installs [--case CASE] [--flows N] [--batch N] [--passes N] "
			      "[--expire N] [--rate N] [--socket PATH] [--cpu N] [--again] -- "
			      "EAL-ARGUMENTS...\n",
			      stderr);
			return 2;
		}
	}
	alarm(MOST_SECONDS);
	b.signals = control_signals();
	word_eal(argc, argv);
	configure(&b, socket, other);
	rig_open(&rig, rig_pool(1));
	rig_prepare(&rig);
	run(&b);
	rig_audit(&rig);
	return print(&b);
}
