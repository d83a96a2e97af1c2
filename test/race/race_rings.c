/* The SPSC rings, each with a thread at either end: command and event bytes, upcall slots, the mailbox, the
 * handover between lcores and its answers. What comes out must be what went in, in order; who sleeps until
 * the bell rings must be woken.
 */
#include "race.h"

#include <semaphore.h>
#include <string.h>

#include <rte_malloc.h>
#include <rte_mbuf.h>
#include <rte_pause.h>
#include <rte_ring.h>
#include <rte_ring_elem.h>

#include "client.h"
#include "handover.h"
#include "lcore.h"
#include "mailbox.h"
#include "ring.h"
#include "worker.h"

#define RECORDS 20000u
#define BYTES 4096u
#define SLOTS 16u
#define MESSAGES 20000u
#define PARCELS 20000u

/* ---- bytes, with a consumer that sleeps ---- */

static struct el_ring bytes_shared;
static uint8_t bytes_data[BYTES] __attribute__((aligned(64)));
static sem_t bytes_bell;

static void *write_records(void *unused)
{
	struct ring_writer w = {&bytes_shared, bytes_data, BYTES, 0, 0};
	_Alignas(8) uint8_t record[64];
	uint32_t seed = 3;

	(void)unused;
	for (uint32_t i = 0; i < RECORDS; i++) {
		uint32_t size = 16 + roll(&seed) % 7 * 8;
		struct el_cmd_hdr hdr = {.size = size, .kind = EL_CMD_SYNC, .seq = i};

		memset(record, (int)(uint8_t)i, sizeof(record));
		memcpy(record, &hdr, sizeof(hdr));
		while (!ring_write(&w, record, size)) {
			if (ring_publish(&w))
				sem_post(&bytes_bell);
			rte_pause();
		}
		if (roll(&seed) % 4 == 0 && ring_publish(&w))
			sem_post(&bytes_bell);
	}
	if (ring_publish(&w))
		sem_post(&bytes_bell);
	return NULL;
}

static void *read_records(void *unused)
{
	struct ring_reader r = {&bytes_shared, bytes_data, BYTES, 0};
	_Alignas(8) uint8_t record[64];

	(void)unused;
	for (uint32_t i = 0; i < RECORDS;) {
		int size = ring_peek(&r, record, sizeof(record));
		struct el_cmd_hdr hdr;

		must(size != RING_BROKEN, "a ring of ours makes sense");
		if (size == RING_EMPTY) {
			if (!ring_arm(&r))
				sem_wait(&bytes_bell);
			ring_disarm(&r);
			continue;
		}
		memcpy(&hdr, record, sizeof(hdr));
		must(hdr.seq == i && hdr.size == (uint32_t)size, "records come in order");
		for (int at = sizeof(hdr); at < size; at++)
			must(record[at] == (uint8_t)i, "a record is whole");
		ring_consume(&r, (uint32_t)size);
		i++;
	}
	return NULL;
}

/* ---- upcall slots, taken by the client library ---- */

static struct el_ring slots_shared;
static struct el_upcall slots_data[SLOTS];

static void *write_slots(void *unused)
{
	struct ring_slots s = {&slots_shared, slots_data, SLOTS, 0, 0};

	(void)unused;
	for (uint32_t i = 0; i < RECORDS; i++) {
		struct el_upcall *u;

		while (!(u = ring_slot(&s))) {
			ring_slots_publish(&s);
			rte_pause();
		}
		u->snap_len = i % 100;
		u->size = (uint32_t)offsetof(struct el_upcall, data) + u->snap_len;
		u->arg = i;
		u->port = (uint16_t)(i / 5 % 2);
		memset(u->data, (int)(uint8_t)i, u->snap_len);
		ring_slot_done(&s);
		if (i % 3 == 0)
			ring_slots_publish(&s);
	}
	ring_slots_publish(&s);
	return NULL;
}

static void *read_slots(void *unused)
{
	static struct el_upcall out[8];
	struct el_client client = {.lcore_count = 1};
	uint32_t next = 0;

	(void)unused;
	client.upcall[0] =
	    (struct ring){.shared = &slots_shared, .data = (uint8_t *)slots_data, .capacity = SLOTS};
	while (next < RECORDS) {
		int mixed = el_upcalls_mixed(&client);
		uint32_t seen = client.upcall[0].seen;
		int count = el_upcalls_take(&client, out, 8);

		must(count >= 0, "a ring of ours makes sense");
		for (int i = 0; i < count; i++, next++) {
			must(mixed || next >= seen || out[i].port == out[0].port,
			     "what waits is of one port");
			must(out[i].arg == next && out[i].snap_len == next % 100, "upcalls come in order");
			for (uint32_t at = 0; at < out[i].snap_len; at++)
				must(out[i].data[at] == (uint8_t)next, "an upcall is whole");
		}
	}
	return NULL;
}

/* ---- the mailbox ---- */

static struct mailbox box;

static void *put_messages(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < MESSAGES; i++) {
		struct message *msg = calloc(1, sizeof(*msg) + 8);

		must(msg != NULL, "there is memory");
		msg->park_id = i;
		msg->act_len = 8;
		memcpy(msg->acts, &i, 8);
		while (!mailbox_ready(&box))
			rte_pause();
		mailbox_put(&box, msg);
	}
	while (!mailbox_passed(&box, mailbox_mark(&box)))
		rte_pause();
	mailbox_ready(&box); /* frees the last */
	return NULL;
}

static void *take_messages(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < MESSAGES;) {
		const struct message *msg = mailbox_peek(&box);

		if (!msg)
			continue;
		must(msg->park_id == i && memcmp(msg->acts, &i, 8) == 0, "messages come in order and whole");
		mailbox_done(&box);
		i++;
	}
	return NULL;
}

/* ---- handover: packets there, answers back ---- */

static struct worker w;
static struct lcore *lcore[2];
static uint32_t handed, answered;

/* Without DPDK's environment: on the heap. */
struct rte_ring *rte_ring_create_elem(const char *name, unsigned element, unsigned count, int socket,
                                      unsigned flags)
{
	ssize_t bytes = rte_ring_get_memsize_elem(element, rte_align32pow2(count + 1));
	struct rte_ring *r =
	    aligned_alloc(RTE_CACHE_LINE_SIZE, RTE_ALIGN((size_t)bytes, RTE_CACHE_LINE_SIZE));

	(void)socket;
	must(r && rte_ring_init(r, name, count, flags) == 0, "a ring is made");
	return r;
}

void rte_ring_free(struct rte_ring *r)
{
	free(r);
}

void lcore_drop(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t reason)
{
	(void)lc;
	(void)m;
	origin->drops[reason]++;
}

/* The device: it takes all, and its packets may be used again once that has been said. */
void tx_flush_port(struct lcore *lc, uint16_t port)
{
	struct tx_buffer *b = lc->tx.buffer[port];

	for (uint32_t i = 0; i < b->count; i++) {
		must(b->m[i]->pkt_len == b->m[i]->hash.rss, "a packet is whole");
		b->m[i]->hash.rss = 0;
		handover_sent(lc, b->run[i].owner, b->m[i]->pkt_len);
	}
	b->count = b->runs = 0;
}

static void *hand_over(void *unused)
{
	static struct rte_mbuf mbufs[HANDOVER_SLOTS * 2];
	struct lcore *lc = lcore[0];
	uint32_t next = 0;
	uint64_t bytes = 0;

	(void)unused;
	while (next < PARCELS) {
		if (lc->stats[0].held < HANDOVER_SLOTS) {
			struct rte_mbuf *m = &mbufs[next % (HANDOVER_SLOTS * 2)];

			m->pkt_len = m->hash.rss = 60 + next % 1000;
			m->nb_segs = 1;
			bytes += m->pkt_len;
			handover_send(lc, 1, 0, m, &lc->stats[0]);
			next++;
		}
		handover_poll(lc);
	}
	while (lc->stats[0].held)
		handover_poll(lc);
	must(lc->stats[0].tx == PARCELS && lc->stats[0].tx_bytes == bytes &&
	         !lc->stats[0].drops[EL_DROP_HANDOVER_FULL],
	     "every packet handed over was answered");
	__atomic_store_n(&handed, 1, __ATOMIC_RELEASE);
	return NULL;
}

static void *take_over(void *unused)
{
	(void)unused;
	while (!__atomic_load_n(&handed, __ATOMIC_ACQUIRE)) {
		answered += handover_poll(lcore[1]);
		tx_flush_port(lcore[1], 0);
	}
	return NULL;
}

static void set_up_lcores(void)
{
	w.port_count = 1;
	w.lcore_count = 2;
	w.ports[0].tx_lcore[0] = w.ports[0].tx_lcore[1] = 1;
	for (uint16_t i = 0; i < 2; i++) {
		lcore[i] = calloc(1, sizeof(*lcore[i]));
		lcore[i]->w = &w;
		lcore[i]->index = i;
		lcore[i]->tx.buffer[0] = calloc(1, sizeof(struct tx_buffer));
	}
	must(handover_connect(lcore, 2) == 0, "lcores are connected");
}

int main(void)
{
	void *(*const bodies[])(void *) = {write_records, read_records,  write_slots, read_slots,
	                                   put_messages,  take_messages, hand_over,   take_over};
	pthread_t thread[8];

	sem_init(&bytes_bell, 0, 0);
	set_up_lcores();
	for (int i = 0; i < 8; i += 2) { /* two at a time: the machine may have no more cores */
		thread[i] = start(bodies[i], NULL);
		thread[i + 1] = start(bodies[i + 1], NULL);
		pthread_join(thread[i], NULL);
		pthread_join(thread[i + 1], NULL);
	}
	must(answered == PARCELS, "every packet handed over was taken");
	for (int i = 0; i < 2; i++) {
		handover_close(lcore[i]);
		free(lcore[i]->tx.buffer[0]);
		free(lcore[i]);
	}
	printf("race-rings: %u records, %u upcalls, %u messages, %u packets handed over\n", RECORDS, RECORDS,
	       MESSAGES, PARCELS);
	return 0;
}
