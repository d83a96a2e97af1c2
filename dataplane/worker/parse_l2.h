/* Ethernet II and 802.3 length frames with up to two VLAN tags into a key, then what they carry. */
#ifndef EDGELANE_PARSE_L2_H
#define EDGELANE_PARSE_L2_H

#include "parse_l3.h"

static inline uint16_t key_tci(const uint8_t *tag)
{
	return get_raw16(tag) | __builtin_bswap16(TCI_PRESENT);
}

static inline uint16_t parse_ethernet(struct cursor *c)
{
	const uint8_t *eth = c->data + c->at;
	struct el_key *key = c->key;

	if (!cursor_has(c, ETHER_BYTES))
		return EL_DROP_TRUNCATED;
	memcpy(key->eth_dst, eth, 12); /* and eth_src */
	uint16_t type = get_be16(eth + 12);
	c->at += ETHER_BYTES;
	if (__builtin_expect(is_tpid(type), 0)) {
		if (!cursor_has(c, VLAN_BYTES))
			return EL_DROP_TRUNCATED;
		put_be16(&key->vlan_tpid, type);
		key->vlan_tci = key_tci(eth + 14);
		type = get_be16(eth + 16);
		c->at += VLAN_BYTES;
		if (is_tpid(type)) {
			if (!cursor_has(c, VLAN_BYTES))
				return EL_DROP_TRUNCATED;
			key->vlan2_tci = key_tci(eth + 18);
			type = get_be16(eth + 20);
			c->at += VLAN_BYTES;
		}
	}
	if (__builtin_expect(type < ETHER_MIN_TYPE, 0)) {
		if (type <= ETHER_MAX_LENGTH && c->end - c->at < type)
			return EL_DROP_TRUNCATED;
		type = ETHER_802_3;
	}
	return parse_l3(c, type);
}

#endif
