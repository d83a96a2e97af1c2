/* What the guest behind a net_vhost port takes now: it negotiates long after the port was set up, and another
 * may come in its place. */
#ifndef EDGELANE_GUEST_PEER_H
#define EDGELANE_GUEST_PEER_H

#include <stdint.h>

/* 1 << EL_OFFLOAD_*: of TX_CHECKSUM and TSO those the guest of this ethdev negotiated (VIRTIO 1.1 5.1.3, all
 * others set); none while no guest is there. Main's alone: it takes locks. */
uint32_t guest_peer_takes(uint16_t ethdev);

#endif
