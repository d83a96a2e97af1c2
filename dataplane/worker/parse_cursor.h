/* Where a parser stands in a packet. Every read is preceded by cursor_has(); nothing may read past `limit`.
 */
#ifndef EDGELANE_PARSE_CURSOR_H
#define EDGELANE_PARSE_CURSOR_H

#include "edgelane.h"

#include "bytes.h"
#include "protocol.h"

struct cursor {
	const uint8_t *data;
	uint32_t at; /* next byte */
	uint32_t
	    limit;    /* bytes that may be read: contiguous, and inside what the enclosing header declares */
	uint32_t end; /* where what the enclosing header declares ends, contiguous or not */
	struct el_key *key;
	struct el_parsed *parsed;
};

static inline int cursor_has(const struct cursor *c, uint32_t bytes)
{
	return c->limit - c->at >= bytes;
}

/* `end` = position after the last byte the header just read lays claim to. */
static inline void cursor_narrow(struct cursor *c, uint32_t end)
{
	c->end = end;
	if (c->limit > end)
		c->limit = end;
}

#endif
