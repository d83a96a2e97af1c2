/* What the files of the client library share: the connection and the rings as this side sees them. */
#ifndef EDGELANE_CLIENT_H
#define EDGELANE_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "edgelane.h"

/* A ring as this side sees it: the shape is read once at open, the own position never read back. */
struct ring {
	struct el_ring *shared;
	uint8_t *data;
	uint32_t capacity;
	uint32_t own; /* command: head published; event, upcall: tail taken */
	/* Of upcalls: looked at up to here, the last position whose port is not that of the one before, and
	 * the last one's port. */
	uint32_t seen;
	uint32_t change;
	uint16_t port;
};

struct el_client {
	int fd;
	uint32_t lcore_count;
	uint32_t next_lcore;
	uint32_t next_capture;
	uint8_t *rings; /* NULL: observer */
	size_t rings_bytes;
	const struct el_counters *counters;
	size_t counters_bytes;
	struct ring command;
	struct ring event;
	struct ring upcall[EL_MAX_LCORES];
	struct ring capture[EL_MAX_LCORES]; /* capacity 0: none */
};

#endif
