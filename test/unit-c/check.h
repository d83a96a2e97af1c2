/* cmocka with its prerequisites, and a small deterministic generator (xorshift), so that a failure can be had
 * again. */
#ifndef EDGELANE_TEST_CHECK_H
#define EDGELANE_TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline uint32_t roll(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

#endif
