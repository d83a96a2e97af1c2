/* Checksums against the plainest way to compute them: one big-endian word after another (RFC 1071). */
#include "unit.h"

#include <string.h>

#include "checksum.h"
#include "copy_sum.h"

static uint16_t plain_checksum(const uint8_t *bytes, uint32_t len)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < len; i++)
		sum += i & 1 ? bytes[i] : (uint32_t)bytes[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void a_chain_sums_as_its_bytes_do(void **state)
{
	uint8_t bytes[1500];
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		uint32_t len = 1 + draw(&seed) % sizeof(bytes);
		uint32_t segment = 1 + draw(&seed) % 300;

		/* All ones make the most carries, which odd segments must not lose. */
		for (uint32_t i = 0; i < len; i++)
			bytes[i] = round & 1 ? 0xff : (uint8_t)draw(&seed);
		struct rte_mbuf *m = mbufs_from(pool, bytes, len, 128, segment);
		uint32_t from = draw(&seed) % len;
		uint32_t count = draw(&seed) % (len - from + 1);

		assert_int_equal(rte_bswap16((uint16_t)~csum_chain(m, from, count)),
		                 plain_checksum(bytes + from, count));
		rte_pktmbuf_free(m);
	}
}

static void a_difference_gives_what_a_new_sum_would(void **state)
{
	uint8_t bytes[60];
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		uint32_t at = draw(&seed) % 22 * 2;
		uint8_t now[16];

		for (unsigned i = 0; i < sizeof(bytes); i++)
			bytes[i] = round % 3 ? (uint8_t)draw(&seed) : (uint8_t)(draw(&seed) % 2 * 255);
		for (unsigned i = 0; i < sizeof(now); i++)
			now[i] = round % 3 ? (uint8_t)draw(&seed) : (uint8_t)(draw(&seed) % 2 * 255);
		bytes[2] |= 1; /* a header is never all zero */
		at = RTE_MAX(at, 4u);
		uint8_t field[2];
		put_be16(field, plain_checksum(bytes, sizeof(bytes)));
		csum_apply(field, csum_diff(bytes + at, now, 8));
		memcpy(bytes + at, now, sizeof(now));
		assert_int_equal(get_be16(field), plain_checksum(bytes, sizeof(bytes)));
	}
}

/* The copy, its sum, and the bytes next to it. */
static void copies_right(const uint8_t *from, uint32_t len, uint32_t skew)
{
	static uint8_t to[COPY_SUM_MOST + 32];
	uint16_t sum;

	memset(to, 0xa5, len + 32);
	sum = copy_sum(to + skew, from, len);
	assert_int_equal(rte_bswap16((uint16_t)~sum), plain_checksum(from, len));
	assert_memory_equal(to + skew, from, len);
	for (uint32_t i = 0; i < skew; i++)
		assert_int_equal(to[i], 0xa5);
	for (uint32_t i = skew + len; i < len + 32; i++)
		assert_int_equal(to[i], 0xa5);
}

static void a_copy_is_summed_as_its_bytes_are(void **state)
{
	static const uint8_t fills[] = {0x00, 0x7f, 0x80, 0xff};
	static uint8_t bytes[COPY_SUM_MOST + 16];
	uint32_t seed = 3;

	(void)state;
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)draw(&seed);
	for (uint32_t len = 0; len < 300; len++)
		for (uint32_t skew = 0; skew < 17; skew++)
			copies_right(bytes + (skew * 7 + len) % 16, len, skew);
	copies_right(bytes + 1, COPY_SUM_MOST, 3);
	/* The largest and least words there are, all of one sign. */
	for (unsigned i = 0; i < sizeof(fills); i++) {
		memset(bytes, fills[i], sizeof(bytes));
		copies_right(bytes, COPY_SUM_MOST, 0);
		copies_right(bytes, 1398, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_chain_sums_as_its_bytes_do),
	    cmocka_unit_test(a_copy_is_summed_as_its_bytes_are),
	    cmocka_unit_test(a_difference_gives_what_a_new_sum_would),
	};

	return cmocka_run_group_tests(tests, pool_setup, pool_teardown);
}
