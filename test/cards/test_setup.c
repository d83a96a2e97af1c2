/* Ports of the modelled cards, set up by the worker: what reached the card, what it refused, and what is said
 * of it. */
#include "stand.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plan.h"
#include "port.h"
#include "port_device.h"
#include "port_rules.h"
/* cmocka has a macro named fail: it has to come after the worker's function of that name. */
#include <cmocka.h>

#define BIT(name) (1u << EL_OFFLOAD_##name)

static struct stand_port under;
static struct config config;
static struct port port;
static uint16_t steering, kernel_port;

/* What /sys and the kernel's own devices would tell. */
int __wrap_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
extern int __real_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d);
int __wrap_port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d)
{
	int error = __real_port_device(ethdev, info, d);

	d->steering = steering;
	d->kernel_vxlan_port = kernel_port;
	return error;
}

static struct el_port_conf *give(enum model_card card, const struct model_knobs *knobs)
{
	under = stand_card(card, knobs);
	config.start = (struct el_start){.port_count = 1, .lcore_count = 1, .mbuf_data = 2048};
	config.lcores[0] = (struct el_lcore_conf){.queue_count = 1};
	config.ports[0] = (struct el_port_conf){.rx_queues = 1, .rx_desc = 1024, .tx_desc = 512, .mtu = 1500};
	port = (struct port){.ethdev = under.id, .rx_queues = 1, .name = "up"};
	steering = EL_STEERING_DMFS;
	kernel_port = knobs ? knobs->vxlan_port : 0;
	return &config.ports[0];
}

static void set_up(void)
{
	struct fail failure = {0};

	if (port_setup(&port, &config, stand_pool, &failure))
		fail_msg("%s", failure.text);
	assert_int_equal(model_account(under.model)->violations, 0);
}

static void take_down(void)
{
	port_rules_remove(&port);
	stand_close(&under);
}

static void expect_row(enum el_offload offload, enum el_outcome outcome, enum el_why why)
{
	assert_int_equal(port.plan.offloads[offload].outcome, outcome);
	assert_int_equal(port.plan.offloads[offload].why, why);
}
#define ROW(offload, outcome, why) expect_row(EL_OFFLOAD_##offload, EL_OUTCOME_##outcome, EL_WHY_##why)

static void x710_takes_the_vector_path(void **state)
{
	(void)state;
	give(MODEL_I40E, NULL)->wanted = BIT(FAST_FREE) | BIT(RX_CHECKSUM) | BIT(TX_CHECKSUM);
	set_up();
	assert_string_equal(port.plan.card, "X710");
	assert_non_null(strstr(port.rx_mode, "Vector"));
	assert_non_null(strstr(port.tx_mode, "Vector"));
	ROW(TX_CHECKSUM, SOFTWARE, COSTS_VECTOR);
	assert_int_equal(port.offload.hardware, port.plan.hardware);
	assert_int_equal(port.offload.software & BIT(TX_CHECKSUM), BIT(TX_CHECKSUM));
	assert_int_equal(port.offload.chains, 0);
	take_down();
	give(MODEL_I40E, NULL)->wanted = BIT(TX_CHECKSUM);
	set_up();
	assert_string_equal(port.tx_mode, "Scalar");
	assert_int_equal(port.plan.tx_scalar, EL_WHY_TX_OFFLOADS);
	assert_int_equal(port.offload.segments, 8);
	take_down();
}

/* Asked back from the card, not from the plan. */
static void x710_is_told_key_table_and_tunnels(void **state)
{
	struct rte_eth_udp_tunnel tunnel = {.udp_port = 8472, .prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};
	struct rte_eth_rss_reta_entry64 table[8] = {[0 ... 7] = {.mask = UINT64_MAX}};
	uint8_t key[52];
	struct rte_eth_rss_conf rss = {.rss_key = key, .rss_key_len = sizeof(key)};
	struct el_port_conf *c = give(MODEL_I40E, NULL);

	(void)state;
	c->rx_queues = port.rx_queues = 3;
	c->rss_types = UINT64_MAX;
	c->rss_key_len = sizeof(key);
	for (uint8_t i = 0; i < sizeof(key); i++)
		c->rss_key[i] = (uint8_t)(i * 7 + 1);
	c->reta_len = 3;
	c->reta[0] = 2;
	c->reta[1] = 2;
	c->reta[2] = 1;
	c->wanted = BIT(VXLAN_PORT);
	c->vxlan_ports[0] = 4789;
	c->vxlan_ports[1] = 8472;
	c->vxlan_port_count = 2;
	set_up();
	ROW(RSS_KEY, HARDWARE, ADVERTISED);
	ROW(RETA, HARDWARE, ADVERTISED);
	ROW(VXLAN_PORT, HARDWARE, ADVERTISED);
	assert_int_equal(rte_eth_dev_rss_hash_conf_get(under.id, &rss), 0);
	assert_memory_equal(key, c->rss_key, sizeof(key));
	assert_int_equal(rte_eth_dev_rss_reta_query(under.id, table, 512), 0);
	for (uint32_t i = 0; i < 512; i++)
		assert_int_equal(table[i / 64].reta[i % 64], c->reta[i % 3]);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(under.id, &tunnel), -EINVAL);
	port_rules_remove(&port);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(under.id, &tunnel), 0);
	take_down();
}

/* Another function of the adapter has filled the table they share. */
static void x710_without_room_for_a_tunnel(void **state)
{
	struct rte_eth_udp_tunnel tunnel = {.prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};
	struct el_port_conf *c = give(MODEL_I40E, NULL);

	(void)state;
	for (tunnel.udp_port = 1; tunnel.udp_port <= 16; tunnel.udp_port++)
		assert_int_equal(rte_eth_dev_udp_tunnel_port_add(under.id, &tunnel), 0);
	c->wanted = BIT(VXLAN_PORT);
	c->vxlan_ports[0] = 4789;
	c->vxlan_port_count = 1;
	set_up();
	ROW(VXLAN_PORT, REFUSED, FULL);
	assert_int_equal(port.offload.hardware & BIT(VXLAN_PORT), 0);
	take_down();
}

static void x710_steers_by_rules(void **state)
{
	struct el_port_conf *c = give(MODEL_I40E, NULL);

	(void)state;
	c->rx_queues = port.rx_queues = 2;
	c->rss_types = UINT64_MAX;
	c->wanted = BIT(MARK);
	c->vxlan_ports[0] = 4789;
	c->vxlan_port_count = 1;
	c->steer_first = c->steer_count = 1;
	set_up();
	ROW(STEER, HARDWARE, RULES);
	ROW(MARK, HARDWARE, RULES);
	assert_non_null(port.rules[0]);
	take_down();
	assert_null(port.rules[0]);
}

static void pro_as_its_kernel_has_prepared_it(void **state)
{
	struct el_port_conf *c = give(MODEL_MLX4, &(struct model_knobs){.vxlan_port = 4789});

	(void)state;
	c->rx_queues = port.rx_queues = 4;
	c->rx_desc = 1000;
	c->mtu = 1450;
	c->wanted = BIT(TSO) | BIT(VXLAN_TSO) | BIT(VXLAN_PORT) | BIT(ISOLATE) | BIT(RETA);
	c->reta_len = 1;
	c->vxlan_ports[0] = 4789;
	c->vxlan_port_count = 1;
	c->steer_first = c->steer_count = 2;
	set_up();
	assert_string_equal(port.plan.card, "ConnectX-3 Pro");
	ROW(TSO, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, HARDWARE, OUTER_IPV4);
	ROW(VXLAN_PORT, HARDWARE, BY_KERNEL);
	ROW(RETA, REFUSED, DRIVER_LACKS);
	ROW(ISOLATE, HARDWARE, RULES);
	ROW(STEER, HARDWARE, RULES);
	assert_int_equal(port.plan.rule_count, 4);
	for (uint32_t i = 0; i < 4; i++)
		assert_non_null(port.rules[i]);
	assert_string_equal(port.rx_mode, "");
	assert_int_equal(port.offload.tunnels, EL_TUNNELS_VXLAN4);
	assert_int_equal(port.offload.vxlan_port, 4789);
	take_down();
}

static void what_cannot_be_is_one_sentence(void **state)
{
	struct fail failure = {0};

	(void)state;
	give(MODEL_MLX4, NULL)->rx_queues = 3;
	assert_int_equal(port_setup(&port, &config, stand_pool, &failure), -1);
	assert_int_equal(failure.code, EL_ERR_PORT_SETUP);
	assert_non_null(strstr(failure.text, "port \"up\" (net_mlx4): rx_queues is 3; ConnectX-3 Pro"));
	stand_close(&under);
	failure = (struct fail){0};
	give(MODEL_I40E, NULL)->mtu = 9703;
	assert_int_equal(port_setup(&port, &config, stand_pool, &failure), -1);
	assert_non_null(strstr(failure.text, "mtu is 9703, the device takes 68 to 9702"));
	stand_close(&under);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(x710_takes_the_vector_path),
	    cmocka_unit_test(x710_is_told_key_table_and_tunnels),
	    cmocka_unit_test(x710_without_room_for_a_tunnel),
	    cmocka_unit_test(x710_steers_by_rules),
	    cmocka_unit_test(pro_as_its_kernel_has_prepared_it),
	    cmocka_unit_test(what_cannot_be_is_one_sentence),
	};
	int result;

	stand_start();
	result = cmocka_run_group_tests_name("setup", tests, NULL, NULL);
	stand_stop();
	return result;
}
