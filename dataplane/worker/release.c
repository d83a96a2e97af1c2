/* RELEASE, INJECT and DETACH on the lcore. See release.h.
 *
 * A park id that is no more known is no error: the packet timed out meanwhile. An answer for one packet must
 * never be carried out on another that merely waited behind it: that one may differ where no key looks.
 */
#include "release.h"

#include <rte_mbuf.h>

#include "lcore_env.h"
#include "receive.h"
#include "upcall.h"
#include "worker.h"

#define MOST_A_TURN 64u

/* The flow that the answer installed may be gone by now: withdrawn by a change, for want of room, or on its
 * way to another table. Then it is asked for again, but not for ever. */
static void look_up_again(struct lcore *lc, struct packet *p)
{
	if (receive_classify(lc, p))
		return;
	if (p->returns++ == EL_MOST_RETURNS)
		lcore_drop(lc, p->m, p->origin, EL_DROP_INVALIDATED);
	else
		lcore_upcall(lc, p, EL_UPCALL_MISS, p->returns);
}

static void release_one(struct lcore *lc, struct packet *p, const struct message *msg)
{
	switch (msg->verdict) {
	case EL_RELEASE_CLASSIFY:
		look_up_again(lc, p);
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
	bool for_one = msg->verdict == EL_RELEASE_EXECUTE || msg->verdict == EL_RELEASE_CONSUME;
	struct packet p;

	for (bool first = true; place != PARK_NONE; first = false) {
		park_take(&lc->park, &place, &p);
		p.origin->held--;
		/* Each answer is one packet's end, so that asking again for the rest comes to an end too. */
		if (first || !for_one)
			release_one(lc, &p, msg);
		else if (!receive_classify(lc, &p))
			lcore_upcall(lc, &p, EL_UPCALL_MISS, p.returns);
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
