/* Masks and flows: set, add, delete, read. See commands.h, flows.h. */
#include "commands.h"

#include <stddef.h>

#include <rte_cycles.h>

#include "events.h"

int cmd_mask_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_mask_set *cmd = record;
	int code;

	(void)extra;
	if (cmd->mask_id >= EL_MAX_MASKS)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, mask_id, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, rsv0, EL_ERR_RESERVED);
	if (cmd->mask.in_port != UINT16_MAX)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, mask.in_port, EL_ERR_RANGE);
	if (cmd->mask.rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, mask.rsv0, EL_ERR_RESERVED);
	if (cmd->mask.rsv1)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, mask.rsv1, EL_ERR_RESERVED);
	code = flows_mask_set(c->w, cmd->mask_id, &cmd->mask);
	if (code == FLOWS_AGAIN)
		return COMMANDS_AGAIN;
	if (code == EL_ERR_EXISTS)
		return COMMANDS_REFUSE(offset, el_cmd_mask_set, mask, code);
	return code ? COMMANDS_REFUSE(offset, el_cmd_mask_set, mask_id, code) : EL_ERR_OK;
}

int cmd_mask_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_mask_del *cmd = record;
	int code;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_mask_del, rsv0, EL_ERR_RESERVED);
	code = cmd->mask_id < EL_MAX_MASKS ? flows_mask_del(c->w, cmd->mask_id) : EL_ERR_RANGE;
	return code ? COMMANDS_REFUSE(offset, el_cmd_mask_del, mask_id, code) : EL_ERR_OK;
}

int cmd_flow_add(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	int code = flows_add(c->w, record, offset);

	(void)extra;
	return code == FLOWS_AGAIN ? COMMANDS_AGAIN : code;
}

int cmd_flow_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_flow_del *cmd = record;
	int code;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_flow_del, rsv0, EL_ERR_RESERVED);
	code = flows_del(c->w, cmd->flow_id);
	return code ? COMMANDS_REFUSE(offset, el_cmd_flow_del, flow_id, code) : EL_ERR_OK;
}

int cmd_flow_stats(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_flow_stats *cmd = record;
	struct el_ev_flow_stats e = {.hdr.kind = EL_EV_FLOW_STATS, .flow_id = cmd->flow_id};
	const struct flow_record *r = flows_get(c->w, cmd->flow_id);
	struct flow_totals sum;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_flow_stats, rsv0, EL_ERR_RESERVED);
	if (!r)
		return COMMANDS_REFUSE(offset, el_cmd_flow_stats, flow_id, EL_ERR_UNKNOWN_ID);
	sum = flows_totals(c->w, r);
	e.packets = sum.packets;
	e.bytes = sum.bytes;
	e.idle_ms = flows_idle_ms(c->w, &sum);
	return event_send(c->w->session, &e.hdr, sizeof(e)) ? EL_ERR_OK : COMMANDS_AGAIN;
}

int cmd_flow_dump(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_flow_dump *cmd = record;

	(void)extra;
	(void)offset;
	c->dumping = true;
	c->dump_next = 0;
	c->dump_token = cmd->token;
	return EL_ERR_OK;
}

bool cmd_dump_step(struct commands *c)
{
	struct worker *w = c->w;

	for (; c->dump_next < w->flows.high; c->dump_next++) {
		const struct flow_record *r = flows_get(w, c->dump_next);
		struct el_ev_flow e = {.hdr.kind = EL_EV_FLOW, .flow_id = c->dump_next};
		struct flow_totals sum;

		if (!r)
			continue;
		sum = flows_totals(w, r);
		e.action_id = flows_action_of(w, r);
		e.mask_id = flows_mask_of(w, r);
		e.generation = r->generation;
		e.cookie = r->cookie;
		e.packets = sum.packets;
		e.bytes = sum.bytes;
		flows_key(w, r, &e.key);
		if (!event_send(w->session, &e.hdr, sizeof(e)))
			return false;
	}
	if (!event_sync(w->session, EL_EV_FLOW_DUMP_END, c->dump_token))
		return false;
	c->dumping = false;
	return true;
}
