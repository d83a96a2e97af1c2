/* Finds the ethdev behind each port's device string. See port.h.
 *
 * A device string is "<name>[,<arguments>]" as DPDK's bus drivers take it. A PCI function with several
 * ethdevs (ConnectX-3: two ports on one address, chosen by the argument port=N) may serve several ports: it
 * is then probed once with all their arguments.
 */
#include "port.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <rte_dev.h>
#include <rte_ethdev.h>

#include "eal.h"
#include "guest_peer.h"
#include "pci.h"
#include "port_rules.h"
#include "tap.h"

#define PORT_ARGUMENT "port="

static size_t name_length(const char *device)
{
	return strcspn(device, ",");
}

static bool same_device(const char *a, const char *b)
{
	return name_length(a) == name_length(b) && strncmp(a, b, name_length(a)) == 0;
}

/* N of the argument port=N, or -1. */
static int port_argument(const char *device)
{
	const char *at = device;
	int number;

	while ((at = strchr(at, ',')) != NULL)
		if (sscanf(++at, PORT_ARGUMENT "%d", &number) == 1)
			return number;
	return -1;
}

/* The name and everybody's arguments. */
static void join_arguments(const struct config *c, uint32_t first, char *joined, size_t room)
{
	const char *device = c->ports[first].device;

	snprintf(joined, room, "%s", device);
	for (uint32_t i = first + 1; i < c->start.port_count; i++)
		if (same_device(device, c->ports[i].device))
			strncat(joined, c->ports[i].device + name_length(c->ports[i].device),
			        room - strlen(joined) - 1);
}

static int check_taken(const struct config *c, uint32_t i, struct fail *f)
{
	for (uint32_t j = 0; j < i; j++) {
		if (!same_device(c->ports[j].device, c->ports[i].device))
			continue;
		if (port_argument(c->ports[i].device) < 0 ||
		    port_argument(c->ports[i].device) == port_argument(c->ports[j].device))
			return fail(f, EL_ERR_DEVICE_TAKEN, "port \"%s\": device %s is used by port \"%s\"",
			            c->ports[i].name, c->ports[i].device, c->ports[j].name);
	}
	return 0;
}

static bool first_of_device(const struct config *c, uint32_t i)
{
	for (uint32_t j = 0; j < i; j++)
		if (same_device(c->ports[j].device, c->ports[i].device))
			return false;
	return true;
}

static int refuse_probe(const struct el_port_conf *p, int error, struct fail *f)
{
	const char *said = eal_last_words();
	uint32_t code = EL_ERR_DEVICE;
	char pci[PCI_NAME_LEN], reason[256];

	if (error == -EEXIST || error == -EBUSY)
		code = EL_ERR_DEVICE_TAKEN;
	else if (error == -EACCES ||
	         eal_said_permission()) /* -EPERM is -1, which drivers return for anything */
		code = EL_ERR_PERMISSION;
	if (code == EL_ERR_DEVICE && pci_name(p->device, pci) && pci_reason(pci, reason, sizeof(reason)))
		said = reason;
	if (!*said)
		said = error < 0 ? strerror(-error) : "it gave no port";
	return fail(f, code, "port \"%s\": device \"%s\" did not probe: %s", p->name, p->device, said);
}

/* The ethdev of port i: the one its port=N counts to among its device's, else its device's first. */
static int find_ethdev(const struct config *c, uint32_t i, uint16_t *ethdev)
{
	const char *device = c->ports[i].device;
	int wanted = port_argument(device), number = 0;
	struct rte_eth_dev_info info;
	uint16_t id;

	/* Of a device probed for fewer ports than it has, only those exist: count the smaller arguments. */
	if (wanted > 0) {
		wanted = 0;
		for (uint32_t j = 0; j < c->start.port_count; j++)
			if (same_device(device, c->ports[j].device) &&
			    port_argument(c->ports[j].device) < port_argument(device))
				wanted++;
	}
	RTE_ETH_FOREACH_DEV(id)
	{
		const char *name;

		if (rte_eth_dev_info_get(id, &info) != 0 || !info.device)
			continue;
		name = rte_dev_name(info.device);
		if (strlen(name) != name_length(device) || strncmp(name, device, strlen(name)) != 0)
			continue;
		if (number++ < wanted)
			continue;
		*ethdev = id;
		return 0;
	}
	return -1;
}

static int probe(struct port *p, const struct config *c, uint32_t i, struct fail *f)
{
	char joined[EL_DEVARGS_LEN * 2];
	int error = 0;

	if (check_taken(c, i, f))
		return -1;
	if (tap_is(c->ports[i].device))
		return tap_open(p, &c->ports[i], f);
	eal_forget_words();
	if (first_of_device(c, i)) {
		join_arguments(c, i, joined, sizeof(joined));
		error = rte_dev_probe(joined);
		if (error < 0)
			return refuse_probe(&c->ports[i], error, f);
	}
	if (find_ethdev(c, i, &p->ethdev))
		return refuse_probe(&c->ports[i], 0, f);
	p->opened = 1;
	return 0;
}

/* Devices round descriptors: config_mbufs_needed once more, with those they really have. */
static int check_mbufs(const struct port *ports, const struct config *c, struct fail *f)
{
	const struct el_start *s = &c->start;
	int64_t needed = (int64_t)config_mbufs_needed(c);

	for (uint32_t i = 0; i < s->port_count; i++)
		needed += (int64_t)ports[i].rx_queues * (ports[i].plan.rx_desc - c->ports[i].rx_desc) +
		          (int64_t)s->lcore_count * (ports[i].plan.tx_desc - c->ports[i].tx_desc);
	if (needed <= s->mbuf_count)
		return 0;
	return fail(
	    f, EL_ERR_CONFIG,
	    "mbuf_count is %u; with descriptors as the devices round them up it must be at least %lld",
	    s->mbuf_count, (long long)needed);
}

int ports_open(struct port *ports, const struct config *c, struct rte_mempool *pool, struct fail *f)
{
	for (uint32_t i = 0; i < c->start.port_count; i++) {
		const struct el_port_conf *conf = &c->ports[i];
		struct port *p = &ports[i];

		memset(p, 0, sizeof(*p));
		p->id = conf->port;
		p->rx_queues = conf->rx_queues;
		p->underlay = !!(conf->flags & EL_PORT_UNDERLAY);
		p->gated = !!(conf->flags & EL_PORT_GATED);
		p->promisc = !!(conf->flags & EL_PORT_PROMISC);
		p->admin_up = !!(conf->flags & EL_PORT_UP);
		memcpy(p->name, conf->name, sizeof(p->name));
		if (probe(p, c, i, f) || port_setup(p, c, pool, f))
			return -1;
	}
	return check_mbufs(ports, c, f);
}

void ports_close(struct port *ports, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (ports[i].opened) {
			port_rules_remove(&ports[i]);
			rte_eth_dev_stop(ports[i].ethdev);
			rte_eth_dev_close(ports[i].ethdev);
		}
		ports[i].opened = 0;
		tap_close(ports[i].tap);
		ports[i].tap = NULL;
	}
}

void port_decide(struct port *p)
{
	__atomic_store_n(&p->up, p->admin_up && p->link_up, __ATOMIC_RELAXED);
}

uint32_t ports_link_set(const struct port *ports, uint32_t count, struct pollfd *set)
{
	uint32_t used = 0;

	for (uint32_t i = 0; i < count; i++)
		if (ports[i].tap && !ports[i].link_up && tap_link_fd(ports[i].tap) >= 0)
			set[used++] = (struct pollfd){.fd = tap_link_fd(ports[i].tap), .events = POLLOUT};
	return used;
}

bool port_look(struct port *p)
{
	struct rte_eth_link link = {0};
	bool changed;

	if (p->link_unseen)
		link.link_status = RTE_ETH_LINK_UP;
	else if (p->tap)
		link.link_status = tap_link(p->tap);
	else if (rte_eth_link_get_nowait(p->ethdev, &link) != 0)
		return false;
	changed = link.link_status != p->link_up || link.link_speed != p->speed_mbps;
	/* Before lcores may send to a new guest. */
	__atomic_store_n(&p->peer, strcmp(p->driver, "net_vhost") ? UINT32_MAX : guest_peer_takes(p->ethdev),
	                 __ATOMIC_RELAXED);
	p->link_up = link.link_status;
	p->speed_mbps = link.link_speed;
	port_decide(p);
	return changed;
}
