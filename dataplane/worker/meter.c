/* Token arithmetic of meters. See meter.h. */
#include "meter.h"

#include <stddef.h>

#include "finish.h"
#include "wish.h"

#define LEAST_BYTES 65550u  /* the largest frame a guest may hand over */
#define LEAST_PACKETS 32u   /* one burst */
#define LEAST_PERIOD 10000u /* ticks: whole tokens a period are then true to 0.01 % */
#define STEPS 16u           /* a bucket fills in so many at least */
#define IDLE_PART 64u       /* lcores without packets share one part in so many */
#define WORTH 32u           /* changes below one part in so many are noise */

int meter_check(const struct el_cmd_meter_set *cmd, uint32_t *bad_offset)
{
#define NEED(member, holds)                                                                                  \
	if (!(holds)) {                                                                                      \
		*bad_offset = offsetof(struct el_cmd_meter_set, member);                                     \
		return EL_ERR_RANGE;                                                                         \
	}
	NEED(type, cmd->type == EL_METER_SRTCM || cmd->type == EL_METER_TRTCM)
	NEED(unit, cmd->unit == EL_METER_BYTES || cmd->unit == EL_METER_PACKETS)
	NEED(yellow, cmd->yellow < 64 || cmd->yellow == EL_METER_UNMARKED)
	NEED(cir, cmd->cir >= 1 && cmd->cir <= EL_METER_MOST)
	NEED(cbs, cmd->cbs >= 1 && cmd->cbs <= EL_METER_MOST)
	if (cmd->type == EL_METER_SRTCM) {
		NEED(ebs, cmd->ebs <= EL_METER_MOST)
		NEED(pir, cmd->pir == 0)
	} else {
		NEED(ebs, cmd->ebs >= 1 && cmd->ebs <= EL_METER_MOST)
		NEED(pir, cmd->pir >= cmd->cir && cmd->pir <= EL_METER_MOST)
	}
	return EL_ERR_OK;
#undef NEED
}

/* Tokens a period, and its ticks: the rate's share as exactly as whole numbers say it, in steps that a bucket
 * of `burst` hardly feels. */
static void fill_at(uint64_t rate, uint32_t share, uint64_t burst, uint64_t hz, uint64_t *period,
                    uint64_t *tokens)
{
	unsigned __int128 whole = (unsigned __int128)hz * METER_WHOLE;
	uint64_t part = rate * share; /* below 2^56 */
	uint64_t most = burst / STEPS > 1 ? burst / STEPS : 1;

	*tokens = (uint64_t)(((unsigned __int128)LEAST_PERIOD * part + whole - 1) / whole);
	if (*tokens > most)
		*tokens = most;
	*period = (uint64_t)(whole * *tokens / part);
	if (*period == 0)
		*period = 1;
}

static uint64_t burst_of(uint64_t burst, uint32_t share, uint8_t unit)
{
	uint64_t least = unit == EL_METER_BYTES ? LEAST_BYTES : LEAST_PACKETS;
	uint64_t part = (burst * share + METER_WHOLE - 1) / METER_WHOLE;

	if (part < least)
		part = least < burst ? least : burst;
	return part;
}

void meter_build(struct meter *m, const struct el_cmd_meter_set *cmd, const uint32_t *share, uint32_t lcores,
                 uint64_t hz)
{
	m->type = cmd->type;
	m->unit = cmd->unit;
	m->yellow = cmd->yellow;
	for (uint32_t i = 0; i < lcores; i++) {
		union meter_fill *f = &m->fill[i];
		uint64_t cbs = burst_of(cmd->cbs, share[i], cmd->unit);
		uint64_t ebs = burst_of(cmd->ebs, share[i], cmd->unit);

		if (cmd->type == EL_METER_SRTCM) {
			f->sr.cbs = cbs;
			f->sr.ebs = ebs;
			fill_at(cmd->cir, share[i], cbs, hz, &f->sr.cir_period, &f->sr.cir_bytes_per_period);
		} else {
			f->tr.cbs = cbs;
			f->tr.pbs = ebs;
			fill_at(cmd->cir, share[i], cbs, hz, &f->tr.cir_period, &f->tr.cir_bytes_per_period);
			fill_at(cmd->pir, share[i], ebs, hz, &f->tr.pir_period, &f->tr.pir_bytes_per_period);
		}
	}
}

/* Full buckets, no counts. */
static void begin(struct meter_state *s, const struct meter *m, uint32_t lcore, uint64_t now)
{
	const union meter_fill *f = &m->fill[lcore];

	if (m->type == EL_METER_SRTCM)
		s->sr = (struct rte_meter_srtcm){.time = now, .tc = f->sr.cbs, .te = f->sr.ebs};
	else
		s->tr = (struct rte_meter_trtcm){
		    .time_tc = now, .time_tp = now, .tc = f->tr.cbs, .tp = f->tr.pbs};
	for (int i = 0; i < METER_COLOURS; i++) {
		__atomic_store_n(&s->packets[i], 0, __ATOMIC_RELAXED);
		__atomic_store_n(&s->bytes[i], 0, __ATOMIC_RELAXED);
	}
	__atomic_store_n(&s->birth, m->birth, __ATOMIC_RELEASE);
}

/* Frames that m will be on the wire, and their bytes. */
static uint32_t frames_of(const struct rte_mbuf *m, uint32_t *bytes)
{
	uint32_t head, frames;

	*bytes = m->pkt_len;
	if (likely(!(m->ol_flags & WISH_SEGMENT)) || m->tso_segsz == 0)
		return 1;
	head = finish_frame(m) - m->tso_segsz;
	if (m->pkt_len <= head + m->tso_segsz)
		return 1;
	frames = (m->pkt_len - head + m->tso_segsz - 1) / m->tso_segsz;
	*bytes += (frames - 1) * head;
	return frames;
}

static inline void add(uint64_t *to, uint64_t more)
{
	__atomic_store_n(to, *to + more, __ATOMIC_RELAXED);
}

enum meter_colour meter_take(struct meter_state *s, const struct meter *m, uint32_t lcore,
                             const struct rte_mbuf *frame, uint64_t now)
{
	const union meter_fill *f = &m->fill[lcore];
	uint32_t bytes, frames = frames_of(frame, &bytes);
	uint32_t units = m->unit == EL_METER_BYTES ? bytes : frames;
	enum rte_color rte;
	enum meter_colour colour;

	if (unlikely(s->birth != m->birth))
		begin(s, m, lcore, now);
	if (m->type == EL_METER_SRTCM)
		rte = rte_meter_srtcm_color_blind_check(&s->sr, (struct rte_meter_srtcm_profile *)&f->sr, now,
		                                        units);
	else
		rte = rte_meter_trtcm_color_blind_check(&s->tr, (struct rte_meter_trtcm_profile *)&f->tr, now,
		                                        units);
	colour = rte == RTE_COLOR_GREEN ? METER_GREEN : rte == RTE_COLOR_YELLOW ? METER_YELLOW : METER_RED;
	add(&s->packets[colour], frames);
	add(&s->bytes[colour], bytes);
	return colour;
}

int meter_split(uint32_t *share, const uint64_t *offered, uint32_t n)
{
	uint32_t idle = METER_WHOLE / IDLE_PART / n, given = 0, most = 0, moved = 0, fresh[EL_MAX_LCORES];
	uint64_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += offered[i];
	if (sum == 0)
		return 0;
	for (uint32_t i = 0; i < n; i++) {
		fresh[i] = idle + (uint32_t)((unsigned __int128)offered[i] * (METER_WHOLE - n * idle) / sum);
		given += fresh[i];
		if (fresh[i] > fresh[most])
			most = i;
	}
	fresh[most] += METER_WHOLE - given; /* what rounding left over */
	for (uint32_t i = 0; i < n; i++)
		moved += fresh[i] > share[i] ? fresh[i] - share[i] : 0;
	if (moved < METER_WHOLE / WORTH)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		share[i] = fresh[i];
	return 1;
}
