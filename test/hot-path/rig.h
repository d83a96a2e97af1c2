/* The worker's own code in this process: one lcore between ring ports, with a session whose other end is the
 * test.
 *
 *      in[p] ──► [port p] lcore_turn [port q] ──► out[q]          commands by cmd_*(), upcalls by the ring
 *
 * Must set everything up by the worker's own functions.
 */
#ifndef EDGELANE_HOT_PATH_RIG_H
#define EDGELANE_HOT_PATH_RIG_H

#include "commands.h"
#include "lcore.h"

#define RIG_PORTS 4u
#define RIG_RX 1024u
#define RIG_TX 16384u

struct rte_ring;

struct rig {
	struct worker w;
	struct commands c;
	struct rte_ring *in[RIG_PORTS], *out[RIG_PORTS];
	uint32_t room[RIG_PORTS]; /* packets out[] takes */
	struct session *session;
	int bell; /* the controller's end of the socket */
	uint32_t upcall_tail;
};

/* Ends the process with 3 after one sentence. */
void rig_die(const char *what);
/* Starts DPDK and the worker, detached; the last port's tx ring takes `last_room` packets. `flows`: bound.
 * The lcore is `eal_lcore`: 0, this thread; 1, one to launch. */
void rig_start(struct rig *r, const char *name, uint32_t flows, uint32_t last_room, uint32_t mbufs);
void rig_stop(struct rig *r);
/* Attaches: misses are parked and go up. */
void rig_attach(struct rig *r);
/* The oldest upcall not taken, or NULL. */
const struct el_upcall *rig_upcall(const struct rig *r);
void rig_upcall_taken(struct rig *r);

/* Dies when a command was refused; reclaims and turns the lcore once when it has to come again. */
void rig_must(struct rig *r, command_run run, const void *record, uint32_t extra, const char *what);
/* One turn of the lcore on this thread, and a quiescent state. */
void rig_turn(struct rig *r);

/* ACTION_SET and GROUP_SET from their parts. */
void rig_action(struct rig *r, uint32_t id, const uint8_t *acts, uint32_t len);
void rig_group(struct rig *r, uint32_t id, const struct el_group_member *members, uint32_t count);

#endif
