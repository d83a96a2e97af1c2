/* Where the headers of a frame are, looked at afresh: what the last stage needs of a packet that other stages
 * have edited and wrapped.
 *
 * Only for packets with wishes: TCP or UDP over IP, not a fragment, perhaps inside one tunnel of ours.
 */
#ifndef EDGELANE_SHAPE_H
#define EDGELANE_SHAPE_H

#include <stdint.h>

/* Offsets from the first byte of the frame. */
struct shape {
	uint16_t outer_l3; /* 0: no tunnel */
	uint16_t outer_l4; /* UDP or GRE header */
	uint16_t l3;       /* IP header of the innermost packet */
	uint16_t l4;
	uint16_t payload; /* behind its TCP or UDP header */
	uint8_t tunnel;   /* enum el_tunnel_type; GRE for NVGRE too, which looks the same */
	uint8_t protocol; /* IP_TCP or IP_UDP */
	uint8_t is_ipv6;  /* the innermost packet */
	uint8_t outer_is_ipv6;
	uint8_t is_plain; /* no IP options, no extension headers in the innermost packet */
	uint8_t rsv0;
};

/* Reads the `len` contiguous bytes at `data`, and no others. `tunnelled`: the transport header met first is a
 * tunnel's (VXLAN, or GRE with or without key), and what is inside is meant. Declared lengths are not
 * believed nor compared: a packet to be segmented may be larger than they can tell.
 *
 * EL_DROP_NONE; TRUNCATED: headers end beyond `len`; MALFORMED: it is none of the frames above. *s is true
 * only with NONE. */
uint16_t frame_shape(struct shape *s, const uint8_t *data, uint32_t len, int tunnelled);

#endif
