/* The ring harness: the worker's own lcore code between in-memory rings, on one core.
 *
 *      fill the ring (off the clock) ──► lcore_turn until it is empty (ON) ──► judge every frame (off)
 *
 * Variants (flows, masks, draw) are workers of their own in one process and come in turn: floor, A, B, B, A,
 * floor; the floor is rx burst and tx burst on A's ports. Prints one JSON line, ends with 1 when anything was
 * wrong. Must judge every frame it counts.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include <rte_cycles.h>
#include <rte_lcore.h>

#include "clock.h"
#include "realtime.h"
#include "rig.h"
#include "words.h"

#define WARM 4u
#define VARIANTS 8u
/* Rounds of a variant in a row where there are several: the first ones bring its table back into the caches.
 */
#define SETTLE 4u
#define TIMED 8u

static const char usage[] =
    "usage: bench-ring --case CASE [--flows N] [--variant WORDS]... [--quads N | --rounds N] [--key N]"
    " -- EAL-ARGUMENTS...\n"
    "  --variant flows=N,masks=N,draw=uniform|zipf|once   one thing to measure; more are measured in turn\n"
    "  --quads N   measures N times floor, variants, variants in reverse, floor (default 100)\n"
    "  --rounds N  runs the worker N times in bench_measured() and nothing else: for counting "
    "instructions\n"
    "  --key N     the tunnel key the worker is given; frames are judged by 5001 all the same\n";

struct bench {
	struct rig *rig[VARIANTS];
	struct series series[VARIANTS];
	uint32_t variants;
	uint32_t quads;
	uint32_t rounds;
};

static struct sample timed(struct lane *l, int worker)
{
	struct sample s;

	/* What another process does to the caches meanwhile no clock can take out. */
	realtime(0, true);
	lane_fill(l, worker);
	s = clock_round(worker ? bench_measured : bench_floor, l);
	realtime(0, false);
	lane_judge(l, worker);
	return s;
}

/* So that every flow's line has been in use before it is measured. */
static void warm(struct rig *r)
{
	struct lane *l = &r->lane[0];
	uint32_t rounds = r->flows / RIG_BATCH + 1;

	if (r->draw == DRAW_ONCE)
		rounds = 0;
	for (uint32_t i = 0; i < rounds; i++) {
		lane_fill_from(l, i * RIG_BATCH, r->flows);
		bench_measured(l);
		lane_judge(l, 1);
	}
	for (uint32_t i = 0; i < WARM; i++)
		timed(l, 1);
}

static void turn(struct bench *b, uint32_t variant)
{
	struct lane *l = &b->rig[variant]->lane[0];
	uint32_t settle = b->variants > 1 ? SETTLE : 0, rounds = b->variants > 1 ? TIMED : 1;

	for (uint32_t i = 0; i < settle; i++)
		timed(l, 1);
	for (uint32_t i = 0; i < rounds; i++)
		series_add(&b->series[variant], timed(l, 1));
}

static void measure(struct bench *b)
{
	struct series floor = {0};

	for (uint32_t i = 0; i < b->variants; i++)
		warm(b->rig[i]);
	for (uint32_t i = 0; i < b->quads; i++) {
		series_add(&floor, timed(&b->rig[0]->lane[0], 0));
		for (uint32_t j = 0; j < b->variants; j++)
			turn(b, j);
		for (uint32_t j = b->variants; j-- > 0;)
			turn(b, j);
		series_add(&floor, timed(&b->rig[0]->lane[0], 0));
	}
	series_print("floor", &floor);
	putchar(',');
}

static void count(struct bench *b)
{
	struct lane *l = &b->rig[0]->lane[0];

	for (uint32_t i = 0; i < b->rounds; i++) {
		lane_fill(l, 1);
		bench_measured(l);
		lane_judge(l, 1);
	}
}

static struct rig *add(struct bench *b)
{
	struct rig *r = aligned_alloc(_Alignof(struct rig), sizeof(*r));

	if (b->variants == VARIANTS || !r)
		rig_die("these are too many variants");
	*r = (struct rig){.flows = 1000, .lanes = 1};
	b->rig[b->variants++] = r;
	return r;
}

static void add_variant(struct bench *b, char *words)
{
	char *const names[] = {"flows", "masks", "draw", NULL};
	struct rig *r = add(b);
	char *value;

	while (*words) {
		int name = getsubopt(&words, names, &value);

		if (name < 0 || !value)
			rig_die("a variant is not of flows=, masks= and draw=");
		if (name == 0)
			r->flows = word_number(value);
		else if (name == 1)
			r->f.masks = word_number(value);
		else
			r->draw = word_draw(value);
	}
	if (r->f.masks > EL_MAX_MASKS)
		rig_die("there are 16 masks at most");
}

static int print_variants(struct bench *b)
{
	uint64_t packets = 0, wrong = 0;
	const char *what = "";

	printf("\"variants\":[");
	for (uint32_t i = 0; i < b->variants; i++) {
		const struct rig *r = b->rig[i];
		const struct lane *l = &r->lane[0];

		printf("%s{\"flows\":%u,\"masks\":%u,\"draw\":\"%s\",", i ? "," : "", r->flows,
		       r->f.masks ? r->f.masks : 1, draw_names[r->draw]);
		series_print("worker", &b->series[i]);
		printf(",\"packets\":%llu}", (unsigned long long)l->packets);
		packets += l->packets;
		if (wrong == 0 && l->wrong)
			what = l->what;
		wrong += l->wrong;
	}
	printf("],\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)packets,
	       (unsigned long long)wrong, what);
	return wrong != 0;
}

static void start(struct bench *b, enum bench_case what, uint32_t key)
{
	struct rte_mempool *pool = rig_pool(1);

	for (uint32_t i = 0; i < b->variants; i++) {
		struct rig *r = b->rig[i];

		r->f.what = what;
		r->f.inner = frame_inner(what);
		r->key = key;
		r->eal_id[0] = (uint16_t)rte_lcore_id();
		if (r->f.masks && what != CASE_MICROFLOW && what != CASE_MICROFLOW6)
			rig_die("masks are of microflows");
		rig_open(r, pool);
		rig_load(r);
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"case", 1, NULL, 'c'},  {"flows", 1, NULL, 'f'},  {"variant", 1, NULL, 'v'},
	    {"quads", 1, NULL, 'q'}, {"rounds", 1, NULL, 'r'}, {"key", 1, NULL, 'k'},
	    {NULL, 0, NULL, 0},
	};
	static struct bench b = {.quads = 100};
	enum bench_case what = CASES;
	uint32_t key = BENCH_KEY;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			what = word_case(optarg);
		else if (option == 'f')
			add(&b)->flows = word_number(optarg);
		else if (option == 'v')
			add_variant(&b, optarg);
		else if (option == 'q')
			b.quads = word_number(optarg);
		else if (option == 'r')
			b.rounds = word_number(optarg);
		else if (option == 'k')
			key = word_number(optarg);
		else {
			what = CASES;
			break;
		}
	}
	if (what == CASES) {
		fputs(usage, stderr);
		return 2;
	}
	if (b.variants == 0)
		add(&b);
	word_eal(argc, argv);
	start(&b, what, key);
	printf("{\"case\":\"%s\",\"tsc_hz\":%llu,", case_names[what], (unsigned long long)rte_get_tsc_hz());
	if (b.rounds)
		count(&b);
	else
		measure(&b);
	for (uint32_t i = 0; i < b.variants; i++)
		rig_audit(b.rig[i]);
	return print_variants(&b);
}
