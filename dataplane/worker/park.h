/* One lcore's parking lot: packets that wait for the controller's answer.
 *
 * A miss opens a place (its chain's head); packets with the same key that miss later are chained behind it
 * without another upcall. Places are bounded and time out in the order they were opened. The lcore alone
 * touches it; it decides nothing about a packet's fate and counts nothing.
 */
#ifndef EDGELANE_PARK_H
#define EDGELANE_PARK_H

#include <stdbool.h>
#include <stdint.h>

#include "packet.h"
#include "shares.h"

#define PARK_NONE UINT32_MAX

struct park_slot {
	struct packet packet;
	uint64_t deadline;     /* TSC */
	uint32_t sequence;     /* of the place's use: part of its id, never 0 */
	uint32_t key_hash;     /* heads of a miss: of the whole key */
	uint32_t next;         /* chain, or free list */
	uint32_t last;         /* head: end of its chain */
	uint32_t chained;      /* head: packets in its chain, itself included */
	uint32_t older, newer; /* heads: by deadline */
	uint32_t bucket_next;  /* heads of a miss: same bucket */
	uint8_t is_head;
	uint8_t is_miss;
};

struct park {
	struct park_slot *slot;
	uint32_t *bucket;
	uint32_t count; /* places */
	uint32_t bucket_mask;
	uint32_t most_chained; /* so that one connection cannot take all places */
	uint32_t free;
	uint32_t oldest, newest;
	uint32_t used;
	uint64_t seed;
	struct shares places; /* by the port of the packet there */
	struct shares asked;  /* heads: upcalls that wait for an answer */
};

/* 0, or -1: out of memory. count: 1..2^24; asked: heads at most; weight: of each port (shares.h). */
int park_init(struct park *park, uint32_t count, uint32_t asked, const uint32_t *weight);
void park_close(struct park *park);

enum park_join { PARK_NO_CHAIN, PARK_JOINED, PARK_REFUSED };
/* Chains p behind a waiting miss with the same key. NO_CHAIN: there is none; REFUSED: no place. */
enum park_join park_join(struct park *park, const struct packet *p);
/* May a packet of this port open a place, as far as others must have theirs? */
static inline bool park_may_ask(const struct park *park, uint16_t port)
{
	return shares_may(&park->places, port) && shares_may(&park->asked, port);
}
/* Opens a place. Its number, or PARK_NONE: full. `is_miss`: others may join. */
uint32_t park_open(struct park *park, const struct packet *p, bool is_miss, uint64_t deadline);
/* The id that names an open place outside: lcore (8 bits), place (24), sequence (32). Never 0. */
uint64_t park_id(const struct park *park, uint32_t place, uint16_t lcore);
/* The open place with this id, or PARK_NONE. */
uint32_t park_find(const struct park *park, uint64_t id);
/* Takes the first packet of the chain out of place `*place` into *p; *place becomes the rest of the chain,
 * which can no more be joined or found, or PARK_NONE. Call it until then. */
void park_take(struct park *park, uint32_t *place, struct packet *p);
/* The place whose time has come, or PARK_NONE; `now` UINT64_MAX: any. */
static inline uint32_t park_expired(const struct park *park, uint64_t now)
{
	if (park->oldest == PARK_NONE || park->slot[park->oldest].deadline > now)
		return PARK_NONE;
	return park->oldest;
}

static inline uint32_t park_id_lcore(uint64_t id)
{
	return (uint32_t)(id >> 56);
}

static inline uint32_t park_id_place(uint64_t id)
{
	return (uint32_t)(id >> 32) & 0xffffff;
}

#endif
