/* The main thread's side of the test under change: the single writer, by the worker's own commands. */
#ifndef EDGELANE_HOT_PATH_WRITER_H
#define EDGELANE_HOT_PATH_WRITER_H

#include "traffic.h"

struct writer {
	struct rig *rig;
	struct slots *slots;
	struct dice d;
	uint32_t version;
	uint32_t flow_of[SLOTS * 2]; /* free flow ids */
	uint32_t free_flows;
	uint32_t member[SLOT_GROUPS]; /* action id of the group's member; 0: none yet */
	/* Flows that have gone, until their grace period is over. */
	struct {
		struct flow_record record;
		uint32_t slot;
		uint64_t token;
	} gone[4096];
	uint32_t gone_head, gone_tail;
	uint64_t installs, swaps, replaced, removals, expired, invalidated, objects, answers, grown, sorts,
	    masks;
};

/* Objects, and the flows that are there from the start. */
void writer_begin(struct writer *w);
/* One random change, or a few. */
void writer_change(struct writer *w);
/* Answers upcalls: with a flow, or by dropping. `last`: only drops. */
void writer_answer(struct writer *w, bool last);
/* Adds up the counters of all flows that are or were; the lcore has stopped. NULL, or what is wrong. */
const char *writer_add_up(struct writer *w);

#endif
