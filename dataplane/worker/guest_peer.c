/* Asks vhost what was negotiated. See guest_peer.h.
 *
 * The driver is a plug-in that EAL loads; nothing here may need it to be there.
 */
#include "guest_peer.h"

#include <dlfcn.h>

#include <rte_vhost.h>

#include "edgelane.h"

#define VHOST_DRIVER "librte_net_vhost.so.23" /* the ABI of DPDK 22.11 */

/* VIRTIO 1.1 5.1.3. */
enum virtio_net_feature { GUEST_CSUM = 1, GUEST_TSO4 = 7, GUEST_TSO6 = 8 };

typedef int vid_of_port(uint16_t ethdev);

static vid_of_port *find_vid_of(void)
{
	void *driver = dlopen(VHOST_DRIVER, RTLD_LAZY | RTLD_NOLOAD);

	return driver ? (vid_of_port *)dlsym(driver, "rte_eth_vhost_get_vid_from_port_id") : NULL;
}

static int has(uint64_t features, enum virtio_net_feature feature)
{
	return (int)(features >> feature & 1);
}

uint32_t guest_peer_takes(uint16_t ethdev)
{
	const uint32_t asked = 1u << EL_OFFLOAD_TX_CHECKSUM | 1u << EL_OFFLOAD_TSO;
	static vid_of_port *vid_of;
	uint64_t features;
	uint32_t takes = ~asked;
	int vid;

	if (!vid_of && !(vid_of = find_vid_of()))
		return takes;
	vid = vid_of(ethdev);
	if (vid < 0 || rte_vhost_get_negotiated_features(vid, &features) != 0 || !has(features, GUEST_CSUM))
		return takes;
	takes |= 1u << EL_OFFLOAD_TX_CHECKSUM;
	/* One bit for both families: a packet's family is no reason to plan for. */
	if (has(features, GUEST_TSO4) && has(features, GUEST_TSO6))
		takes |= 1u << EL_OFFLOAD_TSO;
	return takes;
}
