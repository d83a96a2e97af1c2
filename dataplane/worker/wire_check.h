/* check --wire: sends known frames over a cable between two of our own ports, with each offload that their
 * plans leave to the card, and judges by what comes back which of them the cards really do.
 *
 * It must never send over a cable that somebody else speaks on: it listens first.
 */
#ifndef EDGELANE_WIRE_CHECK_H
#define EDGELANE_WIRE_CHECK_H

#include "wire_trial.h"

#define WIRE_ENDS 2
#define WIRE_MOST_FAULTS 32

/* How it ended. X(NAME, sentence). */
#define WIRE_ENDINGS(X)                                                                                      \
	X(DONE, "every offload was judged")                                                                  \
	X(LINK_DOWN, "the link is down")                                                                     \
	X(STRANGERS, "somebody else speaks on this cable")                                                   \
	X(NOTHING_BACK, "nothing came back")                                                                 \
	X(CHANGED, "frames that no card was to touch came back changed")                                     \
	X(STOPPED, "it was ended")                                                                           \
	X(TIME, "time was over before every offload was judged")
#define WIRE_ENUM_ENDING(name, text) WIRE_##name,
enum wire_ending { WIRE_ENDINGS(WIRE_ENUM_ENDING) };

/* One thing that came back wrong. */
struct wire_fault {
	uint32_t offloads; /* 1 << EL_OFFLOAD_*: who is to blame; 0: nobody, the cable */
	char trial[WIRE_TEXT];
	struct wire_difference difference;
};

/* What is known of one port after it. */
struct wire_verdict {
	const struct port *port;
	uint32_t proven; /* 1 << EL_OFFLOAD_* */
	uint32_t disproved;
	uint32_t fault_count;
	struct wire_fault faults[WIRE_MOST_FAULTS];
};

struct wire_report {
	enum wire_ending ending;
	uint32_t ends; /* verdicts: 1 for a looped port */
	struct wire_verdict verdicts[WIRE_ENDS];
	uint64_t sent, received, strangers;
	uint8_t stranger[6]; /* STRANGERS: who it was */
};

/* Puts every offload of the ports on trial: what was found before counts for nothing. To be called before the
 * ports are opened. */
void wire_put_on_trial(struct config *c);
/* Runs it on port 0 and port 1 of `c`, or on port 0 alone if there is no other: both open, polled by nobody.
 * `signals`: as of control_signals, or -1. Ends within 17 seconds. */
void wire_check(struct port *ports, const struct config *c, struct rte_mempool *pool, int signals,
                struct wire_report *r);
/* One JSON document on stdout. */
void wire_print(const struct wire_report *r);

#endif
