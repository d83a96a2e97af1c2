/* RELEASE and INJECT: checked here, carried out by the lcore they are sent to. See commands.h, release.c. */
#include "commands.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <rte_mbuf.h>

#include "cmd_action.h"
#include "lcore.h"
#include "mailbox.h"

static struct message *make_message(enum message_kind kind, const uint8_t *acts, uint32_t act_len)
{
	struct message *msg = calloc(1, sizeof(*msg) + act_len);

	if (!msg)
		return NULL;
	msg->kind = kind;
	msg->act_len = act_len;
	memcpy(msg->acts, acts, act_len);
	return msg;
}

int cmd_release(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_release *cmd = record;
	const uint8_t *acts = (const uint8_t *)record + sizeof(*cmd);
	uint32_t lcore = park_id_lcore(cmd->park_id);
	struct message *msg;
	int code;

	if (lcore >= c->w->lcore_count || park_id_place(cmd->park_id) >= c->w->conf.start.max_parked)
		return COMMANDS_REFUSE(offset, el_cmd_release, park_id, EL_ERR_RANGE);
	if (cmd->verdict > EL_RELEASE_CONSUME)
		return COMMANDS_REFUSE(offset, el_cmd_release, verdict, EL_ERR_RANGE);
	if (cmd->verdict == EL_RELEASE_DROP && (cmd->reason == EL_DROP_NONE || cmd->reason >= EL_DROP_COUNT))
		return COMMANDS_REFUSE(offset, el_cmd_release, reason, EL_ERR_RANGE);
	if (cmd->act_len != extra || (extra && cmd->verdict != EL_RELEASE_EXECUTE))
		return COMMANDS_REFUSE(offset, el_cmd_release, act_len, EL_ERR_SIZE);
	code = cmd_check_program(c->w, acts, cmd->act_len, sizeof(*cmd), offset);
	if (code)
		return code;
	if (!mailbox_ready(c->w->lcores[lcore]->mail))
		return COMMANDS_AGAIN;
	msg = make_message(MESSAGE_RELEASE, acts, cmd->act_len);
	if (!msg)
		return EL_ERR_NO_MEMORY;
	msg->park_id = cmd->park_id;
	msg->verdict = cmd->verdict;
	msg->reason = cmd->reason;
	mailbox_put(c->w->lcores[lcore]->mail, msg);
	return EL_ERR_OK;
}

/* The bytes as a packet: as many mbufs as it takes. NULL: none free. */
static struct rte_mbuf *make_packet(const struct worker *w, const uint8_t *bytes, uint32_t length)
{
	struct rte_mbuf *first = NULL;

	while (length || !first) {
		struct rte_mbuf *m = rte_pktmbuf_alloc(w->pool);
		uint32_t part;

		if (!m) {
			rte_pktmbuf_free(first);
			return NULL;
		}
		m->data_off = w->conf.start.mbuf_headroom;
		part = length < w->conf.start.mbuf_data ? length : w->conf.start.mbuf_data;
		memcpy(rte_pktmbuf_mtod(m, void *), bytes, part);
		m->data_len = (uint16_t)part;
		m->pkt_len = part;
		bytes += part;
		length -= part;
		if (!first)
			first = m;
		else
			rte_pktmbuf_chain(first, m); /* 10 at most */
	}
	return first;
}

int cmd_inject(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_inject *cmd = record;
	const uint8_t *acts = (const uint8_t *)record + sizeof(*cmd);
	struct lcore *lc;
	struct message *msg;
	int code;

	if (cmd->port >= c->w->port_count)
		return COMMANDS_REFUSE(offset, el_cmd_inject, port, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_inject, rsv0, EL_ERR_RESERVED);
	if (cmd->act_len > EL_MAX_ACTION_BYTES || cmd->act_len % 8 || cmd->act_len > extra)
		return COMMANDS_REFUSE(offset, el_cmd_inject, act_len, EL_ERR_SIZE);
	if (cmd->pkt_len == 0 || cmd->pkt_len > EL_MAX_FRAME)
		return COMMANDS_REFUSE(offset, el_cmd_inject, pkt_len, EL_ERR_RANGE);
	if ((cmd->pkt_len + 7) / 8 * 8 != extra - cmd->act_len)
		return COMMANDS_REFUSE(offset, el_cmd_inject, pkt_len, EL_ERR_SIZE);
	if (cmd->rsv1)
		return COMMANDS_REFUSE(offset, el_cmd_inject, rsv1, EL_ERR_RESERVED);
	code = cmd_check_program(c->w, acts, cmd->act_len, sizeof(*cmd), offset);
	if (code)
		return code;
	lc = c->w->lcores[c->w->ports[cmd->port].owner];
	if (!mailbox_ready(lc->mail))
		return COMMANDS_AGAIN;
	msg = make_message(MESSAGE_INJECT, acts, cmd->act_len);
	if (msg)
		msg->m = make_packet(c->w, acts + cmd->act_len, cmd->pkt_len);
	if (!msg || !msg->m) {
		free(msg);
		return EL_ERR_NO_MEMORY;
	}
	msg->port = cmd->port;
	mailbox_put(lc->mail, msg);
	return EL_ERR_OK;
}
