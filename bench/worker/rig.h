/* The worker inside one process, between ring ports, without its main loop: what the programs here measure.
 *
 *      in ──► [port 2i] lcore_turn of lcore i [port 2i + 1] ──► out      (lane i)
 *
 * Lanes have ports of their own, since the queues of one ring port count on one cache line.
 *
 * Must load flows by the worker's own command functions, never behind their back.
 */
#ifndef EDGELANE_BENCH_RIG_H
#define EDGELANE_BENCH_RIG_H

#include "commands.h"
#include "draw.h"
#include "frames.h"

/* Packets a round; they and their mbufs are about 1.2 MiB. */
#define RIG_BATCH 4096u
#define RIG_LANES 2u

struct rte_mempool;
struct rte_ring;
struct rig;

/* One lcore with its two ports and its flows. Only the thread that drives it touches it. */
struct lane {
	struct rig *r;
	struct lcore *lc;
	struct rte_ring *in, *out;
	struct rte_mempool *pool;
	struct draw draw;
	uint32_t *sent;   /* packets by flow that the worker got */
	uint64_t packets; /* and all of them */
	uint64_t wrong;   /* frames and counters */
	const char *what; /* was wrong first */
} __attribute__((aligned(128)));

struct rig {
	/* Set by the caller, the rest zero. */
	struct frames f;
	uint32_t flows; /* loaded, of each lane */
	uint32_t spare; /* that may be installed beside them */
	uint32_t key;   /* what the worker is told to put into tunnels */
	enum draw_kind draw;
	uint32_t ring; /* slots of a ring, a power of two; 0: room for two batches */
	uint32_t lanes;
	uint16_t eal_id[RIG_LANES]; /* of each lane's lcore */

	struct worker w;
	struct commands c;
	struct lane lane[RIG_LANES];
};

/* Ends the process with 3 after one sentence. */
void rig_die(const char *what);
/* Buffers for so many batches at a time, whatever rig they are of. */
struct rte_mempool *rig_pool(uint32_t batches);
/* Ports and tables; no flow. The EAL runs. `pool` is lane 0's and the worker's; other lanes get their own, so
 * that no buffer goes from one core to another. r->w.conf.start has what is not told here: sessions. */
void rig_open(struct rig *r, struct rte_mempool *pool);
/* Masks, tunnel and actions. */
void rig_prepare(struct rig *r);
/* Those and the flows. */
void rig_load(struct rig *r);

/* ---- a round of a lane ---- */

/* One batch of frames into the ring. `counted`: for the worker, each of a flow that is drawn. */
void lane_fill(struct lane *l, int counted);
/* One batch, of the flows from `first` on, those from `end` on taken for those from 0. */
void lane_fill_from(struct lane *l, uint32_t first, uint32_t end);
/* The lcore's turns until the ring is empty: what is measured. The lcore is online to RCU meanwhile only. */
void bench_measured(struct lane *l);
/* Rx burst and tx burst on the same ports, by the same lcore: the floor. */
void bench_floor(struct lane *l);
/* The id of a lane's flow. */
static inline uint32_t lane_flow(const struct lane *l, uint32_t flow)
{
	return (uint32_t)(l - l->r->lane) * l->r->flows + flow;
}
/* Takes everything out of the other ring and judges it; `changed`: the worker had it. */
void lane_judge(struct lane *l, int changed);
/* Remembers a fault, NULL: none. */
void lane_find(struct lane *l, const char *what);

/* The ledgers after all that was counted: everything hit its flow and left, and every flow's counter is
 * right. */
void rig_audit(struct rig *r);

#endif
