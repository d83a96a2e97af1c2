/* PORT_SET and PORT_CREDIT. See commands.h. */
#include "commands.h"

#include <stddef.h>

#include <rte_ethdev.h>

#include "counters.h"

#define HEEDED (EL_PORT_UP | EL_PORT_PROMISC)
#define KNOWN (HEEDED | EL_PORT_UNDERLAY | EL_PORT_GATED)

static void set_promisc(struct port *p, bool on)
{
	if (p->promisc == on)
		return;
	/* A device without the notion takes every frame anyway. */
	if (on)
		rte_eth_promiscuous_enable(p->ethdev);
	else
		rte_eth_promiscuous_disable(p->ethdev);
	p->promisc = on;
}

static void set_up(struct port *p, bool up)
{
	if (p->admin_up == up)
		return;
	p->admin_up = up;
	/* The peer sees it where the driver can show it; in the worker `up` decides alone. */
	if (up)
		rte_eth_dev_set_link_up(p->ethdev);
	else
		rte_eth_dev_set_link_down(p->ethdev);
	port_look(p);
	port_decide(p);
}

int cmd_port_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_port_set *cmd = record;
	struct port *p;

	(void)extra;
	if (cmd->port >= c->w->port_count)
		return COMMANDS_REFUSE(offset, el_cmd_port_set, port, EL_ERR_RANGE);
	if (cmd->flags & ~KNOWN)
		return COMMANDS_REFUSE(offset, el_cmd_port_set, flags, EL_ERR_RANGE);
	if (cmd->mtu && (cmd->mtu < 68 || cmd->mtu > EL_MAX_FRAME - 14))
		return COMMANDS_REFUSE(offset, el_cmd_port_set, mtu, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_port_set, rsv0, EL_ERR_RESERVED);
	p = &c->w->ports[cmd->port];
	if (cmd->mtu && cmd->mtu != port_mtu(p)) {
		int error = rte_eth_dev_set_mtu(p->ethdev, cmd->mtu);

		/* A device that has no MTU, or has moved out of sight, does not bound what the worker sends.
		 */
		if (error && error != -ENOTSUP && !p->link_unseen)
			return COMMANDS_REFUSE(offset, el_cmd_port_set, mtu, EL_ERR_PORT_SETUP);
		__atomic_store_n(&p->mtu, cmd->mtu, __ATOMIC_RELAXED);
	}
	set_promisc(p, cmd->flags & EL_PORT_PROMISC);
	set_up(p, cmd->flags & EL_PORT_UP);
	counters_main(c->w);
	return EL_ERR_OK;
}

int cmd_port_credit(struct commands *c, const void *record, uint32_t extra, uint32_t *offset)
{
	const struct el_cmd_port_credit *cmd = record;
	struct port *p;
	uint32_t credit;

	(void)extra;
	if (cmd->port >= c->w->port_count || !c->w->ports[cmd->port].gated)
		return COMMANDS_REFUSE(offset, el_cmd_port_credit, port, EL_ERR_RANGE);
	if (cmd->rsv0)
		return COMMANDS_REFUSE(offset, el_cmd_port_credit, rsv0, EL_ERR_RESERVED);
	p = &c->w->ports[cmd->port];
	credit = __atomic_load_n(&p->credit, __ATOMIC_RELAXED);
	if (cmd->count > UINT32_MAX / 2 - (credit < UINT32_MAX / 2 ? credit : UINT32_MAX / 2))
		return COMMANDS_REFUSE(offset, el_cmd_port_credit, count, EL_ERR_RANGE);
	__atomic_fetch_add(&p->credit, cmd->count, __ATOMIC_RELEASE);
	return EL_ERR_OK;
}
