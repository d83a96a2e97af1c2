/* check --wire between two modelled cards on one cable: healthy cards prove their offloads, a card that lies
 * is found out in exactly what it lies about, and a cable that is none is told from a card that is wrong. */
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"
#include "port.h"
#include "port_device.h"
#include "port_rules.h"
#include "wire_check.h"
/* cmocka has a macro named fail: it has to come after the worker's function of that name. */
#include <cmocka.h>

#define BIT(name) (1u << EL_OFFLOAD_##name)
#define WISHES                                                                                               \
	(BIT(RX_CHECKSUM) | BIT(TX_CHECKSUM) | BIT(OUTER_IP_CHECKSUM) | BIT(TSO) | BIT(VXLAN_TSO) |          \
	 BIT(GRE_TSO) | BIT(VXLAN_PORT))

static struct stand_port under[2];
static struct config config;
static struct port ports[2];
static struct wire_report report;
static struct model *far_end[2];
static bool cut_short, visited;

/* What /sys and the kernel's own devices would tell. */
int __wrap_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
extern int __real_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
int __wrap_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d)
{
	int error = __real_port_device(ethdev, info, d);

	d->steering = EL_STEERING_DMFS;
	d->kernel_vxlan_port = 4789;
	return error;
}

/* A bridge says hello (IEEE 802.1D): somebody else is there. */
static const uint8_t stranger[60] = {0x01, 0x80, 0xc2, 0,    0, 0,  0x02, 0x66,
                                     0x66, 0x66, 0x66, 0x66, 0, 38, 0x42};

/* The cable. */
static void carry(void *arg, const uint8_t *frame, uint32_t len)
{
	struct model **to = arg;

	if (!cut_short && *to)
		model_arrives(*to, frame, len);
}

static void give(uint32_t i, enum model_card card, const struct model_knobs *knobs)
{
	under[i] = stand_card(card, knobs);
	config.ports[i] = (struct el_port_conf){.port = (uint16_t)i,
	                                        .rx_queues = 1,
	                                        .rx_desc = 1024,
	                                        .tx_desc = 512,
	                                        .mtu = 1500,
	                                        .wanted = WISHES,
	                                        .vxlan_ports = {4789},
	                                        .vxlan_port_count = 1,
	                                        .flags = EL_PORT_UNDERLAY | EL_PORT_PROMISC};
	ports[i] = (struct port){.id = (uint16_t)i, .ethdev = under[i].id, .rx_queues = 1, .admin_up = 1};
	snprintf(ports[i].name, sizeof(ports[i].name), "p%u", i);
}

/* Opens `count` ends, cables them, and looks. */
static void look(uint32_t count)
{
	struct fail failure = {0};

	config.start = (struct el_start){.port_count = (uint16_t)count, .lcore_count = 1, .mbuf_data = 2048};
	config.lcores[0] = (struct el_lcore_conf){.queue_count = 1};
	wire_put_on_trial(&config);
	for (uint32_t i = 0; i < count; i++) {
		if (port_setup(&ports[i], &config, stand_pool, &failure))
			fail_msg("%s", failure.text);
		far_end[i] = under[count - 1 - i].model;
		model_wire(under[i].model, carry, &far_end[i]);
	}
	if (visited)
		model_arrives(under[count - 1].model, stranger, sizeof(stranger));
	wire_check(ports, &config, stand_pool, -1, &report);
	if (getenv("WIRE_PRINT"))
		wire_print(&report);
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(model_account(under[i].model)->stalls, 0);
		port_rules_remove(&ports[i]);
		stand_close(&under[i]);
	}
	cut_short = visited = false;
}

static const struct wire_fault *fault_of(uint32_t port, uint32_t offloads)
{
	const struct wire_verdict *v = &report.verdicts[port];

	for (uint32_t i = 0; i < v->fault_count; i++)
		if (v->faults[i].offloads == offloads)
			return &v->faults[i];
	return NULL;
}

static void healthy_x710s_prove_all(void **state)
{
	(void)state;
	give(0, MODEL_I40E, NULL);
	give(1, MODEL_I40E, NULL);
	look(2);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(report.verdicts[i].disproved, 0);
		assert_int_equal(report.verdicts[i].fault_count, 0);
		assert_int_equal(report.verdicts[i].proven, (WISHES & ~BIT(VXLAN_PORT)) | BIT(MULTI_SEGS));
	}
	assert_int_equal(report.ending, WIRE_DONE);
	assert_int_equal(report.strangers, 0);
}

static void a_looped_port_proves_itself(void **state)
{
	(void)state;
	give(0, MODEL_I40E, NULL);
	look(1);
	assert_int_equal(report.ending, WIRE_DONE);
	assert_int_equal(report.ends, 1);
	assert_int_equal(report.verdicts[0].proven, (WISHES & ~BIT(VXLAN_PORT)) | BIT(MULTI_SEGS));
}

static void a_pro_that_knows_no_gre_is_found_out(void **state)
{
	const struct model_knobs knobs = {.vxlan_port = 4789};

	(void)state;
	give(0, MODEL_MLX4, &knobs);
	give(1, MODEL_I40E, NULL);
	look(2);
	assert_int_equal(report.ending, WIRE_DONE);
	/* Its checksums outside of GRE are right, and stay the card's. */
	assert_int_equal(report.verdicts[0].disproved, BIT(GRE_TSO));
	assert_true(report.verdicts[0].proven & BIT(TX_CHECKSUM));
	assert_true(report.verdicts[0].proven & BIT(VXLAN_TSO));
	assert_true(report.verdicts[0].proven & BIT(TSO));
	assert_true(report.verdicts[0].proven & BIT(OUTER_IP_CHECKSUM));
	assert_int_equal(report.verdicts[1].disproved, 0);
}

static void a_wrong_outer_checksum_is_its_own_fault_alone(void **state)
{
	const struct model_knobs knobs = {.outer_sum_bad = 1};
	const struct wire_fault *f;

	(void)state;
	give(0, MODEL_I40E, &knobs);
	give(1, MODEL_I40E, NULL);
	look(2);
	assert_int_equal(report.ending, WIRE_DONE);
	assert_int_equal(report.verdicts[0].disproved, BIT(OUTER_IP_CHECKSUM));
	assert_true(report.verdicts[0].proven & BIT(TX_CHECKSUM));
	assert_true(report.verdicts[0].proven & BIT(TSO));
	assert_false(report.verdicts[0].proven & BIT(VXLAN_TSO));
	assert_int_equal(report.verdicts[1].disproved, 0);
	f = fault_of(0, BIT(OUTER_IP_CHECKSUM));
	assert_non_null(f);
	assert_string_equal(f->difference.field, "outer IPv4 checksum");
	assert_string_not_equal(f->difference.expected, f->difference.found);
}

/* Enough frames pass for the cable to be believed; then a bit is wrong in what the card has done. */
static void a_flipped_bit_costs_the_offload_that_was_used(void **state)
{
	const struct model_knobs knobs = {.flip_every = 40};

	(void)state;
	give(0, MODEL_I40E, &knobs);
	give(1, MODEL_I40E, NULL);
	look(2);
	assert_int_equal(report.ending, WIRE_DONE);
	assert_true(report.verdicts[0].disproved & (BIT(TSO) | BIT(VXLAN_TSO) | BIT(GRE_TSO)));
	assert_true(report.verdicts[0].fault_count > 0);
	assert_int_equal(report.verdicts[0].proven & report.verdicts[0].disproved, 0);
	assert_int_equal(report.verdicts[1].disproved, 0);
}

static void lost_frames_are_sent_again(void **state)
{
	const struct model_knobs knobs = {.lose_every = 25};

	(void)state;
	give(0, MODEL_I40E, &knobs);
	give(1, MODEL_I40E, NULL);
	look(2);
	assert_int_equal(report.ending, WIRE_DONE);
	assert_int_equal(report.verdicts[0].disproved, 0);
	assert_true(report.verdicts[0].proven & BIT(TSO));
}

static void a_cable_that_changes_frames_condemns_nobody(void **state)
{
	const struct model_knobs knobs = {.flip_every = 2};

	(void)state;
	give(0, MODEL_I40E, &knobs);
	give(1, MODEL_I40E, NULL);
	look(2);
	assert_int_equal(report.ending, WIRE_CHANGED);
	assert_int_equal(report.verdicts[0].disproved | report.verdicts[0].proven, 0);
	assert_non_null(fault_of(0, 0));
}

static void no_cable_is_no_wrong_byte(void **state)
{
	(void)state;
	give(0, MODEL_I40E, NULL);
	give(1, MODEL_I40E, NULL);
	cut_short = true;
	look(2);
	assert_int_equal(report.ending, WIRE_NOTHING_BACK);
	assert_true(report.sent > 0);
	assert_int_equal(report.received, 0);
	assert_int_equal(report.verdicts[0].disproved | report.verdicts[0].proven, 0);
}

static void a_card_that_calls_everything_right_is_not_believed(void **state)
{
	const struct model_knobs knobs = {.good_always = true};
	const struct wire_fault *f;

	(void)state;
	give(0, MODEL_I40E, NULL);
	give(1, MODEL_I40E, &knobs);
	look(2);
	assert_int_equal(report.ending, WIRE_DONE);
	assert_int_equal(report.verdicts[0].disproved, 0);
	assert_int_equal(report.verdicts[1].disproved, BIT(RX_CHECKSUM));
	assert_true(report.verdicts[1].proven & BIT(TX_CHECKSUM));
	f = fault_of(1, BIT(RX_CHECKSUM));
	assert_non_null(f);
	assert_string_equal(f->difference.expected, "bad");
	assert_string_equal(f->difference.found, "good");
}

static void where_somebody_else_speaks_nothing_is_sent(void **state)
{
	(void)state;
	give(0, MODEL_I40E, NULL);
	give(1, MODEL_I40E, NULL);
	visited = true;
	look(2);
	assert_int_equal(report.ending, WIRE_STRANGERS);
	assert_memory_equal(report.stranger, stranger + 6, 6);
	assert_int_equal(report.sent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(healthy_x710s_prove_all),
	    cmocka_unit_test(a_looped_port_proves_itself),
	    cmocka_unit_test(a_pro_that_knows_no_gre_is_found_out),
	    cmocka_unit_test(a_wrong_outer_checksum_is_its_own_fault_alone),
	    cmocka_unit_test(a_flipped_bit_costs_the_offload_that_was_used),
	    cmocka_unit_test(lost_frames_are_sent_again),
	    cmocka_unit_test(a_cable_that_changes_frames_condemns_nobody),
	    cmocka_unit_test(no_cable_is_no_wrong_byte),
	    cmocka_unit_test(a_card_that_calls_everything_right_is_not_believed),
	    cmocka_unit_test(where_somebody_else_speaks_nothing_is_sent),
	};
	int result;

	stand_start();
	result = cmocka_run_group_tests_name("wire", tests, NULL, NULL);
	stand_stop();
	return result;
}
