/* Single-producer, single-consumer rings towards an untrusted peer. See ring.h. */
#include "ring.h"

#include <string.h>

#define RECORD_ALIGN 8u

struct record { /* the start of every command and event */
	uint32_t size;
	uint16_t kind; /* 0: PAD, up to the end of the data */
	uint16_t rsv0;
};
_Static_assert(EL_CMD_PAD == 0 && EL_EV_PAD == 0, "PAD is kind 0 in both directions");

int ring_peek(struct ring_reader *r, void *record, uint32_t room)
{
	uint32_t head = __atomic_load_n(&r->shared->head, __ATOMIC_ACQUIRE);
	uint32_t used = head - r->tail, at = r->tail & (r->capacity - 1), to_end = r->capacity - at;
	struct record first;

	if (used == 0)
		return RING_EMPTY;
	if (used > r->capacity || used % RECORD_ALIGN)
		return RING_BROKEN;
	memcpy(&first, r->data + at, sizeof(first));
	if (first.kind == EL_CMD_PAD) {
		if (to_end > used)
			return RING_BROKEN;
		ring_consume(r, to_end);
		/* A PAD ends at offset 0, where there is none: no further than one step deep. */
		return at == 0 ? RING_BROKEN : ring_peek(r, record, room);
	}
	if (first.size < sizeof(first) || first.size % RECORD_ALIGN || first.size > used ||
	    first.size > to_end)
		return RING_BROKEN;
	memcpy(record, r->data + at, first.size < room ? first.size : room);
	/* The peer may have changed the first bytes between the two copies; what was checked counts. */
	memcpy(record, &first, sizeof(first));
	return (int)first.size;
}

void ring_consume(struct ring_reader *r, uint32_t size)
{
	r->tail += size;
	__atomic_store_n(&r->shared->tail, r->tail, __ATOMIC_RELEASE);
}

bool ring_arm(struct ring_reader *r)
{
	__atomic_store_n(&r->shared->armed, 1, __ATOMIC_RELAXED);
	/* The producer stores head, then looks at armed: one of the two sees the other's store. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return __atomic_load_n(&r->shared->head, __ATOMIC_ACQUIRE) != r->tail;
}

void ring_disarm(struct ring_reader *r)
{
	__atomic_store_n(&r->shared->armed, 0, __ATOMIC_RELAXED);
}

bool ring_writer_broken(const struct ring_writer *w)
{
	return w->head - __atomic_load_n(&w->shared->tail, __ATOMIC_ACQUIRE) > w->capacity;
}

static uint32_t space(const struct ring_writer *w)
{
	uint32_t used = w->head - __atomic_load_n(&w->shared->tail, __ATOMIC_ACQUIRE);

	return used > w->capacity ? 0 : w->capacity - used; /* nonsense counts as full */
}

/* Bytes the record takes, with the PAD before it when it does not fit before the end. */
static uint32_t needed(const struct ring_writer *w, uint32_t size)
{
	uint32_t to_end = w->capacity - (w->head & (w->capacity - 1));

	return to_end < size ? to_end + size : size;
}

bool ring_fits(const struct ring_writer *w, uint32_t size)
{
	return needed(w, size) <= space(w);
}

void *ring_room(struct ring_writer *w, uint32_t size)
{
	uint32_t at = w->head & (w->capacity - 1), to_end = w->capacity - at;

	if (!ring_fits(w, size))
		return NULL;
	if (to_end < size) {
		memcpy(w->data + at, &(struct record){.size = to_end, .kind = EL_EV_PAD},
		       sizeof(struct record));
		w->head += to_end;
		at = 0;
	}
	w->head += size;
	return w->data + at;
}

bool ring_write(struct ring_writer *w, const void *record, uint32_t size)
{
	void *room = ring_room(w, size);

	if (!room)
		return false;
	memcpy(room, record, size);
	return true;
}

static bool publish(struct el_ring *shared, uint32_t head)
{
	__atomic_store_n(&shared->head, head, __ATOMIC_RELEASE);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!__atomic_load_n(&shared->armed, __ATOMIC_RELAXED))
		return false;
	__atomic_store_n(&shared->armed, 0, __ATOMIC_RELAXED);
	return true;
}

bool ring_publish(struct ring_writer *w)
{
	if (w->head == w->published)
		return false;
	w->published = w->head;
	return publish(w->shared, w->head);
}

struct el_upcall *ring_slot(const struct ring_slots *r)
{
	uint32_t used = r->head - __atomic_load_n(&r->shared->tail, __ATOMIC_ACQUIRE);

	return used >= r->capacity ? NULL : &r->slot[r->head & (r->capacity - 1)];
}

bool ring_slots_publish(struct ring_slots *r)
{
	if (r->head == r->published)
		return false;
	r->published = r->head;
	return publish(r->shared, r->head);
}
