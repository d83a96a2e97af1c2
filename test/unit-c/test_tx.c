/* Runs of a transmit buffer: however owners take turns, with packets and without, they fit. */
#include "check.h"

#include <stdlib.h>

#include "tx.h"

static void runs_without_packets_are_taken_over(void **state)
{
	struct el_queue_stats ledger[3] = {{0}};
	struct rte_mbuf m = {.pkt_len = 60, .nb_segs = 1};
	struct tx tx = {0};
	struct tx_buffer *b;

	(void)state;
	assert_int_equal(tx_init(&tx, 1), 0);
	b = tx.buffer[0];
	for (uint32_t i = 0; i < TX_BURST - 1; i++) {
		/* Two whose packets turn out to go another way, then one who stays. */
		tx_run(&tx, 0, (struct tx_owner){.origin = &ledger[0]});
		tx_run(&tx, 0, (struct tx_owner){.origin = &ledger[1]});
		tx_add(NULL, &tx, 0, &m, (struct tx_owner){.origin = &ledger[i % 3]});
		assert_int_equal(b->count, i + 1);
		assert_true(b->runs <= b->count);
		assert_ptr_equal(b->run[b->runs - 1].owner.origin, &ledger[i % 3]);
	}
	for (uint32_t i = 0; i < 3; i++)
		tx_run(&tx, 0, (struct tx_owner){.origin = &ledger[i]});
	assert_true(b->runs <= TX_BURST);
	b->count = 0; /* the packet is on this stack */
	tx_close(&tx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(runs_without_packets_are_taken_over),
	};

	return cmocka_run_group_tests_name("tx", tests, NULL, NULL);
}
