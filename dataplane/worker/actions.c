/* Runs action lists. Every packet, and every copy made of one, must end in exactly one of: sent, dropped,
 * handed up. */
#include "edit.h"
#include "fragment.h"
#include "group.h"
#include "lcore_env.h"
#include "packet.h"
#include "translate.h"
#include "tunnel.h"
#include "wish.h"

/* Lists inside lists (CLONE, SELECT) of one packet, and copies one arriving packet may become: groups can
 * name lists that name groups, so that lists alone do not bound the work. */
#define MAX_DEPTH 8
#define MAX_COPIES 1024

struct run {
	struct lcore *lc;
	uint32_t copies; /* still allowed */
};

static void run_list(struct run *r, struct packet *p, const uint8_t *acts, const uint8_t *end);

static void drop(struct run *r, struct packet *p, uint16_t reason)
{
	lcore_drop(r->lc, p->m, p->origin, reason);
}

static void upcall(struct run *r, struct packet *p, uint16_t why, uint32_t arg)
{
	uint16_t reason = packet_refresh(p);

	if (unlikely(reason != EL_DROP_NONE))
		drop(r, p, reason);
	else
		lcore_upcall(r->lc, p, why, arg);
}

/* NULL: counted and dropped. */
static struct rte_mbuf *copy(struct run *r, struct packet *p)
{
	struct rte_mbuf *m = NULL;

	p->origin->cloned++;
	if (likely(r->copies > 0)) {
		r->copies--;
		m = lcore_copy(r->lc, p->m);
	}
	if (unlikely(!m))
		lcore_drop(r->lc, NULL, p->origin, EL_DROP_NO_MBUF);
	return m;
}

/* Edits are defined on a plain packet: DECAP comes before them, and what ENCAP has made is looked at anew. */
static uint16_t editable(struct packet *p)
{
	if (unlikely(p->key.tun_type != EL_TUN_NONE))
		return EL_DROP_ACTION_INVALID;
	return likely(!p->stale) ? EL_DROP_NONE : packet_refresh(p);
}

/* The list a SELECT goes on with; NULL: none. */
static const uint8_t *selected(struct run *r, struct packet *p, uint32_t group_id, uint32_t *len)
{
	const struct group *g = lcore_group(r->lc, group_id);
	uint32_t action = g ? group_pick(g, p->hash) : EL_ID_NONE;

	return action == EL_ID_NONE ? NULL : lcore_action(r->lc, action, len);
}

/* What the records so far will have made of the packet's size. */
struct ahead {
	uint32_t cut; /* IPv4 that will be fragments of so many bytes at most; 0: whole */
	int grown;    /* bytes of headers more */
	enum translate_df df;
};

/* May what p will be by then be cut for a tunnel? */
static int will_allow(const struct packet *p, const struct ahead *a)
{
	if (likely(a->df == TRANSLATE_NONE))
		return fragment_allowed(p);
	return a->df == TRANSLATE_NO_DF && !(p->m->ol_flags & WISH_SEGMENT);
}

/* CHECK_MTU and TRANSLATE as gave_back sees them. 1: the packet went up. */
static int look_ahead(struct run *r, struct packet *p, const struct el_act *act, struct ahead *a)
{
	if (act->kind == EL_ACT_TRANSLATE) {
		a->grown += translate_growth(p, (const struct el_act_translate *)act, &a->df);
		return 0;
	}
	if (act->kind != EL_ACT_CHECK_MTU)
		return 0;
	uint32_t mtu = ((const struct el_act_check_mtu *)act)->mtu;

	if ((a->cut && a->cut <= mtu) || !fragment_too_big(p, mtu))
		return 0;
	if (fragment_allowed(p)) {
		a->cut = mtu;
		return 0;
	}
	upcall(r, p, EL_UPCALL_PATH_MTU, mtu);
	return 1;
}

/* It does, or will be cut to. */
static int fits_tunnel(const struct tunnel *t, const struct packet *p, const struct ahead *a)
{
	int most = (int)t->mtu - a->grown;

	if (likely(!a->cut && !a->grown)) {
		if (likely(!tunnel_too_big(t, p)))
			return 1;
	} else if (t->mtu == 0 ||
	           (most > 0 && (a->cut ? a->cut <= (uint32_t)most : !fragment_too_big(p, (uint32_t)most)))) {
		return 1;
	}
	return fragment_fits(t->mtu) && will_allow(p, a);
}

/* Finds, before anything is written, what would make the list give the packet back: a TTL its DEC_TTLs use
 * up, or a link or tunnel that is too small. Returns 1 when the packet went up. */
static int gave_back(struct run *r, struct packet *p, const uint8_t *at, const uint8_t *end)
{
	int hops = 0;
	uint32_t depth = p->depth;
	struct ahead ahead = {0};

	/* What cannot be read is for the records to find out. */
	if (unlikely(p->stale) && packet_refresh(p) != EL_DROP_NONE) {
		p->stale = 1;
		return 0;
	}
	while (at < end) {
		const struct el_act *act = (const void *)at;

		if (act->kind == EL_ACT_DEC_TTL) {
			int ttl = packet_ttl(p);

			if (unlikely(ttl >= 0 && ttl <= ++hops)) {
				upcall(r, p, EL_UPCALL_TTL, 0);
				return 1;
			}
		} else if (act->kind == EL_ACT_ENCAP) {
			const struct tunnel *t =
			    lcore_tunnel(r->lc, ((const struct el_act_encap *)at)->tunnel_id);

			if (likely(!t || !(t->flags & EL_TUNNEL_MTU_PUNT) || fits_tunnel(t, p, &ahead)))
				return 0;
			upcall(r, p, EL_UPCALL_TUNNEL_MTU, t->mtu);
			return 1;
		} else if (act->kind == EL_ACT_SELECT) {
			uint32_t len = 0;

			if (depth++ == MAX_DEPTH)
				return 0;
			at = selected(r, p, ((const struct el_act_select *)at)->group_id, &len);
			if (!at)
				return 0;
			end = at + len;
			continue;
		} else if (unlikely(act->kind >= EL_ACT_CHECK_MTU) && look_ahead(r, p, act, &ahead)) {
			return 1;
		}
		at += act->len;
	}
	return 0;
}

/* 1: the packet is gone. */
static int run_dec_ttl(struct run *r, struct packet *p)
{
	uint16_t reason = editable(p);
	int ttl = reason == EL_DROP_NONE ? packet_ttl(p) : -1;

	if (likely(ttl > 1)) {
		edit_dec_ttl(p);
		return 0;
	}
	if (ttl >= 0)
		upcall(r, p, EL_UPCALL_TTL, 0);
	else
		drop(r, p, reason != EL_DROP_NONE ? reason : EL_DROP_ACTION_INVALID);
	return 1;
}

/* 1: the packet is gone. */
static int run_edit(struct run *r, struct packet *p, const struct el_act *act)
{
	uint16_t reason = act->kind == EL_ACT_DECAP ? EL_DROP_NONE : editable(p);

	if (likely(reason == EL_DROP_NONE)) {
		const struct el_act_push_vlan *push = (const void *)act;

		switch (act->kind) {
		case EL_ACT_SET:
			reason = edit_set(p, (const struct el_act_set *)act);
			break;
		case EL_ACT_PUSH_VLAN:
			reason = edit_push_vlan(p, push->tpid, push->tci);
			break;
		case EL_ACT_POP_VLAN:
			reason = edit_pop_vlan(p);
			break;
		case EL_ACT_CLAMP_MSS:
			reason = edit_clamp_mss(p, ((const struct el_act_clamp_mss *)act)->mss);
			break;
		case EL_ACT_TRANSLATE:
			reason = translate(p, (const struct el_act_translate *)act);
			break;
		default:
			reason = tunnel_decap(p, (const struct el_act_decap *)act);
		}
	}
	if (likely(reason == EL_DROP_NONE))
		return 0;
	drop(r, p, reason);
	return 1;
}

/* 1: the packet is gone. */
static int run_meter(struct run *r, struct packet *p, const struct el_act_meter *act)
{
	uint8_t dscp = EL_METER_UNMARKED;
	enum meter_colour colour = lcore_meter(r->lc, p->m, act->meter_id, &dscp);

	if (colour == METER_RED) {
		drop(r, p, EL_DROP_METER);
		return 1;
	}
	/* Only what is plain IP has a DSCP to mark. */
	if (colour == METER_YELLOW && dscp != EL_METER_UNMARKED && editable(p) == EL_DROP_NONE &&
	    packet_ttl(p) >= 0)
		edit_tos(p, (uint8_t)(dscp << 2 | (p->key.ip_tos & 3)));
	return 0;
}

/* 1: the packet is gone. */
static int run_output(struct run *r, struct packet *p, const struct el_act_output *act, int last)
{
	uint16_t port = act->port == EL_PORT_TUNNEL ? p->tunnel_port : act->port;
	struct rte_mbuf *m = p->m;

	if (unlikely(port == EL_PORT_NONE)) {
		drop(r, p, EL_DROP_ACTION_INVALID);
		return 1;
	}
	if (unlikely(!last))
		m = copy(r, p);
	if (likely(m != NULL))
		lcore_send(r->lc, m, p->origin, port);
	return last;
}

static void run_clone(struct run *r, const struct packet *p, struct rte_mbuf *m, const struct el_act *act)
{
	const uint8_t *body = (const uint8_t *)act + sizeof(struct el_act_clone);
	struct packet c = *p;

	c.m = m;
	c.depth++;
	run_list(r, &c, body, (const uint8_t *)act + act->len);
}

/* The rest of the list, once for each fragment. */
static void run_fragments(struct run *r, struct packet *p, uint32_t mtu, const uint8_t *at,
                          const uint8_t *end)
{
	struct fragments f;
	uint16_t reason = p->depth >= MAX_DEPTH ? EL_DROP_ACTION_INVALID : fragment_open(&f, p, mtu);
	uint32_t count = 0;

	if (unlikely(reason != EL_DROP_NONE)) {
		drop(r, p, reason);
		return;
	}
	while (f.left > 0) {
		struct packet c = *p;

		c.m = fragment_next(&f);
		c.stale = 1;
		c.depth++;
		count++;
		if (likely(c.m != NULL))
			run_list(r, &c, at, end);
		else
			lcore_drop(r->lc, NULL, p->origin, EL_DROP_NO_MBUF);
	}
	p->origin->split += count - 1;
	rte_pktmbuf_free(p->m);
}

/* 1: the packet is gone. IPv4 that may be cut is, and each fragment goes on from here. */
static int run_encap(struct run *r, struct packet *p, const struct el_act_encap *act, const uint8_t *end)
{
	const struct tunnel *t = lcore_tunnel(r->lc, act->tunnel_id);
	uint16_t reason = editable(p);

	if (likely(reason == EL_DROP_NONE))
		reason = likely(t != NULL) ? tunnel_encap(r->lc, p, t, act->key) : EL_DROP_TUNNEL_DOWN;
	if (likely(reason == EL_DROP_NONE))
		return 0;
	if (reason != EL_DROP_TUNNEL_MTU)
		drop(r, p, reason);
	else if (fragment_fits(t->mtu) && fragment_allowed(p))
		run_fragments(r, p, t->mtu, (const uint8_t *)act, end);
	else if (t->flags & EL_TUNNEL_MTU_PUNT)
		upcall(r, p, EL_UPCALL_TUNNEL_MTU, t->mtu);
	else
		drop(r, p, reason);
	return 1;
}

/* Only what gave_back let pass comes here: 1: it is gone in fragments, or was never looked at. */
static int run_check_mtu(struct run *r, struct packet *p, uint32_t mtu, const uint8_t *next,
                         const uint8_t *end)
{
	uint16_t reason = editable(p);

	if (unlikely(reason != EL_DROP_NONE)) {
		drop(r, p, reason);
		return 1;
	}
	if (likely(!fragment_too_big(p, mtu)))
		return 0;
	if (fragment_allowed(p))
		run_fragments(r, p, mtu, next, end);
	else
		upcall(r, p, EL_UPCALL_PATH_MTU, mtu);
	return 1;
}

/* Returns the list to go on with, or NULL: the packet is gone. */
static const uint8_t *run_select(struct run *r, struct packet *p, const struct el_act_select *act,
                                 uint32_t *len)
{
	const uint8_t *list = NULL;

	if (unlikely(p->depth++ >= MAX_DEPTH)) {
		drop(r, p, EL_DROP_ACTION_INVALID);
		return NULL;
	}
	list = selected(r, p, act->group_id, len);
	if (unlikely(!list))
		drop(r, p, EL_DROP_GROUP_EMPTY);
	return list;
}

static void run_list(struct run *r, struct packet *p, const uint8_t *at, const uint8_t *end)
{
	uint32_t len = 0;

	if (unlikely(p->depth > MAX_DEPTH)) {
		drop(r, p, EL_DROP_ACTION_INVALID);
		return;
	}
	if (unlikely(gave_back(r, p, at, end)))
		return;
	while (at < end) {
		const struct el_act *act = (const void *)at;
		const uint8_t *next = at + act->len;
		int gone = 0;

		switch (act->kind) {
		case EL_ACT_OUTPUT:
			gone = run_output(r, p, (const struct el_act_output *)at, next == end);
			break;
		case EL_ACT_ENCAP:
			gone = run_encap(r, p, (const struct el_act_encap *)at, end);
			break;
		case EL_ACT_DEC_TTL:
			gone = run_dec_ttl(r, p);
			break;
		case EL_ACT_SELECT:
			at = run_select(r, p, (const struct el_act_select *)at, &len);
			if (!at)
				return;
			end = at + len;
			continue;
		case EL_ACT_CLONE: {
			struct rte_mbuf *m = copy(r, p);

			if (likely(m != NULL))
				run_clone(r, p, m, act);
			break;
		}
		case EL_ACT_METER:
			gone = run_meter(r, p, (const struct el_act_meter *)at);
			break;
		case EL_ACT_CHECK_MTU:
			gone = run_check_mtu(r, p, ((const struct el_act_check_mtu *)at)->mtu, next, end);
			break;
		case EL_ACT_DROP:
			drop(r, p, ((const struct el_act_drop *)at)->reason);
			return;
		case EL_ACT_PUNT:
			upcall(r, p, EL_UPCALL_PUNT, ((const struct el_act_punt *)at)->arg);
			return;
		default:
			gone = run_edit(r, p, act);
		}
		if (gone)
			return;
		at = next;
	}
	drop(r, p, EL_DROP_NO_ACTION);
}

void actions_run(struct lcore *lc, struct packet *p, const uint8_t *acts, uint32_t len)
{
	struct run r = {.lc = lc, .copies = MAX_COPIES};

	run_list(&r, p, acts, acts + len);
}
