/* Reads the counter pages, which the worker's lcores write under a seqlock. Must never write to them. */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <time.h>

#include "client.h"

/* Each try yields the processor, so that a writer that was scheduled away gets to finish. */
#define SEQLOCK_TRIES 100000

int el_counters_read(const struct el_client *client, uint32_t lcore, struct el_page *out)
{
	const struct el_page *page;

	if (lcore >= EL_MAX_LCORES)
		return -EL_ERR_RANGE;
	page = &client->counters->pages[lcore];
	for (int i = 0; i < SEQLOCK_TRIES; i++) {
		uint32_t before = __atomic_load_n(&page->seq, __ATOMIC_ACQUIRE);

		if (before % 2 == 0) {
			memcpy(out, page, sizeof(*out));
			__atomic_thread_fence(__ATOMIC_ACQUIRE);
			if (__atomic_load_n(&page->seq, __ATOMIC_RELAXED) == before) {
				out->seq = before;
				return out->queue_count > EL_MAX_LCORE_QUEUES + 1 ? -EL_ERR_RANGE : 0;
			}
		}
		sched_yield();
	}
	return -1000 - EAGAIN;
}

uint64_t el_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
