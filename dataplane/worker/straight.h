/* Action lists that are one straight line, for packets that parse_brief took: [DECAP] [SET MACs, DEC_TTL]
 * [ENCAP] OUTPUT.
 *
 * A list is looked through once, when it is set. Running it (straight_run.h) must do to the last byte what
 * actions.c does; where a packet is out of the ordinary it declines, before it has written anything, and
 * actions.c runs the list.
 */
#ifndef EDGELANE_STRAIGHT_H
#define EDGELANE_STRAIGHT_H

#include <stdint.h>

#include <smmintrin.h>

enum straight_does {
	STRAIGHT_OUTPUT = 1, /* the list is straight; without it, nothing else holds */
	STRAIGHT_DECAP = 2,
	STRAIGHT_SET = 4,
	STRAIGHT_TTL = 8,
	STRAIGHT_ENCAP = 16,
};

struct straight {
	uint8_t does;
	uint8_t hops;  /* DEC_TTLs */
	uint16_t port; /* of OUTPUT; EL_PORT_TUNNEL after an ENCAP */
	uint32_t tunnel_id;
	uint32_t key; /* of the tunnel */
	uint32_t rsv0;
	/* MACs: now = old & keep | put; destination, source, 4 bytes of neither. */
	_Alignas(16) uint8_t keep[16];
	uint8_t put[16];
};

/* Of a list that program_check accepted; does = 0: it is not straight. */
void straight_compile(struct straight *s, const uint8_t *acts, uint32_t len);

#endif
