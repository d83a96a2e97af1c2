/* Messages from the main thread to one lcore: packets to release or inject, and the end of a session.
 *
 * Single producer, single consumer. The lcore never frees: main frees a message once it has been handled,
 * which is also how main knows that it is in force.
 */
#ifndef EDGELANE_MAILBOX_H
#define EDGELANE_MAILBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"

#define MAILBOX_SLOTS 1024u

enum message_kind { MESSAGE_RELEASE, MESSAGE_INJECT, MESSAGE_DETACH };

struct rte_mbuf;

struct message {
	enum message_kind kind;
	uint64_t park_id;   /* RELEASE */
	uint16_t verdict;   /* RELEASE: enum el_release */
	uint16_t reason;    /* RELEASE */
	uint16_t port;      /* INJECT */
	struct rte_mbuf *m; /* INJECT */
	uint32_t act_len;
	_Alignas(8) uint8_t acts[];
};

struct mailbox {
	struct message *slot[MAILBOX_SLOTS];
	uint32_t freed;                             /* main's: freed up to here */
	uint32_t head __attribute__((aligned(64))); /* main writes */
	uint32_t tail __attribute__((aligned(64))); /* the lcore writes: handled up to here */
};

/* ---- main ---- */

/* Frees what was handled; true when one more message fits. */
bool mailbox_ready(struct mailbox *box);
/* Takes over `msg` (from malloc). Only after mailbox_ready said true. */
void mailbox_put(struct mailbox *box, struct message *msg);
/* Position after the newest message, and whether the lcore has handled all before a position. */
uint32_t mailbox_mark(const struct mailbox *box);
bool mailbox_passed(const struct mailbox *box, uint32_t mark);

/* ---- lcore ---- */

/* The oldest message not handled, or NULL. */
static inline struct message *mailbox_peek(const struct mailbox *box)
{
	if (__atomic_load_n(&box->head, __ATOMIC_ACQUIRE) == box->tail)
		return 0;
	return box->slot[box->tail & (MAILBOX_SLOTS - 1)];
}

/* It is handled: main may free it. */
static inline void mailbox_done(struct mailbox *box)
{
	__atomic_store_n(&box->tail, box->tail + 1, __ATOMIC_RELEASE);
}

#endif
