/* Tunnels: commands that must be refused, packets without room for a header, next hops that share the flows.
 */
#include "unit.h"

#include <string.h>

#include "edit.h"
#include "stub_lcore.h"

static struct lcore lc;

static struct el_cmd_tunnel_set good_tunnel(void)
{
	struct el_cmd_tunnel_set cmd = {
	    .type = EL_TUN_VXLAN,
	    .ttl = 64,
	    .local = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1},
	    .remote = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 2},
	    .udp_dst = 4789,
	    .udp_src_min = 49152,
	    .udp_src_range = 16384,
	    .nexthop_count = 4,
	    .nexthops = {0, 1, 2, 3},
	};

	return cmd;
}

static struct el_cmd_nexthop_set good_nexthop(uint16_t port)
{
	struct el_cmd_nexthop_set cmd = {
	    .port = port, .eth_dst = {2, 0, 0, 0, 0, 1}, .eth_src = {2, 0, 0, 0, 0, 2}};

	return cmd;
}

#define REFUSED(change, error, field)                                                                        \
	do {                                                                                                 \
		struct el_cmd_tunnel_set cmd = good_tunnel();                                                \
		struct tunnel t = {0}, before = t;                                                           \
		uint32_t at = 0;                                                                             \
		change;                                                                                      \
		assert_int_equal(tunnel_render(&t, &cmd, STUB_OBJECTS, &at), error);                         \
		assert_int_equal(at, offsetof(struct el_cmd_tunnel_set, field));                             \
		assert_memory_equal(&t, &before, sizeof(t));                                                 \
	} while (0)

static void bad_tunnels_are_refused_with_their_field(void **state)
{
	(void)state;
	REFUSED(cmd.type = 0, EL_ERR_RANGE, type);
	REFUSED(cmd.type = 5, EL_ERR_RANGE, type);
	REFUSED(cmd.ttl = 0, EL_ERR_RANGE, ttl);
	REFUSED(cmd.flags = 32, EL_ERR_RESERVED, flags);
	REFUSED(cmd.local[12] = 224, EL_ERR_RANGE, local);
	REFUSED(memset(cmd.local, 0, 16), EL_ERR_RANGE, local);
	REFUSED(cmd.remote[10] = 0, EL_ERR_RANGE, remote);
	REFUSED((memset(cmd.remote, 0, 16), cmd.remote[0] = 0xff), EL_ERR_RANGE, remote);
	REFUSED(cmd.udp_dst = 0, EL_ERR_RANGE, udp_dst);
	REFUSED(cmd.udp_src_range = 3, EL_ERR_RANGE, udp_src_range);
	REFUSED(cmd.udp_src_range = 0, EL_ERR_RANGE, udp_src_range);
	REFUSED(cmd.udp_src_range = 32768, EL_ERR_RANGE, udp_src_range);
	REFUSED(cmd.udp_src_min = 50000, EL_ERR_RANGE, udp_src_min);
	REFUSED(cmd.nexthop_count = 9, EL_ERR_RANGE, nexthop_count);
	REFUSED(cmd.rsv0 = 1, EL_ERR_RESERVED, rsv0);
	REFUSED(cmd.rsv1 = 1, EL_ERR_RESERVED, rsv1);
	REFUSED(cmd.nexthops[0] = STUB_OBJECTS, EL_ERR_RANGE, nexthops);
}

#define HOP_REFUSED(change, error, field)                                                                    \
	do {                                                                                                 \
		struct el_cmd_nexthop_set cmd = good_nexthop(1);                                             \
		struct nexthop n;                                                                            \
		uint32_t at = 0;                                                                             \
		change;                                                                                      \
		assert_int_equal(nexthop_render(&n, &cmd, 16, &at), error);                                  \
		assert_int_equal(at, offsetof(struct el_cmd_nexthop_set, field));                            \
	} while (0)

static void bad_next_hops_are_refused_with_their_field(void **state)
{
	(void)state;
	HOP_REFUSED(cmd.port = 16, EL_ERR_RANGE, port);
	HOP_REFUSED(cmd.vlan = 4095, EL_ERR_RANGE, vlan);
	HOP_REFUSED(memset(cmd.eth_dst, 0, 6), EL_ERR_RANGE, eth_dst);
	HOP_REFUSED(cmd.eth_src[0] = 1, EL_ERR_RANGE, eth_src);
	HOP_REFUSED(cmd.rsv0 = 1, EL_ERR_RESERVED, rsv0);
}

/* An Ethernet frame without IP: 60 bytes, its source address made of `n`. */
static struct packet frame(uint32_t n, uint16_t headroom)
{
	uint8_t bytes[60] = {2, 0, 0, 0, 0, 9, 2, 0};
	struct packet p = {0};

	put_be32(bytes + 8, n);
	put_be16(bytes + 12, 0x88b5);
	p.m = mbufs_from(pool, bytes, sizeof(bytes), headroom, 0);
	assert_int_equal(packet_parse(&p, 1, NULL, 0), EL_DROP_NONE);
	return p;
}

static void set_up_hops(void)
{
	struct el_cmd_tunnel_set cmd = good_tunnel();
	uint32_t at;

	stub_init(&lc, pool);
	assert_int_equal(tunnel_render(&lc.tunnels[0], &cmd, STUB_OBJECTS, &at), 0);
	for (uint16_t i = 0; i < 4; i++) {
		struct el_cmd_nexthop_set hop = good_nexthop(i);

		assert_int_equal(nexthop_render(&lc.nexthops[i], &hop, 16, &at), 0);
		lc.has_nexthop[i] = 1;
	}
}

static void flows_share_the_next_hops_and_a_lost_one_is_passed_over(void **state)
{
	uint32_t before[4] = {0}, after[4] = {0};

	(void)state;
	set_up_hops();
	for (uint32_t n = 0; n < 400; n++) {
		struct packet p = frame(n, 128);

		assert_int_equal(tunnel_encap(&lc, &p, &lc.tunnels[0], 1), EL_DROP_NONE);
		before[p.tunnel_port]++;
		rte_pktmbuf_free(p.m);
	}
	lc.has_nexthop[3] = 0;
	for (uint32_t n = 0; n < 400; n++) {
		struct packet p = frame(n, 128);

		assert_int_equal(tunnel_encap(&lc, &p, &lc.tunnels[0], 1), EL_DROP_NONE);
		after[p.tunnel_port]++;
		rte_pktmbuf_free(p.m);
	}
	for (int i = 0; i < 4; i++)
		assert_in_range(before[i], 60, 140);
	assert_int_equal(after[1], before[1]);
	assert_int_equal(after[2], before[2]);
	assert_int_equal(after[0], before[0] + before[3]);
}

static void without_headroom_nothing_is_written(void **state)
{
	(void)state;
	set_up_hops();
	struct packet p = frame(1, 49);
	struct packet q = frame(1, 3);

	assert_int_equal(tunnel_encap(&lc, &p, &lc.tunnels[0], 1), EL_DROP_NO_HEADROOM);
	assert_int_equal(p.m->pkt_len, 60);
	assert_int_equal(edit_push_vlan(&q, 0x8100, 5), EL_DROP_NO_HEADROOM);
	assert_int_equal(q.m->pkt_len, 60);
	rte_pktmbuf_free(p.m);
	rte_pktmbuf_free(q.m);
}

/* Over every value of one payload word the sum takes every value: also the one whose checksum computes to
 * zero. */
static void a_udp_checksum_over_ipv6_is_never_zero(void **state)
{
	struct el_cmd_tunnel_set cmd = good_tunnel();
	uint32_t at, ones = 0;

	(void)state;
	set_up_hops();
	memset(cmd.local, 0x20, 16);
	memset(cmd.remote, 0x21, 16);
	assert_int_equal(tunnel_render(&lc.tunnels[1], &cmd, STUB_OBJECTS, &at), 0);
	for (uint32_t n = 0; n < 65536; n++) {
		struct packet p = frame(1, 128);

		put_be16(rte_pktmbuf_mtod(p.m, uint8_t *) + 20, (uint16_t)n);
		assert_int_equal(tunnel_encap(&lc, &p, &lc.tunnels[1], 1), EL_DROP_NONE);
		uint16_t sum = get_be16(rte_pktmbuf_mtod(p.m, uint8_t *) + 14 + 40 + 6);
		assert_int_not_equal(sum, 0);
		ones += sum == 0xffff;
		rte_pktmbuf_free(p.m);
	}
	assert_in_range(ones, 1, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bad_tunnels_are_refused_with_their_field),
	    cmocka_unit_test(bad_next_hops_are_refused_with_their_field),
	    cmocka_unit_test(flows_share_the_next_hops_and_a_lost_one_is_passed_over),
	    cmocka_unit_test(without_headroom_nothing_is_written),
	    cmocka_unit_test(a_udp_checksum_over_ipv6_is_never_zero),
	};

	return cmocka_run_group_tests(tests, pool_setup, pool_teardown);
}
