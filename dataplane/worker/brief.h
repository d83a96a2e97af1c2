/* What the hit path knows of a packet: enough to find its flow and to run a straight line on it.
 *
 * Lives on the lcore's stack for one burst. Who needs more (the general actions, an upcall) parses the packet
 * whole.
 */
#ifndef EDGELANE_BRIEF_H
#define EDGELANE_BRIEF_H

#include <rte_mbuf.h>

#include "compact.h"

struct brief {
	__m128i head[2]; /* as in struct compact */
	__m128i tunnel;  /* forms that are not tunnelled: nothing */
	struct rte_mbuf *m;
	const uint8_t *rest; /* form OTHER: as in struct compact */
	union {
		struct {
			uint16_t l3;    /* offset of the IPv4 header, of the inner one in a tunnel */
			uint16_t inner; /* offset of the frame in the tunnel; 0: not tunnelled */
			uint8_t form;   /* of the rest */
			uint8_t whole;  /* 1: parsed whole, l3 and inner are nothing */
			uint16_t rsv0;
		};
		uint64_t shape; /* all of it, for one store */
	};
};

#define BRIEF_SHAPE(l3, inner, form) ((uint64_t)(l3) | (uint64_t)(inner) << 16 | (uint64_t)(form) << 32)

/* Of a packet parsed whole; *c must live as long. */
static inline void brief_of_key(struct brief *b, struct compact *c, const struct el_key *key)
{
	compact_pack(c, key);
	b->head[0] = c->head[0];
	b->head[1] = c->head[1];
	b->tunnel = c->tunnel;
	b->rest = c->rest;
	b->form = compact_form(c);
	b->whole = 1;
}

#endif
