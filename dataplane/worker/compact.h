/* The key, packed for lookups: what packets differ by lies in three vectors of 16 bytes, all else in a rest
 * that is, for almost every packet, one of four standard forms and then need not be looked at.
 *
 *      head    eth_dst 6, eth_src 6, vlan_tci 2, in_port 1, ip_tos 1 │ ip_ttl, ip_proto, tcp_flags, ip_frag,
 * the last 4 bytes of ip_src and of ip_dst, tp_src 2, tp_dst 2 (as from offset 8 of an IPv4 header on) tunnel
 * tun_key 4, the last 4 bytes of tun_src and of tun_dst, tun_type, tun_tos, 2 zero rest    the other fields;
 * the first 12 bytes of each address
 *
 * Packing is one to one on keys of ports below 256. It must stay so: two keys with one packed form would be
 * one packet to the table.
 */
#ifndef EDGELANE_COMPACT_H
#define EDGELANE_COMPACT_H

#include <stdint.h>

#include <smmintrin.h>

#include "edgelane.h"

#define COMPACT_REST 80u
#define COMPACT_ND 64u /* where in the rest nd_target starts */

struct compact {
	_Alignas(16) __m128i head[2];
	__m128i tunnel;
	_Alignas(16) uint8_t rest[COMPACT_REST];
};

/* Standard forms of the rest: IPv4, nothing out of the ordinary; bit 0: one 0x8100 tag, bit 1: in a tunnel
 * over IPv4. */
#define COMPACT_TAGGED 1u
#define COMPACT_TUNNELLED 2u
#define COMPACT_FORMS 4u
#define COMPACT_OTHER COMPACT_FORMS /* any other rest */

extern const uint8_t compact_standard[COMPACT_FORMS][COMPACT_REST];

/* Of keys and of masks. */
void compact_pack(struct compact *c, const struct el_key *key);
void compact_unpack(struct el_key *key, const struct compact *c);
/* The form c's rest has, or COMPACT_OTHER. */
uint8_t compact_form(const struct compact *c);

static inline int compact_is_zero(__m128i v)
{
	return _mm_testz_si128(v, v);
}

#endif
