/* RELEASE, INJECT and DETACH on the lcore. See release.h.
 *
 * A park id that is no more known is no error: the packet timed out meanwhile. A packet that is looked up
 * again is never parked for a second miss.
 */
#include "release.h"

#include <rte_mbuf.h>

#include "lcore_env.h"
#include "receive.h"
#include "upcall.h"
#include "worker.h"

#define MOST_A_TURN 64u

static void release_one(struct lcore *lc, struct packet *p, const struct message *msg)
{
	p->origin->held--;
	switch (msg->verdict) {
	case EL_RELEASE_CLASSIFY:
		if (!receive_classify(lc, p))
			lcore_drop(lc, p->m, p->origin, EL_DROP_INVALIDATED);
		return;
	case EL_RELEASE_EXECUTE:
		actions_run(lc, p, msg->acts, msg->act_len);
		return;
	case EL_RELEASE_CONSUME:
		p->origin->consumed++;
		rte_pktmbuf_free(p->m);
		return;
	default:
		lcore_drop(lc, p->m, p->origin, msg->reason);
	}
}

static void release(struct lcore *lc, const struct message *msg)
{
	uint32_t place = park_find(&lc->park, msg->park_id);
	struct packet p;

	while (place != PARK_NONE) {
		park_take(&lc->park, &place, &p);
		release_one(lc, &p, msg);
	}
}

static void inject(struct lcore *lc, const struct message *msg)
{
	struct packet p = {.m = msg->m, .origin = lcore_inject_stats(lc)};
	uint16_t reason;

	p.origin->injected++;
	reason = receive_parse(lc, &p, &lc->w->ports[msg->port]);
	if (reason != EL_DROP_NONE)
		lcore_drop(lc, p.m, p.origin, reason);
	else
		actions_run(lc, &p, msg->acts, msg->act_len);
}

static void handle(struct lcore *lc, const struct message *msg)
{
	switch (msg->kind) {
	case MESSAGE_RELEASE:
		release(lc, msg);
		break;
	case MESSAGE_INJECT:
		inject(lc, msg);
		break;
	case MESSAGE_DETACH:
		upcall_drop_all(lc, EL_DROP_DETACHED);
		break;
	}
}

uint32_t release_poll(struct lcore *lc)
{
	const struct message *msg;
	uint32_t handled = 0;

	while (handled < MOST_A_TURN && (msg = mailbox_peek(lc->mail)) != NULL) {
		handle(lc, msg);
		mailbox_done(lc->mail);
		handled++;
	}
	if (handled)
		lc->unpublished = true;
	return handled;
}

void release_give_up(struct lcore *lc)
{
	const struct message *msg;

	while ((msg = mailbox_peek(lc->mail)) != NULL) {
		if (msg->kind == MESSAGE_INJECT) {
			lcore_inject_stats(lc)->injected++;
			lcore_drop(lc, msg->m, lcore_inject_stats(lc), EL_DROP_SHUTDOWN);
		}
		mailbox_done(lc->mail);
	}
}
