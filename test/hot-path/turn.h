/* One turn: the same packets and answers to the worker and to the reference, and everything that comes of it
 * compared.
 */
#ifndef EDGELANE_HOT_PATH_TURN_H
#define EDGELANE_HOT_PATH_TURN_H

#include "scene.h"

#define TURN_PACKETS 512u
#define TURN_ANSWERS 40u
#define TURN_QUESTIONS 16384u

/* What was put in, for the report. */
struct input {
	enum { INPUT_RX, INPUT_INJECT, INPUT_RELEASE } way;
	uint16_t port;
	uint16_t headroom;
	uint32_t first;   /* bytes of the first segment, 0: as many as fit */
	uint16_t dropped; /* by the parser */
	uint32_t action;
	struct frame frame;
};

/* A packet that waits for the controller, here and there. */
struct question {
	uint64_t park_id;
	void *parked;
	struct el_key key;
};

struct turn {
	struct scene *scene;
	struct rte_mempool *pool; /* the reference's */
	uint32_t packets;
	struct input input[TURN_PACKETS];
	/* FIFO */
	struct question question[TURN_QUESTIONS];
	uint32_t asked, answered;
	uint32_t last;  /* template of the packet before */
	uint32_t alike; /* percent of packets made from that one too */
	/* For the report. */
	uint64_t by_kind[FRAME_KIND_COUNT][3]; /* hit, missed, dropped by the parser */
	uint64_t by_shape[LIST_SHAPE_COUNT];
	uint64_t by_fate[3];
	uint64_t trains, tagged, chained, damaged, upcalls, injected, answers, ids_apart;
	uint64_t turns, received;
};

/* False: something is different; `t->scene->wrong` says what, and stderr how. `single`: one packet at most.
 */
bool turn_take(struct turn *t, int single);
/* Answers all that still waits. */
bool turn_drain(struct turn *t);

#endif
