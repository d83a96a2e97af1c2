/* Places, chains and their index. See park.h. */
#include "park.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "bytes.h"
#include "mem.h"
#include "table.h"

#define MOST_BUCKET_STEPS                                                                                    \
	16u /* a longer walk is somebody's attack: the packet then opens a place of its own */

int park_init(struct park *park, uint32_t count, uint32_t asked, const uint32_t *weight)
{
	uint32_t buckets = 1;

	memset(park, 0, sizeof(*park));
	while (buckets < count)
		buckets *= 2;
	park->slot = mem_map((size_t)count * sizeof(*park->slot));
	park->bucket = malloc(buckets * sizeof(*park->bucket));
	if (!park->slot || !park->bucket ||
	    getrandom(&park->seed, sizeof(park->seed), 0) != (ssize_t)sizeof(park->seed)) {
		park_close(park);
		return -1;
	}
	memset(park->bucket, 0xff, buckets * sizeof(*park->bucket));
	park->bucket_mask = buckets - 1;
	park->count = count;
	shares_init(&park->places, count, weight);
	shares_init(&park->asked, asked, weight);
	park->most_chained = count > 2 ? count / 2 : 1;
	for (uint32_t i = 0; i < count; i++)
		park->slot[i].next = i + 1 < count ? i + 1 : PARK_NONE;
	park->oldest = park->newest = PARK_NONE;
	return 0;
}

void park_close(struct park *park)
{
	mem_unmap(park->slot, (size_t)park->count * sizeof(*park->slot));
	free(park->bucket);
	memset(park, 0, sizeof(*park));
}

static uint32_t key_hash(const struct park *park, const struct el_key *key)
{
	uint64_t h = park->seed;

	for (uint32_t i = 0; i < sizeof(*key) / 8; i++)
		h = table_mix(h ^ get_raw64((const uint8_t *)key + i * 8), park->seed | 1) + i;
	return (uint32_t)(h ^ (h >> 32));
}

static uint32_t take_free(struct park *park)
{
	uint32_t place = park->free;

	if (park->used == park->count)
		return PARK_NONE;
	park->free = park->slot[place].next;
	park->used++;
	return place;
}

static void give_free(struct park *park, uint32_t place)
{
	park->slot[place].next = park->free;
	park->free = place;
	park->used--;
}

static uint32_t find_chain(const struct park *park, const struct packet *p, uint32_t hash)
{
	uint32_t place = park->bucket[hash & park->bucket_mask];

	for (uint32_t i = 0; place != PARK_NONE && i < MOST_BUCKET_STEPS; i++) {
		const struct park_slot *s = &park->slot[place];

		if (s->key_hash == hash && memcmp(&s->packet.key, &p->key, sizeof(p->key)) == 0)
			return place;
		place = s->bucket_next;
	}
	return PARK_NONE;
}

enum park_join park_join(struct park *park, const struct packet *p)
{
	uint32_t head = find_chain(park, p, key_hash(park, &p->key)), place;

	if (head == PARK_NONE)
		return PARK_NO_CHAIN;
	if (park->slot[head].chained >= park->most_chained)
		return PARK_REFUSED;
	place = shares_may(&park->places, p->key.in_port) ? take_free(park) : PARK_NONE;
	if (place == PARK_NONE)
		return PARK_REFUSED;
	shares_take(&park->places, p->key.in_port);
	park->slot[place].packet = *p;
	park->slot[place].next = PARK_NONE;
	park->slot[place].is_head = 0;
	park->slot[park->slot[head].last].next = place;
	park->slot[head].last = place;
	park->slot[head].chained++;
	return PARK_JOINED;
}

uint32_t park_open(struct park *park, const struct packet *p, bool is_miss, uint64_t deadline)
{
	uint32_t place = take_free(park), *bucket;
	struct park_slot *s;

	if (place == PARK_NONE)
		return PARK_NONE;
	shares_take(&park->places, p->key.in_port);
	shares_take(&park->asked, p->key.in_port);
	s = &park->slot[place];
	s->packet = *p;
	s->deadline = deadline;
	if (++s->sequence == 0)
		s->sequence = 1;
	s->next = PARK_NONE;
	s->last = place;
	s->chained = 1;
	s->is_head = 1;
	s->is_miss = is_miss;
	s->older = park->newest;
	s->newer = PARK_NONE;
	if (park->newest != PARK_NONE)
		park->slot[park->newest].newer = place;
	else
		park->oldest = place;
	park->newest = place;
	if (is_miss) {
		s->key_hash = key_hash(park, &p->key);
		bucket = &park->bucket[s->key_hash & park->bucket_mask];
		s->bucket_next = *bucket;
		*bucket = place;
	}
	return place;
}

uint64_t park_id(const struct park *park, uint32_t place, uint16_t lcore)
{
	return (uint64_t)lcore << 56 | (uint64_t)place << 32 | park->slot[place].sequence;
}

uint32_t park_find(const struct park *park, uint64_t id)
{
	uint32_t place = park_id_place(id);

	if (place >= park->count || !park->slot[place].is_head || park->slot[place].sequence != (uint32_t)id)
		return PARK_NONE;
	return place;
}

/* Takes a head out of the index and of the line of deadlines. */
static void close_head(struct park *park, uint32_t place)
{
	struct park_slot *s = &park->slot[place];

	s->is_head = 0;
	shares_give(&park->asked, s->packet.key.in_port);
	if (s->older != PARK_NONE)
		park->slot[s->older].newer = s->newer;
	else
		park->oldest = s->newer;
	if (s->newer != PARK_NONE)
		park->slot[s->newer].older = s->older;
	else
		park->newest = s->older;
	if (!s->is_miss)
		return;
	for (uint32_t *at = &park->bucket[s->key_hash & park->bucket_mask]; *at != PARK_NONE;
	     at = &park->slot[*at].bucket_next)
		if (*at == place) {
			*at = s->bucket_next;
			return;
		}
}

void park_take(struct park *park, uint32_t *place, struct packet *p)
{
	uint32_t taken = *place;

	if (park->slot[taken].is_head)
		close_head(park, taken);
	*p = park->slot[taken].packet;
	shares_give(&park->places, p->key.in_port);
	*place = park->slot[taken].next;
	give_free(park, taken);
}
