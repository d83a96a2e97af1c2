/* A deterministic generator (splitmix64), so that what a seed found can be had again. */
#ifndef EDGELANE_HOT_PATH_DICE_H
#define EDGELANE_HOT_PATH_DICE_H

#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t dice_word(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* 0..below-1. */
static inline uint32_t dice_roll(struct dice *d, uint32_t below)
{
	return (uint32_t)((dice_word(d) >> 32) * below >> 32);
}

/* True so many times in a hundred. */
static inline int dice_chance(struct dice *d, uint32_t percent)
{
	return dice_roll(d, 100) < percent;
}

static inline void dice_bytes(struct dice *d, void *to, uint32_t size)
{
	uint8_t *out = to;

	for (uint32_t i = 0; i < size; i++)
		out[i] = (uint8_t)(dice_word(d) >> 56);
}

#endif
