/* The hot path makes no system call, takes no lock and allocates nothing: the worker's own loop (lcore_run)
 * between ring ports, on a thread that is watched for all three while many packets pass.
 *
 *      main: feed ──► [ lcore_run, watched ] ──► judge every packet
 *
 * Phases: hits of every kind; misses that go up, are parked and answered, with nobody asleep; the same with a
 * consumer that has armed the doorbell, where exactly one sendto a bell is allowed; then hits and misses
 * instruction by instruction, counting those that lock.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <rte_launch.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>
#include <rte_pause.h>
#include <rte_ring.h>

#include "watch.h"
#include "writer.h"

#define FLOWS 65536u
#define MBUFS 32768u
#define BATCH 256u
#define UNDER_WAY 2048u
#define STEPPED 32u /* each instruction is a signal */

enum phase { START, HITS, COPIES, MISSES, BELLS, STEP_HITS, STEP_MISSES, END };
static const char *const phase_names[] = {[HITS] = "hits",
                                          [COPIES] = "hits that copy",
                                          [MISSES] = "misses, nobody asleep",
                                          [BELLS] = "misses, bell armed",
                                          [STEP_HITS] = "hits, stepped",
                                          [STEP_MISSES] = "misses, stepped"};

static struct rig rig;
static struct slots slots;
static struct writer writer;
static struct dice d = {1};
static pthread_t thread;
static uint32_t running, ended;
static uint64_t fed, came, kinds[SLOT_KIND_COUNT], packets[END], bells, wrong;

/* One of each, which has to be seen: else nothing that is not seen says anything. */
static void check_the_watch(void)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	void *volatile memory = malloc(100);

	free(memory);
	pthread_mutex_lock(&mutex);
	pthread_mutex_unlock(&mutex);
	getppid();
}

static int lcore_main(void *argument)
{
	struct lcore *lc = argument;

	thread = pthread_self();
	if (watch_this_thread())
		rig_die("no seccomp here");
	check_the_watch();
	__atomic_store_n(&running, 1, __ATOMIC_RELEASE);
	lcore_run(lc);
	__atomic_store_n(&ended, 1, __ATOMIC_RELEASE);
	return 0; /* it waits for another command until the process ends */
}

static void find(const char *what)
{
	if (wrong++ == 0)
		fprintf(stderr, "MISMATCH: %s\n", what);
}

/* Everything that came out, judged. */
static void take(void)
{
	struct rte_mbuf *m[64];
	uint64_t now = live_after(&slots.clock), a;
	uint32_t count, number;

	while ((count = rte_ring_sc_dequeue_burst(rig.out[SLOT_OUT], (void **)m, 64, NULL)) > 0) {
		for (uint32_t i = 0; i < count; i++) {
			const uint8_t *bytes = rte_pktmbuf_mtod(m[i], const uint8_t *);
			bool unknown = false;
			const char *what;

			memcpy(&a, bytes + m[i]->pkt_len - SLOT_MARK, sizeof(a));
			memcpy(&number, bytes + m[i]->pkt_len - SLOT_MARK + 8, sizeof(number));
			what = number < SLOTS
			           ? slot_judge(&slots, bytes, m[i]->pkt_len, number, a, now, &unknown)
			           : "a packet without a mark";
			if (what)
				find(what);
			else if (++slots.slot[number].out % slot_copies(&slots.slot[number]) == 0)
				came++;
		}
		rte_pktmbuf_free_bulk(m, count);
	}
}

static bool wanted(enum phase phase, const struct slot *slot)
{
	bool hit = phase == HITS || phase == COPIES || phase == STEP_HITS;

	if (hit != (slot->flow != EL_ID_NONE))
		return false;
	return (phase == COPIES) == (slot->kind == SLOT_CLONE);
}

static void feed(enum phase phase, uint64_t most)
{
	uint64_t a = live_before(&slots.clock);

	for (uint32_t i = 0; i < BATCH && packets[phase] < most && fed - came < UNDER_WAY;) {
		uint32_t number = dice_roll(&d, SLOTS);
		struct slot *slot = &slots.slot[number];
		struct rte_mbuf *m;
		uint8_t *data;

		if (!wanted(phase, slot))
			continue;
		m = rte_pktmbuf_alloc(rig.w.pool);
		if (!m)
			rig_die("mbufs were lost");
		data = rte_pktmbuf_mtod(m, uint8_t *);
		memcpy(data, slot->frame, slot->len);
		memcpy(data + slot->len - SLOT_MARK, &a, sizeof(a));
		memcpy(data + slot->len - SLOT_MARK + 8, &number, sizeof(number));
		m->data_len = (uint16_t)slot->len;
		m->pkt_len = slot->len;
		if (rte_ring_sp_enqueue(rig.in[slot->port], m)) {
			rte_pktmbuf_free(m);
			return;
		}
		fed++;
		i++;
		kinds[slot->kind]++;
		packets[phase]++;
	}
}

/* Answers what went up: dropped, so that the next packet of the connection misses again. */
static void answer(bool arm)
{
	struct el_rings *rings = rig.session->map;
	const struct el_upcall *u;

	if (arm && !__atomic_load_n(&rings->upcall[0].armed, __ATOMIC_ACQUIRE)) {
		__atomic_store_n(&rings->upcall[0].armed, 1, __ATOMIC_SEQ_CST);
		bells++;
	}
	while ((u = rig_upcall(&rig)) != NULL) {
		struct el_cmd_release cmd = {
		    .park_id = u->park_id, .reason = EL_DROP_POLICY, .verdict = EL_RELEASE_DROP};

		rig_upcall_taken(&rig);
		rig_must(&rig, cmd_release, &cmd, 0, "RELEASE");
	}
}

static uint64_t dropped(void)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < RIG_PORTS; i++)
		for (uint32_t r = 0; r < EL_DROP_COUNT; r++)
			sum += __atomic_load_n(&rig.w.lcores[0]->stats[i].drops[r], __ATOMIC_RELAXED);
	return sum;
}

/* So many packets through the loop, under the phase's name. */
static void pass(enum phase phase, uint64_t count)
{
	bool misses = phase == MISSES || phase == BELLS || phase == STEP_MISSES;
	uint64_t before = dropped(), began = came;

	watch_phase = (int)phase;
	if (phase >= STEP_HITS) {
		watch_step(thread);
		while (!*(volatile uint64_t *)&watch_counts[phase].instructions)
			rte_pause();
	}
	while (packets[phase] < count || came < fed) {
		if (packets[phase] < count)
			feed(phase, count);
		take();
		if (misses) {
			answer(phase == BELLS);
			came = began + dropped() - before;
		}
	}
	watch_step_end();
}

static void tell(enum phase phase)
{
	const struct watch_counts *w = &watch_counts[phase];

	printf("%s: %" PRIu64 " packets, %" PRIu64 " system calls (%" PRIu64 " doorbells), %" PRIu64
	       " allocations, %" PRIu64 " locks",
	       phase_names[phase], packets[phase], w->of[WATCH_SYSCALL], w->doorbells,
	       w->of[WATCH_ALLOCATION], w->of[WATCH_LOCK]);
	if (phase >= STEP_HITS)
		printf(", %" PRIu64 " instructions, %" PRIu64 " of them locked", w->instructions,
		       w->of[WATCH_LOCKED_INSTRUCTION]);
	putchar('\n');
	if (w->of[WATCH_SYSCALL] != w->doorbells || w->of[WATCH_ALLOCATION] || w->of[WATCH_LOCK])
		find("the loop makes system calls, allocates or locks");
	if (phase != BELLS && w->doorbells)
		find("a bell was rung that nobody had armed");
	if (phase == STEP_HITS && w->of[WATCH_LOCKED_INSTRUCTION])
		find("a hit runs an instruction that locks");
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"packets", 1, NULL, 'p'}, {NULL, 0, NULL, 0}};
	uint64_t count = 1000000;
	struct timespec start, end;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option != 'p')
			return fputs("usage: hot-quiet [--packets N]\n", stderr), 2;
		count = strtoull(optarg, NULL, 10);
	}
	rig_start(&rig, "hot-quiet", FLOWS, 0, MBUFS);
	rig_attach(&rig);
	rig.w.ports[2].underlay = 1;
	slots_make(&slots);
	writer = (struct writer){.rig = &rig, .slots = &slots, .d = {1}};
	writer_begin(&writer);
	if (rte_eal_remote_launch(lcore_main, rig.w.lcores[0], 1))
		rig_die("the lcore did not start");
	while (!__atomic_load_n(&running, __ATOMIC_ACQUIRE))
		rte_pause();
	clock_gettime(CLOCK_MONOTONIC, &start);
	while (__atomic_load_n(&rig.w.lcores[0]->polls, __ATOMIC_RELAXED) < 10)
		rte_pause(); /* it has begun: what it does once, it has done */
	pass(HITS, count);
	pass(COPIES, count / 10);
	pass(MISSES, count / 10);
	pass(BELLS, count / 10);
	__atomic_store_n(&((struct el_rings *)rig.session->map)->upcall[0].armed, 0, __ATOMIC_SEQ_CST);
	pass(STEP_HITS, STEPPED);
	pass(STEP_MISSES, STEPPED);
	clock_gettime(CLOCK_MONOTONIC, &end);
	watch_phase = END;
	__atomic_store_n(&rig.w.stopping, 1, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&ended, __ATOMIC_ACQUIRE))
		rte_pause();
	if (watch_counts[START].of[WATCH_SYSCALL] < 1 || watch_counts[START].of[WATCH_ALLOCATION] < 2 ||
	    watch_counts[START].of[WATCH_LOCK] < 1)
		find("the watch is blind");
	for (enum phase phase = HITS; phase < END; phase++)
		tell(phase);
	if (watch_counts[BELLS].doorbells == 0 || watch_counts[BELLS].doorbells > bells)
		find("bells do not match arms");
	for (uint32_t i = 0; i < SLOT_KIND_COUNT; i++)
		printf("kind %s: %" PRIu64 "\n", slot_kind_names[i], kinds[i]);
	printf("quiet: %" PRIu64 " hits without a system call, an allocation or a lock; %" PRIu64
	       " misses, %" PRIu64 " doorbells for %" PRIu64 " arms; %.0f s\n",
	       packets[HITS] + packets[COPIES], packets[MISSES] + packets[BELLS],
	       watch_counts[BELLS].doorbells, bells,
	       (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9);
	return wrong != 0;
}
