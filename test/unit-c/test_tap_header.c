/* Virtio headers of a TAP: what each asks for comes out again as it went in, sums asked for elsewhere are
 * filled in, and what makes no sense is refused. */
#include "unit.h"

#include <string.h>

#include "checksum.h"
#include "finish.h"
#include "guest.h"
#include "packet.h"
#include "protocol.h"
#include "tap_header.h"
#include "wish.h"

#define PAYLOAD 3000
#define OUTER 50 /* Ethernet, IPv4, UDP, VXLAN */

static uint8_t plain[54 + PAYLOAD], tunnelled[OUTER + sizeof(plain)];

static const struct el_endpoint endpoint = {
    .type = EL_TUN_VXLAN,
    .udp_dst = 4789,
    .local = {[10] = 0xff, [11] = 0xff, [12] = 192, [13] = 0, [14] = 2, [15] = 1},
};

static const struct port_offload tap = {
    .hardware = 1u << EL_OFFLOAD_TX_CHECKSUM | 1u << EL_OFFLOAD_TSO | 1u << EL_OFFLOAD_VXLAN_TSO |
                1u << EL_OFFLOAD_OUTER_IP_CHECKSUM | 1u << EL_OFFLOAD_OUTER_UDP_CHECKSUM,
    .guest = 1,
    .chains = 1,
    .tunnels = EL_TUNNELS_VXLAN4,
};

static void write_ipv4(uint8_t *at, uint8_t protocol, uint32_t payload, uint8_t last)
{
	memset(at, 0, IPV4_BYTES);
	at[0] = 0x45;
	at[8] = 64;
	at[9] = protocol;
	put_be16(at + 2, (uint16_t)(IPV4_BYTES + payload));
	at[12] = at[16] = 192;
	at[14] = at[18] = 2;
	at[15] = 9;
	at[19] = last;
	put_raw16(at + 10, (uint16_t)~csum_bytes(at, IPV4_BYTES));
}

/* A packet of `PAYLOAD` bytes of TCP, alone and inside VXLAN; TCP's field holds the pseudo header's sum. */
static int write_frames(void **state)
{
	uint8_t *tcp = plain + 34;

	plain[0] = 2;
	plain[6] = 2;
	put_be16(plain + 12, ETHER_IPV4);
	write_ipv4(plain + 14, IP_TCP, TCP_BYTES + PAYLOAD, 1);
	put_be16(tcp, 1000);
	put_be16(tcp + 2, 80);
	tcp[12] = 5 << 4;
	tcp[13] = 0x18;
	for (uint32_t i = 0; i < PAYLOAD; i++)
		tcp[TCP_BYTES + i] = (uint8_t)(i * 7);
	put_raw16(tcp + 16, csum_fold((uint64_t)csum_bytes(plain + 26, 8) + __builtin_bswap16(IP_TCP) +
	                              __builtin_bswap16(TCP_BYTES + PAYLOAD)));
	memcpy(tunnelled, plain, ETHER_BYTES);
	write_ipv4(tunnelled + 14, IP_UDP, UDP_BYTES + VXLAN_BYTES + sizeof(plain), 1);
	put_be16(tunnelled + 34, 50000);
	put_be16(tunnelled + 36, 4789);
	put_be16(tunnelled + 38, (uint16_t)(UDP_BYTES + VXLAN_BYTES + sizeof(plain)));
	tunnelled[42] = 8;
	tunnelled[48] = 5;
	memcpy(tunnelled + OUTER, plain, sizeof(plain));
	return pool_setup(state);
}

static const struct tap_header large = {
    .flags = TAP_NEEDS_CSUM,
    .gso_type = TAP_GSO_TCP4,
    .headers = 54,
    .gso_size = 1000,
    .csum_start = 34,
    .csum_offset = 16,
};

static const struct tap_header large_inside = {
    .flags = TAP_NEEDS_CSUM,
    .gso_type = TAP_GSO_TCP4 | TAP_GSO_TUNNEL4,
    .headers = OUTER + 54,
    .gso_size = 1000,
    .csum_start = OUTER + 34,
    .csum_offset = 16,
    .outer_l4 = 34,
    .inner_l3 = OUTER + 14,
};

/* As receive_parse does. */
static uint16_t arrive(struct packet *p, const uint8_t *frame, uint32_t bytes, const struct tap_header *h,
                       int tunnels)
{
	uint16_t reason;

	p->m = mbufs_from(pool, frame, bytes, 128, 0);
	tap_header_take(h, p->m, tunnels);
	reason = packet_parse(p, 1, &endpoint, 1);
	if (reason == EL_DROP_NONE && p->m->ol_flags & WISH_SIGNS)
		reason = guest_take(p, 1);
	return reason;
}

static void comes_out_as_it_went_in(const uint8_t *frame, uint32_t bytes, const struct tap_header *in)
{
	struct packet p = {0};
	struct tap_header out;
	struct shape s;

	assert_int_equal(arrive(&p, frame, bytes, in, 1), EL_DROP_NONE);
	assert_int_equal(finish_shape(&p.m, &s), EL_DROP_NONE);
	assert_true(finish_by_device(p.m, &s, &tap));
	tap_header_tell(&out, p.m);
	assert_memory_equal(&out, in, sizeof(out));
	rte_pktmbuf_free(p.m);
}

static void what_is_asked_for_is_passed_on(void **state)
{
	struct tap_header ecn = large, small = {.flags = TAP_NEEDS_CSUM, .csum_start = 34, .csum_offset = 16};

	(void)state;
	comes_out_as_it_went_in(plain, sizeof(plain), &large);
	comes_out_as_it_went_in(plain, sizeof(plain), &small);
	comes_out_as_it_went_in(tunnelled, sizeof(tunnelled), &large_inside);
	plain[34 + 13] |= 0x80;
	ecn.gso_type |= TAP_GSO_ECN;
	comes_out_as_it_went_in(plain, sizeof(plain), &ecn);
	plain[34 + 13] &= 0x7f;
}

static void a_sum_asked_for_elsewhere_is_filled_in(void **state)
{
	const struct tap_header inside = {
	    .flags = TAP_NEEDS_CSUM, .csum_start = OUTER + 34, .csum_offset = 16};
	struct packet p = {0};

	(void)state;
	assert_int_equal(arrive(&p, tunnelled, sizeof(tunnelled), &inside, 1), EL_DROP_NONE);
	assert_int_equal(p.m->ol_flags & WISH_ALL, 0);
	/* With the pseudo header everything sums up to ones. */
	assert_int_equal(csum_fold((uint64_t)csum_chain(p.m, OUTER + 34, TCP_BYTES + PAYLOAD) +
	                           csum_bytes(plain + 26, 8) + __builtin_bswap16(IP_TCP) +
	                           __builtin_bswap16(TCP_BYTES + PAYLOAD)),
	                 0xffff);
	rte_pktmbuf_free(p.m);
}

static void refused(const uint8_t *frame, uint32_t bytes, struct tap_header h, int tunnels)
{
	struct packet p = {0};

	assert_int_equal(arrive(&p, frame, bytes, &h, tunnels), EL_DROP_MALFORMED);
	rte_pktmbuf_free(p.m);
}

#define WITH(base, field, value)                                                                             \
	({                                                                                                   \
		struct tap_header changed = base;                                                            \
		changed.field = (value);                                                                     \
		changed;                                                                                     \
	})

static void what_makes_no_sense_is_refused(void **state)
{
	const struct tap_header changed[] = {
	    WITH(large, flags, 0),       WITH(large, gso_type, TAP_GSO_TCP6),
	    WITH(large, gso_type, 3),    WITH(large, gso_type, 5),
	    WITH(large, gso_size, 0),    WITH(large, gso_size, 47),
	    WITH(large, csum_start, 0),  WITH(large, csum_start, 36),
	    WITH(large, csum_offset, 6), WITH(large, gso_type, 1 | TAP_GSO_TUNNEL4),
	};
	const struct tap_header inside[] = {
	    WITH(large_inside, gso_type, TAP_GSO_TCP4 | TAP_GSO_TUNNEL6),
	    WITH(large_inside, gso_type, TAP_GSO_TCP4 | TAP_GSO_TUNNEL6 | TAP_GSO_TUNNEL4),
	    WITH(large_inside, gso_type, TAP_GSO_TCP4),
	    WITH(large_inside, outer_l4, 35),
	    WITH(large_inside, inner_l3, 0),
	    WITH(large_inside, csum_start, 34),
	    WITH(large_inside, gso_size, 1),
	};
	const struct tap_header far = {.flags = TAP_NEEDS_CSUM, .csum_start = 65535, .csum_offset = 65535};

	(void)state;
	for (size_t i = 0; i < RTE_DIM(changed); i++)
		refused(plain, sizeof(plain), changed[i], 1);
	for (size_t i = 0; i < RTE_DIM(inside); i++)
		refused(tunnelled, sizeof(tunnelled), inside[i], 1);
	refused(tunnelled, sizeof(tunnelled), large_inside, 0);
	refused(plain, sizeof(plain), far, 1);
}

static void any_header_does_no_harm(void **state)
{
	uint32_t seed = 3;

	(void)state;
	for (uint32_t round = 0; round < 50000; round++) {
		uint32_t which = draw(&seed), bytes = sizeof(plain);
		const uint8_t *frame = which & 1 ? plain : tunnelled;
		struct tap_header h = which & 2 ? large : large_inside;
		struct packet p = {0};

		((uint8_t *)&h)[draw(&seed) % sizeof(h)] = (uint8_t)draw(&seed);
		if (which & 4)
			bytes = 1 + draw(&seed) % bytes;
		arrive(&p, frame, bytes, &h, (int)(which >> 3 & 1));
		assert_int_equal(p.m->pkt_len <= bytes, 1);
		rte_mbuf_sanity_check(p.m, 1);
		rte_pktmbuf_free(p.m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_asked_for_is_passed_on),
	    cmocka_unit_test(a_sum_asked_for_elsewhere_is_filled_in),
	    cmocka_unit_test(what_makes_no_sense_is_refused),
	    cmocka_unit_test(any_header_does_no_harm),
	};

	return cmocka_run_group_tests_name("tap_header", tests, write_frames, pool_teardown);
}
