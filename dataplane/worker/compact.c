/* Packs and unpacks keys. See compact.h. */
#include "compact.h"

#include <string.h>

/* Where each part of a key goes. X(member, offset in the member, bytes, offset in struct compact) */
#define PARTS(X)                                                                                             \
	X(eth_dst, 0, 6, 0)                                                                                  \
	X(eth_src, 0, 6, 6)                                                                                  \
	X(vlan_tci, 0, 2, 12)                                                                                \
	X(in_port, 0, 1, 14) /* little-endian: its low byte */                                               \
	X(ip_tos, 0, 1, 15)                                                                                  \
	X(ip_ttl, 0, 1, 16)                                                                                  \
	X(ip_proto, 0, 1, 17)                                                                                \
	X(tcp_flags, 0, 1, 18)                                                                               \
	X(ip_frag, 0, 1, 19)                                                                                 \
	X(ip_src, 12, 4, 20)                                                                                 \
	X(ip_dst, 12, 4, 24)                                                                                 \
	X(tp_src, 0, 2, 28)                                                                                  \
	X(tp_dst, 0, 2, 30)                                                                                  \
	X(tun_key, 0, 4, 32)                                                                                 \
	X(tun_src, 12, 4, 36)                                                                                \
	X(tun_dst, 12, 4, 40)                                                                                \
	X(tun_type, 0, 1, 44)                                                                                \
	X(tun_tos, 0, 1, 45)                                                                                 \
	X(eth_type, 0, 2, 48)                                                                                \
	X(vlan_tpid, 0, 2, 50)                                                                               \
	X(vlan2_tci, 0, 2, 52)                                                                               \
	X(icmp_id, 0, 2, 54)                                                                                 \
	X(stage, 0, 2, 56)                                                                                   \
	X(ct_state, 0, 1, 58)                                                                                \
	X(nd_target_set, 0, 1, 59)                                                                           \
	X(ip_src, 0, 12, 64)                                                                                 \
	X(ip_dst, 0, 12, 76)                                                                                 \
	X(tun_src, 0, 12, 88)                                                                                \
	X(tun_dst, 0, 12, 100)                                                                               \
	X(nd_target, 0, 16, 112)

#define IPV4 [0] = 0x08
#define TAG [2] = 0x81
#define MAPPED(at) [(at) + 10] = 0xff, [(at) + 11] = 0xff

const uint8_t compact_standard[COMPACT_FORMS][COMPACT_REST] __attribute__((aligned(16))) = {
    [0] = {IPV4, MAPPED(16), MAPPED(28)},
    [COMPACT_TAGGED] = {IPV4, TAG, MAPPED(16), MAPPED(28)},
    [COMPACT_TUNNELLED] = {IPV4, MAPPED(16), MAPPED(28), MAPPED(40), MAPPED(52)},
    [COMPACT_TUNNELLED | COMPACT_TAGGED] = {IPV4, TAG, MAPPED(16), MAPPED(28), MAPPED(40), MAPPED(52)},
};

void compact_pack(struct compact *c, const struct el_key *key)
{
	uint8_t *to = (uint8_t *)c;

	memset(c, 0, sizeof(*c));
#define PACK(member, from, bytes, at) memcpy(to + (at), (const uint8_t *)&key->member + (from), bytes);
	PARTS(PACK)
#undef PACK
}

void compact_unpack(struct el_key *key, const struct compact *c)
{
	const uint8_t *from = (const uint8_t *)c;

	memset(key, 0, sizeof(*key));
#define UNPACK(member, to, bytes, at) memcpy((uint8_t *)&key->member + (to), from + (at), bytes);
	PARTS(UNPACK)
#undef UNPACK
}

uint8_t compact_form(const struct compact *c)
{
	uint8_t form = 0;

	while (form < COMPACT_FORMS && memcmp(c->rest, compact_standard[form], COMPACT_REST) != 0)
		form++;
	return form;
}
