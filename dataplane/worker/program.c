/* Checks encoded action lists. Must read nothing beyond `len` and trust no length it has not compared. */
#include "program.h"

#include <stddef.h>

#include "bytes.h"
#include "protocol.h"

/* Every IPv4 link takes this much (RFC 791 3.2): a header of 60 bytes and 8 more. */
#define LEAST_MTU 68

struct check {
	const uint8_t *acts;
	const struct program_limits *limits;
	uint32_t *bad_offset;
};

#define EL_BYTES_OF(name, member, bytes, settable)                                                           \
	case offsetof(struct el_key, member):                                                                \
		return (settable) ? (bytes) : 0;

/* Bytes of a field that SET may write; 0: no field is there, or none to be written. */
static uint32_t settable_bytes(uint32_t offset)
{
	switch (offset) {
		EL_FIELDS(EL_BYTES_OF)
	default:
		return 0;
	}
}

#define EL_DROP_KNOWN(name, number, text)                                                                    \
	case number:                                                                                         \
		return 1;

static int is_drop_reason(uint32_t reason)
{
	switch (reason) {
		EL_DROPS(EL_DROP_KNOWN)
	default:
		return 0;
	}
}

static int bad(const struct check *c, uint32_t at, size_t field)
{
	*c->bad_offset = at + (uint32_t)field;
	return EL_ERR_ACTION;
}

/* Size of a record's struct; 0: no such kind here. */
static uint32_t record_bytes(uint16_t kind)
{
	switch (kind) {
	case EL_ACT_OUTPUT:
		return sizeof(struct el_act_output);
	case EL_ACT_DROP:
		return sizeof(struct el_act_drop);
	case EL_ACT_SET:
		return sizeof(struct el_act_set);
	case EL_ACT_DEC_TTL:
		return sizeof(struct el_act_dec_ttl);
	case EL_ACT_PUSH_VLAN:
		return sizeof(struct el_act_push_vlan);
	case EL_ACT_POP_VLAN:
		return sizeof(struct el_act_pop_vlan);
	case EL_ACT_ENCAP:
		return sizeof(struct el_act_encap);
	case EL_ACT_DECAP:
		return sizeof(struct el_act_decap);
	case EL_ACT_PUNT:
		return sizeof(struct el_act_punt);
	case EL_ACT_CLONE:
		return sizeof(struct el_act_clone);
	case EL_ACT_SELECT:
		return sizeof(struct el_act_select);
	case EL_ACT_METER:
		return sizeof(struct el_act_meter);
	case EL_ACT_CHECK_MTU:
		return sizeof(struct el_act_check_mtu);
	case EL_ACT_CLAMP_MSS:
		return sizeof(struct el_act_clamp_mss);
	case EL_ACT_TRANSLATE:
		return sizeof(struct el_act_translate);
	default:
		return 0;
	}
}

static int check_set(const struct check *c, uint32_t at)
{
	const struct el_act_set *set = (const void *)(c->acts + at);
	uint32_t bytes = settable_bytes(set->offset);

	if (bytes == 0)
		return bad(c, at, offsetof(struct el_act_set, offset));
	if (set->rsv0)
		return bad(c, at, offsetof(struct el_act_set, rsv0));
	for (uint32_t i = bytes; i < sizeof(set->value); i++) {
		if (set->value[i])
			return bad(c, at, offsetof(struct el_act_set, value) + i);
		if (set->mask[i])
			return bad(c, at, offsetof(struct el_act_set, mask) + i);
	}
	/* Bit 12 of a key's TCI says that there is a tag: SET cannot take it away. */
	if (set->offset == offsetof(struct el_key, vlan_tci) &&
	    get_be16(set->mask) & ~get_be16(set->value) & TCI_PRESENT)
		return bad(c, at, offsetof(struct el_act_set, mask));
	return EL_ERR_OK;
}

static int check_translate(const struct check *c, uint32_t at)
{
	const struct el_act_translate *t = (const void *)(c->acts + at);

	if (t->family != 4 && t->family != 6)
		return bad(c, at, offsetof(struct el_act_translate, family));
	for (uint32_t i = 0; i < sizeof(t->rsv0); i++)
		if (t->rsv0[i])
			return bad(c, at, offsetof(struct el_act_translate, rsv0) + i);
	return EL_ERR_OK;
}

/* All but CLONE's body. The record is whole: at + its struct's size is inside the list. */
static int check_fields(const struct check *c, uint32_t at, uint16_t kind)
{
	union {
		const struct el_act_output *output;
		const struct el_act_drop *drop;
		const struct el_act_dec_ttl *dec_ttl;
		const struct el_act_push_vlan *push;
		const struct el_act_pop_vlan *pop;
		const struct el_act_encap *encap;
		const struct el_act_clone *clone;
		const struct el_act_select *select;
		const struct el_act_meter *meter;
		const struct el_act_check_mtu *check_mtu;
		const struct el_act_clamp_mss *clamp;
	} a = {.output = (const void *)(c->acts + at)};

	switch (kind) {
	case EL_ACT_OUTPUT:
		if (a.output->port >= c->limits->port_count && a.output->port != EL_PORT_TUNNEL)
			return bad(c, at, offsetof(struct el_act_output, port));
		return a.output->rsv0 ? bad(c, at, offsetof(struct el_act_output, rsv0)) : EL_ERR_OK;
	case EL_ACT_DROP:
		if (a.drop->reason == EL_DROP_NONE || !is_drop_reason(a.drop->reason))
			return bad(c, at, offsetof(struct el_act_drop, reason));
		return a.drop->rsv0 ? bad(c, at, offsetof(struct el_act_drop, rsv0)) : EL_ERR_OK;
	case EL_ACT_SET:
		return check_set(c, at);
	case EL_ACT_DEC_TTL:
		return a.dec_ttl->rsv0 ? bad(c, at, offsetof(struct el_act_dec_ttl, rsv0)) : EL_ERR_OK;
	case EL_ACT_PUSH_VLAN:
		if (a.push->tpid != ETHER_VLAN && a.push->tpid != ETHER_QINQ)
			return bad(c, at, offsetof(struct el_act_push_vlan, tpid));
		return EL_ERR_OK;
	case EL_ACT_POP_VLAN:
		return a.pop->rsv0 ? bad(c, at, offsetof(struct el_act_pop_vlan, rsv0)) : EL_ERR_OK;
	case EL_ACT_ENCAP:
		if (a.encap->tunnel_id >= c->limits->max_tunnels)
			return bad(c, at, offsetof(struct el_act_encap, tunnel_id));
		return a.encap->rsv0 ? bad(c, at, offsetof(struct el_act_encap, rsv0)) : EL_ERR_OK;
	case EL_ACT_CLONE:
		return a.clone->rsv0 ? bad(c, at, offsetof(struct el_act_clone, rsv0)) : EL_ERR_OK;
	case EL_ACT_SELECT:
		if (a.select->group_id >= c->limits->max_groups)
			return bad(c, at, offsetof(struct el_act_select, group_id));
		return EL_ERR_OK;
	case EL_ACT_METER:
		if (a.meter->meter_id >= c->limits->max_meters)
			return bad(c, at, offsetof(struct el_act_meter, meter_id));
		return EL_ERR_OK;
	case EL_ACT_CHECK_MTU:
		if (a.check_mtu->mtu < LEAST_MTU)
			return bad(c, at, offsetof(struct el_act_check_mtu, mtu));
		return a.check_mtu->rsv0 ? bad(c, at, offsetof(struct el_act_check_mtu, rsv0)) : EL_ERR_OK;
	case EL_ACT_CLAMP_MSS:
		if (a.clamp->mss == 0)
			return bad(c, at, offsetof(struct el_act_clamp_mss, mss));
		return a.clamp->rsv0 ? bad(c, at, offsetof(struct el_act_clamp_mss, rsv0)) : EL_ERR_OK;
	case EL_ACT_TRANSLATE:
		return check_translate(c, at);
	default:
		return EL_ERR_OK;
	}
}

/* Records from `at` to `end`, a multiple of 8 apart. Recursion is bounded by EL_MAX_CLONE_DEPTH. */
static int check_list(const struct check *c, uint32_t at, uint32_t end, uint32_t depth)
{
	int ended = 0;

	while (at < end) {
		const struct el_act *act = (const void *)(c->acts + at);
		uint32_t bytes = record_bytes(act->kind);
		uint32_t len = act->len;

		if (ended)
			return bad(c, at, 0);
		if (act->kind == EL_ACT_CT) {
			*c->bad_offset = at;
			return EL_ERR_UNSUPPORTED;
		}
		if (bytes == 0)
			return bad(c, at, offsetof(struct el_act, kind));
		if (len % 8 || len > end - at || (act->kind == EL_ACT_CLONE ? len < bytes : len != bytes))
			return bad(c, at, offsetof(struct el_act, len));
		int error = check_fields(c, at, act->kind);
		if (error)
			return error;
		if (act->kind == EL_ACT_CLONE) {
			if (depth == EL_MAX_CLONE_DEPTH)
				return bad(c, at, 0);
			error = check_list(c, at + bytes, at + len, depth + 1);
			if (error)
				return error;
		}
		ended = act->kind == EL_ACT_DROP || act->kind == EL_ACT_PUNT || act->kind == EL_ACT_SELECT;
		at += len;
	}
	return EL_ERR_OK;
}

int program_check(const uint8_t *acts, uint32_t len, const struct program_limits *limits,
                  uint32_t *bad_offset)
{
	struct check c = {.acts = acts, .limits = limits, .bad_offset = bad_offset};

	*bad_offset = 0;
	if (len > EL_MAX_ACTION_BYTES || len % 8)
		return EL_ERR_ACTION;
	return check_list(&c, 0, len, 0);
}
