/* Objects under an lcore that reads: what is removed stays until the lcore has been quiescent. */
#include "check.h"

#include <stdlib.h>

#include "objects.h"

#define IDS 4u

static struct rcu rcu;
static struct objects objects;

static int set_up(void **state)
{
	(void)state;
	if (rcu_init(&rcu, 1) || objects_init(&objects, IDS))
		return -1;
	rte_rcu_qsbr_thread_online(rcu.qsbr, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	rte_rcu_qsbr_thread_offline(rcu.qsbr, 0);
	rcu_close(&rcu);
	objects_close(&objects);
	return 0;
}

static void quiescent(void)
{
	rte_rcu_qsbr_quiescent(rcu.qsbr, 0);
	rcu_reclaim(&rcu);
}

static void test_a_removed_object_stays_for_who_is_on_the_way_to_it(void **state)
{
	int *object = malloc(sizeof(*object));

	(void)state;
	*object = 7;
	objects_put(&objects, &rcu, 2, object);
	objects_remove(&objects, &rcu, 2);
	rcu_reclaim(&rcu);
	assert_null(objects_find(&objects, 2));
	assert_true(objects_leaving(&objects, 2));
	assert_ptr_equal(objects_get(&objects, 2), object);
	quiescent();
	assert_false(objects_leaving(&objects, 2));
	assert_null(objects_get(&objects, 2));
	assert_int_equal(*object, 7); /* who found it just before still reads it: a sanitizer would tell */
	assert_true(rcu_pending(&rcu));
	quiescent();
	assert_false(rcu_pending(&rcu));
}

static void test_its_id_can_be_used_again_when_it_has_left(void **state)
{
	int *first = malloc(sizeof(*first)), *second = malloc(sizeof(*second));

	(void)state;
	objects_put(&objects, &rcu, 1, first);
	objects_remove(&objects, &rcu, 1);
	rcu_reclaim(&rcu); /* a grace period begins */
	quiescent();
	objects_put(&objects, &rcu, 1, second);
	assert_ptr_equal(objects_get(&objects, 1), second);
	assert_ptr_equal(objects_find(&objects, 1), second);
	quiescent();
	quiescent();
	assert_ptr_equal(objects_get(&objects, 1), second);
}

static void test_ids_beyond_the_last_have_nothing(void **state)
{
	(void)state;
	assert_null(objects_get(&objects, IDS));
	assert_null(objects_find(&objects, IDS));
}

static void test_what_is_leaving_at_the_end_is_freed(void **state)
{
	(void)state;
	objects_put(&objects, &rcu, 0, malloc(16));
	objects_put(&objects, &rcu, 3, malloc(16));
	objects_remove(&objects, &rcu, 3);
}

/* A token is a write to a line that lcores read at each turn. */
static void test_one_grace_period_serves_all_that_was_retired_before_it(void **state)
{
	uint64_t before = rcu.qsbr->token;

	(void)state;
	for (uint32_t i = 0; i < 5000; i++) /* more than the queue begins with */
		rcu_retire_heap(&rcu, malloc(16));
	assert_int_equal(rcu.qsbr->token, before);
	rcu_reclaim(&rcu);
	assert_int_equal(rcu.qsbr->token, before + 1);
	assert_int_equal(rcu.head - rcu.tail, 5000);
	rcu_retire_heap(&rcu, malloc(16)); /* too late for it */
	rte_rcu_qsbr_quiescent(rcu.qsbr, 0);
	rcu_reclaim(&rcu);
	assert_int_equal(rcu.head - rcu.tail, 1);
	quiescent();
	assert_false(rcu_pending(&rcu));
}

static void test_a_token_covers_what_was_retired_before_it(void **state)
{
	uint64_t token;

	(void)state;
	rcu_retire_heap(&rcu, malloc(16));
	token = rcu_token(&rcu);
	assert_false(rcu_passed(&rcu, token));
	rte_rcu_qsbr_quiescent(rcu.qsbr, 0);
	assert_true(rcu_passed(&rcu, token));
	rcu_reclaim(&rcu);
	assert_false(rcu_pending(&rcu));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_a_removed_object_stays_for_who_is_on_the_way_to_it, set_up,
	                                    tear_down),
	    cmocka_unit_test_setup_teardown(test_its_id_can_be_used_again_when_it_has_left, set_up,
	                                    tear_down),
	    cmocka_unit_test_setup_teardown(test_ids_beyond_the_last_have_nothing, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_what_is_leaving_at_the_end_is_freed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_one_grace_period_serves_all_that_was_retired_before_it,
	                                    set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_a_token_covers_what_was_retired_before_it, set_up,
	                                    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
