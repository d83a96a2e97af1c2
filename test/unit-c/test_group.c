/* Select groups share by weight, and a change of members moves no bucket that it need not move. */
#include "unit.h"

#include <string.h>

#include "group.h"

#define MAX_ACTIONS 1000

static struct group g, h;
static struct el_group_member members[EL_MAX_GROUP_MEMBERS + 1];
static uint32_t at;

static void make(uint32_t count, uint32_t weight)
{
	for (uint32_t i = 0; i < count; i++)
		members[i] = (struct el_group_member){
		    .action_id = 100 + i, .weight = weight, .token = 0xabcdef00u + i};
}

static uint32_t share(const struct group *of, uint32_t action)
{
	uint32_t n = 0;

	for (int b = 0; b < EL_GROUP_BUCKETS; b++)
		n += of->bucket[b] == action;
	return n;
}

static void shares_follow_weights(void **state)
{
	static const uint32_t weights[] = {1, 2, 5, 8};

	(void)state;
	make(4, 1);
	for (int i = 0; i < 4; i++)
		members[i].weight = weights[i];
	assert_int_equal(group_build(&g, members, 4, MAX_ACTIONS, &at), 0);
	for (uint32_t i = 0; i < 4; i++) {
		uint32_t fair = EL_GROUP_BUCKETS * weights[i] / 16;

		/* 1024 draws: four deviations are at most 4 * sqrt(1024 / 4) = 64 buckets. */
		assert_in_range(share(&g, 100 + i), fair > 64 ? fair - 64 : 1, fair + 64);
	}
}

static void an_extreme_weight_takes_all_but_a_few(void **state)
{
	(void)state;
	make(2, 1);
	members[0].weight = 65535;
	assert_int_equal(group_build(&g, members, 2, MAX_ACTIONS, &at), 0);
	assert_true(share(&g, 100) >= EL_GROUP_BUCKETS - 3);
}

static void a_member_that_leaves_moves_only_its_own_buckets(void **state)
{
	(void)state;
	make(8, 3);
	assert_int_equal(group_build(&g, members, 8, MAX_ACTIONS, &at), 0);
	members[2] = members[7]; /* the third is gone, and the order is another */
	assert_int_equal(group_build(&h, members, 7, MAX_ACTIONS, &at), 0);
	for (int b = 0; b < EL_GROUP_BUCKETS; b++)
		if (g.bucket[b] != 102)
			assert_int_equal(h.bucket[b], g.bucket[b]);
	assert_int_equal(share(&h, 102), 0);
}

static void a_heavier_member_only_takes(void **state)
{
	(void)state;
	make(5, 4);
	assert_int_equal(group_build(&g, members, 5, MAX_ACTIONS, &at), 0);
	members[1].weight = 9;
	assert_int_equal(group_build(&h, members, 5, MAX_ACTIONS, &at), 0);
	for (int b = 0; b < EL_GROUP_BUCKETS; b++)
		if (h.bucket[b] != 101)
			assert_int_equal(h.bucket[b], g.bucket[b]);
	assert_true(share(&h, 101) > share(&g, 101));
}

static void a_new_action_of_a_member_keeps_its_buckets(void **state)
{
	(void)state;
	make(5, 4);
	assert_int_equal(group_build(&g, members, 5, MAX_ACTIONS, &at), 0);
	members[3].action_id = 777;
	assert_int_equal(group_build(&h, members, 5, MAX_ACTIONS, &at), 0);
	for (int b = 0; b < EL_GROUP_BUCKETS; b++)
		assert_int_equal(h.bucket[b], g.bucket[b] == 103 ? 777 : g.bucket[b]);
}

static void an_empty_group_has_empty_buckets(void **state)
{
	(void)state;
	assert_int_equal(group_build(&g, members, 0, MAX_ACTIONS, &at), 0);
	assert_int_equal(share(&g, EL_ID_NONE), EL_GROUP_BUCKETS);
}

static void refused(uint32_t count, int error, uint32_t offset)
{
	struct group before = g;

	assert_int_equal(group_build(&g, members, count, MAX_ACTIONS, &at), error);
	assert_int_equal(at, offset);
	assert_memory_equal(&g, &before, sizeof(g));
}

static void bad_members_are_refused_with_their_place(void **state)
{
	(void)state;
	make(65, 1);
	refused(65, EL_ERR_RANGE, 0);
	members[2].weight = 0;
	refused(4, EL_ERR_RANGE, 2 * 16 + 4);
	members[2].weight = 65536;
	refused(4, EL_ERR_RANGE, 2 * 16 + 4);
	make(4, 1);
	members[3].action_id = MAX_ACTIONS;
	refused(4, EL_ERR_RANGE, 3 * 16);
	make(4, 1);
	members[3].token = members[0].token;
	refused(4, EL_ERR_EXISTS, 3 * 16 + 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shares_follow_weights),
	    cmocka_unit_test(an_extreme_weight_takes_all_but_a_few),
	    cmocka_unit_test(a_member_that_leaves_moves_only_its_own_buckets),
	    cmocka_unit_test(a_heavier_member_only_takes),
	    cmocka_unit_test(a_new_action_of_a_member_keeps_its_buckets),
	    cmocka_unit_test(an_empty_group_has_empty_buckets),
	    cmocka_unit_test(bad_members_are_refused_with_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
