/* Reading rte_flow patterns and actions: what both cards' files need. */
#ifndef EDGELANE_CARDS_FLOW_ITEMS_H
#define EDGELANE_CARDS_FLOW_ITEMS_H

#include <string.h>

#include "card.h"

/* The next item that means anything. */
static inline const struct rte_flow_item *item_skip(const struct rte_flow_item *i)
{
	while (i->type == RTE_FLOW_ITEM_TYPE_VOID)
		i++;
	return i;
}

static inline const struct rte_flow_action *action_skip(const struct rte_flow_action *a)
{
	while (a->type == RTE_FLOW_ACTION_TYPE_VOID)
		a++;
	return a;
}

static inline int refuse_item(struct rte_flow_error *e, const struct rte_flow_item *i, const char *why)
{
	return rte_flow_error_set(e, ENOTSUP, RTE_FLOW_ERROR_TYPE_ITEM, i, why);
}

static inline int refuse_action(struct rte_flow_error *e, const struct rte_flow_action *a, const char *why)
{
	return rte_flow_error_set(e, ENOTSUP, RTE_FLOW_ERROR_TYPE_ACTION, a, why);
}

/* All of the bytes, none of them: 1 or 0; some: -1. */
static inline int mask_kind(const void *mask, uint32_t bytes)
{
	const uint8_t *p = mask;
	uint32_t ones = 0, zeros = 0;

	for (uint32_t i = 0; i < bytes; i++) {
		ones += p[i] == 0xff;
		zeros += p[i] == 0;
	}
	return ones == bytes ? 1 : zeros == bytes ? 0 : -1;
}

/* A field: wanted whole or not at all. false: in part. */
static inline bool take_field(bool *wanted, void *to, const void *spec, const void *mask, uint32_t bytes)
{
	int kind = mask_kind(mask, bytes);

	if (kind == 1) {
		*wanted = true;
		memcpy(to, spec, bytes);
	}
	return kind >= 0;
}

static inline bool take_port(bool *wanted, uint16_t *to, const void *spec, const void *mask)
{
	uint16_t wire = 0;
	bool right = take_field(wanted, &wire, spec, mask, 2);

	*to = rte_be_to_cpu_16(wire);
	return right;
}

#endif
