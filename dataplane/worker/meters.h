/* All meters of a worker, as its main thread keeps them: what was asked for, who names them, who gets how
 * much.
 *
 * Lcores see only struct meter, replaced as a whole under RCU, and write only states of their own.
 */
#ifndef EDGELANE_METERS_H
#define EDGELANE_METERS_H

#include <stdint.h>

#include "meter.h"
#include "objects.h"

struct worker;

struct kept_meter {
	struct el_cmd_meter_set cmd; /* as it was asked for last */
	uint64_t birth;
	uint32_t users; /* METER records of action lists that name it, there or not */
	uint32_t share[EL_MAX_LCORES];
	uint64_t seen[EL_MAX_LCORES];    /* units offered, when last looked at */
	uint64_t average[EL_MAX_LCORES]; /* of late, per look */
};

struct meters {
	struct objects table;    /* struct meter, by id: for lcores */
	struct kept_meter *kept; /* by id */
	uint32_t high;           /* ids above were never used */
	uint64_t births;
};

/* 0, or -1: out of memory. */
int meters_init(struct meters *t, uint32_t count);
void meters_close(struct meters *t);

/* Makes one, or changes its rates: tokens, counts and shares stay. An el_err; the id is free or in use. */
int meters_set(struct worker *w, const struct el_cmd_meter_set *cmd);
void meters_del(struct worker *w, uint32_t id);
/* Counts whom a list names that came (1) or went (-1); program_check has accepted it. */
void meters_named(struct meters *t, const uint8_t *acts, uint32_t len, uint32_t by);
/* Sums over lcores. */
void meters_read(const struct worker *w, uint32_t id, struct el_ev_meter_stats *e);
/* Shares follow what was offered since the last call; every 10 ms or so. */
void meters_share(struct worker *w);

#endif
