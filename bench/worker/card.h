/* A card that segments what an mbuf's flags and lengths ask for, read from DPDK's description of them
 * (rte_mbuf_core.h), and plain big-endian stores and sums for those who judge.
 *
 * Must share nothing with the worker.
 */
#ifndef EDGELANE_BENCH_CARD_H
#define EDGELANE_BENCH_CARD_H

#include <stdint.h>

struct rte_mbuf;

static inline void card_put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static inline void card_put32(uint8_t *at, uint32_t value)
{
	card_put16(at, value >> 16);
	card_put16(at + 2, value);
}

static inline uint32_t card_get16(const uint8_t *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t card_get32(const uint8_t *at)
{
	return card_get16(at) << 16 | card_get16(at + 2);
}

/* RFC 1071, word by word: `len` bytes added to `sum`, folded. */
uint16_t card_sum(uint32_t sum, const uint8_t *at, uint32_t len);

/* Gives every segment of m, which has TCP_SEG, to `wire`, until that one finds something wrong; NULL, or what
 * it found, or what the card would choke on. */
const char *card_send(const struct rte_mbuf *m, const char *(*wire)(void *, const uint8_t *, uint32_t),
                      void *arg);

#endif
