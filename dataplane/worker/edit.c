/* SET and DEC_TTL on Ethernet, ARP and IP fields. Must never write a field the packet does not have. */
#include "edit.h"

#include <stddef.h>

#include "checksum.h"
#include "edit_l4.h"
#include "l4_checksum.h"

/* now = (old & ~mask) | (value & mask) over `bytes` bytes. */
static void merge(uint8_t *now, const uint8_t *old, const struct el_act_set *set, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		now[i] = (uint8_t)((old[i] & ~set->mask[i]) | (set->value[i] & set->mask[i]));
}

static uint16_t set_eth(struct packet *p, const struct el_act_set *set, uint8_t *key, uint32_t at)
{
	merge(key, key, set, 6);
	memcpy(packet_bytes(p) + at, key, 6);
	return EL_DROP_NONE;
}

/* PCP and VID; bit 12 of a key is no bit of the packet (program_check sees to that), the DEI stays. */
static uint16_t set_vlan_tci(struct packet *p, const struct el_act_set *set)
{
	uint8_t *tag = packet_bytes(p) + 14;

	if (p->key.vlan_tci == 0)
		return EL_DROP_ACTION_INVALID;
	uint16_t mask = get_be16(set->mask) & ~TCI_PRESENT;
	uint16_t tci = (uint16_t)((get_be16(tag) & ~mask) | (get_be16(set->value) & mask));
	put_be16(tag, tci);
	put_be16(&p->key.vlan_tci, tci | TCI_PRESENT);
	return EL_DROP_NONE;
}

static uint16_t set_arp_address(struct packet *p, int is_dst, const uint8_t *now)
{
	uint8_t *arp = packet_bytes(p) + p->at.l3_offset;

	/* ARP that is not about IPv4 left its key without addresses. */
	if (!is_mapped_ipv4(p->key.ip_src) || !is_mapped_ipv4(now))
		return EL_DROP_ACTION_INVALID;
	memcpy(arp + (is_dst ? 24 : 14), now + 12, 4);
	return EL_DROP_NONE;
}

static uint16_t set_address(struct packet *p, const struct el_act_set *set, int is_dst)
{
	uint8_t *key = is_dst ? p->key.ip_dst : p->key.ip_src;
	uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint8_t now[16];

	merge(now, key, set, 16);
	if (packet_is_ipv4(p)) {
		if (!is_mapped_ipv4(now))
			return EL_DROP_ACTION_INVALID;
		l4_follow_address(p, is_dst, key, now);
		csum_apply(ip + 10, csum_diff(key + 12, now + 12, 2));
		memcpy(ip + (is_dst ? 16 : 12), now + 12, 4);
	} else if (packet_is_ipv6(p)) {
		l4_follow_address(p, is_dst, key, now);
		memcpy(ip + (is_dst ? 24 : 8), now, 16);
	} else if (p->key.eth_type == __builtin_bswap16(ETHER_ARP)) {
		uint16_t reason = set_arp_address(p, is_dst, now);

		if (reason != EL_DROP_NONE)
			return reason;
	} else {
		return EL_DROP_ACTION_INVALID;
	}
	memcpy(key, now, 16);
	return EL_DROP_NONE;
}

void edit_tos(struct packet *p, uint8_t tos)
{
	uint8_t *ip = packet_bytes(p) + p->at.l3_offset;

	if (packet_is_ipv4(p)) {
		uint8_t now[2] = {ip[0], tos};

		csum_apply(ip + 10, csum_diff(ip, now, 1));
		ip[1] = tos;
	} else {
		put_be16(ip, (uint16_t)((get_be16(ip) & 0xf00f) | tos << 4));
	}
	p->key.ip_tos = tos;
}

static uint16_t set_tos(struct packet *p, const struct el_act_set *set)
{
	uint8_t tos;

	if (!packet_is_ipv4(p) && !packet_is_ipv6(p))
		return EL_DROP_ACTION_INVALID;
	merge(&tos, &p->key.ip_tos, set, 1);
	edit_tos(p, tos);
	return EL_DROP_NONE;
}

void edit_dec_ttl(struct packet *p)
{
	uint8_t *ip = packet_bytes(p) + p->at.l3_offset;
	uint8_t ttl;

	if (packet_is_ipv4(p)) {
		uint8_t now[2] = {(uint8_t)(ip[8] - 1), ip[9]};

		csum_apply(ip + 10, csum_diff(ip + 8, now, 1));
		ttl = --ip[8];
	} else {
		ttl = --ip[7];
	}
	p->key.ip_ttl = ttl < 15 ? ttl : 15;
}

uint16_t edit_set(struct packet *p, const struct el_act_set *set)
{
	switch (set->offset) {
	case offsetof(struct el_key, eth_dst):
		return set_eth(p, set, p->key.eth_dst, 0);
	case offsetof(struct el_key, eth_src):
		return set_eth(p, set, p->key.eth_src, 6);
	case offsetof(struct el_key, vlan_tci):
		return set_vlan_tci(p, set);
	case offsetof(struct el_key, ip_src):
		return set_address(p, set, 0);
	case offsetof(struct el_key, ip_dst):
		return set_address(p, set, 1);
	case offsetof(struct el_key, ip_tos):
		return set_tos(p, set);
	case offsetof(struct el_key, tp_src):
		return edit_l4_tp(p, get_raw16(set->value), get_raw16(set->mask), 0);
	case offsetof(struct el_key, tp_dst):
		return edit_l4_tp(p, get_raw16(set->value), get_raw16(set->mask), 1);
	case offsetof(struct el_key, icmp_id):
		return edit_l4_icmp_id(p, get_raw16(set->value), get_raw16(set->mask));
	default:
		return EL_DROP_ACTION_INVALID;
	}
}
