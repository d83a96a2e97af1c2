/* Reads a device's facts. See port_device.h.
 *
 * It changes nothing. A file that is not there is an answer, not an error.
 */
#include "port_device.h"

#include <stdio.h>
#include <string.h>

#include "pci.h"

#define STEERING "/sys/module/mlx4_core/parameters/log_num_mgm_entry_size"
#define STATIC_A0 2 /* of the parameter's bits, when it is negative: -7 has it, -1 has not */

static uint16_t steering(void)
{
	FILE *file = fopen(STEERING, "re");
	int value, got;

	if (!file)
		return EL_STEERING_UNKNOWN;
	got = fscanf(file, "%d", &value);
	fclose(file);
	if (got != 1)
		return EL_STEERING_UNKNOWN;
	if (value > 0)
		return EL_STEERING_B0;
	return value < 0 && -value & 1 << STATIC_A0 ? EL_STEERING_STATIC_A0 : EL_STEERING_DMFS;
}

static void copy_limits(struct el_device *d, const struct rte_eth_dev_info *info)
{
	d->rx_offloads = info->rx_offload_capa;
	d->rx_queue_offloads = info->rx_queue_offload_capa;
	d->tx_offloads = info->tx_offload_capa;
	d->tx_queue_offloads = info->tx_queue_offload_capa;
	d->rss_types = info->flow_type_rss_offloads;
	d->dev_flags = info->dev_flags ? *info->dev_flags : 0;
	d->min_rx_bufsize = info->min_rx_bufsize;
	d->max_rx_pktlen = info->max_rx_pktlen;
	d->min_mtu = info->min_mtu;
	d->max_mtu = info->max_mtu;
	d->max_rx_queues = info->max_rx_queues;
	d->max_tx_queues = info->max_tx_queues;
	d->reta_size = info->reta_size;
	d->hash_key_size = info->hash_key_size;
	d->rx_desc_min = info->rx_desc_lim.nb_min;
	d->rx_desc_max = info->rx_desc_lim.nb_max;
	d->rx_desc_align = info->rx_desc_lim.nb_align;
	d->tx_desc_min = info->tx_desc_lim.nb_min;
	d->tx_desc_max = info->tx_desc_lim.nb_max;
	d->tx_desc_align = info->tx_desc_lim.nb_align;
	d->tx_segments = info->tx_desc_lim.nb_seg_max;
	d->tx_mtu_segments = info->tx_desc_lim.nb_mtu_seg_max;
}

int port_device(uint16_t ethdev, struct rte_eth_dev_info *info, struct el_device *d)
{
	int error = rte_eth_dev_info_get(ethdev, info);
	const char *name, *said;
	uint16_t vendor, number;

	*d = (struct el_device){.size = sizeof(*d)};
	if (error)
		return error;
	snprintf(d->driver, sizeof(d->driver), "%s", info->driver_name);
	copy_limits(d, info);
	if (rte_eth_dev_fw_version_get(ethdev, d->firmware, sizeof(d->firmware)) < 0)
		d->firmware[0] = 0;
	d->firmware[sizeof(d->firmware) - 1] = 0;
	name = rte_dev_name(info->device);
	said = rte_dev_bus_info(info->device);
	if (said && sscanf(said, "vendor_id=%hx, device_id=%hx", &vendor, &number) == 2) {
		d->vendor = vendor;
		d->device = number;
	}
	d->virtual_function = pci_is_virtual(name);
	if (strcmp(d->driver, "net_mlx4") == 0) {
		d->steering = steering();
		d->kernel_vxlan_port = kernel_vxlan_port();
	}
	return 0;
}
