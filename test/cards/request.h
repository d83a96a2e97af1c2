/* What a card was told to do to one packet, in the terms of the frame: offsets from its first byte. */
#ifndef EDGELANE_CARDS_REQUEST_H
#define EDGELANE_CARDS_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

struct request {
	bool tunnel;
	bool outer_udp; /* the tunnel's header has a length to keep right */
	uint8_t outer_version;
	uint32_t outer_l3;
	uint32_t outer_l4;
	bool outer_ip_checksum;

	uint8_t version; /* 4 or 6 */
	uint32_t l3;
	uint32_t l4;
	uint32_t payload; /* where headers end; matters with mss */
	bool ip_checksum;
	uint8_t l4_checksum; /* 6 or 17; 0: none */
	bool seeded;         /* the card sums on top of what is in the checksum field; else it knows itself */
	uint32_t mss;        /* bytes of payload in a frame; 0: no cutting */
};

typedef void (*request_emit)(void *arg, uint8_t *frame, uint32_t len);

/* Does it; each frame is handed to `emit` in order. `frame` is left as it is. */
void request_do(const struct request *r, const uint8_t *frame, uint32_t len, request_emit emit, void *arg);

#endif
