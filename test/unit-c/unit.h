/* What every unit test needs: cmocka with its prerequisites, and a pool of heap mbufs that must all come
 * back. */
#ifndef EDGELANE_TEST_UNIT_H
#define EDGELANE_TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mbufs.h"

static struct rte_mempool *pool;

static inline int pool_setup(void **state)
{
	(void)state;
	pool = mbufs_pool(128 + 1024);
	return pool ? 0 : -1;
}

static inline int pool_teardown(void **state)
{
	(void)state;
	mbufs_pool_free(pool);
	return mbufs_live == 0 ? 0 : -1;
}

/* A small deterministic generator (xorshift), so that a failure can be had again. */
static inline uint32_t draw(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

#endif
