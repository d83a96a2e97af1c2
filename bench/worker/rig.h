/* The worker inside one process, between two ring ports, without its main loop: what ring.c measures.
 *
 *      in ──► [port 0] lcore_turn [port 1] ──► out
 *
 * Must load flows by the worker's own command functions, never behind their back.
 */
#ifndef EDGELANE_BENCH_RIG_H
#define EDGELANE_BENCH_RIG_H

#include "commands.h"
#include "frames.h"

/* Packets a round; they and their mbufs are about 1.2 MiB. */
#define RIG_BATCH 4096u

struct rte_ring;

struct rig {
	struct worker w;
	struct commands c;
	struct frames f;
	struct rte_ring *in, *out;
	uint32_t flows;
	uint32_t key;     /* what the worker is told to put into tunnels */
	uint32_t random;  /* state of the draw */
	uint32_t *sent;   /* packets by flow that the worker got */
	uint64_t wrong;   /* frames and counters */
	const char *what; /* was wrong first */
};

/* Ends the process with 3 after one sentence. */
void rig_die(const char *what);
/* Ports, tables, flows. r->f, flows, key and random are set; the EAL runs. */
void rig_start(struct rig *r);
/* One batch of frames into the ring, each of a flow drawn uniformly; `counted`: for the worker. */
void rig_fill(struct rig *r, int counted);
/* Takes everything out of the other ring and judges it; `changed`: the worker had it. */
void rig_judge(struct rig *r, int changed);
/* The ledger after `packets`: everything hit its flow and left, and every flow's counter is right. */
void rig_audit(struct rig *r, uint64_t packets);

#endif
