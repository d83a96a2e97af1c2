/* The shared rings: what goes in comes out, whole and in order, and no value the peer writes leads outside.
 */
#include "check.h"

#include <stdlib.h>

#include "ring.h"

#define BYTES 256u
#define GUARD 0xa5

static struct el_ring shared;
static uint8_t data[BYTES + 64]; /* with a guard behind */
static struct ring_reader reader;
static struct ring_writer writer;

static int reset(void **state)
{
	(void)state;
	memset(&shared, 0, sizeof(shared));
	memset(data, GUARD, sizeof(data));
	reader = (struct ring_reader){&shared, data, BYTES, 0};
	writer = (struct ring_writer){&shared, data, BYTES, 0, 0};
	return 0;
}

static int guard_holds(void **state)
{
	(void)state;
	for (uint32_t i = BYTES; i < sizeof(data); i++)
		if (data[i] != GUARD)
			return -1;
	return 0;
}

static void put_record(uint8_t *record, uint32_t size, uint8_t fill)
{
	struct el_cmd_hdr hdr = {.size = size, .kind = EL_CMD_SYNC, .seq = fill};

	memset(record, fill, size);
	memcpy(record, &hdr, size < sizeof(hdr) ? size : sizeof(hdr));
}

static void records_come_out_whole(void **state)
{
	uint8_t in[BYTES], out[BYTES];
	uint32_t seed = 3, waiting = 0, first = 0, next = 0, sizes[4096];

	(void)state;
	while (next < 4096) {
		uint32_t size = 16 + roll(&seed) % 7 * 8;

		put_record(in, size, (uint8_t)next);
		if (roll(&seed) % 2 && ring_write(&writer, in, size)) {
			sizes[next++] = size;
			waiting++;
			ring_publish(&writer);
		} else if (waiting) {
			put_record(in, sizes[first], (uint8_t)first);
			assert_int_equal(ring_peek(&reader, out, sizeof(out)), sizes[first]);
			assert_memory_equal(out, in, sizes[first]);
			ring_consume(&reader, sizes[first++]);
			waiting--;
		}
	}
}

static void unpublished_is_unseen(void **state)
{
	uint8_t record[16], out[16];

	(void)state;
	put_record(record, 16, 1);
	assert_true(ring_write(&writer, record, 16));
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), RING_EMPTY);
	assert_false(ring_publish(&writer));
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), 16);
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), 16); /* until it is consumed */
}

static void a_bell_rings_once_for_each_arming(void **state)
{
	uint8_t record[16];

	(void)state;
	put_record(record, 16, 1);
	assert_false(ring_arm(&reader));
	assert_true(ring_write(&writer, record, 16));
	assert_true(ring_publish(&writer));
	assert_true(ring_write(&writer, record, 16));
	assert_false(ring_publish(&writer));
	assert_true(ring_arm(&reader)); /* something is there: no sleep */
}

static void a_short_room_takes_the_head(void **state)
{
	uint8_t record[64], out[16];

	(void)state;
	put_record(record, 64, 9);
	assert_true(ring_write(&writer, record, 64));
	ring_publish(&writer);
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), 64);
	assert_memory_equal(out, record, sizeof(out));
}

static void hostile_heads_are_broken(void **state)
{
	static const uint32_t heads[] = {
	    1, 4, 7, 9, BYTES + 8, BYTES * 2, 1u << 31, UINT32_MAX, UINT32_MAX - 7};
	uint8_t out[BYTES];

	(void)state;
	memset(data, 0, BYTES);
	for (uint32_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		shared.head = heads[i];
		assert_int_equal(ring_peek(&reader, out, sizeof(out)), RING_BROKEN);
	}
}

static void hostile_sizes_are_broken(void **state)
{
	static const uint32_t sizes[] = {0,  1,     7,         12,       15,         24,
	                                 64, BYTES, BYTES + 8, 1u << 31, UINT32_MAX, UINT32_MAX - 7};
	uint8_t out[BYTES];

	(void)state;
	for (uint32_t at = 0; at < BYTES; at += 8)
		for (uint32_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			struct el_cmd_hdr hdr = {.size = sizes[i], .kind = EL_CMD_SYNC};

			memcpy(data + at, &hdr, 8);
			reader.tail = at;
			shared.head =
			    at + 16; /* 16 bytes are there, at the end of the ring 8 before it wraps */
			if (sizes[i] == 8 || sizes[i] == 16)
				continue;
			assert_int_equal(ring_peek(&reader, out, sizeof(out)), RING_BROKEN);
		}
}

static void hostile_pads_end(void **state)
{
	uint8_t out[BYTES];

	(void)state;
	memset(data, 0, BYTES); /* nothing but PAD */
	shared.head = BYTES;
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), RING_BROKEN);
	reader.tail = 8;
	shared.head = 16; /* a PAD that reaches beyond what is there */
	assert_int_equal(ring_peek(&reader, out, sizeof(out)), RING_BROKEN);
}

static void any_bytes_lead_nowhere(void **state)
{
	uint8_t out[BYTES];
	uint32_t seed = 99;

	(void)state;
	for (uint32_t round = 0; round < 200000; round++) {
		int size;

		for (uint32_t i = 0; i < BYTES; i += 4) {
			uint32_t word = roll(&seed);

			word = roll(&seed) % 2 ? word : word % (BYTES * 2);
			memcpy(data + i, &word, 4);
		}
		reader.tail = roll(&seed) & ~7u;
		shared.head = reader.tail + (roll(&seed) % 4 ? roll(&seed) % (BYTES + 64) : roll(&seed));
		size = ring_peek(&reader, out, sizeof(out));
		if (size > 0) {
			assert_true(size >= 8 && size <= (int)BYTES && size % 8 == 0);
			assert_true((reader.tail & (BYTES - 1)) + (uint32_t)size <= BYTES);
		}
	}
}

static void a_hostile_tail_counts_as_full(void **state)
{
	static const uint32_t tails[] = {8, 1, BYTES, 1u << 31, UINT32_MAX - BYTES};
	uint8_t record[16];

	(void)state;
	put_record(record, 16, 1);
	for (uint32_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		shared.tail = tails[i];
		assert_true(ring_writer_broken(&writer));
		assert_false(ring_fits(&writer, 16));
		assert_false(ring_write(&writer, record, 16));
	}
	/* A tail that runs ahead within bounds frees space early: the peer then reads rubbish, nobody else.
	 */
	shared.tail = 0;
	while (ring_write(&writer, record, 16))
		;
	shared.tail = 64;
	assert_true(ring_write(&writer, record, 16));
}

static void slots_stay_inside(void **state)
{
	static const uint32_t tails[] = {1, 5, 1u << 31, UINT32_MAX - 100};
	struct el_upcall *slots = calloc(4, sizeof(*slots));
	struct ring_slots ring = {&shared, slots, 4, 0, 0};

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		assert_ptr_equal(ring_slot(&ring), &slots[i]);
		ring_slot_done(&ring);
	}
	assert_null(ring_slot(&ring));
	assert_false(ring_slots_publish(&ring));
	shared.tail = 2;
	assert_ptr_equal(ring_slot(&ring), &slots[0]);
	ring.head = 0;
	for (uint32_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		shared.tail = tails[i];
		assert_null(ring_slot(&ring));
	}
	free(slots);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, reset, guard_holds)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(records_come_out_whole),
	    STORY(unpublished_is_unseen),
	    STORY(a_bell_rings_once_for_each_arming),
	    STORY(a_short_room_takes_the_head),
	    STORY(hostile_heads_are_broken),
	    STORY(hostile_sizes_are_broken),
	    STORY(hostile_pads_end),
	    STORY(any_bytes_lead_nowhere),
	    STORY(a_hostile_tail_counts_as_full),
	    STORY(slots_stay_inside),
	};

	return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
