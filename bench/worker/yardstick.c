/* The table's lookup beside what DPDK has for it, on the same keys, in the same process and in turn.
 *
 *      table          classify_burst, 32 packets at a time
 *      table-single   the same, one at a time
 *      rte_hash       rte_hash_lookup_bulk_data, 32 keys at a time; rte_hash-single: rte_hash_lookup_data
 *      rte_member     rte_member_lookup_bulk (hash table form), which says "one of these, perhaps" and no
 * more
 *
 * Keys are the 32 bytes that a plain IPv4 packet is packed into, packed before the clock starts; each key
 * asked for is there, drawn uniformly. Every answer is compared. Prints one JSON line, ends with 1 when one
 * was wrong.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include <rte_hash.h>
#include <rte_hash_crc.h>
#include <rte_lcore.h>
#include <rte_member.h>

#include "classify.h"
#include "clock.h"
#include "lcore.h"
#include "realtime.h"
#include "rig.h"
#include "words.h"

#define BULK 32u
#define KEY 32u
#define SET 1u /* rte_member's: which of several sets a key is in */

enum peer { TABLE, TABLE_SINGLE, HASH, HASH_SINGLE, MEMBER, PEERS };

static const char *const names[PEERS] = {"table", "table-single", "rte_hash", "rte_hash-single",
                                         "rte_member"};

struct bench {
	struct rig rig;
	struct rte_hash *hash;
	struct rte_member_setsum *member;
	struct series series[PEERS];
	struct brief brief[RIG_BATCH];
	const void *key[RIG_BATCH];
	uint32_t flow[RIG_BATCH];
	struct flow_line *line[RIG_BATCH];
	void *data[RIG_BATCH];
	member_set_t set[RIG_BATCH];
	struct compact packed[RIG_BATCH];
};

static struct bench b;

static void by_table(struct lane *l)
{
	for (uint32_t i = 0; i < RIG_BATCH; i += BULK)
		classify_burst(l->lc->table, &b.brief[i], BULK, &b.line[i]);
}

static void by_table_single(struct lane *l)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++)
		classify_burst(l->lc->table, &b.brief[i], 1, &b.line[i]);
}

static void by_hash(struct lane *l)
{
	uint64_t hits;

	(void)l;
	for (uint32_t i = 0; i < RIG_BATCH; i += BULK)
		rte_hash_lookup_bulk_data(b.hash, &b.key[i], BULK, &hits, &b.data[i]);
}

static void by_hash_single(struct lane *l)
{
	(void)l;
	for (uint32_t i = 0; i < RIG_BATCH; i++)
		rte_hash_lookup_data(b.hash, b.key[i], &b.data[i]);
}

static void by_member(struct lane *l)
{
	(void)l;
	for (uint32_t i = 0; i < RIG_BATCH; i += BULK)
		rte_member_lookup_bulk(b.member, &b.key[i], BULK, &b.set[i]);
}

static void (*const lookups[PEERS])(struct lane *) = {by_table, by_table_single, by_hash, by_hash_single,
                                                      by_member};

static void pack(uint32_t flow, struct brief *brief, struct compact *packed)
{
	struct el_key key;

	frame_key(&b.rig.f, flow, &key);
	brief_of_key(brief, packed, &key);
	brief->whole = 0;
}

static void draw(void)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++) {
		b.flow[i] = draw_next(&b.rig.lane[0].draw);
		pack(b.flow[i], &b.brief[i], &b.packed[i]);
		b.key[i] = b.packed[i].head;
		b.line[i] = NULL;
		b.data[i] = NULL;
		b.set[i] = 0;
	}
}

static void judge(enum peer peer)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++) {
		int right;

		if (peer == MEMBER)
			right = b.set[i] == SET;
		else if (peer == HASH || peer == HASH_SINGLE)
			right = (uintptr_t)b.data[i] == b.flow[i];
		else
			right = b.line[i] && b.line[i]->flow_id == b.flow[i];
		lane_find(&b.rig.lane[0], right ? NULL : names[peer]);
	}
}

static void load_peers(uint32_t flows)
{
	struct rte_hash_parameters hash = {.name = "yardstick",
	                                   .entries = flows + flows / 4 + 64,
	                                   .key_len = KEY,
	                                   .hash_func = rte_hash_crc,
	                                   .socket_id = SOCKET_ID_ANY,
	                                   .extra_flag = RTE_HASH_EXTRA_FLAGS_RW_CONCURRENCY_LF};
	struct rte_member_parameters member = {.name = "yardstick",
	                                       .type = RTE_MEMBER_TYPE_HT,
	                                       .num_keys = flows + flows / 4 + 64,
	                                       .key_len = KEY,
	                                       .prim_hash_seed = 1,
	                                       .sec_hash_seed = 2,
	                                       .socket_id = SOCKET_ID_ANY};

	b.hash = rte_hash_create(&hash);
	b.member = rte_member_create(&member);
	if (!b.hash || !b.member)
		rig_die("no memory for DPDK's tables");
	for (uint32_t i = 0; i < flows; i++) {
		pack(i, &b.brief[0], &b.packed[0]);
		if (rte_hash_add_key_data(b.hash, b.packed[0].head, (void *)(uintptr_t)i) != 0 ||
		    rte_member_add(b.member, b.packed[0].head, SET) < 0)
			rig_die("DPDK's tables refused a key");
	}
}

static void measure(uint32_t quads)
{
	struct lane *l = &b.rig.lane[0];

	for (uint32_t i = 0; i < quads * PEERS * 2; i++) {
		uint32_t at = i % (2 * PEERS);
		enum peer peer = at < PEERS ? at : 2 * PEERS - 1 - at;

		/* Each has its own table to bring back into the caches. */
		for (uint32_t j = 0; j < 4; j++) {
			struct sample s;

			realtime(0, true);
			draw();
			s = clock_round(lookups[peer], l);
			realtime(0, false);
			judge(peer);
			if (j >= 2)
				series_add(&b.series[peer], s);
		}
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"flows", 1, NULL, 'f'}, {"quads", 1, NULL, 'q'}, {NULL, 0, NULL, 0}};
	struct lane *l = &b.rig.lane[0];
	uint32_t quads = 40;
	int option;

	b.rig = (struct rig){.f.what = CASE_MICROFLOW, .flows = 1000, .lanes = 1, .key = BENCH_KEY};
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'f')
			b.rig.flows = word_number(optarg);
		else if (option == 'q')
			quads = word_number(optarg);
		else {
			fputs("usage: bench-yardstick [--flows N] [--quads N] -- EAL-ARGUMENTS...\n", stderr);
			return 2;
		}
	}
	word_eal(argc, argv);
	b.rig.f.inner = frame_inner(b.rig.f.what);
	b.rig.eal_id[0] = (uint16_t)rte_lcore_id();
	rig_open(&b.rig, rig_pool(1));
	rig_load(&b.rig);
	load_peers(b.rig.flows);
	measure(quads);
	printf("{\"flows\":%u,\"key_bytes\":%u,\"peers\":[", b.rig.flows, KEY);
	for (uint32_t i = 0; i < PEERS; i++) {
		printf("%s{\"name\":\"%s\",", i ? "," : "", names[i]);
		series_print("lookup", &b.series[i]);
		printf("}");
	}
	printf("],\"wrong\":%llu,\"what\":\"%s\"}\n", (unsigned long long)l->wrong, l->wrong ? l->what : "");
	return l->wrong != 0;
}
