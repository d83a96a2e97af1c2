/* The flow table against a trivial reference, while it grows and shrinks, and under a reader that runs
 * beside. */
#include "check.h"

#include <pthread.h>
#include <stdlib.h>

#include "classify.h"

#define LINES 6000u
#define MASKS 5u
#define ROUNDS 60000u

struct reference {
	struct el_key key;
	uint8_t mask;
	uint8_t used;
};

static struct el_key masks[MASKS];
static struct reference reference[LINES];

/* Masks of one word, of two, of an odd number, of single bits, of everything. */
static void make_masks(void)
{
	memset(masks, 0, sizeof(masks));
	for (uint32_t i = 0; i < MASKS; i++)
		masks[i].in_port = UINT16_MAX;
	memset(masks[1].eth_dst, 0xff, 6);
	memset(masks[2].ip_dst, 0xff, 15);
	masks[2].eth_type = UINT16_MAX;
	masks[3].tcp_flags = 0x02;
	masks[3].tp_dst = UINT16_MAX;
	memset(&masks[4], 0xff, sizeof(masks[4]));
}

/* Few values in each field, so that flows overlap and miss. */
static struct el_key random_key(uint32_t *seed)
{
	struct el_key key = {.in_port = roll(seed) % 3, .eth_type = 8, .tcp_flags = roll(seed) & 2};

	key.eth_dst[5] = (uint8_t)roll(seed);
	key.ip_dst[14] = (uint8_t)roll(seed);
	key.ip_dst[15] = (uint8_t)roll(seed);
	key.tp_dst = (uint16_t)(roll(seed) % 2000);
	return key;
}

static struct el_key masked(struct el_key key, uint32_t mask)
{
	uint8_t *bytes = (uint8_t *)&key;

	for (uint32_t i = 0; i < sizeof(key); i++)
		bytes[i] &= ((const uint8_t *)&masks[mask])[i];
	return key;
}

/* Some line whose masked key the packet has; the table may name any of them. */
static int holds(uint32_t line, const struct el_key *key)
{
	struct el_key m = masked(*key, reference[line].mask);

	return reference[line].used && memcmp(&m, &reference[line].key, sizeof(m)) == 0;
}

static void check_lookups(struct table *t, uint32_t *seed)
{
	struct el_key keys[CLASSIFY_BURST];
	struct compact compact[CLASSIFY_BURST];
	struct brief briefs[CLASSIFY_BURST];
	struct flow_line *found[CLASSIFY_BURST];
	uint32_t count = 1 + roll(seed) % CLASSIFY_BURST;

	for (uint32_t i = 0; i < count; i++) {
		keys[i] = random_key(seed);
		brief_of_key(&briefs[i], &compact[i], &keys[i]);
	}
	classify_burst(t, briefs, count, found);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t expected = 0;

		for (uint32_t line = 0; line < LINES; line++)
			expected += (uint32_t)holds(line, &keys[i]);
		if (found[i])
			assert_true(holds((uint32_t)(found[i] - t->lines), &keys[i]));
		else
			assert_int_equal(expected, 0);
	}
}

static uint32_t find(const struct table *t, uint32_t mask, const struct el_key *key)
{
	struct table_entry e;

	table_pack(t, mask, key, &e);
	return table_find(t, &e);
}

static int insert(struct table *t, uint32_t mask, uint32_t line, const struct el_key *key)
{
	struct table_entry e;

	table_pack(t, mask, key, &e);
	return table_insert(t, line, &e, line, 0, 1);
}

static void agrees_with_a_list(void **state)
{
	uint32_t seed = 42, inserted = 0;
	struct table *t;
	struct rcu rcu;

	(void)state;
	make_masks();
	assert_int_equal(rcu_init(&rcu, 1), 0);
	t = table_create(&rcu, LINES, LINES);
	assert_non_null(t);
	for (uint32_t i = 0; i < MASKS; i++)
		assert_int_equal(table_mask_add(t, i, &masks[i]), 0);
	for (uint32_t round = 0; round < ROUNDS; round++) {
		uint32_t line = roll(&seed) % LINES, mask = roll(&seed) % MASKS;
		struct el_key key = masked(random_key(&seed), mask);
		/* Fills for the first half, empties in the second. */
		struct el_key back;
		int fill = roll(&seed) % 4 < (round < ROUNDS / 2 ? 3u : 1u);

		if (reference[line].used && !fill) {
			table_remove(t, line);
			reference[line].used = 0;
			inserted--;
		} else if (!reference[line].used && fill && find(t, mask, &key) == TABLE_NO_LINE) {
			assert_int_equal(insert(t, mask, line, &key), 0);
			assert_int_equal(find(t, mask, &key), line);
			table_key(t, line, &back);
			assert_memory_equal(&back, &key, sizeof(key));
			reference[line] = (struct reference){key, (uint8_t)mask, 1};
			inserted++;
		}
		if (round % 200 == 0)
			check_lookups(t, &seed);
		if (round % 5000 == 0)
			table_sort(t);
		rcu_reclaim(&rcu); /* the reader is offline: everything retired goes at once */
	}
	for (uint32_t line = 0; line < LINES; line++)
		if (reference[line].used)
			table_remove(t, line);
	assert_int_equal(t->order->count, 0);
	for (uint32_t i = 0; i < MASKS; i++)
		table_mask_del(t, i);
	table_destroy(t);
	rcu_close(&rcu);
}

/* ---- a reader beside the writer ---- */

#define STABLE 500u

struct race {
	struct table *t;
	struct rcu *rcu;
	uint32_t stop;
	uint64_t lookups;
	uint64_t wrong;
};

static struct el_key numbered(uint32_t n)
{
	struct el_key key = {.in_port = 1};

	memcpy(key.ip_src, &n, sizeof(n));
	return key;
}

/* Flows 0..STABLE-1 are always there: not one lookup of them may miss, whatever the writer does. */
static void *read_on(void *argument)
{
	struct race *race = argument;
	struct el_key keys[CLASSIFY_BURST];
	struct compact compact[CLASSIFY_BURST];
	struct brief briefs[CLASSIFY_BURST];
	struct flow_line *found[CLASSIFY_BURST];
	uint32_t seed = 7;

	rte_rcu_qsbr_thread_online(race->rcu->qsbr, 0);
	while (!__atomic_load_n(&race->stop, __ATOMIC_RELAXED)) {
		for (uint32_t i = 0; i < CLASSIFY_BURST; i++) {
			keys[i] = numbered(roll(&seed) % STABLE);
			brief_of_key(&briefs[i], &compact[i], &keys[i]);
		}
		classify_burst(race->t, briefs, CLASSIFY_BURST, found);
		for (uint32_t i = 0; i < CLASSIFY_BURST; i++)
			race->wrong +=
			    !found[i] || found[i]->flow_id != keys[i].ip_src[0] + 256u * keys[i].ip_src[1];
		race->lookups += CLASSIFY_BURST;
		rte_rcu_qsbr_quiescent(race->rcu->qsbr, 0);
	}
	rte_rcu_qsbr_thread_offline(race->rcu->qsbr, 0);
	return NULL;
}

static void readers_never_miss_what_stays(void **state)
{
	struct el_key mask = {.in_port = UINT16_MAX}, other;
	struct race race = {0};
	uint32_t next = STABLE;
	pthread_t reader;
	struct rcu rcu;

	(void)state;
	memset(mask.ip_src, 0xff, 16);
	other = mask;
	other.eth_type = UINT16_MAX;
	assert_int_equal(rcu_init(&rcu, 1), 0);
	race.t = table_create(&rcu, 200000, 200000);
	race.rcu = &rcu;
	assert_non_null(race.t);
	assert_int_equal(table_mask_add(race.t, 0, &mask), 0);
	for (uint32_t i = 0; i < STABLE; i++) {
		struct el_key key = numbered(i);

		assert_int_equal(insert(race.t, 0, i, &key), 0);
	}
	assert_int_equal(pthread_create(&reader, NULL, read_on, &race), 0);
	for (uint32_t round = 0; round < 8; round++) {
		uint32_t first = next;

		for (uint32_t i = 0; i < 20000; i++, next++) {
			struct el_key key = numbered(next);

			assert_int_equal(insert(race.t, 0, next, &key), 0);
		}
		for (uint32_t i = first; i < next; i++)
			table_remove(race.t, i);
		assert_int_equal(table_mask_add(race.t, 1, &other), 0);
		assert_int_equal(insert(race.t, 1, 199999 - round, &other), 0);
		table_sort(race.t);
		table_remove(race.t, 199999 - round);
		table_mask_del(race.t, 1);
		rcu_reclaim(&rcu);
	}
	__atomic_store_n(&race.stop, 1, __ATOMIC_RELAXED);
	pthread_join(reader, NULL);
	assert_int_equal(race.wrong, 0);
	assert_true(race.lookups > 0);
	rcu_reclaim(&rcu);
	assert_false(rcu_pending(&rcu));
	table_destroy(race.t);
	rcu_close(&rcu);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(agrees_with_a_list),
	    cmocka_unit_test(readers_never_miss_what_stays),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
