/* Bytes of memory a flow takes, its index and all: what the process really has more after loading than
 * before.
 *
 * Prints one JSON line, ends with 1 when a packet that the flows then forward was wrong. Nothing else may
 * allocate between the two looks.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <rte_lcore.h>

#include "rig.h"
#include "words.h"

#define STEPS 16u
#define PAGE 4096u

struct backed {
	uint64_t bytes;
	uint64_t huge; /* of them in huge pages */
};

static struct backed look(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	struct backed b = {0};
	char line[200];
	unsigned long long kb;

	if (!file)
		rig_die("there is no /proc/self/smaps_rollup");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Rss: %llu", &kb) == 1)
			b.bytes += kb * 1024;
		else if (sscanf(line, "AnonHugePages: %llu", &kb) == 1)
			b.huge += kb * 1024;
	}
	fclose(file);
	return b;
}

/* Bytes of a mapping that are backed. */
static uint64_t resident(void *at, size_t bytes)
{
	size_t pages = (bytes + PAGE - 1) / PAGE;
	uint8_t *seen = malloc(pages);
	uint64_t count = 0;

	if (!seen || mincore(at, bytes, seen) != 0)
		rig_die("mincore failed");
	for (size_t i = 0; i < pages; i++)
		count += seen[i] & 1;
	free(seen);
	return count * PAGE;
}

static void add(struct rig *r, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct el_cmd_flow_add add = {.flow_id = i, .mask_id = frame_mask_id(&r->f, i)};
		uint32_t offset;

		frame_key(&r->f, i, &add.key);
		if (cmd_flow_add(&r->c, &add, 0, &offset))
			rig_die("a flow was refused");
		rcu_reclaim(&r->w.rcu);
	}
}

static void forward_to_all(struct rig *r)
{
	struct lane *l = &r->lane[0];

	for (uint32_t i = 0; i < r->flows; i += RIG_BATCH) {
		lane_fill_from(l, i, r->flows);
		bench_measured(l);
		lane_judge(l, 1);
	}
	rig_audit(r);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"case", 1, NULL, 'c'},
	                                        {"flows", 1, NULL, 'f'},
	                                        {"small-pages", 0, NULL, 's'},
	                                        {NULL, 0, NULL, 0}};
	static struct rig r = {.f.what = CASE_MICROFLOW, .flows = 1000000, .lanes = 1, .key = BENCH_KEY};
	struct backed before, now = {0};
	double most = 0, book;
	int option, small = 0;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			r.f.what = word_case(optarg);
		else if (option == 'f')
			r.flows = word_number(optarg);
		else if (option == 's')
			small = 1;
		else {
			fputs("usage: bench-memory [--case CASE] [--flows N] [--small-pages] -- "
			      "EAL-ARGUMENTS...\n",
			      stderr);
			return 2;
		}
	}
	if (small && prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0)
		rig_die("huge pages cannot be forgone");
	word_eal(argc, argv);
	r.f.inner = frame_inner(r.f.what);
	r.eal_id[0] = (uint16_t)rte_lcore_id();
	rig_open(&r, rig_pool(1));
	rig_prepare(&r);
	look();
	before = look();
	add(&r, 0, r.flows / 2);
	for (uint32_t i = 0, have = r.flows / 2; i < STEPS; i++) {
		uint32_t want = r.flows / 2 + (uint32_t)((uint64_t)(r.flows - r.flows / 2) * (i + 1) / STEPS);

		add(&r, have, want);
		have = want;
		now = look();
		if ((double)(now.bytes - before.bytes) / have > most)
			most = (double)(now.bytes - before.bytes) / have;
	}
	book = (double)resident(r.w.flows.record, (size_t)r.flows * sizeof(*r.w.flows.record)) / r.flows;
	printf("{\"case\":\"%s\",\"flows\":%u,\"bytes\":%.1f,\"most\":%.1f,\"book\":%.1f,\"huge\":%.3f,",
	       case_names[r.f.what], r.flows, (double)(now.bytes - before.bytes) / r.flows, most, book,
	       (double)(now.huge - before.huge) / (double)(now.bytes - before.bytes));
	forward_to_all(&r);
	printf("\"packets\":%llu,\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)r.lane[0].packets,
	       (unsigned long long)r.lane[0].wrong, r.lane[0].wrong ? r.lane[0].what : "");
	return r.lane[0].wrong != 0;
}
