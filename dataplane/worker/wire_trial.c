/* The list of trials, and how one goes. See wire_trial.h. */
#include "wire_trial.h"

#include <stdio.h>
#include <string.h>

#include <rte_mbuf.h>

#include "finish.h"

#define QUIET_MS 60
#define TRIES 3
#define MOST_FRAMES 64u
#define LEAST_PAYLOAD 33u
#define BULK 20011u /* odd, and its last frame is no full one */
#define VXLAN_PORT 4789

#define CUT 1u
#define CHAIN 2u
#define NOTHING 4u

static const struct {
	uint8_t tunnel;
	bool outer_v6, v6, udp;
	uint16_t payload;
	uint8_t how;
} list[] = {
    {WIRE_PLAIN, 0, 0, 1, 33, NOTHING},
    {WIRE_PLAIN, 0, 0, 0, 1001, NOTHING},
    {WIRE_PLAIN, 0, 1, 1, 9000, NOTHING},
    {WIRE_VXLAN, 0, 0, 1, 200, NOTHING},
    {WIRE_PLAIN, 0, 0, 0, 1200, NOTHING | CHAIN},
    {WIRE_PLAIN, 0, 0, 0, 33, 0},
    {WIRE_PLAIN, 0, 0, 0, 9000, 0},
    {WIRE_PLAIN, 0, 0, 1, 34, 0},
    {WIRE_PLAIN, 0, 0, 1, 1001, 0},
    {WIRE_PLAIN, 0, 1, 0, 777, 0},
    {WIRE_PLAIN, 0, 1, 1, 778, 0},
    {WIRE_PLAIN, 0, 0, 0, 1200, CHAIN},
    {WIRE_VXLAN, 0, 0, 0, 1001, 0},
    {WIRE_VXLAN, 0, 0, 1, 33, 0},
    {WIRE_VXLAN, 0, 1, 0, 500, 0},
    {WIRE_VXLAN, 0, 1, 1, 9000, 0},
    {WIRE_VXLAN, 1, 0, 0, 333, 0},
    {WIRE_VXLAN, 1, 1, 1, 334, 0},
    {WIRE_GRE_ETHERNET, 0, 0, 0, 1001, 0},
    {WIRE_GRE_ETHERNET, 0, 1, 1, 100, 0},
    {WIRE_GRE_IP, 0, 0, 1, 1001, 0},
    {WIRE_GRE_IP, 1, 1, 0, 200, 0},
    {WIRE_PLAIN, 0, 0, 0, BULK, CUT},
    {WIRE_PLAIN, 0, 1, 0, BULK, CUT},
    {WIRE_PLAIN, 0, 0, 0, 5003, CUT | CHAIN},
    {WIRE_VXLAN, 0, 0, 0, BULK, CUT},
    {WIRE_VXLAN, 0, 1, 0, BULK, CUT},
    {WIRE_VXLAN, 1, 0, 0, BULK, CUT},
    {WIRE_VXLAN, 1, 1, 0, BULK, CUT},
    {WIRE_GRE_ETHERNET, 0, 0, 0, BULK, CUT},
    {WIRE_GRE_ETHERNET, 0, 1, 0, BULK, CUT},
    {WIRE_GRE_IP, 0, 0, 0, BULK, CUT},
    {WIRE_GRE_IP, 1, 0, 0, BULK, CUT},
};

/* Payload of one frame: what both ports carry, in whole records. */
static uint32_t room_of(const struct wire_cable *c, const struct wire_spec *s)
{
	const uint32_t headers = wire_layout(s).payload - 14u;
	uint32_t mtu = RTE_MIN(port_mtu(c->from), port_mtu(c->to)), room;

	room = mtu > headers + LEAST_PAYLOAD ? mtu - headers : LEAST_PAYLOAD;
	if (c->from->offload.mss_most)
		room = RTE_MIN(room, (uint32_t)c->from->offload.mss_most);
	return room / WIRE_RECORD * WIRE_RECORD;
}

bool wire_trial_get(const struct wire_cable *c, uint32_t index, struct wire_trial *t)
{
	const struct port_offload *o = &c->from->offload;
	uint32_t room;

	if (index >= RTE_DIM(list))
		return false;
	*t = (struct wire_trial){
	    .spec = {.tunnel = list[index].tunnel,
	             .outer_v6 = list[index].outer_v6,
	             .v6 = list[index].v6,
	             .udp = list[index].udp,
	             .number = (uint16_t)(index + 1),
	             .nonce = c->nonce,
	             .vxlan_port = o->vxlan_port ? o->vxlan_port : VXLAN_PORT},
	    .plain = list[index].how & NOTHING,
	};
	memcpy(t->spec.from, c->from->mac, 6);
	memcpy(t->spec.to, c->to->mac, 6);
	room = room_of(c, &t->spec);
	if (list[index].how & CUT) {
		t->spec.mss = room;
		t->spec.payload =
		    RTE_MIN((uint32_t)list[index].payload, room * (MOST_FRAMES - 1) + LEAST_PAYLOAD);
		if (t->spec.payload % room < LEAST_PAYLOAD)
			t->spec.payload -= t->spec.payload % room;
	} else {
		t->spec.payload = RTE_MIN((uint32_t)list[index].payload, room);
	}
	if (list[index].how & CHAIN)
		t->piece = list[index].how & CUT ? 900 : t->spec.payload / 4 + 15;
	return true;
}

void wire_trial_name(const struct wire_trial *t, char text[WIRE_TEXT])
{
	static const char *const tunnels[] = {"", " in VXLAN", " in GRE with Ethernet", " in GRE"};
	const struct wire_spec *s = &t->spec;
	char cut[40] = "";

	if (s->mss)
		snprintf(cut, sizeof(cut), " cut every %u", s->mss);
	snprintf(text, WIRE_TEXT, "%s over IPv%c%s%s, %u bytes%s%s", s->udp ? "UDP" : "TCP",
	         s->v6 ? '6' : '4', tunnels[s->tunnel],
	         s->tunnel == WIRE_PLAIN ? ""
	         : s->outer_v6           ? " over IPv6"
	                                 : " over IPv4",
	         s->payload, cut, t->piece ? ", of several mbufs" : "");
}

/* What finish_by_device has put on it. */
static uint32_t used_by(const struct rte_mbuf *m)
{
	const uint64_t tunnel = m->ol_flags & RTE_MBUF_F_TX_TUNNEL_MASK;
	uint32_t used = m->nb_segs > 1 ? 1u << EL_OFFLOAD_MULTI_SEGS : 0;

	if (m->ol_flags & RTE_MBUF_F_TX_L4_MASK)
		used |= 1u << EL_OFFLOAD_TX_CHECKSUM;
	if (m->ol_flags & RTE_MBUF_F_TX_OUTER_IP_CKSUM)
		used |= 1u << EL_OFFLOAD_OUTER_IP_CHECKSUM;
	if (m->ol_flags & RTE_MBUF_F_TX_TCP_SEG)
		used |= 1u << (!tunnel                                ? EL_OFFLOAD_TSO
		               : tunnel == RTE_MBUF_F_TX_TUNNEL_VXLAN ? EL_OFFLOAD_VXLAN_TSO
		                                                      : EL_OFFLOAD_GRE_TSO);
	return used;
}

static void wish(struct rte_mbuf *m, const struct wire_spec *s)
{
	m->ol_flags |= s->udp ? RTE_MBUF_F_TX_UDP_CKSUM : RTE_MBUF_F_TX_TCP_CKSUM;
	if (s->mss) {
		m->ol_flags |= RTE_MBUF_F_TX_TCP_SEG;
		m->tso_segsz = (uint16_t)s->mss;
	}
	if (s->tunnel != WIRE_PLAIN)
		m->ol_flags |=
		    s->tunnel == WIRE_VXLAN ? RTE_MBUF_F_TX_TUNNEL_VXLAN : RTE_MBUF_F_TX_TUNNEL_GRE;
}

/* The mbuf as the worker would hand it to the driver. NULL: it would not, or there are no mbufs. */
static struct rte_mbuf *ready(struct wire_cable *c, struct wire_trial *t)
{
	static uint8_t frame[WIRE_MOST];
	const uint32_t len = wire_build(&t->spec, 0, t->spec.payload, frame);
	struct rte_mbuf *m;
	struct shape shape;

	if (!t->plain)
		wire_seed(&t->spec, frame, len);
	m = wire_mbuf(c, frame, len, wire_layout(&t->spec).payload, t->piece);
	if (!m)
		return NULL;
	if (!t->plain)
		wish(m, &t->spec);
	if ((m->nb_segs > 1 && !c->from->offload.chains) ||
	    (!t->plain &&
	     (finish_shape(&m, &shape) != EL_DROP_NONE || !finish_by_device(m, &shape, &c->from->offload)))) {
		rte_pktmbuf_free(m);
		return NULL;
	}
	t->used = used_by(m);
	return m;
}

struct waiting {
	struct wire_cable *cable;
	struct wire_trial *trial;
	uint32_t count;
	bool seen[MOST_FRAMES];
	bool done;
};

static bool arrival(void *arg, const struct rte_mbuf *m, const uint8_t *frame, uint32_t len)
{
	static uint8_t expected[WIRE_MOST];
	struct waiting *w = arg;
	const struct wire_spec *s = &w->trial->spec;
	struct wire_difference d;
	uint32_t offset, index;
	int number = wire_recognise(frame, len, s->nonce, &offset);

	(void)m;
	if (number != s->number)
		return number >= 0; /* late */
	index = s->mss ? offset / s->mss : 0;
	if (index >= wire_count(s))
		return true;
	d = wire_compare(s, expected, wire_part(s, index, expected), frame, len);
	if (d.field[0]) {
		if (w->trial->outcome != WIRE_WRONG)
			w->trial->difference = d;
		/* Anything but the outer sum decides more. */
		else if (w->trial->difference.outer_sum && !d.outer_sum)
			w->trial->difference = d;
		w->trial->outcome = WIRE_WRONG;
	}
	if (!w->seen[index]) {
		w->seen[index] = true;
		w->count++;
	}
	w->done = w->count == wire_count(s);
	return true;
}

static void say(struct wire_difference *d, const char *expected, const char *found)
{
	snprintf(d->field, sizeof(d->field), "frames");
	snprintf(d->expected, sizeof(d->expected), "%s", expected);
	snprintf(d->found, sizeof(d->found), "%s", found);
}

void wire_trial_run(struct wire_cable *c, struct wire_trial *t)
{
	struct waiting w = {.cable = c, .trial = t};
	char all[WIRE_FIELD_TEXT], some[WIRE_FIELD_TEXT];

	t->outcome = WIRE_UNDONE;
	for (int tries = 0; tries < TRIES && !w.done && t->outcome != WIRE_WRONG && !wire_over(c); tries++) {
		struct rte_mbuf *m = ready(c, t);

		if (!m) {
			t->outcome = WIRE_SKIPPED;
			return;
		}
		if (!wire_send(c, m)) {
			if (!wire_over(c)) {
				t->outcome = WIRE_REFUSED;
				say(&t->difference, "taken by the driver", "refused");
			}
			return;
		}
		wire_receive(c, QUIET_MS, &w.done, arrival, &w);
	}
	if (t->outcome == WIRE_WRONG)
		return;
	if (w.done) {
		t->outcome = WIRE_RIGHT;
	} else if (!wire_over(c)) {
		t->outcome = WIRE_LOST;
		snprintf(all, sizeof(all), "%u", wire_count(&t->spec));
		snprintf(some, sizeof(some), "%u", w.count);
		say(&t->difference, all, some);
	}
}
