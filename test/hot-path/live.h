/* What was true when: every change the writer makes has a number, and each thing that changes keeps its
 * versions.
 *
 *      writer:  note the version ──► started = n ──► the worker's command ──► done = n
 *      lcore:   a = done ──► a turn ──► b = started
 *
 * A packet of that turn may have met any version in force at a, and any that began after it up to b; no
 * other. Nothing here locks: one thread writes, one reads.
 */
#ifndef EDGELANE_HOT_PATH_LIVE_H
#define EDGELANE_HOT_PATH_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#define LIVE_GONE 0u
#define LIVE_KEPT 256u

struct live {
	struct {
		uint64_t op;
		uint32_t version; /* LIVE_GONE: not there */
	} kept[LIVE_KEPT];
	uint32_t count;
};

/* The changes' numbers. */
struct live_clock {
	uint64_t started __attribute__((aligned(64)));
	uint64_t done __attribute__((aligned(64)));
};

enum live_answer { LIVE_NO, LIVE_YES, LIVE_FORGOTTEN };

/* Writer: the thing is about to have this version. */
void live_begin(struct live_clock *c, struct live *l, uint32_t version);
void live_end(struct live_clock *c);

/* Lcore: numbers to ask with. */
static inline uint64_t live_before(const struct live_clock *c)
{
	return __atomic_load_n(&c->done, __ATOMIC_SEQ_CST);
}

static inline uint64_t live_after(const struct live_clock *c)
{
	return __atomic_load_n(&c->started, __ATOMIC_SEQ_CST);
}

/* Was the version in force at some moment between a and b? FORGOTTEN: so much happened that nobody knows. */
enum live_answer live_was(const struct live *l, uint32_t version, uint64_t a, uint64_t b);

#endif
