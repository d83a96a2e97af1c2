/* Draws: uniform and Zipf as often as their laws say, each flow once where that is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "draw.h"

#define FLOWS 1000u
#define DRAWS 2000000u

static int more(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x < y) - (x > y);
}

/* How often each flow came, most often first. */
static void count(enum draw_kind kind, uint32_t *seen)
{
	struct draw d;

	assert_int_equal(draw_init(&d, kind, FLOWS), 0);
	for (uint32_t i = 0; i < DRAWS; i++) {
		uint32_t flow = draw_next(&d);

		assert_true(flow < FLOWS);
		seen[flow]++;
	}
	qsort(seen, FLOWS, sizeof(*seen), more);
}

static void test_uniform(void **state)
{
	uint32_t seen[FLOWS] = {0};

	(void)state;
	count(DRAW_UNIFORM, seen);
	assert_in_range(seen[0], DRAWS / FLOWS, DRAWS / FLOWS * 115 / 100);
	assert_in_range(seen[FLOWS - 1], DRAWS / FLOWS * 85 / 100, DRAWS / FLOWS);
}

static void test_zipf(void **state)
{
	uint32_t seen[FLOWS] = {0};
	double all = 0;

	(void)state;
	count(DRAW_ZIPF, seen);
	for (uint32_t i = 1; i <= FLOWS; i++)
		all += 1.0 / i;
	for (uint32_t rank = 1; rank <= 100; rank = rank * 3) {
		uint32_t want = (uint32_t)(DRAWS / all / rank);

		assert_in_range(seen[rank - 1], want * 95 / 100, want * 105 / 100);
	}
}

static void test_once(void **state)
{
	uint32_t seen[FLOWS] = {0}, steps = 0, last = 0;
	struct draw d;

	(void)state;
	assert_int_equal(draw_init(&d, DRAW_ONCE, FLOWS), 0);
	for (uint32_t i = 0; i < FLOWS; i++) {
		uint32_t flow = draw_next(&d);

		assert_true(flow < FLOWS);
		seen[flow]++;
		steps += flow == last + 1;
		last = flow;
	}
	for (uint32_t i = 0; i < FLOWS; i++)
		assert_int_equal(seen[i], 1);
	assert_true(steps < 10);
	assert_int_equal(draw_next(&d), UINT32_MAX);
	free(d.order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_uniform),
	    cmocka_unit_test(test_zipf),
	    cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
