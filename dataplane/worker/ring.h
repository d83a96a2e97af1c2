/* The worker's ends of the shared rings: byte rings (commands in, events out) and upcall slot rings.
 *
 * The peer may write anything at any time into the shared memory. So: own positions and all geometry are
 * private copies, the peer's position is bounds-checked at each look, a record is copied out before it is
 * looked at, and nothing that was written is ever read back.
 */
#ifndef EDGELANE_RING_H
#define EDGELANE_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"

struct ring_reader {
	struct el_ring *shared;
	const uint8_t *data;
	uint32_t capacity; /* bytes, a power of two */
	uint32_t tail;
};

struct ring_writer {
	struct el_ring *shared;
	uint8_t *data;
	uint32_t capacity;
	uint32_t head;      /* written up to here */
	uint32_t published; /* and shown to the peer up to here */
};

/* Slots of struct el_upcall; one lcore produces. */
struct ring_slots {
	struct el_ring *shared;
	struct el_upcall *slot;
	uint32_t capacity; /* slots, a power of two */
	uint32_t head;
	uint32_t published;
};

/* ---- reader ---- */

enum { RING_EMPTY = 0, RING_BROKEN = -1 };

/* Copies the next record (not PAD) into `record`, or its first `room` bytes (8 or more), without consuming
 * it. Its size, 8 or more; RING_EMPTY; or RING_BROKEN: positions or sizes that cannot be, the ring is of no
 * more use. */
int ring_peek(struct ring_reader *r, void *record, uint32_t room);
/* Consumes the record of `size` bytes that ring_peek gave. */
void ring_consume(struct ring_reader *r, uint32_t size);
/* Asks the producer for a doorbell. True: something is waiting already. */
bool ring_arm(struct ring_reader *r);
void ring_disarm(struct ring_reader *r);

/* ---- writer ---- */

/* A record of `size` bytes (a multiple of 8, at most a quarter of the ring) fits now. */
bool ring_fits(const struct ring_writer *w, uint32_t size);
/* The peer's position is nonsense: nothing will ever fit. */
bool ring_writer_broken(const struct ring_writer *w);
/* Room for the record, which the caller fills, its first 8 bytes as events have them; NULL: does not fit.
 * Visible only after ring_publish. */
void *ring_room(struct ring_writer *w, uint32_t size);
/* Copies the record in; false: does not fit. Visible only after ring_publish. */
bool ring_write(struct ring_writer *w, const void *record, uint32_t size);
/* Shows what was written. True: the peer asked for a doorbell. */
bool ring_publish(struct ring_writer *w);

/* ---- upcall slots ---- */

/* The next free slot to write into, or NULL: full (or the peer's position is nonsense). */
struct el_upcall *ring_slot(const struct ring_slots *r);
/* The slot is filled. Visible only after ring_slots_publish. */
static inline void ring_slot_done(struct ring_slots *r)
{
	r->head++;
}
bool ring_slots_publish(struct ring_slots *r);

#endif
