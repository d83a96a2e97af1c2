/* Copies bytes and sums them in the same look: what a segment's payload needs.
 *
 * Sums are as checksum.h has them: of 16-bit words as they stand in memory.
 */
#ifndef EDGELANE_COPY_SUM_H
#define EDGELANE_COPY_SUM_H

#include <emmintrin.h>

#include "checksum.h"

#define COPY_SUM_MOST 65536u

/* Copies 16 bytes; the sums of their words, which are biased to be signed: SSE2 multiplies and adds such by
 * pairs. */
static inline __m128i copy_pairs(uint8_t *to, const uint8_t *from)
{
	__m128i words = _mm_loadu_si128((const __m128i *)(const void *)from);

	_mm_storeu_si128((__m128i *)(void *)to, words);
	return _mm_madd_epi16(_mm_xor_si128(words, _mm_set1_epi16(INT16_MIN)), _mm_set1_epi16(1));
}

/* Copies `len` bytes, at most COPY_SUM_MOST, that do not overlap; their folded sum. Four lanes of 32 bits
 * hold that many. */
static inline uint16_t copy_sum(uint8_t *to, const uint8_t *from, uint32_t len)
{
	int64_t sum = (int64_t)(len / 16) * 8 * 32768; /* what the bias took away */
	__m128i lanes = _mm_setzero_si128();
	int32_t lane[4];

	for (; len >= 64; len -= 64, to += 64, from += 64) {
		__m128i a = _mm_add_epi32(copy_pairs(to, from), copy_pairs(to + 16, from + 16));
		__m128i b = _mm_add_epi32(copy_pairs(to + 32, from + 32), copy_pairs(to + 48, from + 48));

		lanes = _mm_add_epi32(lanes, _mm_add_epi32(a, b));
	}
	for (; len >= 16; len -= 16, to += 16, from += 16)
		lanes = _mm_add_epi32(lanes, copy_pairs(to, from));
	_mm_storeu_si128((__m128i *)(void *)lane, lanes);
	sum += (int64_t)lane[0] + lane[1] + lane[2] + lane[3];
	if (len) {
		memcpy(to, from, len);
		sum += csum_bytes(from, len);
	}
	return csum_fold((uint64_t)sum);
}

#endif
