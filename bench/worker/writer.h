/* A controller in C, on the client library: encodes commands into the ring of a worker and hears its events.
 *
 * One thread uses it. Must never write where the worker has not freed: it dies instead.
 */
#ifndef EDGELANE_BENCH_WRITER_H
#define EDGELANE_BENCH_WRITER_H

#include <stdint.h>

#include "frames.h"

struct el_client;

struct writer {
	struct el_client *client;
	struct el_ring *ring;
	uint8_t *data;
	uint32_t capacity; /* bytes */
	uint32_t head;     /* written up to here */
	uint32_t seq;
	int bell;
	struct frames frames;
	struct el_key key[EL_MAX_MASKS]; /* of some flow under each mask */
	uint64_t token;                  /* of the last SYNC */
	uint64_t synced;                 /* newest that came back */
	uint64_t refused;                /* commands */
	/* FLOW_IDLE, if the caller wants to know. */
	void (*on_idle)(void *context, uint32_t flow_id);
	void *context;
};

/* As the controller of a worker whose flows are these. */
void writer_open(struct writer *w, const char *socket, const struct frames *f);
void writer_close(struct writer *w);

/* So many flows can be written now. */
int writer_has_room(const struct writer *w, uint32_t flows);
void writer_add(struct writer *w, uint32_t flow);
/* The same under another id. */
void writer_add_as(struct writer *w, uint32_t flow, uint32_t id);
void writer_del(struct writer *w, uint32_t flow);
void writer_shutdown(struct writer *w);
/* Hands what was written to the worker. */
void writer_publish(struct writer *w);
/* Publishes with a SYNC behind it, and sleeps until all of it is in force. */
void writer_sync(struct writer *w);
/* Takes what events there are; sleeps up to so many ms when there are none. */
void writer_hear(struct writer *w, int ms);

#endif
