/* See live.h. */
#include "live.h"

void live_begin(struct live_clock *c, struct live *l, uint32_t version)
{
	uint32_t count = l->count, at = count % LIVE_KEPT;
	uint64_t op = c->started + 1;

	__atomic_store_n(&l->kept[at].op, op, __ATOMIC_RELAXED);
	__atomic_store_n(&l->kept[at].version, version, __ATOMIC_RELAXED);
	__atomic_store_n(&l->count, count + 1, __ATOMIC_RELEASE);
	__atomic_store_n(&c->started, op, __ATOMIC_SEQ_CST);
}

void live_end(struct live_clock *c)
{
	__atomic_store_n(&c->done, c->started, __ATOMIC_SEQ_CST);
}

/* From the newest back to the one in force at a. Entries that the writer may be writing over are not asked.
 */
enum live_answer live_was(const struct live *l, uint32_t version, uint64_t a, uint64_t b)
{
	uint32_t count = __atomic_load_n(&l->count, __ATOMIC_ACQUIRE), looks = 0;
	enum live_answer answer = LIVE_NO;

	for (uint32_t i = count; i-- > 0 && looks < LIVE_KEPT / 2; looks++) {
		uint64_t op = __atomic_load_n(&l->kept[i % LIVE_KEPT].op, __ATOMIC_RELAXED);

		if (op > b)
			continue;
		if (__atomic_load_n(&l->kept[i % LIVE_KEPT].version, __ATOMIC_RELAXED) == version)
			answer = LIVE_YES;
		if (answer == LIVE_YES || op <= a)
			return __atomic_load_n(&l->count, __ATOMIC_ACQUIRE) - i < LIVE_KEPT ? answer
			                                                                    : LIVE_FORGOTTEN;
	}
	if (looks < LIVE_KEPT / 2) /* all of its life was looked at: before it, it was not there */
		return version == LIVE_GONE ? LIVE_YES : LIVE_NO;
	return LIVE_FORGOTTEN;
}
