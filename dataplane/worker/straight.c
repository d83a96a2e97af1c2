/* Which action lists are straight lines. See straight.h. */
#include "straight.h"

#include <stddef.h>
#include <string.h>

#include "edgelane.h"

/* SET of a MAC, whole or in part; later ones win. */
static int compile_set(struct straight *s, const struct el_act_set *set)
{
	uint32_t at;

	if (set->offset == offsetof(struct el_key, eth_dst))
		at = 0;
	else if (set->offset == offsetof(struct el_key, eth_src))
		at = 6;
	else
		return 0;
	for (uint32_t i = 0; i < 6; i++) {
		s->keep[at + i] &= (uint8_t)~set->mask[i];
		s->put[at + i] = (uint8_t)((s->put[at + i] & ~set->mask[i]) | (set->value[i] & set->mask[i]));
	}
	s->does |= STRAIGHT_SET;
	return 1;
}

/* 0: not straight. Each kind comes where straight_run does it. */
static int compile_one(struct straight *s, const struct el_act *act)
{
	const struct el_act_encap *encap = (const void *)act;

	switch (act->kind) {
	case EL_ACT_DECAP:
		if (s->does)
			return 0;
		s->does |= STRAIGHT_DECAP;
		return 1;
	case EL_ACT_SET:
		return !(s->does & STRAIGHT_ENCAP) && compile_set(s, (const struct el_act_set *)act);
	case EL_ACT_DEC_TTL:
		if (s->does & STRAIGHT_ENCAP || s->hops == UINT8_MAX)
			return 0;
		s->does |= STRAIGHT_TTL;
		s->hops++;
		return 1;
	case EL_ACT_ENCAP:
		if (s->does & STRAIGHT_ENCAP)
			return 0;
		s->does |= STRAIGHT_ENCAP;
		s->tunnel_id = encap->tunnel_id;
		s->key = encap->key;
		return 1;
	case EL_ACT_OUTPUT:
		s->port = ((const struct el_act_output *)act)->port;
		return s->port != EL_PORT_TUNNEL || s->does & STRAIGHT_ENCAP;
	default:
		return 0;
	}
}

void straight_compile(struct straight *s, const uint8_t *acts, uint32_t len)
{
	*s = (struct straight){.port = EL_PORT_NONE};
	memset(s->keep, 0xff, sizeof(s->keep));
	for (uint32_t at = 0; at < len;) {
		const struct el_act *act = (const void *)(acts + at);

		at += act->len;
		/* OUTPUT comes last, and nothing else does. */
		if (!compile_one(s, act) || (act->kind == EL_ACT_OUTPUT) != (at == len)) {
			s->does = 0;
			return;
		}
	}
	if (s->port != EL_PORT_NONE)
		s->does |= STRAIGHT_OUTPUT;
	else
		s->does = 0;
}
