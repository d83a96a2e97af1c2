/* The last stage of a packet with wishes: either the device is told to grant them, or they are granted here.
 *
 * Afterwards an mbuf's flags and lengths are exactly what the device is to do, and none of its limits is
 * passed: a packet that a driver chokes on would stand in front of all others for ever.
 */
#ifndef EDGELANE_FINISH_H
#define EDGELANE_FINISH_H

#include <rte_mbuf.h>

#include "offload.h"
#include "shape.h"
#include "wish.h"

/* Bytes of the largest frame m comes to: headers and one segment where it is to be cut, else all of it. */
uint32_t finish_frame(const struct rte_mbuf *m);

/* Shape of m, whose headers it makes contiguous: *m may become another head. EL_DROP_NONE, MALFORMED,
 * TRUNCATED, NO_MBUF or NO_HEADROOM. */
uint16_t finish_shape(struct rte_mbuf **m, struct shape *s);

/* Has the device grant m's wishes, if it can: flags, lengths and seeds as it wants them (DPDK's
 * rte_mbuf_core.h; IPv4 checksums it computes are zero, segmented TCP is seeded without length). 0: it
 * cannot, m is unchanged. */
int finish_by_device(struct rte_mbuf *m, const struct shape *s, const struct port_offload *o);

/* Fills in the checksums of m, which is not to be cut, outer UDP's included. m has no more wishes then. */
void finish_checksums(struct rte_mbuf *m, const struct shape *s);

#endif
