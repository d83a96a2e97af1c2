/* The virtio header in front of each frame that crosses a TAP (VIRTIO 1.2 5.1.6, with the tunnel's offsets of
 * VIRTIO 1.4 and Linux 6.17), to mbuf flags and back.
 *
 * Pure: no device is touched. Whatever a header says was written by nobody who is trusted.
 */
#ifndef EDGELANE_TAP_HEADER_H
#define EDGELANE_TAP_HEADER_H

#include <rte_mbuf.h>

/* As it lies in front of a frame; little-endian. */
struct tap_header {
	uint8_t flags;    /* TAP_* below */
	uint8_t gso_type; /* TAP_GSO_* below */
	uint16_t headers; /* bytes of all headers, with GSO; a hint */
	uint16_t gso_size;
	uint16_t csum_start;  /* the sum goes from here to the frame's end ... */
	uint16_t csum_offset; /* ... and into the word so many bytes behind */
	uint16_t buffers;
	uint32_t hash;
	uint16_t hash_report;
	uint16_t rsv0;
	uint16_t outer_l4; /* GSO in a tunnel: offsets of its UDP header and of the IP header inside */
	uint16_t inner_l3;
};

enum tap_flag { TAP_NEEDS_CSUM = 1, TAP_TUNNEL_CSUM = 8 };
enum tap_gso {
	TAP_GSO_TCP4 = 1,
	TAP_GSO_TCP6 = 4,
	TAP_GSO_TUNNEL4 = 0x20,
	TAP_GSO_TUNNEL6 = 0x40,
	TAP_GSO_ECN = 0x80,
};

/* m just came with h: flags as DPDK's vhost shows a guest's requests (RX_L4_CKSUM_NONE, RX_LRO), for
 * guest_take. A checksum asked for anywhere but in the outermost TCP or UDP header is filled in at once. What
 * makes no sense, or was not negotiated (`tunnels`), becomes a large packet of segment size 0, which
 * guest_take refuses by name. */
void tap_header_take(const struct tap_header *h, struct rte_mbuf *m, int tunnels);

/* What finish_by_device left to the device, told to the kernel. */
void tap_header_tell(struct tap_header *h, const struct rte_mbuf *m);

#endif
