/* The counter pages: an lcore that publishes, and observers that copy through the client library. No copy may
 * be torn, and each must balance.
 */
#include "race.h"

#include <string.h>

#include "client.h"
#include "counters.h"

#define PUBLISHED 20000u
#define OBSERVERS 2

static struct worker w;
static struct lcore *lc;
static uint32_t done;
static uint64_t copies[OBSERVERS], busy[OBSERVERS];

/* Moves all counters by one step, in which they agree with each other. */
static void *publish(void *unused)
{
	(void)unused;
	for (uint64_t i = 1; i <= PUBLISHED; i++) {
		lc->polls = i;
		lc->busy_cycles = i * 3;
		for (uint16_t q = 0; q <= lc->queue_count; q++) {
			lc->stats[q].rx = i * 2;
			lc->stats[q].tx = i;
			lc->stats[q].drops[EL_DROP_POLICY] = i;
		}
		lc->sent[0].packets = i;
		counters_publish(lc);
	}
	__atomic_store_n(&done, 1, __ATOMIC_RELEASE);
	return NULL;
}

static void *observe(void *argument)
{
	static _Thread_local struct el_page page;
	struct el_client client = {.counters = w.counters};
	long self = (long)argument;
	uint64_t last = 0;

	while (!__atomic_load_n(&done, __ATOMIC_ACQUIRE)) {
		if (el_counters_read(&client, 0, &page) != 0) {
			busy[self]++;
			continue;
		}
		must(page.polls >= last, "pages go forward");
		last = page.polls;
		must(page.busy_cycles == last * 3 && page.tx[0].packets == last, "a page is whole");
		for (uint32_t q = 0; q < page.queue_count && last; q++)
			must(page.queues[q].rx == last * 2 && page.queues[q].tx == last &&
			         page.queues[q].drops[EL_DROP_POLICY] == last,
			     "a ledger balances");
		copies[self]++;
	}
	return NULL;
}

int main(void)
{
	pthread_t writer, reader[OBSERVERS];

	w.port_count = w.lcore_count = 1;
	must(counters_init(&w) == 0, "there is memory");
	lc = calloc(1, sizeof(*lc));
	lc->w = &w;
	lc->queue_count = 2;
	lc->queues[0].port = lc->queues[1].port = &w.ports[0];
	counters_bind(&w, lc);
	for (long i = 0; i < OBSERVERS; i++)
		reader[i] = start(observe, (void *)i);
	writer = start(publish, NULL);
	pthread_join(writer, NULL);
	for (int i = 0; i < OBSERVERS; i++)
		pthread_join(reader[i], NULL);
	must(copies[0] + copies[1] > 0, "observers got copies");
	printf("race-pages: %u published, %llu copies, %llu tries given up\n", PUBLISHED,
	       (unsigned long long)(copies[0] + copies[1]), (unsigned long long)(busy[0] + busy[1]));
	counters_close(&w);
	free(lc);
	return 0;
}
