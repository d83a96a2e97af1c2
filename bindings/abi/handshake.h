/* Handshake on the control socket (unix, stream).
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_HANDSHAKE_H
#define EDGELANE_ABI_HANDSHAKE_H

#include <stdint.h>

#include "limits.h"

enum el_role {
	EL_ROLE_CONTROLLER = 1, /* one at a time; gets both shared memories */
	EL_ROLE_OBSERVER = 2,   /* any number; gets the counter pages, read-only */
};

struct el_hello { /* client -> worker, first bytes */
	uint32_t size;
	uint32_t magic;
	uint32_t version;
	uint32_t layout; /* EL_LAYOUT_HASH */
	uint32_t role;   /* enum el_role */
	uint32_t pid;
};

/* worker -> client, with file descriptors in SCM_RIGHTS: counters, then (controller only) rings.
 * From then on each byte on the socket is a doorbell and its end is the peer's end. */
struct el_welcome {
	uint32_t size;
	uint32_t magic;
	uint32_t version;
	uint32_t layout;
	uint32_t error; /* enum el_err; not OK: nothing else holds and the socket closes */
	uint32_t pid;
	uint64_t session;    /* rises with every controller attached */
	uint64_t generation; /* last GENERATION command */
	uint64_t rings_bytes;
	uint64_t counters_bytes;
	uint32_t flow_count; /* flows installed now */
	uint32_t rsv0;
};

#endif
