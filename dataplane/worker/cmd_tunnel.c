/* Tunnels, their next hops, and the local addresses tunnels end at. See commands.h, tunnel.h. */
#include "commands.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tunnel.h"

static struct tunnel *tunnel_new(void)
{
	struct tunnel *t = aligned_alloc(_Alignof(struct tunnel), sizeof(*t));

	return t ? memset(t, 0, sizeof(*t)) : NULL;
}

static void render_ways(const struct worker *w, struct tunnel *t)
{
	for (uint32_t i = 0; i < t->nexthop_count; i++)
		tunnel_way_render(t, i, objects_find(&w->nexthops, t->nexthops[i]));
}

static bool leaves_by(const struct tunnel *t, uint32_t nexthop_id)
{
	for (uint32_t i = 0; t && i < t->nexthop_count; i++)
		if (t->nexthops[i] == nexthop_id)
			return true;
	return false;
}

/* A next hop is another now: the tunnels that leave by it are rendered anew. Without memory they lose their
 * ways: encap.c asks the next hop itself. */
static void tunnels_follow(struct worker *w, uint32_t nexthop_id)
{
	for (uint32_t i = 0; i < w->tunnels.count; i++) {
		struct tunnel *old = objects_find(&w->tunnels, i), *t;

		if (!leaves_by(old, nexthop_id))
			continue;
		t = tunnel_new();
		if (!t) {
			for (uint32_t j = 0; j < old->nexthop_count; j++)
				__atomic_store_n(&old->way[j].len, 0, __ATOMIC_RELAXED);
			continue;
		}
		*t = *old;
		render_ways(w, t);
		objects_put(&w->tunnels, &w->rcu, i, t);
	}
}

int cmd_nexthop_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_nexthop_set *cmd = record;
	struct nexthop *n;
	int code;

	(void)extra;
	if (cmd->nexthop_id >= c->w->nexthops.count)
		return COMMANDS_REFUSE(offset, el_cmd_nexthop_set, nexthop_id, EL_ERR_RANGE);
	if (objects_leaving(&c->w->nexthops, cmd->nexthop_id))
		return COMMANDS_AGAIN;
	n = calloc(1, sizeof(*n));
	if (!n)
		return EL_ERR_NO_MEMORY;
	code = nexthop_render(n, cmd, c->w->port_count, offset);
	if (code) {
		free(n);
		return code;
	}
	objects_put(&c->w->nexthops, &c->w->rcu, cmd->nexthop_id, n);
	tunnels_follow(c->w, cmd->nexthop_id);
	return EL_ERR_OK;
}

int cmd_nexthop_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_nexthop_del *cmd = record;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_nexthop_del, rsv0, EL_ERR_RESERVED);
	if (!objects_find(&c->w->nexthops, cmd->nexthop_id))
		return COMMANDS_REFUSE(offset, el_cmd_nexthop_del, nexthop_id, EL_ERR_UNKNOWN_ID);
	objects_remove(&c->w->nexthops, &c->w->rcu, cmd->nexthop_id);
	tunnels_follow(c->w, cmd->nexthop_id);
	return EL_ERR_OK;
}

int cmd_tunnel_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_tunnel_set *cmd = record;
	struct tunnel *t;
	int code;

	(void)extra;
	if (cmd->tunnel_id >= c->w->tunnels.count)
		return COMMANDS_REFUSE(offset, el_cmd_tunnel_set, tunnel_id, EL_ERR_RANGE);
	if (objects_leaving(&c->w->tunnels, cmd->tunnel_id))
		return COMMANDS_AGAIN;
	t = tunnel_new();
	if (!t)
		return EL_ERR_NO_MEMORY;
	code = tunnel_render(t, cmd, c->w->nexthops.count, offset);
	if (code) {
		free(t);
		return code;
	}
	render_ways(c->w, t);
	objects_put(&c->w->tunnels, &c->w->rcu, cmd->tunnel_id, t);
	return EL_ERR_OK;
}

int cmd_tunnel_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_tunnel_del *cmd = record;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_tunnel_del, rsv0, EL_ERR_RESERVED);
	if (!objects_find(&c->w->tunnels, cmd->tunnel_id))
		return COMMANDS_REFUSE(offset, el_cmd_tunnel_del, tunnel_id, EL_ERR_UNKNOWN_ID);
	objects_remove(&c->w->tunnels, &c->w->rcu, cmd->tunnel_id);
	return EL_ERR_OK;
}

/* Lcores get a new list without gaps. */
static int publish(struct worker *w, uint32_t id, const struct el_endpoint *e)
{
	struct endpoints *list = calloc(1, sizeof(*list)), *old = w->endpoints;

	if (!list)
		return EL_ERR_NO_MEMORY;
	w->endpoint[id] = *e;
	for (uint32_t i = 0; i < EL_MAX_ENDPOINTS; i++)
		if (w->endpoint[i].type != EL_TUN_NONE) {
			list->endpoint[list->count++] = w->endpoint[i];
			brief_add(&list->brief, &w->endpoint[i]);
		}
	__atomic_store_n(&w->endpoints, list, __ATOMIC_RELEASE);
	rcu_retire_heap(&w->rcu, old);
	return EL_ERR_OK;
}

int cmd_endpoint_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_endpoint_set *cmd = record;
	struct el_endpoint e = {.type = cmd->type, .udp_dst = cmd->udp_dst};

	(void)extra;
	if (cmd->endpoint_id >= EL_MAX_ENDPOINTS)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_set, endpoint_id, EL_ERR_RANGE);
	if (cmd->type != EL_TUN_VXLAN && cmd->type != EL_TUN_GRE && cmd->type != EL_TUN_NVGRE)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_set, type, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_set, rsv0, EL_ERR_RESERVED);
	if ((cmd->type == EL_TUN_VXLAN) != (cmd->udp_dst != 0))
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_set, udp_dst, EL_ERR_RANGE);
	memcpy(e.local, cmd->local, sizeof(e.local));
	return publish(c->w, cmd->endpoint_id, &e);
}

int cmd_endpoint_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_endpoint_del *cmd = record;

	(void)extra;
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_del, rsv0, EL_ERR_RESERVED);
	if (cmd->endpoint_id >= EL_MAX_ENDPOINTS)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_del, endpoint_id, EL_ERR_RANGE);
	if (c->w->endpoint[cmd->endpoint_id].type == EL_TUN_NONE)
		return COMMANDS_REFUSE(offset, el_cmd_endpoint_del, endpoint_id, EL_ERR_UNKNOWN_ID);
	return publish(c->w, cmd->endpoint_id, &(struct el_endpoint){0});
}
