/* The TAP: how it is made, and what it says of itself. See tap.h; its bursts are tap_burst.c's. */
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_tun.h>
#include <rte_dev.h>
#include <rte_ethdev.h>

#include "plan.h"
#include "port.h"
#include "tap_burst.h"

#define NAME "tap"
/* Of Linux 6.17 and later. */
#define TUN_F_UDP_TUNNEL_GSO 0x080
#define TUN_F_UDP_TUNNEL_GSO_CSUM 0x100
#define BASE (TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN)

bool tap_is(const char *device)
{
	return strncmp(device, NAME, strlen(NAME)) == 0;
}

/* The value of iface=, else the device's name. */
static int interface_of(const char *device, char name[IFNAMSIZ])
{
	const char *from = device, *arguments = strchr(device, ',');
	size_t length;

	if (arguments && strncmp(arguments, ",iface=", 7) != 0)
		return -1;
	if (arguments)
		from = arguments + 7;
	length = strcspn(from, ",");
	if (length == 0 || length >= IFNAMSIZ || from[length])
		return -1;
	memcpy(name, from, length);
	name[length] = 0;
	return 0;
}

static int refuse(const struct el_port_conf *conf, struct fail *f, const char *what)
{
	const int error = errno;
	const uint32_t code = error == EPERM || error == EACCES ? EL_ERR_PERMISSION
	                      : error == EBUSY                  ? EL_ERR_DEVICE_TAKEN
	                                                        : EL_ERR_DEVICE;

	return fail(f, code, "port \"%s\": device \"%s\" did not open: %s: %s", conf->name, conf->device,
	            what, strerror(error));
}

/* As much as this kernel leaves to us. */
static int negotiate(int fd, bool tunnels, unsigned long *agreed)
{
	const unsigned long wishes[] = {
	    BASE | TUN_F_UDP_TUNNEL_GSO | TUN_F_UDP_TUNNEL_GSO_CSUM,
	    BASE,
	};

	for (size_t i = !tunnels; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		*agreed = wishes[i];
		if (ioctl(fd, TUNSETOFFLOAD, wishes[i]) == 0)
			return 0;
	}
	return -1;
}

/* One queue of the interface, into *fd: to be closed whatever comes of it, unless negative. */
static int open_queue(struct tap *tap, int *fd, struct fail *f)
{
	const struct el_port_conf *conf = &tap->conf;
	const int header = (int)sizeof(struct tap_header);
	struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
	unsigned long agreed;

	*fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (*fd < 0)
		return refuse(conf, f, "/dev/net/tun");
	if (conf->rx_queues > 1)
		request.ifr_flags |= IFF_MULTI_QUEUE;
	memcpy(request.ifr_name, tap->name, sizeof(tap->name));
	if (ioctl(*fd, TUNSETIFF, &request) != 0)
		return refuse(conf, f, tap->name);
	if (ioctl(*fd, TUNSETVNETHDRSZ, &header) != 0 ||
	    negotiate(*fd, conf->flags & EL_PORT_UNDERLAY, &agreed) != 0)
		return refuse(conf, f, "virtio headers");
	tap->tunnels = (agreed & TUN_F_UDP_TUNNEL_GSO) != 0;
	return 0;
}

/* MTU, and up. */
static int set_interface(const struct tap *tap, struct fail *f)
{
	const struct el_port_conf *conf = &tap->conf;
	struct ifreq request = {0};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), result = 0;

	if (fd < 0)
		return refuse(conf, f, "a socket");
	memcpy(request.ifr_name, tap->name, sizeof(tap->name));
	request.ifr_mtu = conf->mtu;
	if (ioctl(fd, SIOCSIFMTU, &request) != 0)
		result = refuse(conf, f, "its MTU");
	else if (ioctl(fd, SIOCGIFFLAGS, &request) != 0)
		result = refuse(conf, f, "its flags");
	request.ifr_flags |= IFF_UP;
	if (result == 0 && ioctl(fd, SIOCSIFFLAGS, &request) != 0)
		result = refuse(conf, f, "its flags");
	close(fd);
	return result;
}

/* Somebody deleted the interface, or the namespace that it was in: a new one, behind the descriptors that
 * lcores have already. */
static void make_again(struct tap *tap)
{
	struct fail unsaid = {0};
	int fd[EL_MAX_QUEUES];
	uint16_t opened = 0;
	bool made = true;

	while (made && opened < tap->queues)
		made = open_queue(tap, &fd[opened++], &unsaid) == 0;
	made = made && set_interface(tap, &unsaid) == 0;
	for (uint16_t q = 0; q < opened; q++) {
		if (made && dup3(fd[q], tap->fd[q], O_CLOEXEC) < 0)
			made = false;
		if (fd[q] >= 0)
			close(fd[q]);
	}
	tap->gone = !made;
}

static int open_ethdev(struct port *p, const struct el_port_conf *conf, struct fail *f)
{
	char name[EL_NAME_LEN * 2], arguments[EL_NAME_LEN * 2 + 16];

	snprintf(name, sizeof(name), "net_null_%s", p->tap->name);
	snprintf(arguments, sizeof(arguments), "%s,no-rx=1", name);
	errno = ENODEV;
	if (rte_dev_probe(arguments) != 0 || rte_eth_dev_get_port_by_name(name, &p->ethdev) != 0)
		return refuse(conf, f, "DPDK's net_null");
	p->tap->ethdev = p->ethdev;
	p->opened = 1;
	return 0;
}

int tap_open(struct port *p, const struct el_port_conf *conf, struct fail *f)
{
	struct tap *tap = calloc(1, sizeof(*tap));

	if (!tap)
		return fail(f, EL_ERR_NO_MEMORY, "out of memory");
	p->tap = tap;
	tap->conf = *conf;
	if (interface_of(conf->device, tap->name) != 0)
		return fail(
		    f, EL_ERR_CONFIG,
		    "port \"%s\": device \"%s\" is not \"%s...[,iface=NAME]\", NAME of 1 to %d letters",
		    conf->name, conf->device, NAME, IFNAMSIZ - 1);
	while (tap->queues < conf->rx_queues)
		if (open_queue(tap, &tap->fd[tap->queues++], f))
			return -1;
	return set_interface(tap, f) || open_ethdev(p, conf, f) ? -1 : 0;
}

void tap_close(struct tap *tap)
{
	if (!tap)
		return;
	tap_burst_close(tap);
	for (uint16_t q = 0; q < tap->queues; q++)
		if (tap->fd[q] >= 0)
			close(tap->fd[q]);
	free(tap);
}

void tap_describe(const struct tap *tap, struct el_device *d)
{
	snprintf(d->driver, sizeof(d->driver), NAME);
	plan_describe_tap(d);
	if (!tap->tunnels)
		d->tx_offloads &= ~PLAN_TAP_TUNNELS;
}

bool tap_link(struct tap *tap)
{
	struct pollfd set = {.fd = tap->fd[0], .events = POLLOUT};

	if (tap->gone)
		make_again(tap);
	if (poll(&set, 1, 0) != 1)
		return false;
	tap->gone |= (set.revents & POLLERR) != 0;
	return set.revents == POLLOUT;
}

int tap_link_fd(const struct tap *tap)
{
	return tap->gone ? -1 : tap->fd[0];
}

int tap_fd(const struct tap *tap, uint16_t queue)
{
	return tap->fd[queue];
}
