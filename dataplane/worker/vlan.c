/* PUSH_VLAN and POP_VLAN: the addresses move by one tag inside the first segment's headroom. Must never move
 * payload. */
#include "edit.h"

/* Everything behind the tags has moved by `bytes`. */
static void shift(struct packet *p, int bytes)
{
	p->at.l3_offset = (uint16_t)(p->at.l3_offset + bytes);
	p->at.headers_len = (uint16_t)(p->at.headers_len + bytes);
	if (p->at.l4_offset)
		p->at.l4_offset = (uint16_t)(p->at.l4_offset + bytes);
}

uint16_t edit_push_vlan(struct packet *p, uint16_t tpid, uint16_t tci)
{
	uint8_t *eth = (uint8_t *)rte_pktmbuf_prepend(p->m, VLAN_BYTES);

	if (unlikely(!eth))
		return EL_DROP_NO_HEADROOM;
	memmove(eth, eth + VLAN_BYTES, 12);
	put_be16(eth + 12, tpid);
	put_be16(eth + 14, tci);
	/* A key holds two tags; with a third, what follows them is another packet to it. */
	p->stale |= p->key.vlan2_tci != 0;
	p->key.vlan2_tci = p->key.vlan_tci;
	put_be16(&p->key.vlan_tci, tci | TCI_PRESENT);
	put_be16(&p->key.vlan_tpid, tpid);
	shift(p, VLAN_BYTES);
	return EL_DROP_NONE;
}

uint16_t edit_pop_vlan(struct packet *p)
{
	uint8_t *eth = packet_bytes(p);

	if (p->key.vlan_tci == 0)
		return EL_DROP_ACTION_INVALID;
	p->stale |= is_tpid(get_be16(&p->key.eth_type));
	memmove(eth + VLAN_BYTES, eth, 12);
	eth = (uint8_t *)rte_pktmbuf_adj(p->m, VLAN_BYTES);
	p->key.vlan_tci = p->key.vlan2_tci;
	p->key.vlan2_tci = 0;
	p->key.vlan_tpid = p->key.vlan_tci ? get_raw16(eth + 12) : 0;
	shift(p, -VLAN_BYTES);
	return EL_DROP_NONE;
}
