/* SYNC, GENERATION, CAPTURE, SHUTDOWN. See commands.h. */
#include "commands.h"

#include <stddef.h>

#include "lcore.h"
#include "mailbox.h"

int cmd_sync(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_sync *cmd = record;
	struct sync *s = &c->sync[c->sync_head % COMMANDS_SYNCS];

	(void)extra;
	(void)offset;
	if (c->sync_head - c->sync_tail == COMMANDS_SYNCS)
		return COMMANDS_AGAIN;
	s->token = cmd->token;
	for (uint32_t i = 0; i < c->w->lcore_count; i++)
		s->mark[i] = mailbox_mark(c->w->lcores[i]->mail);
	s->grace = rcu_token(&c->w->rcu);
	c->sync_head++;
	return EL_ERR_OK;
}

int cmd_generation(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_generation *cmd = record;

	(void)extra;
	if (cmd->generation < c->w->generation)
		return COMMANDS_REFUSE(offset, el_cmd_generation, generation, EL_ERR_STALE);
	c->w->generation = cmd->generation;
	return EL_ERR_OK;
}

int cmd_capture(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_capture *cmd = record;

	(void)extra;
	if (cmd->points & ~(uint32_t)(EL_CAPTURE_RX | EL_CAPTURE_TX | EL_CAPTURE_DROPS))
		return COMMANDS_REFUSE(offset, el_cmd_capture, points, EL_ERR_RANGE);
	if (cmd->points && (cmd->snap == 0 || cmd->snap > UINT16_MAX))
		return COMMANDS_REFUSE(offset, el_cmd_capture, snap, EL_ERR_RANGE);
	capture_set(c->w, cmd->points, cmd->ports, cmd->snap);
	return EL_ERR_OK;
}

int cmd_shutdown(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_shutdown *cmd = record;

	(void)extra;
	if (cmd->rsv2)
		return COMMANDS_REFUSE(offset, el_cmd_shutdown, rsv2, EL_ERR_RESERVED);
	c->shutdown = true;
	return EL_ERR_OK;
}
