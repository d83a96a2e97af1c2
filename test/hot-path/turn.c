/* See turn.h. */
#include "turn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rte_mbuf.h>
#include <rte_ring.h>

#include "compare.h"

/* The frame in one or more segments. */
static struct rte_mbuf *build(struct rte_mempool *pool, const struct input *in)
{
	struct rte_mbuf *first = NULL;

	for (uint32_t done = 0; done < in->frame.len || !first;) {
		struct rte_mbuf *m = rte_pktmbuf_alloc(pool);
		uint32_t part = in->frame.len - done, room;

		if (!m)
			rig_die("mbufs were lost");
		if (!first)
			m->data_off = in->headroom;
		room = (uint32_t)m->buf_len - m->data_off;
		if (room > 2048)
			room = 2048;
		if (!first && in->first && in->first < room)
			room = in->first;
		if (part > room)
			part = room;
		memcpy(rte_pktmbuf_mtod(m, void *), in->frame.bytes + done, part);
		m->data_len = (uint16_t)part;
		m->pkt_len = part;
		done += part;
		if (!first)
			first = m;
		else
			rte_pktmbuf_chain(first, m);
	}
	return first;
}

static struct input *next_input(struct turn *t)
{
	struct scene *s = t->scene;
	struct input *in = &t->input[t->packets++];
	uint32_t i = dice_chance(&s->d, t->alike) ? t->last : dice_roll(&s->d, SCENE_TEMPLATES);

	t->trains += i == t->last;
	t->last = i;
	in->way = INPUT_RX;
	in->action = EL_ID_NONE;
	in->dropped = 0;
	in->headroom = dice_chance(&s->d, 90) ? 128 : (uint16_t)(dice_roll(&s->d, 20) * 8);
	in->first = 0;
	in->port = s->template_port[i];
	if (dice_chance(&s->d, 80)) {
		in->frame.kind = s->template[i].kind;
		in->frame.tags = s->template[i].tags;
		in->frame.damaged = 0;
		in->frame.len = s->template[i].len;
		memcpy(in->frame.bytes, s->template[i].bytes, s->template[i].len);
		frame_vary(&in->frame, &s->d);
	} else {
		frame_make(&in->frame, &s->pool, &s->d);
	}
	if (dice_chance(&s->d, 5))
		frame_damage(&in->frame, &s->d);
	if (dice_chance(&s->d, 8))
		in->first = 1 + dice_roll(&s->d, dice_chance(&s->d, 80) ? 90 : 700);
	t->chained += in->first || in->frame.len > 2048;
	t->tagged += in->frame.tags != 0;
	t->damaged += in->frame.damaged;
	return in;
}

static void count(struct turn *t, struct input *in)
{
	in->action = t->scene->ref->last_action;
	in->dropped = t->scene->ref->last_drop;
	t->by_kind[in->frame.kind][in->dropped ? 2 : in->action == EL_ID_NONE]++;
	if (in->action != EL_ID_NONE)
		t->by_shape[t->scene->list[in->action].shape]++;
}

static void receive(struct turn *t, uint32_t *burst)
{
	struct input *in = next_input(t);
	struct scene *s = t->scene;

	/* Ports are polled in order: so they are filled. */
	while (in->port < RIG_PORTS && burst[in->port] == s->burst)
		in->port++;
	if (in->port == RIG_PORTS || burst[in->port] == s->burst) {
		t->packets--;
		return;
	}
	burst[in->port]++;
}

/* What was drawn, port by port as the lcore polls them. */
static void feed(struct turn *t, uint32_t from)
{
	struct scene *s = t->scene;

	for (uint16_t port = 0; port < RIG_PORTS; port++)
		for (uint32_t i = from; i < t->packets; i++) {
			struct input *in = &t->input[i];

			if (in->port != port)
				continue;
			if (rte_ring_sp_enqueue(s->rig->in[port], build(s->rig->w.pool, in)))
				rig_die("an rx ring is full");
			/* A port that is down is not polled: its packets wait in the ring. */
			if (!s->ref->port[port].up)
				continue;
			reference_receive(port, build(t->pool, in), i);
			count(t, in);
			t->received++;
		}
}

/* Packets that a port has not polled. */
static void flush_unpolled(struct rig *r)
{
	struct rte_mbuf *m;

	for (uint32_t i = 0; i < RIG_PORTS; i++)
		while (rte_ring_sc_dequeue(r->in[i], (void **)&m) == 0)
			rte_pktmbuf_free(m);
}

static void inject(struct turn *t)
{
	static _Alignas(8) uint8_t record[sizeof(struct el_cmd_inject) + LIST_MAX + FRAME_MAX + 8];
	struct el_cmd_inject *cmd = (void *)record;
	struct input *in = next_input(t);
	struct scene *s = t->scene;
	struct list list;

	list_make(&list, &s->pool, &s->limits, &s->d);
	in->way = INPUT_INJECT;
	in->headroom = 128;
	in->first = 0;
	memset(record, 0, sizeof(*cmd));
	cmd->port = in->port;
	cmd->act_len = list.len;
	cmd->pkt_len = in->frame.len;
	memcpy(record + sizeof(*cmd), list.acts, list.len);
	memset(record + sizeof(*cmd) + list.len + in->frame.len, 0, 8);
	memcpy(record + sizeof(*cmd) + list.len, in->frame.bytes, in->frame.len);
	rig_must(s->rig, cmd_inject, record, list.len + (in->frame.len + 7) / 8 * 8, "INJECT");
	reference_inject(in->port, build(t->pool, in), list.acts, list.len, t->packets - 1);
	t->injected++;
}

static void answer(struct turn *t, int last)
{
	static _Alignas(8) uint8_t record[sizeof(struct el_cmd_release) + LIST_MAX];
	const struct question *q = &t->question[t->answered++ % TURN_QUESTIONS];
	struct el_cmd_release *cmd = (void *)record;
	struct scene *s = t->scene;
	struct list list = {.len = 0};

	*cmd = (struct el_cmd_release){.park_id = q->park_id, .reason = EL_DROP_POLICY};
	cmd->verdict = (uint16_t)(last ? EL_RELEASE_DROP : dice_roll(&s->d, 4));
	if (cmd->verdict == EL_RELEASE_EXECUTE) {
		list_make(&list, &s->pool, &s->limits, &s->d);
		memcpy(record + sizeof(*cmd), list.acts, list.len);
		cmd->act_len = list.len;
	}
	rig_must(s->rig, cmd_release, record, list.len, "RELEASE");
	reference_release(q->parked, cmd->verdict, cmd->reason, list.acts, list.len);
	t->answers++;
}

static bool finish(struct turn *t)
{
	t->turns++;
	rig_turn(t->scene->rig);
	return compare(t);
}

bool turn_take(struct turn *t, int single)
{
	struct scene *s = t->scene;
	uint32_t burst[RIG_PORTS] = {0}, most, from;

	t->packets = 0;
	/* Packets of one connection come in a row: seldom, often, or all of them. */
	t->alike = (uint32_t[]){0, 50, 90, 97}[dice_roll(&s->d, 4)];
	reference_turn();
	/* Flows that answers rest on are there before they are given. */
	for (uint32_t i = 0; i < 8 && i < t->asked - t->answered; i++)
		if (dice_chance(&s->d, 70))
			scene_learn(s, &t->question[(t->answered + i) % TURN_QUESTIONS].key);
	for (uint32_t i = 0; i < TURN_ANSWERS && t->answered != t->asked; i++)
		answer(t, 0);
	if (dice_chance(&s->d, 10))
		inject(t);
	from = t->packets;
	most = single ? 1 : dice_chance(&s->d, 30) ? s->burst : s->burst * RIG_PORTS;
	for (uint32_t i = 1 + dice_roll(&s->d, most); i && t->packets < TURN_PACKETS; i--)
		receive(t, burst);
	feed(t, from);
	if (!finish(t))
		return false;
	flush_unpolled(s->rig);
	return true;
}

bool turn_drain(struct turn *t)
{
	while (t->answered != t->asked) {
		t->packets = 0;
		reference_turn();
		for (uint32_t i = 0; i < TURN_ANSWERS && t->answered != t->asked; i++)
			answer(t, 1);
		if (!finish(t))
			return false;
	}
	return true;
}
