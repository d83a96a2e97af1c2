/* Known frames for check --wire: the same bytes each time, every length and checksum in them right.
 *
 * Written byte by byte and apart from everything that serves packets (shape, finish, segment): what is sent
 * and what has to come back are both built here, so a fault of those shows. Its own wire format is the
 * judge; it must never read an mbuf.
 */
#ifndef EDGELANE_WIRE_FRAMES_H
#define EDGELANE_WIRE_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#define WIRE_MOST 65536u /* bytes of the largest frame, before it is cut */
#define WIRE_RECORD                                                                                          \
	16u /* the payload is a row of records of this size, each telling whose and where it is              \
	     */

enum wire_tunnel { WIRE_PLAIN, WIRE_VXLAN, WIRE_GRE_ETHERNET, WIRE_GRE_IP };

/* What a frame is like. */
struct wire_spec {
	enum wire_tunnel tunnel;
	bool outer_v6;
	bool v6;
	bool udp;        /* the innermost transport; else TCP */
	uint16_t number; /* in each record: which case */
	uint16_t vxlan_port;
	uint32_t nonce;   /* in each record: which run */
	uint32_t payload; /* bytes in all; at least one record */
	uint32_t mss;     /* 0: one frame */
	uint8_t from[6], to[6];
};

/* Where the headers of its frames start; 0: there is none. */
struct wire_layout {
	uint16_t outer_l3, outer_l4;
	uint16_t l2, l3, l4;
	uint16_t payload;
};

struct wire_layout wire_layout(const struct wire_spec *s);
/* Frames the payload comes to. */
uint32_t wire_count(const struct wire_spec *s);
/* Builds the frame whose payload is `bytes` bytes from `offset` of the whole; every checksum right. Returns
 * its length. */
uint32_t wire_build(const struct wire_spec *s, uint32_t offset, uint32_t bytes, uint8_t *frame);
/* Frame `index` of wire_count. */
uint32_t wire_part(const struct wire_spec *s, uint32_t index, uint8_t *frame);
/* Puts the pseudo header's sum, length included, into the innermost checksum field: what the worker's own
 * packets hold when a device is to do the rest. */
void wire_seed(const struct wire_spec *s, uint8_t *frame, uint32_t len);
/* The IPv4 header's checksum anew, at `ip`. */
void wire_sum_ipv4(uint8_t *ip);
/* Of a frame that came back: which case of this run, and from which offset of its payload on. -1: it has no
 * record of this run. */
int wire_recognise(const uint8_t *frame, uint32_t len, uint32_t nonce, uint32_t *offset);

#endif
