/* Plans of documented cards: wishes go in, outcomes and the exact set-up come out. The bits and limits
 * written here are those of the cards' documents, not of the product. */
#include "check.h"

#include <stdio.h>

#include <rte_ethdev.h>

#include "edgelane.h"
#include "plan.h"

#define BIT(name) (1u << EL_OFFLOAD_##name)

static struct el_start start;
static struct el_port_conf conf;
static struct el_device device;
static struct el_port_plan plan;

static void give(const char *card)
{
	start = (struct el_start){.lcore_count = 4, .mbuf_data = 2048};
	conf = (struct el_port_conf){.rx_queues = 1, .rx_desc = 1024, .tx_desc = 1024, .mtu = 1500};
	assert_int_equal(el_card_device(card, &device), 0);
}

/* A ConnectX-3 Pro whose kernel has put it into VXLAN mode. */
static void give_prepared(void)
{
	give("connectx3-pro");
	device.steering = EL_STEERING_DMFS;
	device.kernel_vxlan_port = 4789;
	conf.vxlan_ports[0] = 4789;
	conf.vxlan_port_count = 1;
}

static void expect_plan(void)
{
	if (el_plan_port(&start, &conf, &device, &plan) != 0)
		fail_msg("refused: %s", plan.sentence);
}

static void expect_refusal(uint32_t code, const char *field, const char *words)
{
	assert_int_equal(el_plan_port(&start, &conf, &device, &plan), -(int)code);
	assert_string_equal(plan.field, field);
	if (!strstr(plan.sentence, words))
		fail_msg("\"%s\" does not say \"%s\"", plan.sentence, words);
}

static void expect_row(enum el_offload offload, enum el_outcome outcome, enum el_why why)
{
	const struct el_offload_state *row = &plan.offloads[offload];

	if (row->outcome != outcome || row->why != why)
		fail_msg("offload %d: outcome %u for reason %u", offload, row->outcome, row->why);
	assert_int_equal(plan.hardware >> offload & 1, outcome == EL_OUTCOME_HARDWARE);
	assert_int_equal(plan.software >> offload & 1, outcome == EL_OUTCOME_SOFTWARE);
}
#define ROW(offload, outcome, why) expect_row(EL_OFFLOAD_##offload, EL_OUTCOME_##outcome, EL_WHY_##why)

#define BULK                                                                                                 \
	(BIT(RX_CHECKSUM) | BIT(TX_CHECKSUM) | BIT(OUTER_IP_CHECKSUM) | BIT(TSO) | BIT(VXLAN_TSO) |          \
	 BIT(GRE_TSO))

static void x710_in_bulk(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BULK | BIT(RETA) | BIT(RSS_KEY) | BIT(LLDP);
	conf.rx_queues = 3;
	conf.rss_types = 0x3afbc;
	conf.rss_key_len = 52;
	conf.reta_len = 3;
	expect_plan();
	assert_string_equal(plan.card, "X710");
	ROW(RX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(OUTER_IP_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TSO, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, HARDWARE, ADVERTISED);
	ROW(GRE_TSO, HARDWARE, ADVERTISED);
	ROW(MULTI_SEGS, HARDWARE, ADVERTISED);
	ROW(RSS, HARDWARE, ADVERTISED);
	ROW(RSS_KEY, HARDWARE, ADVERTISED);
	ROW(RETA, HARDWARE, ADVERTISED);
	ROW(LLDP, HARDWARE, ADVERTISED);
	ROW(FAST_FREE, NOT_WANTED, NONE);
	assert_int_equal(plan.tx_offloads, 0x86ae);
	assert_int_equal(plan.tx_queue_offloads, 0);
	assert_int_equal(plan.rx_offloads, 0x4e);
	assert_int_equal(plan.rss_types, 0x3afbc & 0x7efc);
	assert_int_equal(plan.reta_size, 512);
	assert_int_equal(plan.rx_drop, 1);
	assert_int_equal(plan.tx_scalar, EL_WHY_TX_OFFLOADS);
	assert_int_equal(plan.rx_scalar, EL_WHY_NONE);
	assert_int_equal(plan.tunnels, 15);
	assert_int_equal(plan.segments, 8);
	assert_int_equal(plan.mss_least, 256);
	assert_int_equal(plan.mss_most, 9674);
}

static void x710_small_packets(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BULK | BIT(FAST_FREE);
	expect_plan();
	ROW(FAST_FREE, HARDWARE, ADVERTISED);
	ROW(RX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TX_CHECKSUM, SOFTWARE, COSTS_VECTOR);
	ROW(OUTER_IP_CHECKSUM, SOFTWARE, COSTS_VECTOR);
	ROW(TSO, SOFTWARE, COSTS_VECTOR);
	ROW(VXLAN_TSO, SOFTWARE, COSTS_VECTOR);
	ROW(MULTI_SEGS, SOFTWARE, COSTS_VECTOR);
	assert_int_equal(plan.tx_offloads, 0);
	assert_int_equal(plan.tx_queue_offloads, 0x10000);
	assert_int_equal(plan.tx_scalar, EL_WHY_NONE);
	assert_int_equal(plan.chains, 0);
	assert_int_equal(plan.tunnels, 0);
}

/* Its paths for small packets send no chains: such a port would drop every jumbo frame. */
static void x710_small_packets_and_jumbo_frames(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BULK | BIT(FAST_FREE);
	conf.mtu = 9000;
	expect_plan();
	ROW(FAST_FREE, REFUSED, MANY_MBUFS);
	ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(MULTI_SEGS, HARDWARE, ADVERTISED);
	assert_int_equal(plan.chains, 1);
	assert_int_equal(plan.tx_queue_offloads, 0);
}

/* Some releases advertise the bit; the card sends the field as it is. */
static void x710_never_sums_outer_udp(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BIT(OUTER_UDP_CHECKSUM) | BIT(VXLAN_TSO);
	device.tx_offloads = 0x119fbf;
	expect_plan();
	ROW(OUTER_UDP_CHECKSUM, SOFTWARE, LACKS);
	ROW(VXLAN_TSO, SOFTWARE, OUTER_UDP);
	assert_int_equal(plan.tx_offloads & 0x100000, 0);
	give("x722");
	conf.wanted = BIT(OUTER_UDP_CHECKSUM) | BIT(VXLAN_TSO);
	expect_plan();
	ROW(OUTER_UDP_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, HARDWARE, ADVERTISED);
}

static void x710_knows_its_descriptors(void **state)
{
	static const struct {
		uint16_t rx, tx, free, rs, tx_free;
		const char *field;
	} wrong[] = {
	    {4097, 1024, 0, 0, 0, "rx_desc"},         {1024, 8192, 0, 0, 0, "tx_desc"},
	    {1024, 1024, 48, 0, 0, "rx_free_thresh"}, {64, 64, 64, 0, 0, "rx_free_thresh"},
	    {1024, 1024, 0, 64, 32, "tx_rs_thresh"},  {1024, 1024, 0, 48, 64, "tx_rs_thresh"},
	    {1024, 64, 0, 32, 62, "tx_free_thresh"},  {1024, 1024, 0, 32, 1000, "tx_free_thresh"},
	};

	(void)state;
	give("x710");
	conf.rx_desc = 1000;
	conf.tx_desc = 40;
	expect_plan();
	assert_int_equal(plan.rx_desc, 1024);
	assert_int_equal(plan.tx_desc, 64);
	conf.rx_desc = 1025;
	expect_plan();
	assert_int_equal(plan.rx_desc, 1056);
	assert_int_equal(plan.rx_scalar, EL_WHY_DESCRIPTORS);
	conf = (struct el_port_conf){.rx_queues = 1, .rx_desc = 1024, .tx_desc = 1024, .mtu = 1500};
	conf.rx_free_thresh = 16;
	expect_plan();
	assert_int_equal(plan.rx_scalar, EL_WHY_THRESHOLD);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		give("x710");
		conf.rx_desc = wrong[i].rx;
		conf.tx_desc = wrong[i].tx;
		conf.rx_free_thresh = wrong[i].free;
		conf.tx_rs_thresh = wrong[i].rs;
		conf.tx_free_thresh = wrong[i].tx_free;
		expect_refusal(EL_ERR_PORT_SETUP, wrong[i].field, wrong[i].field);
	}
}

static void x710_refuses(void **state)
{
	(void)state;
	give("x710");
	conf.mtu = 9702;
	expect_plan();
	ROW(SCATTER, HARDWARE, ADVERTISED);
	conf.mtu = 9703;
	expect_refusal(EL_ERR_PORT_SETUP, "mtu", "9702");
	give("x710");
	conf.rss_key_len = 40;
	expect_refusal(EL_ERR_PORT_SETUP, "rss_key", "52");
	give("x710");
	start.mbuf_data = 1000;
	expect_refusal(EL_ERR_PORT_SETUP, "mbuf_data", "1024");
	give("x710");
	conf.wanted = BIT(ISOLATE) | BIT(LLDP);
	snprintf(device.firmware, sizeof(device.firmware), "5.05 0x80002927 1.1313.0");
	expect_plan();
	ROW(ISOLATE, REFUSED, DRIVER_LACKS);
	ROW(LLDP, REFUSED, FIRMWARE);
}

/* A rule sees a recognised tunnel's inner headers: who wants the card to know the port cannot steer by it. */
static void x710_steers_or_recognises(void **state)
{
	(void)state;
	give("x710");
	conf.rx_queues = 4;
	conf.vxlan_ports[0] = 4789;
	conf.vxlan_ports[1] = 8472;
	conf.vxlan_port_count = 2;
	conf.wanted = BIT(MARK);
	conf.steer_first = 3;
	conf.steer_count = 1;
	expect_plan();
	ROW(STEER, HARDWARE, RULES);
	ROW(MARK, HARDWARE, RULES);
	assert_int_equal(plan.rule_count, 2);
	assert_int_equal(plan.rules[1].kind, EL_RULE_VXLAN);
	assert_int_equal(plan.rules[1].udp_dst, 8472);
	assert_int_equal(plan.rules[1].queue, 3);
	assert_int_equal(plan.rules[1].mark, 8472);
	conf.wanted |= BIT(VXLAN_PORT);
	expect_plan();
	ROW(VXLAN_PORT, HARDWARE, ADVERTISED);
	ROW(STEER, REFUSED, TUNNEL_KNOWN);
	ROW(MARK, REFUSED, TUNNEL_KNOWN);
	assert_int_equal(plan.rule_count, 0);
	assert_int_equal(plan.vxlan_port_count, 2);
	conf.wanted = 0;
	conf.steer_first = 2;
	conf.steer_count = 2;
	expect_plan();
	ROW(STEER, REFUSED, ONE_STEERED);
}

static void pro_prepared(void **state)
{
	(void)state;
	give_prepared();
	conf.wanted = BULK | BIT(VXLAN_PORT) | BIT(RSS_INNER) | BIT(RETA);
	conf.rx_queues = 4;
	conf.rss_types = 0x7efc;
	conf.reta_len = 4;
	conf.rx_desc = 1000;
	expect_plan();
	assert_string_equal(plan.card, "ConnectX-3 Pro");
	ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(OUTER_IP_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TSO, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, HARDWARE, OUTER_IPV4);
	ROW(GRE_TSO, SOFTWARE, UNTRUSTED);
	ROW(VXLAN_PORT, HARDWARE, BY_KERNEL);
	ROW(RSS, HARDWARE, ALWAYS);
	ROW(RSS_INNER, HARDWARE, BY_KERNEL);
	ROW(RETA, REFUSED, DRIVER_LACKS);
	assert_int_equal(plan.tx_offloads, 0x82ae); /* all but GRE's TSO */
	assert_int_equal(plan.rss_types, 0x7efc & 0x3afbc);
	assert_int_equal(plan.vxlan_port_count, 0); /* nobody to tell in DPDK */
	assert_int_equal(plan.vxlan_port, 4789);
	assert_int_equal(plan.tunnels, EL_TUNNELS_VXLAN4);
	assert_int_equal(plan.rx_trust, EL_RX_TRUST_PLAIN);
	assert_int_equal(plan.rx_desc, 1024);
	assert_int_equal(plan.set_mtu, 1);
	assert_int_equal(plan.segments, 31);
	assert_int_equal(plan.tso_headers, 192);
	conf.proven = BIT(GRE_TSO);
	expect_plan();
	ROW(GRE_TSO, HARDWARE, PROVED);
	assert_int_equal(plan.offloads[EL_OFFLOAD_GRE_TSO].proof, EL_PROOF_PROVEN);
	assert_int_equal(plan.tx_offloads, 0x86ae);
	assert_int_equal(plan.tunnels, EL_TUNNELS_VXLAN4 | EL_TUNNELS_GRE4);
}

/* Each thing that keeps the card from looking into VXLAN keeps the inner offloads away from it, and the
 * queues are set up so that a tunnelled packet is never taken for a plain one. */
static void pro_blind(void **state)
{
	static const struct {
		uint16_t steering, kernel_port, ports, virtual_function;
		enum el_why why;
	} blind[] = {
	    {EL_STEERING_B0, 4789, 1, 0, EL_WHY_NOT_DMFS},
	    {EL_STEERING_STATIC_A0, 4789, 1, 0, EL_WHY_STATIC_A0},
	    {EL_STEERING_DMFS, 0, 1, 0, EL_WHY_KERNEL_VXLAN},
	    {EL_STEERING_UNKNOWN, 0, 1, 0, EL_WHY_KERNEL_VXLAN},
	    {EL_STEERING_DMFS, 8472, 1, 0, EL_WHY_KERNEL_PORT},
	    {EL_STEERING_DMFS, 4789, 2, 0, EL_WHY_ONE_VXLAN_PORT},
	    {EL_STEERING_DMFS, 4789, 0, 0, EL_WHY_NO_PORTS},
	    {EL_STEERING_DMFS, 4789, 1, 1, EL_WHY_VIRTUAL_FUNCTION},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(blind) / sizeof(blind[0]); i++) {
		give_prepared();
		conf.wanted = BULK | BIT(VXLAN_PORT);
		conf.vxlan_ports[1] = 8472;
		conf.vxlan_port_count = blind[i].ports;
		device.steering = blind[i].steering;
		device.kernel_vxlan_port = blind[i].kernel_port;
		device.virtual_function = blind[i].virtual_function;
		expect_plan();
		expect_row(EL_OFFLOAD_VXLAN_PORT, EL_OUTCOME_REFUSED, blind[i].why);
		expect_row(EL_OFFLOAD_VXLAN_TSO, EL_OUTCOME_SOFTWARE, blind[i].why);
		expect_row(EL_OFFLOAD_OUTER_IP_CHECKSUM, EL_OUTCOME_SOFTWARE, blind[i].why);
		ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
		ROW(TSO, HARDWARE, ADVERTISED);
		assert_int_equal(plan.tunnels, 0);
		assert_int_equal(plan.tx_offloads & 0x80, 0x80);
	}
}

static void pro_refuses(void **state)
{
	(void)state;
	give_prepared();
	conf.rx_queues = 3;
	expect_refusal(EL_ERR_PORT_SETUP, "rx_queues", "power of two");
	give_prepared();
	conf.tx_desc = 8193;
	expect_refusal(EL_ERR_PORT_SETUP, "tx_desc", "8192");
	give_prepared();
	conf.rx_queues = 8;
	conf.steer_first = 2;
	conf.steer_count = 4;
	expect_refusal(EL_ERR_PORT_SETUP, "steer_count", "power of two");
	give_prepared();
	conf.tx_rs_thresh = 32;
	expect_refusal(EL_ERR_PORT_SETUP, "tx_rs_thresh", "none");
	give_prepared();
	conf.rx_full = EL_RX_FULL_WAIT;
	expect_refusal(EL_ERR_PORT_SETUP, "rx_full", "drops");
	give_prepared();
	conf.rss_key_len = 40;
	conf.rx_queues = 2;
	expect_plan();
	ROW(RSS_KEY, REFUSED, DRIVER_LACKS);
	assert_int_equal(plan.rss_key_len, 0);
	conf.wanted = BIT(FAST_FREE);
	expect_plan();
	ROW(FAST_FREE, REFUSED, LACKS);
}

static void pro_isolated(void **state)
{
	(void)state;
	give_prepared();
	conf.wanted = BIT(ISOLATE);
	conf.rx_queues = 8;
	conf.steer_first = 4;
	conf.steer_count = 4;
	expect_plan();
	ROW(ISOLATE, HARDWARE, RULES);
	ROW(STEER, HARDWARE, RULES);
	assert_int_equal(plan.isolate, 1);
	assert_int_equal(plan.rule_count, 4);
	assert_int_equal(plan.rules[0].kind, EL_RULE_VXLAN);
	assert_int_equal(plan.rules[0].priority, 0); /* net_mlx4 takes a UDP port at no other */
	assert_int_equal(plan.rules[0].own_mac, 1);  /* nor behind any MAC */
	assert_int_equal(plan.rules[0].queue, 4);
	assert_int_equal(plan.rules[0].queue_count, 4);
	assert_int_equal(plan.rules[1].kind, EL_RULE_OWN_MAC);
	assert_int_equal(plan.rules[1].queue_count, 8);
	conf.flags = EL_PORT_PROMISC;
	expect_refusal(EL_ERR_CONFIG, "wanted", "contradict");
}

static void contradictions(void **state)
{
	(void)state;
	give("x710");
	conf.proven = conf.disproved = BIT(TSO);
	expect_refusal(EL_ERR_CONFIG, "disproved", "both");
	give("x710");
	conf.software = 1u << 30;
	expect_refusal(EL_ERR_CONFIG, "wanted", "offload 30");
	give("x710");
	conf.wanted = conf.software = BIT(ISOLATE);
	expect_refusal(EL_ERR_CONFIG, "software", "cannot");
	give("x710");
	conf.software = BIT(TSO);
	expect_refusal(EL_ERR_CONFIG, "software", "not wished for");
	give("x710");
	conf.wanted = BIT(RETA);
	expect_refusal(EL_ERR_CONFIG, "reta", "no entry");
	give("x710");
	conf.reta_len = 2;
	conf.reta[1] = 1;
	expect_refusal(EL_ERR_CONFIG, "reta", "1 rx queues");
	give("x710");
	conf.vxlan_port_count = 2;
	conf.vxlan_ports[0] = conf.vxlan_ports[1] = 4789;
	expect_refusal(EL_ERR_CONFIG, "vxlan_ports", "twice");
}

static void proofs_hold_for_the_card_they_were_made_on(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BULK;
	conf.proven = BIT(TX_CHECKSUM);
	conf.disproved = BIT(RX_CHECKSUM);
	strcpy(conf.proof_driver, "net_i40e");
	strcpy(conf.proof_firmware, "9.01");
	strcpy(device.firmware, "9.01");
	expect_plan();
	ROW(RX_CHECKSUM, SOFTWARE, DISPROVED);
	assert_int_equal(plan.rx_trust, EL_RX_TRUST_NONE);
	assert_int_equal(plan.offloads[EL_OFFLOAD_TX_CHECKSUM].proof, EL_PROOF_PROVEN);
	strcpy(device.firmware, "9.20");
	expect_plan();
	ROW(RX_CHECKSUM, HARDWARE, ADVERTISED);
	assert_int_equal(plan.offloads[EL_OFFLOAD_TX_CHECKSUM].proof, EL_PROOF_UNPROVEN);
	strcpy(device.firmware, "9.01");
	strcpy(conf.proof_driver, "net_ice");
	expect_plan();
	ROW(RX_CHECKSUM, HARDWARE, ADVERTISED);
}

static void wrong_or_unwished_hardware_is_the_workers(void **state)
{
	(void)state;
	give("x710");
	conf.wanted = BULK;
	conf.disproved = BIT(OUTER_IP_CHECKSUM);
	conf.software = BIT(RX_CHECKSUM);
	expect_plan();
	ROW(OUTER_IP_CHECKSUM, SOFTWARE, DISPROVED);
	assert_int_equal(plan.offloads[EL_OFFLOAD_OUTER_IP_CHECKSUM].proof, EL_PROOF_DISPROVED);
	ROW(RX_CHECKSUM, SOFTWARE, ASKED_SOFTWARE);
	ROW(VXLAN_TSO, SOFTWARE, NEEDS_OUTER);
	ROW(TSO, HARDWARE, ADVERTISED);
	assert_int_equal(plan.tx_offloads & 0x80, 0);
	plan_degrade(&plan, EL_OFFLOAD_TX_CHECKSUM, EL_WHY_DEVICE_REFUSED);
	ROW(TX_CHECKSUM, SOFTWARE, DEVICE_REFUSED);
	ROW(TSO, SOFTWARE, NEEDS_CHECKSUM);
}

static void virtual_devices(void **state)
{
	(void)state;
	give("net_tap");
	conf.wanted = BIT(TX_CHECKSUM) | BIT(TSO) | BIT(GRO) | BIT(RESPREAD);
	expect_plan();
	ROW(TX_CHECKSUM, SOFTWARE, DRIVER_SOFTWARE);
	ROW(TSO, SOFTWARE, DRIVER_SOFTWARE);
	ROW(GRO, SOFTWARE, WORKER_ONLY);
	ROW(RESPREAD, REFUSED, NO_UNDERLAY);
	assert_int_equal(plan.guest, 0);
	give("vhost");
	conf.flags = EL_PORT_UNDERLAY;
	conf.wanted = BIT(TX_CHECKSUM) | BIT(TSO) | BIT(VXLAN_TSO) | BIT(RESPREAD);
	expect_plan();
	ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TSO, HARDWARE, PEER);
	ROW(VXLAN_TSO, SOFTWARE, LACKS);
	ROW(RESPREAD, SOFTWARE, WORKER_ONLY);
	assert_int_equal(plan.guest, 1);
}

static void taps_with_virtio_headers(void **state)
{
	const uint32_t wishes = BIT(TX_CHECKSUM) | BIT(OUTER_IP_CHECKSUM) | BIT(OUTER_UDP_CHECKSUM) |
	                        BIT(TSO) | BIT(VXLAN_TSO) | BIT(GRE_TSO) | BIT(PROMISCUOUS);

	(void)state;
	give("tap");
	conf.wanted = wishes;
	expect_plan();
	assert_string_equal(plan.card, "TAP with virtio headers");
	ROW(TX_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(TSO, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, SOFTWARE, LACKS);
	ROW(PROMISCUOUS, HARDWARE, ALWAYS);
	assert_int_equal(plan.guest, 1);
	assert_int_equal(plan.tunnels, 0);
	conf.flags = EL_PORT_UNDERLAY;
	expect_plan();
	ROW(VXLAN_TSO, HARDWARE, ADVERTISED);
	ROW(OUTER_UDP_CHECKSUM, HARDWARE, ADVERTISED);
	ROW(GRE_TSO, SOFTWARE, LACKS);
	assert_int_equal(plan.tunnels, EL_TUNNELS_VXLAN4 | EL_TUNNELS_VXLAN6);
	/* A kernel before 6.17. */
	device.tx_offloads &= ~PLAN_TAP_TUNNELS;
	expect_plan();
	ROW(TSO, HARDWARE, ADVERTISED);
	ROW(VXLAN_TSO, SOFTWARE, LACKS);
	assert_int_equal(plan.tunnels, 0);
}

/* Whoever is asked for nothing but ports, as before there were wishes. */
static void no_wishes(void **state)
{
	(void)state;
	give("x710");
	snprintf(device.driver, sizeof(device.driver), "net_unheard_of");
	conf.rx_queues = 2;
	conf.rss_types = 1;
	conf.mtu = 9000;
	conf.rx_desc = 8192;
	expect_plan();
	assert_string_equal(plan.card, "");
	ROW(RSS, REFUSED, NO_RSS_TYPE);
	ROW(SCATTER, HARDWARE, ADVERTISED);
	ROW(MULTI_SEGS, HARDWARE, ADVERTISED);
	ROW(TSO, NOT_WANTED, NONE);
	assert_int_equal(plan.rx_desc, 4096);
	assert_int_equal(plan.tx_queues, 4);
	assert_int_equal(plan.chains, 1);
}

/* Whatever bytes it is called with. */
static void any_bytes_are_refused_or_harmless(void **state)
{
	static const char *const cards[] = {"x710", "connectx3-pro", "connectx3", "vhost", "net_tap", "tap"};
	uint32_t seed = 11, planned = 0;

	(void)state;
	for (uint32_t round = 0; round < 100000; round++) {
		uint8_t *bytes = (uint8_t *)&conf;

		give(cards[roll(&seed) % 6]);
		for (uint32_t i = 1 + roll(&seed) % 8; i > 0; i--)
			bytes[roll(&seed) % sizeof(conf)] = (uint8_t)roll(&seed);
		if (el_plan_port(&start, &conf, &device, &plan) == 0) {
			planned++;
			assert_in_range(plan.rule_count, 0, EL_MAX_PLAN_RULES);
			assert_int_equal(plan.hardware & plan.software, 0);
		} else {
			assert_int_not_equal(plan.sentence[0], 0);
		}
	}
	assert_true(planned > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(x710_in_bulk),
	    cmocka_unit_test(x710_small_packets),
	    cmocka_unit_test(x710_small_packets_and_jumbo_frames),
	    cmocka_unit_test(x710_never_sums_outer_udp),
	    cmocka_unit_test(x710_knows_its_descriptors),
	    cmocka_unit_test(x710_refuses),
	    cmocka_unit_test(x710_steers_or_recognises),
	    cmocka_unit_test(pro_prepared),
	    cmocka_unit_test(pro_blind),
	    cmocka_unit_test(pro_refuses),
	    cmocka_unit_test(pro_isolated),
	    cmocka_unit_test(contradictions),
	    cmocka_unit_test(proofs_hold_for_the_card_they_were_made_on),
	    cmocka_unit_test(wrong_or_unwished_hardware_is_the_workers),
	    cmocka_unit_test(virtual_devices),
	    cmocka_unit_test(taps_with_virtio_headers),
	    cmocka_unit_test(no_wishes),
	    cmocka_unit_test(any_bytes_are_refused_or_harmless),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
