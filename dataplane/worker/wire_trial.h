/* One trial of check --wire: a known packet sent with what the card is to do, and what came of it. */
#ifndef EDGELANE_WIRE_TRIAL_H
#define EDGELANE_WIRE_TRIAL_H

#include "wire_cable.h"
#include "wire_fields.h"

#define WIRE_TEXT 96

enum wire_outcome {
	WIRE_SKIPPED, /* the worker would not leave this packet to the card */
	WIRE_RIGHT,
	WIRE_WRONG, /* a byte differs, or a frame too many */
	WIRE_LOST,  /* not all came back, however often it was sent */
	WIRE_REFUSED,
	WIRE_UNDONE, /* time was over */
};

struct wire_trial {
	struct wire_spec spec;
	uint32_t piece; /* bytes of one mbuf; 0: as it fits */
	bool plain;     /* the card is asked for nothing */
	/* What came of it. */
	enum wire_outcome outcome;
	uint32_t used; /* 1 << EL_OFFLOAD_*: what the card was asked for */
	struct wire_difference difference;
};

/* Trial `index` of a cable: frames asked for nothing come first. false: there are no more. */
bool wire_trial_get(const struct wire_cable *c, uint32_t index, struct wire_trial *t);
/* Sends it, more often if need be, and judges what comes back. */
void wire_trial_run(struct wire_cable *c, struct wire_trial *t);
/* "TCP over IPv6 in VXLAN over IPv4, 20011 bytes cut every 1376". */
void wire_trial_name(const struct wire_trial *t, char text[WIRE_TEXT]);

#endif
