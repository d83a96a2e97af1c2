/* The parking lot: chains in order, ids that name one use of a place, bounds, deadlines. */
#include "check.h"

#include "park.h"

#define PLACES 16u

static struct park park;

static int make(void **state)
{
	(void)state;
	static const uint32_t alone[EL_MAX_PORTS] = {[1] = 1};

	return park_init(&park, PLACES, PLACES, alone);
}

static int drop(void **state)
{
	(void)state;
	park_close(&park);
	return 0;
}

/* A packet known by its number, with key k. */
static struct packet numbered(uintptr_t number, uint16_t k)
{
	return (struct packet){.m = (struct rte_mbuf *)(number + 1), .key = {.in_port = 1, .tp_src = k}};
}

static uintptr_t number_of(const struct packet *p)
{
	return (uintptr_t)p->m - 1;
}

static void one_port_leaves_the_others_theirs(void **state)
{
	/* Ports 1 and 2, the second of threefold weight: of a quarter of 16 one place and three are kept. */
	static const uint32_t weight[EL_MAX_PORTS] = {[1] = 1, [2] = 3};
	struct packet p, out;
	uint32_t first = PARK_NONE;

	park_close(&park);
	park_init(&park, PLACES, PLACES, weight);
	for (uint16_t i = 0; i < PLACES - 3; i++) {
		p = numbered(i, i);
		assert_true(park_may_ask(&park, 1));
		uint32_t place = park_open(&park, &p, true, 100);
		first = first == PARK_NONE ? place : first;
	}
	assert_false(park_may_ask(&park, 1));
	p = numbered(77, 1); /* nor may it chain */
	assert_int_equal(park_join(&park, &p), PARK_REFUSED);
	for (uint16_t i = 0; i < 3; i++) {
		p = numbered(i, i);
		p.key.in_port = 2;
		assert_true(park_may_ask(&park, 2));
		park_open(&park, &p, true, 100);
	}
	assert_false(park_may_ask(&park, 2));
	/* What one gives back is anybody's again, until each has what is kept. */
	park_take(&park, &first, &out);
	assert_true(park_may_ask(&park, 2));
	assert_true(park_may_ask(&park, 1));
	(void)state;
}

static void a_chain_keeps_its_order(void **state)
{
	struct packet p = numbered(0, 5), out;
	uint32_t place = park_open(&park, &p, true, 100);

	(void)state;
	for (uintptr_t i = 1; i < PLACES / 2; i++) {
		p = numbered(i, 5);
		assert_int_equal(park_join(&park, &p), PARK_JOINED);
	}
	p = numbered(99, 6);
	assert_int_equal(park_join(&park, &p), PARK_NO_CHAIN);
	for (uintptr_t i = 0; i < PLACES / 2; i++) {
		assert_int_not_equal(place, PARK_NONE);
		park_take(&park, &place, &out);
		assert_int_equal(number_of(&out), i);
	}
	assert_int_equal(place, PARK_NONE);
	assert_int_equal(park.used, 0);
	p = numbered(99, 5);
	assert_int_equal(park_join(&park, &p), PARK_NO_CHAIN);
}

static void one_key_takes_half_at_most(void **state)
{
	struct packet p = numbered(0, 5);

	(void)state;
	park_open(&park, &p, true, 100);
	for (uint32_t i = 1; i < PLACES / 2; i++)
		assert_int_equal(park_join(&park, &p), PARK_JOINED);
	assert_int_equal(park_join(&park, &p), PARK_REFUSED);
}

static void an_id_names_one_use(void **state)
{
	struct packet p = numbered(1, 1);
	uint64_t seen[1000];

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t place = park_open(&park, &p, i % 2, 100), found;

		seen[i] = park_id(&park, place, 3);
		assert_int_not_equal(seen[i], 0);
		assert_int_equal(park_id_lcore(seen[i]), 3);
		assert_int_equal(park_id_place(seen[i]), place);
		found = park_find(&park, seen[i]);
		assert_int_equal(found, place);
		park_take(&park, &found, &p);
		for (uint32_t j = 0; j <= i; j++)
			assert_int_equal(park_find(&park, seen[j]), PARK_NONE);
	}
	assert_int_equal(park_find(&park, 0), PARK_NONE);
	assert_int_equal(park_find(&park, UINT64_MAX), PARK_NONE);
}

static void a_chained_packet_has_no_id(void **state)
{
	struct packet p = numbered(1, 1);
	uint32_t place = park_open(&park, &p, true, 100);
	uint64_t id = park_id(&park, place, 0);

	(void)state;
	park_join(&park, &p);
	for (uint64_t other = 0; other < PLACES; other++)
		for (uint32_t sequence = 0; sequence < 3; sequence++)
			if ((other << 32 | sequence) != id)
				assert_int_equal(park_find(&park, other << 32 | sequence), PARK_NONE);
}

static void places_end(void **state)
{
	struct packet p;

	(void)state;
	for (uint16_t i = 0; i < PLACES; i++) {
		p = numbered(i, i);
		assert_int_not_equal(park_open(&park, &p, true, 100), PARK_NONE);
	}
	p = numbered(99, 99);
	assert_int_equal(park_open(&park, &p, true, 100), PARK_NONE);
	p = numbered(99, 3);
	assert_int_equal(park_join(&park, &p), PARK_REFUSED);
}

static void time_runs_out_oldest_first(void **state)
{
	struct packet p, out;
	uint32_t places[4], place;

	(void)state;
	for (uint16_t i = 0; i < 4; i++) {
		p = numbered(i, i);
		places[i] = park_open(&park, &p, true, 10 + i);
	}
	assert_int_equal(park_expired(&park, 9), PARK_NONE);
	place = places[1]; /* out of the middle */
	park_take(&park, &place, &out);
	place = park_expired(&park, 20);
	assert_int_equal(place, places[0]);
	park_take(&park, &place, &out);
	assert_int_equal(park_expired(&park, 11), PARK_NONE);
	assert_int_equal(park_expired(&park, UINT64_MAX), places[2]);
}

/* Opens, joins, finds and takes at random; every packet comes out once. */
static void nothing_is_lost(void **state)
{
	uint32_t seed = 11, opened[PLACES], heads = 0;
	uintptr_t next = 0, out_count = 0;
	struct packet p;

	(void)state;
	for (uint32_t round = 0; round < 100000; round++) {
		if (roll(&seed) % 3) {
			p = numbered(next, roll(&seed) % 12);
			switch (park_join(&park, &p)) {
			case PARK_JOINED:
				next++;
				break;
			case PARK_NO_CHAIN: {
				uint32_t place = park_open(&park, &p, roll(&seed) % 4, 1);

				if (place != PARK_NONE) {
					opened[heads++] = place;
					next++;
				}
				break;
			}
			case PARK_REFUSED:
				break;
			}
		} else if (heads) {
			uint32_t which = roll(&seed) % heads, place = opened[which];

			opened[which] = opened[--heads];
			while (place != PARK_NONE) {
				park_take(&park, &place, &p);
				out_count++;
			}
		}
		assert_int_equal(park.used, next - out_count);
	}
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(one_port_leaves_the_others_theirs), STORY(a_chain_keeps_its_order),
	    STORY(one_key_takes_half_at_most),        STORY(an_id_names_one_use),
	    STORY(a_chained_packet_has_no_id),        STORY(places_end),
	    STORY(time_runs_out_oldest_first),        STORY(nothing_is_lost),
	};

	return cmocka_run_group_tests_name("park", tests, NULL, NULL);
}
