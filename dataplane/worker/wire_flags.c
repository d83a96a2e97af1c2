/* Right and wrong frames, and what the card says of them. See wire_flags.h. */
#include "wire_flags.h"

#include <stdio.h>
#include <string.h>

#include <rte_mbuf.h>

#define QUIET_MS 40
#define FIRST_NUMBER 1000

enum spoilt { SOUND, TRANSPORT, HEADER };

static const struct {
	uint8_t tunnel;
	bool v6, udp;
	uint8_t spoilt;
} list[] = {
    {WIRE_PLAIN, 0, 0, SOUND},     {WIRE_PLAIN, 0, 1, SOUND},     {WIRE_PLAIN, 1, 0, SOUND},
    {WIRE_PLAIN, 1, 1, SOUND},     {WIRE_VXLAN, 0, 0, SOUND},     {WIRE_PLAIN, 0, 0, TRANSPORT},
    {WIRE_PLAIN, 0, 1, TRANSPORT}, {WIRE_PLAIN, 1, 0, TRANSPORT}, {WIRE_PLAIN, 1, 1, TRANSPORT},
    {WIRE_PLAIN, 0, 0, HEADER},    {WIRE_PLAIN, 0, 1, HEADER},    {WIRE_VXLAN, 0, 0, TRANSPORT},
};

struct saying {
	const struct wire_trial *trial;
	uint64_t flags;
	uint32_t type;
	bool done;
};

static bool arrival(void *arg, const struct rte_mbuf *m, const uint8_t *frame, uint32_t len)
{
	struct saying *s = arg;
	uint32_t offset;
	int number = wire_recognise(frame, len, s->trial->spec.nonce, &offset);

	if (number == s->trial->spec.number) {
		s->flags = m->ol_flags;
		s->type = m->packet_type;
		s->done = true;
	}
	return number >= 0;
}

static void spoil(const struct wire_trial *t, uint8_t spoilt, uint8_t *frame)
{
	const struct wire_layout l = wire_layout(&t->spec);

	if (spoilt == TRANSPORT)
		frame[l.l4 + (t->spec.udp ? 7 : 17)] ^= 0x5a;
	else if (spoilt == HEADER)
		frame[l.l3 + 11] ^= 0x5a;
}

/* By as much as the worker believes of such a card. */
static bool speaks_of_l4(const struct port *p, const struct wire_trial *t, const struct saying *s)
{
	const bool tunnel = t->spec.tunnel != WIRE_PLAIN;

	switch (p->offload.rx_trust) {
	case EL_RX_TRUST_ALL:
	case EL_RX_TRUST_PLAIN:
		return !tunnel;
	case EL_RX_TRUST_PTYPE:
		return s->type & (tunnel ? RTE_PTYPE_INNER_L4_MASK : RTE_PTYPE_L4_MASK);
	default:
		return false;
	}
}

static void judge(struct wire_trial *t, const struct port *p, uint8_t spoilt, const struct saying *s)
{
	const uint64_t l4 = s->flags & RTE_MBUF_F_RX_L4_CKSUM_MASK,
	               ip = s->flags & RTE_MBUF_F_RX_IP_CKSUM_MASK;
	const char *said = NULL, *truth = spoilt == SOUND ? "good" : "bad";

	t->outcome = WIRE_SKIPPED;
	if (!s->done)
		return;
	if (spoilt != HEADER && speaks_of_l4(p, t, s)) {
		if (l4 == RTE_MBUF_F_RX_L4_CKSUM_GOOD)
			said = "good";
		else if (l4 == RTE_MBUF_F_RX_L4_CKSUM_BAD)
			said = "bad";
		snprintf(t->difference.field, sizeof(t->difference.field), "transport checksum flag");
	} else if (spoilt == HEADER && p->offload.rx_trust != EL_RX_TRUST_NONE) {
		if (ip == RTE_MBUF_F_RX_IP_CKSUM_GOOD)
			said = "good";
		else if (ip == RTE_MBUF_F_RX_IP_CKSUM_BAD)
			said = "bad";
		snprintf(t->difference.field, sizeof(t->difference.field), "IPv4 checksum flag");
	}
	if (!said)
		return;
	t->outcome = strcmp(said, truth) == 0 ? WIRE_RIGHT : WIRE_WRONG;
	snprintf(t->difference.expected, sizeof(t->difference.expected), "%s", truth);
	snprintf(t->difference.found, sizeof(t->difference.found), "%s", said);
}

void wire_flags_name(uint32_t index, char text[WIRE_TEXT])
{
	static const char *const how[] = {"right", "wrong transport checksum", "wrong IPv4 checksum"};

	snprintf(text, WIRE_TEXT, "%s over IPv%c%s arrives, %s", list[index].udp ? "UDP" : "TCP",
	         list[index].v6 ? '6' : '4', list[index].tunnel == WIRE_VXLAN ? " in VXLAN" : "",
	         how[list[index].spoilt]);
}

bool wire_flags_run(struct wire_cable *c, uint32_t index, struct wire_trial *t)
{
	static uint8_t frame[WIRE_MOST];
	struct saying said = {.trial = t};
	struct rte_mbuf *m;
	uint32_t len;

	if (index >= RTE_DIM(list))
		return false;
	wire_trial_get(c, 0, t);
	t->spec.tunnel = list[index].tunnel;
	t->spec.v6 = list[index].v6;
	t->spec.udp = list[index].udp;
	t->spec.number = (uint16_t)(FIRST_NUMBER + index);
	t->outcome = WIRE_UNDONE;
	len = wire_build(&t->spec, 0, t->spec.payload, frame);
	spoil(t, list[index].spoilt, frame);
	m = wire_mbuf(c, frame, len, len, 0);
	if (!m || wire_over(c)) {
		rte_pktmbuf_free(m);
		return true;
	}
	if (wire_send(c, m))
		wire_receive(c, QUIET_MS, &said.done, arrival, &said);
	judge(t, c->to, list[index].spoilt, &said);
	return true;
}
