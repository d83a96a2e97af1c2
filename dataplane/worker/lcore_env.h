/* What actions ask of the lcore that runs them: ways out for a packet, and lookups of objects.
 *
 * The process side of the worker implements it; tests put stand-ins here. No call may block, allocate from
 * the heap or log. Looked-up objects stay valid until the lcore's next quiescent state.
 */
#ifndef EDGELANE_LCORE_ENV_H
#define EDGELANE_LCORE_ENV_H

#include <stdint.h>

#include "edgelane.h"
#include "meter.h"

struct lcore;
struct packet;
struct rte_mbuf;
struct tunnel;
struct nexthop;
struct group;

/* Each of these three consumes the mbuf and counts its fate in *origin exactly once. */

/* Sends by a worker port, or drops: PORT_DOWN, OVERSIZED, TX_PREPARE, TX_FULL, HANDOVER_FULL. */
void lcore_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port);
/* `m` may be NULL: a copy that could not be made. */
void lcore_drop(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t reason);
/* Parks p->m and hands a copy of its head to the controller, or drops with a named reason. p->key and p->at
 * are true. */
void lcore_upcall(struct lcore *lc, struct packet *p, uint16_t reason, uint32_t arg);

/* NULL: no such object, or none yet. */
const struct tunnel *lcore_tunnel(struct lcore *lc, uint32_t id);
const struct nexthop *lcore_nexthop(struct lcore *lc, uint32_t id);
const struct group *lcore_group(struct lcore *lc, uint32_t id);
const uint8_t *lcore_action(struct lcore *lc, uint32_t id, uint32_t *len);

/* Colours the frame by this lcore's share of a meter; red when there is none. *dscp: what a yellow one is to
 * get, or EL_METER_UNMARKED. */
enum meter_colour lcore_meter(struct lcore *lc, const struct rte_mbuf *m, uint32_t id, uint8_t *dscp);

/* Deep copy (no segment shared) with the pool's headroom in front, headers contiguous in its first segment as
 * in the original's; NULL = no mbuf. The caller counts it. */
struct rte_mbuf *lcore_copy(struct lcore *lc, struct rte_mbuf *m);

#endif
