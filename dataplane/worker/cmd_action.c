/* Action lists and the groups that choose among them. See commands.h.
 *
 * An action list counts who names it: flows and group members. It goes only when nobody does.
 */
#include "commands.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <rte_common.h>

#include "cmd_action.h"
#include "group.h"
#include "program.h"

int cmd_check_program(const struct worker *w, const uint8_t *acts, uint32_t len, uint32_t base,
                      uint32_t *offset)
{
	struct program_limits limits = {
	    .port_count = w->port_count,
	    .max_tunnels = w->conf.start.max_tunnels,
	    .max_groups = w->conf.start.max_groups,
	    .max_meters = w->conf.start.max_meters,
	};
	uint32_t bad = 0;
	int code = program_check(acts, len, &limits, &bad);

	if (code)
		*offset = base + bad;
	return code;
}

/* The list goes, or another one takes its place. */
static void forget_meters(struct worker *w, uint32_t action_id)
{
	const struct action *a = objects_find(&w->actions, action_id);

	if (a)
		meters_named(&w->meters, a->bytes, a->len, (uint32_t)-1);
}

int cmd_action_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_action_set *cmd = record;
	const uint8_t *acts = (const uint8_t *)record + sizeof(*cmd);
	struct action *a;
	int code;

	if (cmd->action_id >= c->w->actions.count)
		return COMMANDS_REFUSE(offset, el_cmd_action_set, action_id, EL_ERR_RANGE);
	if (cmd->len != extra)
		return COMMANDS_REFUSE(offset, el_cmd_action_set, len, EL_ERR_SIZE);
	if (objects_leaving(&c->w->actions, cmd->action_id))
		return COMMANDS_AGAIN;
	code = cmd_check_program(c->w, acts, cmd->len, sizeof(*cmd), offset);
	if (code)
		return code;
	a = aligned_alloc(_Alignof(struct action), RTE_ALIGN(sizeof(*a) + cmd->len, _Alignof(struct action)));
	if (!a)
		return EL_ERR_NO_MEMORY;
	a->len = cmd->len;
	a->rsv0 = 0;
	straight_compile(&a->straight, acts, cmd->len);
	memcpy(a->bytes, acts, cmd->len);
	meters_named(&c->w->meters, a->bytes, a->len, 1);
	forget_meters(c->w, cmd->action_id);
	objects_put(&c->w->actions, &c->w->rcu, cmd->action_id, a);
	return EL_ERR_OK;
}

int cmd_action_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_action_del *cmd = record;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_action_del, rsv0, EL_ERR_RESERVED);
	if (!objects_find(&c->w->actions, cmd->action_id))
		return COMMANDS_REFUSE(offset, el_cmd_action_del, action_id, EL_ERR_UNKNOWN_ID);
	if (c->w->action_users[cmd->action_id])
		return COMMANDS_REFUSE(offset, el_cmd_action_del, action_id, EL_ERR_IN_USE);
	forget_meters(c->w, cmd->action_id);
	objects_remove(&c->w->actions, &c->w->rcu, cmd->action_id);
	return EL_ERR_OK;
}

/* A group as main keeps it: what lcores read, then whom it names. */
struct kept_group {
	struct group group; /* first: lcores see only this */
	uint32_t count;
	uint32_t action[EL_MAX_GROUP_MEMBERS];
};

static void count_users(struct worker *w, const struct kept_group *k, uint32_t by)
{
	for (uint32_t i = 0; k && i < k->count; i++)
		w->action_users[k->action[i]] += by;
}

int cmd_group_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_group_set *cmd = record;
	const struct el_group_member *members = (const void *)((const uint8_t *)record + sizeof(*cmd));
	struct kept_group *k;
	uint32_t bad = 0;
	int code;

	if (cmd->group_id >= c->w->groups.count)
		return COMMANDS_REFUSE(offset, el_cmd_group_set, group_id, EL_ERR_RANGE);
	if (cmd->member_count > EL_MAX_GROUP_MEMBERS)
		return COMMANDS_REFUSE(offset, el_cmd_group_set, member_count, EL_ERR_RANGE);
	if (extra != cmd->member_count * sizeof(*members))
		return COMMANDS_REFUSE(offset, el_cmd_group_set, member_count, EL_ERR_SIZE);
	if (objects_leaving(&c->w->groups, cmd->group_id))
		return COMMANDS_AGAIN;
	for (uint32_t i = 0; i < cmd->member_count; i++)
		if (!objects_find(&c->w->actions, members[i].action_id)) {
			*offset = (uint32_t)(sizeof(*cmd) + i * sizeof(*members));
			return EL_ERR_UNKNOWN_ID;
		}
	k = calloc(1, sizeof(*k));
	if (!k)
		return EL_ERR_NO_MEMORY;
	code = group_build(&k->group, members, cmd->member_count, c->w->actions.count, &bad);
	if (code) {
		*offset = (uint32_t)sizeof(*cmd) + bad;
		free(k);
		return code;
	}
	k->count = cmd->member_count;
	for (uint32_t i = 0; i < k->count; i++)
		k->action[i] = members[i].action_id;
	count_users(c->w, k, 1);
	count_users(c->w, objects_find(&c->w->groups, cmd->group_id), (uint32_t)-1);
	objects_put(&c->w->groups, &c->w->rcu, cmd->group_id, k);
	return EL_ERR_OK;
}

int cmd_group_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_group_del *cmd = record;
	struct kept_group *k = objects_find(&c->w->groups, cmd->group_id);

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_group_del, rsv0, EL_ERR_RESERVED);
	if (!k)
		return COMMANDS_REFUSE(offset, el_cmd_group_del, group_id, EL_ERR_UNKNOWN_ID);
	count_users(c->w, k, (uint32_t)-1);
	objects_remove(&c->w->groups, &c->w->rcu, cmd->group_id);
	return EL_ERR_OK;
}
