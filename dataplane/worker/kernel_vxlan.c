/* Asks the kernel for its VXLAN devices (rtnetlink, RTM_GETLINK), as /sys does not tell their UDP port. See
 * port_device.h.
 *
 * The card learns one port, from the first such device: dumps come in the order of interface numbers.
 */
#include "port_device.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rte_byteorder.h>

#define ROOM 32768 /* what one message of a dump takes at most */

static const struct rtattr *find(const void *at, size_t size, unsigned type)
{
	const struct rtattr *a = at;

	for (; RTA_OK(a, size); a = RTA_NEXT(a, size))
		if ((a->rta_type & NLA_TYPE_MASK) == type)
			return a;
	return NULL;
}

static const struct rtattr *find_in(const struct rtattr *nest, unsigned type)
{
	return nest ? find(RTA_DATA(nest), RTA_PAYLOAD(nest), type) : NULL;
}

/* Of a VXLAN device over IPv4 that is up; else 0. */
static uint16_t port_of(const struct nlmsghdr *h)
{
	const struct ifinfomsg *link = NLMSG_DATA(h);
	const struct rtattr *info, *kind, *data, *port;
	uint16_t big_endian;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*link)) || !(link->ifi_flags & IFF_UP))
		return 0;
	info = find(IFLA_RTA(link), IFLA_PAYLOAD(h), IFLA_LINKINFO);
	kind = find_in(info, IFLA_INFO_KIND);
	data = find_in(info, IFLA_INFO_DATA);
	if (!kind || !data || strncmp(RTA_DATA(kind), "vxlan", RTA_PAYLOAD(kind)) != 0)
		return 0;
	port = find_in(data, IFLA_VXLAN_PORT);
	if (!port || RTA_PAYLOAD(port) < sizeof(big_endian) || find_in(data, IFLA_VXLAN_LOCAL6) ||
	    find_in(data, IFLA_VXLAN_GROUP6))
		return 0;
	memcpy(&big_endian, RTA_DATA(port), sizeof(big_endian));
	return rte_be_to_cpu_16(big_endian);
}

/* 1: the dump goes on. */
static int look(const void *bytes, size_t size, uint16_t *port)
{
	const struct nlmsghdr *h = bytes;

	for (; NLMSG_OK(h, size); h = NLMSG_NEXT(h, size)) {
		if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
			return 0;
		if (!*port)
			*port = port_of(h);
	}
	return 1;
}

uint16_t kernel_vxlan_port(void)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg link;
	} ask = {.head = {.nlmsg_len = sizeof(ask),
	                  .nlmsg_type = RTM_GETLINK,
	                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP}};
	static _Alignas(NLMSG_ALIGNTO) char bytes[ROOM];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	uint16_t port = 0;
	ssize_t size;

	if (fd < 0)
		return 0;
	if (send(fd, &ask, sizeof(ask), 0) == sizeof(ask))
		do
			size = recv(fd, bytes, sizeof(bytes), 0);
		while (size > 0 && look(bytes, (size_t)size, &port));
	close(fd);
	return port;
}
