/* Chained mbufs keep their bytes and their counts whatever is gathered or cut. */
#include "unit.h"

#include <string.h>

#include "chain.h"
#include "edgelane.h"

static uint8_t bytes[1000];

static void same(const struct rte_mbuf *m, uint32_t len)
{
	uint8_t out[sizeof(bytes)];

	rte_mbuf_sanity_check(m, 1);
	assert_int_equal(m->pkt_len, len);
	assert_int_equal(mbufs_to(m, out, sizeof(out)), len);
	assert_memory_equal(out, bytes, len);
}

static void gathering_keeps_every_byte(void **state)
{
	static const uint32_t sizes[] = {1, 7, 20, 64, 333, 1000};

	(void)state;
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7 + (i >> 8));
	for (unsigned s = 0; s < 6; s++) {
		for (uint32_t want = 1; want <= sizeof(bytes); want += 37) {
			struct rte_mbuf *m = mbufs_from(pool, bytes, sizeof(bytes), 128, sizes[s]);

			assert_int_equal(chain_gather(&m, want), EL_DROP_NONE);
			assert_true(m->data_len >= want);
			same(m, sizeof(bytes));
			rte_pktmbuf_free(m);
		}
	}
}

static void a_head_without_tailroom_gets_a_new_one(void **state)
{
	struct rte_mbuf *m = mbufs_from(pool, bytes, 900, 1152 - 10, 10);

	(void)state;
	assert_int_equal(rte_pktmbuf_tailroom(m), 0);
	assert_int_equal(chain_gather(&m, 500), EL_DROP_NONE);
	assert_true(m->data_len >= 500);
	same(m, 900);
	rte_pktmbuf_free(m);
}

static void no_mbuf_is_told_and_loses_nothing(void **state)
{
	struct rte_mbuf *m = mbufs_from(pool, bytes, 900, 1152 - 10, 10);

	(void)state;
	mbufs_budget = 0;
	assert_int_equal(chain_gather(&m, 500), EL_DROP_NO_MBUF);
	mbufs_budget = -1;
	same(m, 900);
	rte_pktmbuf_free(m);
}

static void more_than_an_mbuf_holds_is_told(void **state)
{
	struct rte_mempool *small = mbufs_pool(RTE_PKTMBUF_HEADROOM + 64);
	struct rte_mbuf *m = mbufs_from(small, bytes, 900, RTE_PKTMBUF_HEADROOM, 0);

	(void)state;
	assert_int_equal(chain_gather(&m, 500), EL_DROP_NO_HEADROOM);
	same(m, 900);
	rte_pktmbuf_free(m);
	mbufs_pool_free(small);
}

static void cutting_keeps_what_is_before_the_cut(void **state)
{
	(void)state;
	for (uint32_t segment = 1; segment < 400; segment = segment * 3 + 1) {
		for (uint32_t keep = 1; keep <= 900; keep += 29) {
			struct rte_mbuf *m = mbufs_from(pool, bytes, 700, 64, segment);

			chain_trim(m, keep);
			same(m, RTE_MIN(keep, 700u));
			rte_pktmbuf_free(m);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gathering_keeps_every_byte),
	    cmocka_unit_test(a_head_without_tailroom_gets_a_new_one),
	    cmocka_unit_test(no_mbuf_is_told_and_loses_nothing),
	    cmocka_unit_test(more_than_an_mbuf_holds_is_told),
	    cmocka_unit_test(cutting_keeps_what_is_before_the_cut),
	};

	return cmocka_run_group_tests(tests, pool_setup, pool_teardown);
}
