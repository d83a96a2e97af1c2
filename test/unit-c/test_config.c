/* The start configuration: a good one is taken, and no bytes whatever do harm. Which field is refused with
 * which sentence is told by test/worker/test_process.py on the real worker. */
/* cmocka has a macro named fail: it has to come after the worker's function of that name. */
#include "config.h"

#include "check.h"
#include "layout_hash.h"

#define BYTES (sizeof(struct el_start) + 2 * sizeof(struct el_port_conf) + 2 * sizeof(struct el_lcore_conf))

static uint8_t good[BYTES], bytes[BYTES];
static struct config config;

static int write_good(void **state)
{
	struct el_start s = {
	    .size = sizeof(s),
	    .magic = EL_ABI_MAGIC,
	    .version = EL_ABI_VERSION,
	    .layout = EL_LAYOUT_HASH,
	    .name = "node",
	    .socket = "/run/node.sock",
	    .file_size = BYTES,
	    .port_count = 2,
	    .lcore_count = 2,
	    .burst = 32,
	    .mbuf_headroom = 128,
	    .mbuf_count = 8192,
	    .mbuf_data = 2048,
	    .max_flows = 1024,
	    .max_actions = 64,
	    .max_tunnels = 8,
	    .max_nexthops = 8,
	    .max_groups = 8,
	    .max_parked = 128,
	    .upcall_slots = 64,
	    .command_bytes = 1 << 16,
	    .event_bytes = 1 << 16,
	    .park_timeout_ms = 1000,
	    .eal_argc = 1,
	    .eal_args = {"--no-huge"},
	};
	uint8_t *at = good;

	(void)state;
	memcpy(at, &s, sizeof(s));
	at += sizeof(s);
	for (uint16_t i = 0; i < 2; i++, at += sizeof(struct el_port_conf)) {
		struct el_port_conf p = {.size = sizeof(p),
		                         .port = i,
		                         .flags = EL_PORT_UP,
		                         .rx_queues = 2,
		                         .rx_desc = 256,
		                         .tx_desc = 256,
		                         .mtu = 1500,
		                         .device = "net_null0"};

		p.name[0] = (char)('a' + i);
		memcpy(at, &p, sizeof(p));
	}
	for (uint16_t i = 0; i < 2; i++, at += sizeof(struct el_lcore_conf)) {
		struct el_lcore_conf l = {.size = sizeof(l),
		                          .lcore = (uint16_t)(i + 1),
		                          .queue_count = 2,
		                          .queues = {{0, i}, {1, i}}};

		memcpy(at, &l, sizeof(l));
	}
	memcpy(bytes, good, BYTES);
	return 0;
}

static int parse(struct fail *f)
{
	*f = (struct fail){0};
	return config_parse(bytes, BYTES, "file", &config, f);
}

static void a_good_one_is_taken(void **state)
{
	struct fail f;

	(void)state;
	assert_int_equal(parse(&f), 0);
	assert_int_equal(f.code, EL_ERR_OK);
	assert_string_equal(config.ports[1].name, "b");
	assert_int_equal(config.lcores[1].queues[1].port, 1);
	assert_true(config_mbufs_needed(&config) <= config.start.mbuf_count);
}

static void every_length_but_one_is_refused(void **state)
{
	struct fail f;

	(void)state;
	for (size_t size = 0; size < BYTES; size++) {
		f = (struct fail){0};
		assert_int_equal(config_parse(bytes, size, "file", &config, &f), -1);
		assert_int_equal(f.code, EL_ERR_CONFIG);
	}
}

/* Whatever is taken after damage can be used without another check: indexes and strings are bounded. */
static void assert_usable(const struct config *c)
{
	assert_in_range(c->start.port_count, 1, EL_MAX_PORTS);
	assert_in_range(c->start.lcore_count, 1, EL_MAX_LCORES);
	assert_true(strnlen(c->start.name, EL_NAME_LEN) < EL_NAME_LEN);
	for (uint32_t i = 0; i < c->start.port_count; i++) {
		assert_int_equal(c->ports[i].port, i);
		assert_true(strnlen(c->ports[i].device, EL_DEVARGS_LEN) < EL_DEVARGS_LEN);
		assert_in_range(c->ports[i].rx_queues, 1, EL_MAX_QUEUES);
	}
	for (uint32_t i = 0; i < c->start.lcore_count; i++) {
		assert_true(c->lcores[i].queue_count <= EL_MAX_LCORE_QUEUES);
		for (uint32_t j = 0; j < c->lcores[i].queue_count; j++)
			assert_true(c->lcores[i].queues[j].port < c->start.port_count);
	}
}

static void damage_is_refused_or_harmless(void **state)
{
	uint32_t seed = 5, taken = 0;
	struct fail f;

	(void)state;
	for (uint32_t round = 0; round < 200000; round++) {
		uint32_t touched[3], count = 1 + roll(&seed) % 3;

		for (uint32_t i = 0; i < count; i++) {
			/* Strings of EAL arguments fill most of the file: leave most of them out. */
			touched[i] =
			    roll(&seed) %
			    (roll(&seed) % 4 ? BYTES - sizeof(((struct el_start *)0)->eal_args) : BYTES);
			if (touched[i] >= offsetof(struct el_start, eal_args) && round % 2)
				touched[i] = (touched[i] + sizeof(((struct el_start *)0)->eal_args)) % BYTES;
			bytes[touched[i]] = (uint8_t)roll(&seed);
		}
		if (parse(&f) == 0) {
			assert_usable(&config);
			taken++;
		} else {
			assert_int_not_equal(f.code, EL_ERR_OK);
			assert_int_not_equal(f.text[0], 0);
			assert_null(strchr(f.text, '\n'));
		}
		for (uint32_t i = 0; i < count; i++)
			bytes[touched[i]] = good[touched[i]];
	}
	assert_true(taken > 0);
}

#define STORY(name) cmocka_unit_test_setup(name, write_good)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    STORY(a_good_one_is_taken),
	    STORY(every_length_but_one_is_refused),
	    STORY(damage_is_refused_or_harmless),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
