/* Takes, checks, carries out, answers. See commands.h. */
#include "commands.h"

#include <stddef.h>
#include <string.h>

#include "counters.h"
#include "events.h"
#include "lcore.h"
#include "mailbox.h"

#define MOST_A_RUN 4096u

static const command_run runs[] = {
    [EL_CMD_SYNC] = cmd_sync,
    [EL_CMD_GENERATION] = cmd_generation,
    [EL_CMD_MASK_SET] = cmd_mask_set,
    [EL_CMD_MASK_DEL] = cmd_mask_del,
    [EL_CMD_ACTION_SET] = cmd_action_set,
    [EL_CMD_ACTION_DEL] = cmd_action_del,
    [EL_CMD_FLOW_ADD] = cmd_flow_add,
    [EL_CMD_FLOW_DEL] = cmd_flow_del,
    [EL_CMD_FLOW_STATS] = cmd_flow_stats,
    [EL_CMD_FLOW_DUMP] = cmd_flow_dump,
    [EL_CMD_NEXTHOP_SET] = cmd_nexthop_set,
    [EL_CMD_NEXTHOP_DEL] = cmd_nexthop_del,
    [EL_CMD_TUNNEL_SET] = cmd_tunnel_set,
    [EL_CMD_TUNNEL_DEL] = cmd_tunnel_del,
    [EL_CMD_ENDPOINT_SET] = cmd_endpoint_set,
    [EL_CMD_ENDPOINT_DEL] = cmd_endpoint_del,
    [EL_CMD_GROUP_SET] = cmd_group_set,
    [EL_CMD_GROUP_DEL] = cmd_group_del,
    [EL_CMD_RELEASE] = cmd_release,
    [EL_CMD_INJECT] = cmd_inject,
    [EL_CMD_PORT_SET] = cmd_port_set,
    [EL_CMD_PORT_CREDIT] = cmd_port_credit,
    [EL_CMD_METER_SET] = cmd_meter_set,
    [EL_CMD_METER_DEL] = cmd_meter_del,
    [EL_CMD_METER_STATS] = cmd_meter_stats,
    [EL_CMD_SHUTDOWN] = cmd_shutdown,
    [EL_CMD_CAPTURE] = cmd_capture,
};

#define SIZE_OF(name, number, type) [number] = sizeof(struct type),
static const uint32_t sizes[] = {EL_COMMANDS(SIZE_OF)};

/* Something may follow the fixed part. */
static bool takes_extra(uint16_t kind)
{
	return kind == EL_CMD_ACTION_SET || kind == EL_CMD_GROUP_SET || kind == EL_CMD_RELEASE ||
	       kind == EL_CMD_INJECT;
}

static int carry_out(struct commands *c, uint32_t size, uint32_t *offset)
{
	const struct el_cmd_hdr *hdr = (const void *)c->record;

	*offset = offsetof(struct el_cmd_hdr, size);
	if (size < sizeof(*hdr))
		return EL_ERR_SIZE;
	if (hdr->kind >= sizeof(runs) / sizeof(runs[0]) || !runs[hdr->kind])
		return COMMANDS_REFUSE(offset, el_cmd_hdr, kind, EL_ERR_KIND);
	if (size < sizes[hdr->kind] || size > sizeof(c->record) ||
	    (size > sizes[hdr->kind] && !takes_extra(hdr->kind)))
		return EL_ERR_SIZE;
	if (hdr->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_hdr, rsv0, EL_ERR_RESERVED);
	if (hdr->rsv1)
		return COMMANDS_REFUSE(offset, el_cmd_hdr, rsv1, EL_ERR_RESERVED);
	*offset = 0;
	return runs[hdr->kind](c, c->record, size - sizes[hdr->kind], offset);
}

void commands_reset(struct commands *c, struct worker *w)
{
	c->w = w;
	c->sync_head = c->sync_tail = 0;
	c->dumping = false;
	c->shutdown = false;
}

static bool sync_passed(const struct commands *c, const struct sync *s)
{
	for (uint32_t i = 0; i < c->w->lcore_count; i++)
		if (!mailbox_passed(c->w->lcores[i]->mail, s->mark[i]))
			return false;
	return rcu_passed(&c->w->rcu, s->grace);
}

/* Events that are due: passed SYNCs in order, then the dump. False: the event ring is full. */
static bool send_due(struct commands *c)
{
	for (; c->sync_tail != c->sync_head; c->sync_tail++) {
		const struct sync *s = &c->sync[c->sync_tail % COMMANDS_SYNCS];

		if (!sync_passed(c, s))
			break;
		/* What was removed before it is gone before it is said to be. */
		rcu_reclaim(&c->w->rcu);
		if (!event_sync(c->w->session, EL_EV_SYNC, s->token))
			return false;
	}
	return !c->dumping || cmd_dump_step(c);
}

static enum commands_state next(struct commands *c)
{
	struct session *s = c->w->session;
	const struct el_cmd_hdr *hdr = (const void *)c->record;
	int size, code;
	uint32_t offset;

	if (ring_writer_broken(&s->event))
		return COMMANDS_BROKEN;
	if (!send_due(c) || c->dumping || !event_fits(s))
		return COMMANDS_BLOCKED;
	memset(c->record, 0, sizeof(*hdr)); /* a record may be shorter than a header */
	size = ring_peek(&s->command, c->record, sizeof(c->record));
	if (size == RING_BROKEN)
		return COMMANDS_BROKEN;
	if (size == RING_EMPTY)
		return c->sync_head != c->sync_tail ? COMMANDS_BLOCKED : COMMANDS_IDLE;
	code = carry_out(c, (uint32_t)size, &offset);
	if (code == COMMANDS_AGAIN)
		return COMMANDS_BLOCKED;
	if (code)
		event_error(s, hdr, (uint16_t)code, offset);
	ring_consume(&s->command, (uint32_t)size);
	return COMMANDS_BUSY;
}

enum commands_state commands_run(struct commands *c)
{
	enum commands_state state = COMMANDS_BUSY;

	for (uint32_t i = 0; i < MOST_A_RUN && state == COMMANDS_BUSY && !c->shutdown; i++)
		state = next(c);
	counters_flows(c->w); /* before the events that tell of it */
	event_publish(c->w->session);
	return state;
}
