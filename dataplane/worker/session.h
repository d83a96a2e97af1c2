/* One controller's time with the worker: its socket and its rings, in a memory of their own.
 *
 * Each session gets fresh memory, so that a predecessor which still has the old one mapped can harm nobody.
 * Lcores reach the upcall rings through the pointer main publishes; it is freed after a grace period.
 */
#ifndef EDGELANE_SESSION_H
#define EDGELANE_SESSION_H

#include <stdint.h>

#include "ring.h"

struct session {
	uint64_t number;
	int fd;     /* the controller's socket */
	int memory; /* memfd of the rings */
	void *map;
	uint64_t bytes;
	struct ring_reader command;
	struct ring_writer event;
	struct ring_slots upcall[EL_MAX_LCORES];   /* lcore i writes entry i */
	struct ring_writer capture[EL_MAX_LCORES]; /* likewise */
};

/* Takes `fd` over. The three sizes are powers of two. NULL: no memory; fd is then still the caller's. */
struct session *session_create(uint64_t number, int fd, uint32_t lcores, uint32_t command_bytes,
                               uint32_t event_bytes, uint32_t upcall_slots);
/* Closes the socket, unmaps, frees. Signature of an rcu_free. */
void session_destroy(void *context, void *session);
/* One doorbell byte. Any thread; never blocks: a full socket has bells enough. */
void session_ring_bell(const struct session *s);

/* A sealed memfd of `bytes`, mapped read-write. Its descriptor, or -1. */
int session_memory(const char *name, uint64_t bytes, void **map);

#endif
