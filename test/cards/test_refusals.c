/* What the cards' drivers say of themselves and what they refuse, with their error numbers. */
#include "stand.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <rte_flow.h>

static int mlx4_up(struct stand_port *p, uint16_t queues)
{
	struct rte_eth_conf conf = {.txmode.offloads = 0x86ae, .rxmode.offloads = 0xe};

	*p = stand_card(MODEL_MLX4, NULL);
	return stand_open(p, queues, 256, &conf);
}

static int i40e_up(struct stand_port *p, uint16_t queues)
{
	struct rte_eth_conf conf = {.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS,
	                            .rx_adv_conf.rss_conf.rss_hf = RTE_ETH_RSS_NONFRAG_IPV4_TCP};

	*p = stand_card(MODEL_I40E, NULL);
	return stand_open(p, queues, 256, &conf);
}

static void info_of_the_cards(void **state)
{
	struct stand_port a = stand_card(MODEL_MLX4, NULL), b = stand_card(MODEL_I40E, NULL);
	struct stand_port c = stand_card(MODEL_MLX4, &(struct model_knobs){.not_pro = true});
	struct stand_port d =
	    stand_card(MODEL_MLX4, &(struct model_knobs){.no_checksum = true, .no_tso = true});
	struct rte_eth_dev_info info;
	char firmware[32];

	(void)state;
	assert_int_equal(rte_eth_dev_info_get(a.id, &info), 0);
	assert_string_equal(info.driver_name, "net_mlx4");
	assert_string_equal(rte_dev_bus_info(info.device), "vendor_id=15b3, device_id=1007");
	assert_int_equal(info.rx_offload_capa, 0x9220e);
	assert_int_equal(info.rx_queue_offload_capa, 0x9200e);
	assert_int_equal(info.tx_offload_capa, 0x86ae);
	assert_int_equal(info.flow_type_rss_offloads, 0x3afbc);
	assert_int_equal(info.reta_size, 0);
	assert_int_equal(info.hash_key_size, 40);
	assert_int_equal(info.dev_capa, 0);
	assert_int_equal(rte_eth_dev_info_get(b.id, &info), 0);
	assert_string_equal(info.driver_name, "net_i40e");
	assert_int_equal(info.rx_offload_capa, 0x9266f);
	assert_int_equal(info.tx_offload_capa, 0x19fbf);
	assert_int_equal(info.tx_queue_offload_capa, 0x10000);
	assert_int_equal(info.flow_type_rss_offloads, 0x7efc);
	assert_int_equal(info.max_mtu, 9702);
	assert_int_equal(info.reta_size, 512);
	assert_int_equal(rte_eth_dev_info_get(c.id, &info), 0);
	assert_int_equal(info.tx_offload_capa, 0x802e);
	assert_int_equal(rte_eth_dev_info_get(d.id, &info), 0);
	assert_int_equal(info.tx_offload_capa, 0x8000);
	assert_int_equal(info.rx_offload_capa, 0x92200);
	assert_int_equal(rte_eth_dev_fw_version_get(a.id, firmware, sizeof(firmware)), 0);
	assert_string_equal(firmware, "2.42.5000");
	assert_int_equal(rte_eth_dev_fw_version_get(b.id, firmware, 4), 25); /* it needs as many */
	stand_close(&a);
	stand_close(&b);
	stand_close(&c);
	stand_close(&d);
}

static void tunnel_ports(void **state)
{
	struct rte_eth_udp_tunnel t = {.udp_port = 4789, .prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};
	struct stand_port a, b;

	(void)state;
	assert_int_equal(mlx4_up(&a, 1), 0);
	assert_int_equal(i40e_up(&b, 1), 0);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(a.id, &t), -ENOTSUP);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(b.id, &t), 0);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(b.id, &t), -EINVAL);
	for (t.udp_port = 1; t.udp_port < 16; t.udp_port++)
		assert_int_equal(rte_eth_dev_udp_tunnel_port_add(b.id, &t), 0);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(b.id, &t), -ENOSPC);
	assert_int_equal(rte_eth_dev_udp_tunnel_port_delete(b.id, &t), -EINVAL);
	t.udp_port = 5;
	assert_int_equal(rte_eth_dev_udp_tunnel_port_delete(b.id, &t), 0);
	t.prot_type = RTE_ETH_TUNNEL_TYPE_GENEVE;
	assert_int_equal(rte_eth_dev_udp_tunnel_port_add(b.id, &t), -1);
	stand_close(&a);
	stand_close(&b);
}

static void spreading_tables(void **state)
{
	struct rte_eth_rss_reta_entry64 reta[8] = {[0] = {.mask = 1, .reta = {1}}};
	struct rte_eth_rss_conf rss = {.rss_hf = RTE_ETH_RSS_NONFRAG_IPV4_UDP};
	struct stand_port a, b;

	(void)state;
	assert_int_equal(mlx4_up(&a, 2), 0);
	assert_int_equal(i40e_up(&b, 2), 0);
	assert_int_equal(rte_eth_dev_rss_reta_update(a.id, reta, 512), -ENOTSUP);
	assert_int_equal(rte_eth_dev_rss_hash_update(a.id, &rss), -ENOTSUP);
	assert_int_equal(rte_eth_dev_rss_reta_update(b.id, reta, 512), 0);
	assert_int_equal(rte_eth_dev_rss_reta_update(b.id, reta, 128), -EINVAL);
	reta[0].reta[0] = 2;
	assert_int_equal(rte_eth_dev_rss_reta_update(b.id, reta, 512), -EINVAL);
	assert_int_equal(rte_eth_dev_rss_hash_update(b.id, &rss), 0);
	rss.rss_hf = 0;
	assert_int_equal(rte_eth_dev_rss_hash_update(b.id, &rss), -EINVAL);
	stand_close(&a);
	stand_close(&b);
}

static void configurations(void **state)
{
	struct rte_eth_conf rss = {.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS,
	                           .rx_adv_conf.rss_conf.rss_hf = RTE_ETH_RSS_IP};
	struct rte_eth_conf udp = {.txmode.offloads = RTE_ETH_TX_OFFLOAD_OUTER_UDP_CKSUM};
	struct rte_eth_conf long_one = {.rxmode.mtu = 9703};
	struct rte_eth_conf none = {0};
	struct stand_port a = stand_card(MODEL_MLX4, NULL), b = stand_card(MODEL_I40E, NULL);

	(void)state;
	assert_int_equal(rte_eth_dev_configure(a.id, 1, 1, &udp), -EINVAL);
	assert_int_equal(rte_eth_dev_configure(b.id, 1, 1, &udp), -EINVAL);
	assert_int_equal(rte_eth_dev_configure(b.id, 1, 1, &rss), -EINVAL); /* it has no plain IPV6 */
	assert_int_equal(rte_eth_dev_configure(a.id, 1, 1, &rss), 0);
	assert_int_equal(rte_eth_dev_configure(b.id, 1, 1, &long_one), -EINVAL);
	assert_int_equal(rte_eth_dev_configure(b.id, 65, 1, &none), -EINVAL);
	assert_int_equal(stand_open(&a, 129, 64, &none), -EINVAL);
	stand_close(&a);
	stand_close(&b);
}

static void descriptors(void **state)
{
	struct rte_eth_txconf thresh = {.tx_rs_thresh = 64, .tx_free_thresh = 32};
	struct rte_eth_conf none = {0};
	struct rte_eth_dev_info info;
	struct stand_port a = stand_card(MODEL_MLX4, NULL), b = stand_card(MODEL_I40E, NULL);
	uint16_t rx = 100, tx = 5000;

	(void)state;
	assert_int_equal(rte_eth_dev_configure(a.id, 1, 1, &none), 0);
	assert_int_equal(rte_eth_dev_configure(b.id, 1, 1, &none), 0);
	assert_int_equal(rte_eth_rx_queue_setup(a.id, 0, 100, 0, NULL, stand_pool), 0);
	assert_int_equal(rte_eth_rx_queue_setup(a.id, 0, 40000, 0, NULL, stand_pool), -EINVAL);
	assert_int_equal(rte_eth_tx_queue_setup(a.id, 0, 2, 0, NULL), -EINVAL);
	assert_int_equal(rte_eth_rx_queue_setup(b.id, 0, 100, 0, NULL, stand_pool), -EINVAL);
	assert_int_equal(rte_eth_rx_queue_setup(b.id, 0, 32, 0, NULL, stand_pool), -EINVAL);
	assert_int_equal(rte_eth_rx_queue_setup(b.id, 0, 8192, 0, NULL, stand_pool), -EINVAL);
	assert_int_equal(rte_eth_tx_queue_setup(b.id, 0, 256, 0, &thresh), -EINVAL);
	thresh.tx_free_thresh = 64;
	assert_int_equal(rte_eth_tx_queue_setup(b.id, 0, 256, 0, &thresh), 0);
	thresh.tx_thresh.wthresh = 1;
	assert_int_equal(rte_eth_tx_queue_setup(b.id, 0, 256, 0, &thresh), -EINVAL);
	assert_int_equal(rte_eth_dev_info_get(b.id, &info), 0);
	info.default_rxconf.offloads = RTE_ETH_RX_OFFLOAD_IPV4_CKSUM; /* no bit of it is a queue's */
	assert_int_equal(rte_eth_rx_queue_setup(b.id, 0, 256, 0, &info.default_rxconf, stand_pool), -EINVAL);
	assert_int_equal(rte_eth_dev_adjust_nb_rx_tx_desc(b.id, &rx, &tx), 0);
	assert_int_equal(rx, 128);
	assert_int_equal(tx, 4096);
	stand_close(&a);
	stand_close(&b);
}

static void settings_while_running(void **state)
{
	struct rte_eth_burst_mode mode;
	struct rte_flow_error error;
	struct stand_port a, b;
	uint32_t types[32];
	uint16_t mtu;

	(void)state;
	assert_int_equal(mlx4_up(&a, 1), 0);
	assert_int_equal(i40e_up(&b, 1), 0);
	assert_int_equal(rte_eth_dev_set_mtu(a.id, 9000), 0);
	assert_int_equal(rte_eth_dev_set_mtu(a.id, 10000), -EINVAL);
	assert_int_equal(rte_eth_dev_set_mtu(b.id, 9000), -EBUSY);
	assert_int_equal(rte_eth_rx_queue_setup(a.id, 0, 256, 0, NULL, stand_pool), -EBUSY);
	assert_int_equal(rte_eth_tx_burst_mode_get(a.id, 0, &mode), -ENOTSUP);
	assert_int_equal(rte_eth_tx_burst_mode_get(b.id, 0, &mode), 0);
	assert_string_equal(mode.info, "Vector SSE");
	assert_int_equal(rte_flow_isolate(b.id, 1, &error), -ENOSYS);
	assert_int_equal(rte_flow_isolate(a.id, 1, &error), 0);
	assert_true(rte_eth_dev_get_supported_ptypes(a.id, UINT32_MAX, types, 32) > 0);
	rte_eth_dev_stop(a.id);
	rte_eth_dev_stop(b.id);
	assert_int_equal(rte_eth_dev_get_supported_ptypes(a.id, UINT32_MAX, types, 32), 0);
	assert_int_equal(rte_eth_dev_set_mtu(b.id, 9000), 0);
	assert_int_equal(rte_eth_dev_get_mtu(b.id, &mtu), 0);
	assert_int_equal(mtu, 9000);
	stand_close(&a);
	stand_close(&b);
}

static void rules(void **state)
{
	struct rte_flow_attr in = {.ingress = 1};
	struct rte_flow_item_udp port = {.hdr.dst_port = RTE_BE16(4789)},
	                         port_mask = {.hdr.dst_port = UINT16_MAX};
	struct rte_flow_item_eth mac = {.dst.addr_bytes = {2, 0, 0, 0, 0, 1}},
	                         mac_mask = {.dst.addr_bytes = {255, 255, 255, 255, 255, 255}};
	struct rte_flow_item_vxlan vni = {.vni = {0, 0, 5}}, vni_mask = {.vni = {255, 255, 255}};
	struct rte_flow_action_queue queue = {.index = 1};
	struct rte_flow_item udp[] = {
	    {.type = RTE_FLOW_ITEM_TYPE_ETH, .spec = &mac, .mask = &mac_mask},
	    {.type = RTE_FLOW_ITEM_TYPE_IPV4},
	    {.type = RTE_FLOW_ITEM_TYPE_UDP, .spec = &port, .mask = &port_mask},
	    {.type = RTE_FLOW_ITEM_TYPE_END},
	};
	struct rte_flow_item vxlan[] = {
	    {.type = RTE_FLOW_ITEM_TYPE_ETH},
	    {.type = RTE_FLOW_ITEM_TYPE_IPV4},
	    {.type = RTE_FLOW_ITEM_TYPE_UDP},
	    {.type = RTE_FLOW_ITEM_TYPE_VXLAN, .spec = &vni, .mask = &vni_mask},
	    {.type = RTE_FLOW_ITEM_TYPE_ETH, .spec = &mac, .mask = &mac_mask},
	    {.type = RTE_FLOW_ITEM_TYPE_END},
	};
	struct rte_flow_action to[] = {{.type = RTE_FLOW_ACTION_TYPE_QUEUE, .conf = &queue},
	                               {.type = RTE_FLOW_ACTION_TYPE_END}};
	struct rte_flow_action pf_to[] = {
	    {.type = RTE_FLOW_ACTION_TYPE_PF}, to[0], {.type = RTE_FLOW_ACTION_TYPE_END}};
	struct rte_flow_error error;
	struct stand_port a, b;

	(void)state;
	assert_int_equal(mlx4_up(&a, 2), 0);
	assert_int_equal(i40e_up(&b, 2), 0);
	assert_int_equal(rte_flow_validate(a.id, &in, udp, to, &error), 0);
	in.priority = 1;
	assert_int_equal(rte_flow_validate(a.id, &in, udp, to, &error), -ENOTSUP);
	in.priority = 0xfff;
	assert_int_equal(rte_flow_validate(a.id, &in, udp, to, &error), -EACCES);
	in.priority = 0;
	assert_int_equal(rte_flow_validate(a.id, &in, vxlan, to, &error), -ENOTSUP);
	assert_int_equal(rte_flow_validate(b.id, &in, udp, to, &error), 0);
	assert_int_equal(rte_flow_validate(b.id, &in, vxlan, to, &error), -ENOTSUP);
	assert_int_equal(rte_flow_validate(b.id, &in, vxlan, pf_to, &error), 0);
	vxlan[4].spec = NULL; /* by VNI alone */
	assert_int_equal(rte_flow_validate(b.id, &in, vxlan, pf_to, &error), -ENOTSUP);
	in.priority = 1;
	assert_int_equal(rte_flow_validate(b.id, &in, udp, to, &error), -EINVAL);
	stand_close(&a);
	stand_close(&b);
}

static int start(void **state)
{
	(void)state;
	stand_start();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	stand_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(info_of_the_cards),
	    cmocka_unit_test(tunnel_ports),
	    cmocka_unit_test(spreading_tables),
	    cmocka_unit_test(configurations),
	    cmocka_unit_test(descriptors),
	    cmocka_unit_test(settings_while_running),
	    cmocka_unit_test(rules),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
