/* What a probed device says of itself: rte_eth_dev_info, and what /sys and the kernel alone tell. */
#ifndef EDGELANE_PORT_DEVICE_H
#define EDGELANE_PORT_DEVICE_H

#include <rte_ethdev.h>

#include "edgelane.h"

/* 0, or the negative errno of rte_eth_dev_info_get. What else cannot be read stays zero. */
int port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *device);

/* UDP port of the kernel's oldest VXLAN device over IPv4 that is up, in this network namespace; 0: none. In
 * kernel_vxlan.c. */
uint16_t kernel_vxlan_port(void);

#endif
