/* METER_SET, METER_DEL, METER_STATS. See commands.h. */
#include "commands.h"

#include <stddef.h>

#include "events.h"
#include "meters.h"

int cmd_meter_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_meter_set *cmd = record;
	const struct objects *table = &c->w->meters.table;
	int code;

	(void)extra;
	if (cmd->meter_id >= table->count)
		return COMMANDS_REFUSE(offset, el_cmd_meter_set, meter_id, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_meter_set, rsv0, EL_ERR_RESERVED);
	code = meter_check(cmd, offset);
	if (code)
		return code;
	return objects_leaving(table, cmd->meter_id) ? COMMANDS_AGAIN : meters_set(c->w, cmd);
}

int cmd_meter_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_meter_del *cmd = record;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_meter_del, rsv0, EL_ERR_RESERVED);
	if (!objects_find(&c->w->meters.table, cmd->meter_id))
		return COMMANDS_REFUSE(offset, el_cmd_meter_del, meter_id, EL_ERR_UNKNOWN_ID);
	if (c->w->meters.kept[cmd->meter_id].users)
		return COMMANDS_REFUSE(offset, el_cmd_meter_del, meter_id, EL_ERR_IN_USE);
	meters_del(c->w, cmd->meter_id);
	return EL_ERR_OK;
}

int cmd_meter_stats(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_meter_stats *cmd = record;
	struct el_ev_meter_stats e = {.hdr.kind = EL_EV_METER_STATS, .meter_id = cmd->meter_id};

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_meter_stats, rsv0, EL_ERR_RESERVED);
	if (!objects_find(&c->w->meters.table, cmd->meter_id))
		return COMMANDS_REFUSE(offset, el_cmd_meter_stats, meter_id, EL_ERR_UNKNOWN_ID);
	meters_read(c->w, cmd->meter_id, &e);
	return event_send(c->w->session, &e.hdr, sizeof(e)) ? EL_ERR_OK : COMMANDS_AGAIN;
}
