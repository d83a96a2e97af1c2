/* A packet's bytes as a chain of mbufs. */
#ifndef EDGELANE_CARDS_MBUF_CHAIN_H
#define EDGELANE_CARDS_MBUF_CHAIN_H

#include <stdint.h>

struct rte_mbuf;
struct rte_mempool;

/* In segments of at most `split` bytes. NULL: the pool is empty, or the packet has too many segments. */
struct rte_mbuf *chain_of(struct rte_mempool *pool, const uint8_t *bytes, uint32_t len, uint32_t split);

#endif
