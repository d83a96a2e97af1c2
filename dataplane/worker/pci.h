/* Why a PCI device gave no port, as far as /sys and the loaded drivers tell. */
#ifndef EDGELANE_PCI_H
#define EDGELANE_PCI_H

#include <stdbool.h>
#include <stddef.h>

#define PCI_NAME_LEN 16 /* "0000:01:00.0" and its end */

/* The address a device string begins with ("0000:01:00.0[,args]"), into `name`; false: it is none. */
bool pci_name(const char *device, char *name);
/* One sentence without its beginning into `text`; false: nothing is wrong that can be seen from here. */
bool pci_reason(const char *name, char *text, size_t room);

/* It is a virtual function. */
bool pci_is_virtual(const char *name);

#endif
