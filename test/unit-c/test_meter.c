/* A meter passes what its rates say, whatever lcores its packets come by; the clock is the test's own. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "meter.h"
#include "wish.h"

#define HZ 1000000000u /* so that a tick is a nanosecond */
#define LCORES 4

static struct meter m;
static struct meter_state state[LCORES];
static uint32_t share[LCORES];

static struct el_cmd_meter_set sr(uint64_t cir, uint64_t cbs, uint64_t ebs)
{
	return (struct el_cmd_meter_set){
	    .type = EL_METER_SRTCM, .yellow = EL_METER_UNMARKED, .cir = cir, .cbs = cbs, .ebs = ebs};
}

static void make(const struct el_cmd_meter_set *cmd, uint32_t lcores)
{
	uint32_t at;

	assert_int_equal(meter_check(cmd, &at), 0);
	for (uint32_t i = 0; i < lcores; i++)
		share[i] = METER_WHOLE / lcores;
	meter_build(&m, cmd, share, lcores, HZ);
	m.birth++;
}

static enum meter_colour take(uint32_t lcore, uint32_t bytes, uint64_t now)
{
	struct rte_mbuf frame = {.pkt_len = bytes};

	return meter_take(&state[lcore], &m, lcore, &frame, now);
}

static void bursts_then_the_rate(void **unused)
{
	struct el_cmd_meter_set cmd = sr(1000000, 3000, 1000);

	(void)unused;
	make(&cmd, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(take(0, 1000, 0), METER_GREEN);
	assert_int_equal(take(0, 1000, 0), METER_YELLOW); /* RFC 2697: the excess burst */
	assert_int_equal(take(0, 1000, 0), METER_RED);
	/* A megabyte a second: 1000 bytes are there again after a millisecond, not before. */
	assert_int_equal(take(0, 1000, 980000), METER_RED);
	assert_int_equal(take(0, 1000, 1000000), METER_GREEN);
	assert_int_equal(state[0].packets[METER_GREEN], 4);
	assert_int_equal(state[0].bytes[METER_RED], 2000);
}

static void two_rates_colour_by_each(void **unused)
{
	struct el_cmd_meter_set cmd = sr(1000000, 1000, 2000);

	(void)unused;
	cmd.type = EL_METER_TRTCM;
	cmd.pir = 2000000;
	make(&cmd, 1);
	/* RFC 2698: red beyond the peak, yellow beyond the committed rate, which has half of it. */
	assert_int_equal(take(0, 1000, 0), METER_GREEN);
	assert_int_equal(take(0, 1000, 0), METER_YELLOW);
	assert_int_equal(take(0, 1000, 0), METER_RED);
	assert_int_equal(take(0, 1000, 500010), METER_YELLOW);
	assert_int_equal(take(0, 1000, 1000020), METER_GREEN);
}

static void packets_count_one_whatever_their_size(void **unused)
{
	struct el_cmd_meter_set cmd = sr(10, 2, 0);

	(void)unused;
	cmd.unit = EL_METER_PACKETS;
	make(&cmd, 1);
	assert_int_equal(take(0, 9000, 0), METER_GREEN);
	assert_int_equal(take(0, 60, 0), METER_GREEN);
	assert_int_equal(take(0, 60, 99000000), METER_RED);
	assert_int_equal(take(0, 60, 100000000), METER_GREEN);
}

/* What a second of offered load passes, in per mille of the rate. */
static uint64_t second_at(uint64_t cir, uint32_t frame)
{
	uint64_t burst = 70000 + cir / 1000;
	struct el_cmd_meter_set cmd = sr(cir, burst, 0);
	uint64_t passed = 0, every = (uint64_t)frame * HZ / (3 * cir);

	make(&cmd, 1);
	for (uint64_t now = 0; now < HZ; now += every)
		passed += take(0, frame, now) == METER_GREEN ? frame : 0;
	return (passed - burst) * 1000 / cir;
}

static void a_rate_is_true_to_a_per_mille(void **unused)
{
	(void)unused;
	for (uint64_t cir = 1000000; cir < 20000000000; cir *= 7)
		assert_in_range(second_at(cir, 1500 + (uint32_t)(cir / 1000000)), 998, 1001);
}

static void what_a_guest_left_to_be_cut_counts_as_its_segments(void **unused)
{
	struct el_cmd_meter_set cmd = sr(1000, 70000, 0);
	/* finish_frame: headers are what the frame is told to be beyond one segment. */
	uint8_t bytes[2000] = {[12] = 8, [14] = 0x45, [17] = 0, [23] = 6, [46] = 0x50};
	struct rte_mbuf frame = {.buf_addr = bytes,
	                         .nb_segs = 1,
	                         .data_len = 54 + 1500,
	                         .pkt_len = 54 + 1500,
	                         .ol_flags = WISHES,
	                         .tso_segsz = 500};

	(void)unused;
	make(&cmd, 1);
	assert_int_equal(meter_take(&state[0], &m, 0, &frame, 0), METER_GREEN);
	assert_int_equal(state[0].packets[METER_GREEN], 3);
	assert_int_equal(state[0].bytes[METER_GREEN], 3 * 554);
}

static uint64_t sum_of(const uint32_t *of, uint32_t n)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += of[i];
	return sum;
}

static void shares_sum_up_and_follow(void **unused)
{
	uint32_t s[LCORES] = {METER_WHOLE / 4, METER_WHOLE / 4, METER_WHOLE / 4, METER_WHOLE / 4};
	uint64_t one[LCORES] = {0, 12345, 0, 0}, none[LCORES] = {0};

	(void)unused;
	assert_false(meter_split(s, none, LCORES));
	assert_true(meter_split(s, one, LCORES));
	assert_int_equal(sum_of(s, LCORES), METER_WHOLE);
	assert_true(s[1] > METER_WHOLE * 98 / 100 && s[0] > 0);
	srand(1);
	for (int i = 0; i < 10000; i++) {
		uint64_t offered[LCORES];

		for (int j = 0; j < LCORES; j++)
			offered[j] = rand() % 3 ? (uint64_t)rand() << (rand() % 30) : 0;
		meter_split(s, offered, LCORES);
		assert_int_equal(sum_of(s, LCORES), METER_WHOLE);
		for (int j = 0; j < LCORES; j++)
			assert_true(s[j] > 0);
	}
}

/* Offers 4x the rate for ten seconds, `parts[i]` of it by lcore i, with a look every 10 ms; per mille of the
 * rate that passes once shares have settled. */
static uint64_t by_lcores(const uint32_t *parts)
{
	const uint64_t cir = 10000000, frame = 1000, step = frame * HZ / (4 * cir);
	struct el_cmd_meter_set cmd = sr(cir, 100000, 0);
	uint64_t seen[LCORES] = {0}, average[LCORES] = {0}, passed = 0, turn = 0;

	make(&cmd, LCORES);
	for (uint64_t now = 0, look = 0; now < 10ull * HZ; now += step, look += step) {
		uint32_t lcore = 0, pick = (uint32_t)(turn++ * 37 % 100);

		while (pick >= parts[lcore])
			pick -= parts[lcore++];
		if (take(lcore, frame, now) == METER_GREEN && now >= 2ull * HZ)
			passed += frame;
		if (look < HZ / 100)
			continue;
		look = 0;
		for (int i = 0; i < LCORES; i++) {
			uint64_t all = state[i].birth == m.birth
			                   ? state[i].bytes[0] + state[i].bytes[1] + state[i].bytes[2]
			                   : 0;

			average[i] = (3 * average[i] + ((all - seen[i]) << 8)) / 4;
			seen[i] = all;
		}
		if (meter_split(share, average, LCORES))
			meter_build(&m, &cmd, share, LCORES, HZ);
	}
	return passed * 1000 / (8 * cir);
}

static void lcores_together_pass_the_rate(void **unused)
{
	static const uint32_t parts[][LCORES] = {
	    {100, 0, 0, 0}, {25, 25, 25, 25}, {70, 20, 9, 1}, {0, 50, 50, 0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_in_range(by_lcores(parts[i]), 970, 1005);
}

static void new_rates_keep_tokens_a_new_meter_does_not(void **unused)
{
	struct el_cmd_meter_set cmd = sr(1000, 70000, 0);

	(void)unused;
	make(&cmd, 1);
	assert_int_equal(take(0, 70000, 0), METER_GREEN);
	cmd.cir = 2000;
	meter_build(&m, &cmd, (uint32_t[]){METER_WHOLE}, 1, HZ);
	assert_int_equal(take(0, 1000, 0), METER_RED);
	assert_int_equal(take(0, 1000, HZ / 2 + 10000), METER_GREEN);
	m.birth++;
	assert_int_equal(take(0, 70000, HZ), METER_GREEN);
	assert_int_equal(state[0].packets[METER_GREEN], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bursts_then_the_rate),
	    cmocka_unit_test(two_rates_colour_by_each),
	    cmocka_unit_test(packets_count_one_whatever_their_size),
	    cmocka_unit_test(a_rate_is_true_to_a_per_mille),
	    cmocka_unit_test(what_a_guest_left_to_be_cut_counts_as_its_segments),
	    cmocka_unit_test(shares_sum_up_and_follow),
	    cmocka_unit_test(lcores_together_pass_the_rate),
	    cmocka_unit_test(new_rates_keep_tokens_a_new_meter_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
