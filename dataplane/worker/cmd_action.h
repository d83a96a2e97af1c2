/* Checks of action bytes that came inside a command. */
#ifndef EDGELANE_CMD_ACTION_H
#define EDGELANE_CMD_ACTION_H

#include "worker.h"

/* program_check with this worker's limits; the offending offset counts from the command's start, where `acts`
 * is at `base`. 0 or a positive el_err. */
int cmd_check_program(const struct worker *w, const uint8_t *acts, uint32_t len, uint32_t base,
                      uint32_t *offset);

#endif
