/* The hot path against the slow path: random packets through the worker's own lcore_turn and through a
 * reference that shares nothing with it; every byte, port, drop reason, upcall and counter has to be the
 * same.
 *
 *      scene by seed ──┬──► worker: rings, lcore_turn, rings ──┐
 *                      └──► reference: parse, search, run ─────┴──► equal, turn by turn
 *
 * Prints one line a seed that is wrong, and counts at the end. Ends with 1 when anything was wrong.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_lcore.h>
#include <rte_mbuf.h>

#include "turn.h"

#define SCENE_PACKETS 5000u
#define MBUFS 49152u
#define LAST_ROOM 40u /* so that one tx queue is sometimes full */

static const char usage[] = "usage: hot-differential [--packets N] [--seed N] [--scenes N] [--single 1]\n"
                            "  --seed N    where to start; a scene is one seed\n"
                            "  --single 1  one packet a turn\n";

static struct rig rig;
static struct scene scene;
static struct turn turn;

/* The table's hash is keyed at random against attackers; a seed has to give the same run twice. */
ssize_t getrandom(void *to, size_t bytes, unsigned flags)
{
	(void)flags;
	memset(to, 0x5a, bytes);
	return (ssize_t)bytes;
}

static uint64_t number(const char *text)
{
	char *end;
	uint64_t value = strtoull(text, &end, 10);

	if (*end || end == text)
		rig_die("not a number");
	return value;
}

static bool run_scene(uint64_t seed, int single)
{
	uint64_t until = turn.received + SCENE_PACKETS;
	bool good = true;

	scene_begin(&scene, seed);
	turn.turns = 0;
	while (good && turn.received < until && turn.turns < SCENE_PACKETS) {
		good = turn_take(&turn, single);
		if (good)
			scene_change(&scene);
	}
	good = good && turn_drain(&turn);
	if (!good)
		return false; /* what is left is no more worth looking at */
	scene_end(&scene);
	if (scene.wrong) {
		fprintf(stderr, "MISMATCH: %s, at the end of seed %" PRIu64 "\n", scene.wrong, seed);
		return false;
	}
	if (rte_mempool_avail_count(rig.w.pool) != rig.w.conf.start.mbuf_count)
		rig_die("mbufs were lost");
	return true;
}

static void report(uint64_t scenes, double seconds)
{
	uint64_t hits = 0, misses = 0, refused = 0;

	for (uint32_t i = 0; i < FRAME_KIND_COUNT; i++) {
		printf("kind %s: %" PRIu64 " hit, %" PRIu64 " missed, %" PRIu64 " refused\n",
		       frame_kind_names[i], turn.by_kind[i][0], turn.by_kind[i][1], turn.by_kind[i][2]);
		hits += turn.by_kind[i][0];
		misses += turn.by_kind[i][1];
		refused += turn.by_kind[i][2];
	}
	for (uint32_t i = 0; i < LIST_SHAPE_COUNT; i++)
		printf("shape %s: %" PRIu64 "\n", list_shape_names[i], turn.by_shape[i]);
	printf("drop reasons:");
	for (uint32_t r = 0; r < EL_DROP_COUNT; r++) {
		uint64_t sum = 0;

		for (uint32_t i = 0; i <= RIG_PORTS; i++)
			sum += scene.ref->stats[i].drops[r];
		if (sum)
			printf(" %u=%" PRIu64, r, sum);
	}
	printf("\nhot path and slow path agree on %" PRIu64 " packets over %" PRIu64 " scenes: %" PRIu64
	       " hit, %" PRIu64 " missed, %" PRIu64 " refused by the parser; %" PRIu64 " sent, %" PRIu64
	       " dropped, %" PRIu64 " upcalls; %" PRIu64 " like the one before, %" PRIu64 " tagged, %" PRIu64
	       " chained, %" PRIu64 " damaged; %" PRIu64 " injected, %" PRIu64 " answers; %" PRIu64
	       " with another outer id; %.0f s\n",
	       turn.received, scenes, hits, misses, refused, turn.by_fate[FATE_SENT],
	       turn.by_fate[FATE_DROPPED], turn.upcalls, turn.trains, turn.tagged, turn.chained, turn.damaged,
	       turn.injected, turn.answers, turn.ids_apart, seconds);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"packets", 1, NULL, 'p'}, {"seed", 1, NULL, 's'}, {"scenes", 1, NULL, 'n'},
	    {"single", 1, NULL, '1'},  {NULL, 0, NULL, 0},
	};
	uint64_t packets = 1000000, seed = 1, most = UINT64_MAX, scenes = 0;
	struct timespec start, end;
	int option, single = 0;
	bool good = true;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'p')
			packets = number(optarg);
		else if (option == 's')
			seed = number(optarg);
		else if (option == 'n')
			most = number(optarg);
		else if (option == '1')
			single = number(optarg) != 0;
		else
			return fputs(usage, stderr), 2;
	}
	rig_start(&rig, "hot-differential", REFERENCE_FLOWS, LAST_ROOM, MBUFS);
	rig_attach(&rig);
	rte_rcu_qsbr_thread_online(rig.w.rcu.qsbr, 0);
	turn.pool = rte_pktmbuf_pool_create("reference", MBUFS, 256, 0, 128 + 2048, SOCKET_ID_ANY);
	turn.scene = &scene;
	scene.rig = &rig;
	scene.ref = turn.pool ? reference_create(turn.pool) : NULL;
	if (!scene.ref)
		rig_die("no memory for the reference");
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (; good && turn.received < packets && scenes < most; scenes++)
		good = run_scene(seed + scenes, single);
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (good)
		report(scenes,
		       (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9);
	else
		fprintf(stderr, "HOT_PATH: the hot path is wrong after %" PRIu64 " packets\n", turn.received);
	rte_rcu_qsbr_thread_offline(rig.w.rcu.qsbr, 0);
	if (good)
		rig_stop(&rig);
	return !good;
}
