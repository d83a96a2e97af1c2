/* The main thread's book of installed flows: by id, over the tables of all lcores that poll a flow's port.
 *
 * A flow has one line number, the same in every table. A line is used again only after a grace period, oldest
 * first: short flows from the low end of the numbers, long ones from the high end.
 */
#ifndef EDGELANE_FLOWS_H
#define EDGELANE_FLOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"

struct worker;

/* What no table keeps: 24 bytes a flow. Its mask, its action and its counters are its line's. */
struct flow_record {
	uint64_t generation;
	uint64_t cookie;
	uint32_t seen;  /* in a line's units: its last packet that was looked at, or its last FLOW_IDLE */
	uint32_t place; /* line + 1 (26 bits), in_port (6 bits); 0 = free id */
};
_Static_assert(EL_MAX_PORTS <= 64, "a place has 6 bits for the port");

/* Line numbers of one kind. */
struct flow_lines {
	uint32_t *free; /* FIFO of those whose grace period is over */
	uint32_t mask;
	uint32_t head, tail;
	uint32_t fresh; /* how many were taken from their end of the numbers for the first time */
};

struct flows {
	struct flow_record *record; /* by flow_id */
	uint32_t max;
	uint32_t count;
	uint32_t high; /* ids at and above were never used */
	struct flow_lines
	    lines[2]; /* of short flows, of long ones: those with a rest of their own (table.h) */
	uint32_t mask_flows[EL_MAX_MASKS]; /* flows by mask */
	struct el_key mask[EL_MAX_MASKS];
	uint64_t
	    mask_gone[EL_MAX_MASKS]; /* RCU token: lcores may still have the mask that the id named before */
	uint16_t masks;              /* bit i: mask i is set */
};

struct flow_totals {
	uint64_t packets;
	uint64_t bytes;
	uint64_t last_tsc;
};

#define FLOWS_LINE_BITS 26u /* flows_lines of the most flows a worker takes is less */

/* Of an installed flow. */
static inline uint32_t flows_line(const struct flow_record *r)
{
	return (r->place & ((1u << FLOWS_LINE_BITS) - 1)) - 1;
}

static inline uint16_t flows_port(const struct flow_record *r)
{
	return (uint16_t)(r->place >> FLOWS_LINE_BITS);
}

/* 0, or -1: out of memory. */
int flows_init(struct flows *f, uint32_t max);
void flows_close(struct flows *f);
/* Lines a table needs: more than flows, since lines wait out their grace period. */
uint32_t flows_lines(const struct flows *f);

/* Installs or swaps; all checks of *cmd's fields but its sizes are made. 0; a positive el_err with *offset;
 * or FLOWS_AGAIN: no line is free before the next grace period, nothing changed. */
#define FLOWS_AGAIN -1
int flows_add(struct worker *w, const struct el_cmd_flow_add *cmd, uint32_t *offset);
/* 0, or EL_ERR_UNKNOWN_ID. */
int flows_del(struct worker *w, uint32_t flow_id);
/* The record of an installed flow, or NULL. */
struct flow_record *flows_get(struct worker *w, uint32_t flow_id);
/* Its masked key, and its counters over all lcores. */
void flows_key(const struct worker *w, const struct flow_record *r, struct el_key *key);
struct flow_totals flows_totals(const struct worker *w, const struct flow_record *r);
/* The TSC at `units`, which hold its low half in a line's units: to within a unit, never older than it was.
 */
uint64_t flows_tsc(uint32_t units, uint64_t now);
/* Its mask and its action. */
uint32_t flows_mask_of(const struct worker *w, const struct flow_record *r);
uint32_t flows_action_of(const struct worker *w, const struct flow_record *r);
/* Milliseconds since the last packet. */
uint32_t flows_idle_ms(const struct worker *w, const struct flow_totals *sum);

/* Masks in every table. 0; a positive el_err; or FLOWS_AGAIN: lcores may still be looking under the mask that
 * the id named before, and would take flows under the new one for its own. */
int flows_mask_set(struct worker *w, uint32_t mask_id, const struct el_key *mask);
int flows_mask_del(struct worker *w, uint32_t mask_id);

#endif
