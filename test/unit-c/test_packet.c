/* packet_parse gives one answer however the packet is cut into segments, and leaves its headers contiguous.
 */
#include "unit.h"

#include <string.h>

#include "packet.h"

/* VXLAN over IPv4: an inner Ethernet, IPv4 and UDP header behind the outer ones; checksums of the IP headers
 * right. */
static const uint8_t vxlan[] = {
    0x02, 0, 0,    0,    0, 1,  0x02, 0, 0,   0,   0,    2,    0x08, 0x00, /* Ethernet */
    0x45, 0, 0,    82,   0, 0,  0,    0, 64,  17,  0xf6, 0x97, 192,  0,
    2,    2, 192,  0,    2, 1,                                             /* IPv4 */
    0xc0, 0, 0x12, 0xb5, 0, 62, 0,    0,                                   /* UDP 4789 */
    0x08, 0, 0,    0,    0, 0,  5,    0,                                   /* VNI 5 */
    0x02, 0, 0,    0,    0, 3,  0x02, 0, 0,   0,   0,    4,    0x08, 0x00, /* inner Ethernet */
    0x45, 0, 0,    32,   0, 0,  0,    0, 64,  17,  0x66, 0xcb, 10,   0,
    0,    1, 10,   0,    0, 2,                                /* inner IPv4 */
    0,    7, 0,    9,    0, 12, 0,    0, 'd', 'a', 't',  'a', /* inner UDP */
};

static const struct el_endpoint endpoint = {
    .type = EL_TUN_VXLAN,
    .udp_dst = 4789,
    .local = {[10] = 0xff, [11] = 0xff, [12] = 192, [13] = 0, [14] = 2, [15] = 1},
};

static void every_segmentation_reads_the_same(void **state)
{
	struct packet whole = {.m = mbufs_from(pool, vxlan, sizeof(vxlan), 128, 0)};

	(void)state;
	assert_int_equal(packet_parse(&whole, 4, &endpoint, 1), EL_DROP_NONE);
	assert_int_equal(whole.key.tun_key, 5);
	assert_int_equal(whole.at.inner_offset, 50);
	for (uint32_t segment = 1; segment < sizeof(vxlan); segment++) {
		for (uint16_t headroom = 0; headroom < 1152; headroom += 383) {
			struct packet p = {.m = mbufs_from(pool, vxlan, sizeof(vxlan), headroom, segment)};
			uint8_t out[sizeof(vxlan)];

			assert_int_equal(packet_parse(&p, 4, &endpoint, 1), EL_DROP_NONE);
			assert_memory_equal(&p.key, &whole.key, sizeof(p.key));
			assert_memory_equal(&p.at, &whole.at, sizeof(p.at));
			assert_int_equal(p.hash, whole.hash);
			assert_true(p.m->data_len >= p.at.headers_len);
			rte_mbuf_sanity_check(p.m, 1);
			assert_int_equal(mbufs_to(p.m, out, sizeof(out)), sizeof(vxlan));
			assert_memory_equal(out, vxlan, sizeof(vxlan));
			rte_pktmbuf_free(p.m);
		}
	}
	rte_pktmbuf_free(whole.m);
}

static void a_port_without_endpoints_sees_the_outer_packet(void **state)
{
	struct packet p = {.m = mbufs_from(pool, vxlan, sizeof(vxlan), 128, 0)};

	(void)state;
	assert_int_equal(packet_parse(&p, 4, NULL, 0), EL_DROP_NONE);
	assert_int_equal(p.key.tun_type, EL_TUN_NONE);
	assert_int_equal(p.at.l4_offset, 34);
	assert_int_equal(p.flow_id, EL_ID_NONE);
	assert_int_equal(p.tunnel_port, EL_PORT_NONE);
	rte_pktmbuf_free(p.m);
}

static void what_ends_early_is_truncated_in_any_segmentation(void **state)
{
	(void)state;
	for (uint32_t len = 1; len < sizeof(vxlan); len++) {
		for (uint32_t segment = 1; segment <= len; segment += 11) {
			struct packet p = {.m = mbufs_from(pool, vxlan, len, 128, segment)};

			assert_int_equal(packet_parse(&p, 4, &endpoint, 1), EL_DROP_TRUNCATED);
			rte_pktmbuf_free(p.m);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_segmentation_reads_the_same),
	    cmocka_unit_test(a_port_without_endpoints_sees_the_outer_packet),
	    cmocka_unit_test(what_ends_early_is_truncated_in_any_segmentation),
	};

	return cmocka_run_group_tests(tests, pool_setup, pool_teardown);
}
