/* Looks at /sys/bus/pci and at what EAL has loaded. See pci.h. Changes nothing. */
#include "pci.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/sys/bus/pci/devices/%s"

static const unsigned connectx3[] = {0x1003, 0x1004, 0x1007, 0};
static const unsigned series700[] = {0x0cf8, 0x0d58, 0x101f, 0x104e, 0x104f, 0x1572, 0x1580, 0x1581,
                                     0x1583, 0x1584, 0x1585, 0x1586, 0x1589, 0x158a, 0x158b, 0x15ff,
                                     0x374c, 0x37ce, 0x37cf, 0x37d0, 0x37d1, 0x37d2, 0x37d3, 0};

/* Plug-ins of Debian's DPDK 22.11, the cards they drive, and what the card has to be bound to. */
static const struct plugin {
	unsigned vendor;
	const unsigned *devices; /* ended by 0 */
	const char *driver, *library, *package, *kernel, *or_kernel;
} plugins[] = {
    {0x15b3, connectx3, "net_mlx4", "librte_net_mlx4.so.23", "librte-net-mlx4-23", "mlx4_core", ""},
    {0x8086, series700, "net_i40e", "librte_net_i40e.so.23", "librte-net-i40e23", "vfio-pci", "igb_uio"},
};

bool pci_name(const char *device, char *name)
{
	unsigned domain, bus, slot, function;
	int length = 0;

	if (sscanf(device, "%4x:%2x:%2x.%1x%n", &domain, &bus, &slot, &function, &length) != 4 ||
	    (device[length] && device[length] != ','))
		return false;
	snprintf(name, PCI_NAME_LEN, "%04x:%02x:%02x.%x", domain, bus & 0xff, slot & 0xff, function & 7);
	return true;
}

/* A number of its folder ("vendor", "device"), written in hex; 0: none. */
static unsigned pci_number(const char *name, const char *file)
{
	char path[128];
	unsigned number = 0;
	FILE *at;

	snprintf(path, sizeof(path), FOLDER "/%s", name, file);
	at = fopen(path, "re");
	if (!at)
		return 0;
	if (fscanf(at, "%x", &number) != 1)
		number = 0;
	fclose(at);
	return number;
}

bool pci_is_virtual(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), FOLDER "/physfn", name);
	return access(path, F_OK) == 0;
}

/* The kernel's driver it is bound to; "" = none. */
static void kernel_driver(const char *name, char *driver, size_t room)
{
	char path[128], link[256];
	ssize_t size;

	snprintf(path, sizeof(path), FOLDER "/driver", name);
	size = readlink(path, link, sizeof(link) - 1);
	link[size > 0 ? size : 0] = 0;
	snprintf(driver, room, "%s", strrchr(link, '/') ? strrchr(link, '/') + 1 : "");
}

static bool is_loaded(const char *library)
{
	void *handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);

	if (handle)
		dlclose(handle);
	return handle != NULL;
}

static const struct plugin *plugin_of(unsigned vendor, unsigned device)
{
	for (size_t i = 0; i < sizeof(plugins) / sizeof(plugins[0]); i++)
		for (const unsigned *id = plugins[i].devices; plugins[i].vendor == vendor && *id; id++)
			if (*id == device)
				return &plugins[i];
	return NULL;
}

bool pci_reason(const char *name, char *text, size_t room)
{
	unsigned vendor = pci_number(name, "vendor"), device = pci_number(name, "device");
	const struct plugin *plugin = plugin_of(vendor, device);
	char bound[64];

	if (!vendor) {
		snprintf(
		    text, room,
		    "this machine has no PCI device %s; `lspci -D` lists those it has: check the address "
		    "and the card's seat",
		    name);
		return true;
	}
	if (!plugin)
		return false;
	if (!is_loaded(plugin->library)) {
		snprintf(text, room, "DPDK's driver %s is not installed: package %s", plugin->driver,
		         plugin->package);
		return true;
	}
	kernel_driver(name, bound, sizeof(bound));
	if (strcmp(bound, plugin->kernel) == 0 || (*bound && strcmp(bound, plugin->or_kernel) == 0))
		return false;
	snprintf(text, room, "it (%04x:%04x) is bound to %s%s; %s needs it bound to %s", vendor, device,
	         *bound ? "the kernel's " : "no driver", bound, plugin->driver, plugin->kernel);
	return true;
}
