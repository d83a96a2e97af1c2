/* What a port's device does by itself, as the plan allowed it: lcores ask here before they do it in software.
 *
 * Set before lcores run. All zero: the device does nothing but send and receive.
 */
#ifndef EDGELANE_OFFLOAD_H
#define EDGELANE_OFFLOAD_H

#include <stdint.h>

struct port_offload {
	uint32_t hardware;    /* 1 << EL_OFFLOAD_*: the device does these, and does them right */
	uint32_t software;    /* 1 << EL_OFFLOAD_*: the worker does these */
	uint8_t guest;        /* what arrives may lack checksums and be larger than a frame: a virtio peer */
	uint8_t chains;       /* the device sends chained mbufs */
	uint8_t segments;     /* mbufs of a packet it sends, at most; 0: no limit but the worker's */
	uint8_t tso_segments; /* the same with TSO */
	uint16_t tso_headers; /* bytes of all headers in front of a TSO payload, at most; 0: no limit */
	uint16_t mss_least;   /* segment sizes it takes */
	uint16_t mss_most;    /* 0: no limit */
	uint8_t tunnels;      /* enum el_tunnel_kinds: what is inside others is the worker's in any case */
	uint8_t rx_trust;     /* enum el_rx_trust */
	uint16_t vxlan_port;  /* `tunnels` holds for this UDP port of VXLAN only, host order; 0: for all */
	uint32_t tso_most;    /* bytes of a packet to be segmented, headers included, at most; 0: no limit */
};

#endif
