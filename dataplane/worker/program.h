/* Checks an encoded action list once, when it comes from the controller, so that running it checks nothing.
 *
 * Pure. It must accept nothing that actions_run could read beyond the list for.
 */
#ifndef EDGELANE_PROGRAM_H
#define EDGELANE_PROGRAM_H

#include <stdint.h>

#include "edgelane.h"

struct program_limits {
	uint32_t port_count;
	uint32_t max_tunnels;
	uint32_t max_groups;
	uint32_t max_meters;
};

/* 0; or EL_ERR_ACTION, or EL_ERR_UNSUPPORTED for CT, with *bad_offset = offset from `acts` of the
 * offending record or field. `acts` is 8-byte aligned, len 0..EL_MAX_ACTION_BYTES (more is refused). An empty
 * list is valid: it drops with NO_ACTION. */
int program_check(const uint8_t *acts, uint32_t len, const struct program_limits *limits,
                  uint32_t *bad_offset);

#endif
