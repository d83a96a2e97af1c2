/* Meters: the rates of one (RFC 2697, RFC 2698; DPDK's rte_meter counts the tokens), and one lcore's share.
 *
 * Nobody shares tokens: each lcore has buckets of its own, filled at its share of the rate. Shares sum up to
 * the whole and follow what each lcore was offered (meter_split), so that together they pass what one bucket
 * would, whichever lcores the packets come by. No locks, no clock: the caller says what time it is.
 */
#ifndef EDGELANE_METER_H
#define EDGELANE_METER_H

#include <stdint.h>

#include <rte_mbuf.h>
#include <rte_meter.h>

#include "edgelane.h"

/* Shares are in units of 1/65536; all lcores' sum up to exactly that. */
#define METER_WHOLE 65536u

enum meter_colour { METER_GREEN, METER_YELLOW, METER_RED };
#define METER_COLOURS 3

/* How one lcore's buckets fill. */
union meter_fill {
	struct rte_meter_srtcm_profile sr;
	struct rte_meter_trtcm_profile tr;
};

/* What lcores read; never written after it was put. */
struct meter {
	uint64_t birth; /* of this use of the id: another one means other tokens and counts; never 0 */
	uint8_t type, unit, yellow;
	union meter_fill fill[EL_MAX_LCORES];
};

/* One lcore's tokens and counts. The lcore writes; main reads birth and counts. */
struct meter_state {
	uint64_t birth; /* of the meter they are of */
	union {
		struct rte_meter_srtcm sr;
		struct rte_meter_trtcm tr;
	};
	uint64_t packets[METER_COLOURS];
	uint64_t bytes[METER_COLOURS];
} __rte_cache_aligned;

/* 0, or RANGE with *bad_offset of the offending field in *cmd. */
int meter_check(const struct el_cmd_meter_set *cmd, uint32_t *bad_offset);

/* Fills *m (but birth) for `lcores` shares of the rates; *cmd has passed meter_check. A share's burst is at
 * least one large frame (or one burst of packets), so that an lcore with little to do passes its first. */
void meter_build(struct meter *m, const struct el_cmd_meter_set *cmd, const uint32_t *share, uint32_t lcores,
                 uint64_t hz);

/* Colours a frame by an lcore's buckets and counts it; `now` in ticks of the hz it was built with, never
 * falling. A frame that is still to be cut (wish.h) counts as the frames it will be. */
enum meter_colour meter_take(struct meter_state *s, const struct meter *m, uint32_t lcore,
                             const struct rte_mbuf *frame, uint64_t now);

/* New shares from what each of n lcores was offered of late: in proportion, none ever quite without. All
 * zero: as they were. True: they moved far enough to be worth a change. */
int meter_split(uint32_t *share, const uint64_t *offered, uint32_t n);

#endif
