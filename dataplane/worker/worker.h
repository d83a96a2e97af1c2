/* The whole worker: what the main thread owns, and what lcores read of it.
 *
 * Main writes; lcores read through the objects' own rules (RCU, atomics). No lcore follows a pointer that is
 * not said to be for lcores.
 */
#ifndef EDGELANE_WORKER_H
#define EDGELANE_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "flows.h"
#include "meters.h"
#include "objects.h"
#include "parse_brief.h"
#include "port.h"
#include "rcu.h"
#include "session.h"
#include "straight.h"

struct lcore;
struct rte_mempool;

/* An action list as it came, checked by program_check, and as a straight line when it is one. */
struct action {
	struct straight straight;
	uint32_t len;
	uint32_t rsv0;
	uint8_t bytes[] __attribute__((aligned(8)));
};

/* The local tunnel addresses, as el_parse and as parse_brief take them. Immutable; replaced as a whole. */
struct endpoints {
	uint32_t count;
	struct el_endpoint endpoint[EL_MAX_ENDPOINTS];
	struct brief_endpoints brief;
};

struct worker {
	/* Fixed before lcores run. */
	struct config conf;
	struct rte_mempool *pool;
	uint64_t tsc_hz;
	uint32_t port_count;
	uint32_t lcore_count;
	struct lcore *lcores[EL_MAX_LCORES];

	/* For lcores. */
	struct port ports[EL_MAX_PORTS];
	struct objects actions;  /* struct action */
	struct objects tunnels;  /* struct tunnel */
	struct objects nexthops; /* struct nexthop */
	struct objects groups;   /* struct group */
	struct meters meters;
	struct endpoints *endpoints;
	struct session *session; /* NULL: detached */
	uint32_t stopping;       /* 1: drain and end */
	uint32_t drained;        /* lcores that have */
	uint32_t ended;          /* lcores whose last access is over: main may free what they used */

	/* Main's alone. */
	struct rcu rcu;
	struct flows flows;
	struct el_endpoint endpoint[EL_MAX_ENDPOINTS]; /* by endpoint_id */
	uint32_t *action_users; /* by action_id: flows and group members that name it */
	struct el_counters *counters;
	uint64_t counters_bytes;
	int counters_fd;
	int counters_read_fd; /* the same, opened read-only, for clients */
	uint64_t generation;
	uint64_t session_number;
};

/* Tables, counters and lcores for w->conf and w->ports. 0, or -1 with NO_MEMORY in *f. */
int worker_init(struct worker *w, struct fail *f);
/* For when no lcore runs; frees every packet still held. */
void worker_close(struct worker *w);

#endif
