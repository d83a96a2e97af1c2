/* Why the worker could not start: one code and one sentence, carried up to main, which prints it.
 *
 * It must never print or end anything itself.
 */
#ifndef EDGELANE_FAIL_H
#define EDGELANE_FAIL_H

#include "edgelane.h"

struct fail {
	uint32_t code; /* enum el_err; OK = nothing failed */
	char text[480];
};

/* Keeps the first failure told. Returns -1, so that `return fail(...)` reads well. */
int fail(struct fail *f, uint32_t code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "EL_ERR_DEVICE"; "EL_ERR_?" for a number that is none. */
const char *error_name(uint32_t code);

#endif
