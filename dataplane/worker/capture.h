/* Copies of packets for whoever looks on, in a ring of the lcore's own.
 *
 * With no capture on, all it costs is a look at `points` a burst. What finds no room is lost to the looker
 * and counted; it must never hold up, change or lose a packet.
 */
#ifndef EDGELANE_CAPTURE_H
#define EDGELANE_CAPTURE_H

#include <stdint.h>

#include <rte_mbuf.h>

#include "edgelane.h"

struct lcore;
struct worker;
struct ring_writer;

/* Of one lcore. Main writes it, the lcore reads. */
struct capture {
	uint32_t points; /* enum el_capture_point; 0: off */
	uint32_t snap;
	uint64_t ports;
};

/* Main: from soon on, on every lcore. */
void capture_set(struct worker *w, uint32_t points, uint64_t ports, uint32_t snap);

static inline uint32_t capture_points(const struct capture *c)
{
	return __atomic_load_n(&c->points, __ATOMIC_RELAXED);
}

/* ---- once capture_points is not 0 ---- */

void capture_received(struct lcore *lc, uint16_t port, struct rte_mbuf *const *m, uint32_t count);
void capture_dropped(struct lcore *lc, uint16_t port, struct rte_mbuf *m, uint16_t reason);

/* Packets on their way to a device, copied before it has them; those that it does not take are taken back. */
struct capture_sending {
	struct ring_writer *ring; /* NULL: nobody looks */
	uint32_t before[32];      /* where the ring stood before each */
};
void capture_sending(struct lcore *lc, struct capture_sending *s, uint16_t port, struct rte_mbuf *const *m,
                     uint32_t count);
void capture_sent(struct capture_sending *s, uint32_t sent, uint32_t count);

#endif
