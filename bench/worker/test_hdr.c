/* The histogram: values keep three digits, percentiles are those of the sorted list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hdr.h"

static struct hdr h;

static int empty(void **state)
{
	(void)state;
	h = (struct hdr){0};
	return 0;
}

static void test_digits(void **state)
{
	uint32_t last = 0;

	(void)state;
	for (uint64_t ns = 0; ns < 5000; ns++)
		assert_in_range(hdr_highest(hdr_slot(ns)), ns, ns + ns / 1000);
	for (uint64_t ns = 5000; ns < 1ull << HDR_TOP_BITS; ns += ns / 777) {
		assert_in_range(hdr_highest(hdr_slot(ns)), ns, ns + ns / 1000);
		assert_true(hdr_slot(ns) >= last && hdr_slot(ns) < HDR_SLOTS);
		last = hdr_slot(ns);
	}
	assert_int_equal(hdr_slot(UINT64_MAX), HDR_SLOTS - 1);
	assert_int_equal(hdr_highest(HDR_SLOTS - 1), (1ull << HDR_TOP_BITS) - 1);
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void test_percentiles(void **state)
{
	static const double percents[] = {0.1, 10, 50, 90, 99, 99.9};
	static uint64_t all[100000];
	uint64_t random = 1;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		all[i] = (random >> 40) * (random >> 54);
		hdr_record(&h, all[i]);
	}
	qsort(all, 100000, sizeof(all[0]), by_size);
	for (uint32_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		uint64_t want = all[(uint32_t)(percents[i] * 1000) - 1];

		assert_in_range(hdr_at(&h, percents[i]), want, want + want / 1000 + 1);
	}
	assert_int_equal(hdr_at(&h, 100), all[99999]);
	assert_int_equal(h.count, 100000);
}

static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(hdr_at(&h, 99), 0);
	hdr_record(&h, 7);
	assert_int_equal(hdr_at(&h, 0), 7);
	assert_int_equal(hdr_at(&h, 50), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_digits, empty),
	    cmocka_unit_test_setup(test_percentiles, empty),
	    cmocka_unit_test_setup(test_nothing, empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
