/* Internet checksums (RFC 1071), kept true by difference (RFC 1624 eqn. 3) or summed anew over an mbuf chain.
 *
 * Sums are of 16-bit words as they stand in memory: ones' complement sums do not mind the byte order, so
 * nothing swaps.
 */
#ifndef EDGELANE_CHECKSUM_H
#define EDGELANE_CHECKSUM_H

#include <rte_ip.h>
#include <rte_mbuf.h>

#include "bytes.h"

static inline uint16_t csum_fold(uint64_t sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

/* What replacing `words` 16-bit words at `old` by those at `now` adds to a sum; both start at an even offset.
 */
static inline uint32_t csum_diff(const void *old, const void *now, unsigned words)
{
	const uint8_t *from = old, *to = now;
	uint32_t diff = 0;

	for (unsigned i = 0; i < words; i++)
		diff += (uint16_t)~get_raw16(from + 2 * i) + get_raw16(to + 2 * i);
	return diff;
}

/* HC' = ~(~HC + ~m + m'), diff being ~m + m'. */
static inline void csum_apply(uint8_t *field, uint32_t diff)
{
	put_raw16(field, (uint16_t)~csum_fold((uint64_t)(uint16_t)~get_raw16(field) + diff));
}

/* Adds 64 bytes and every carry. */
static inline uint64_t csum_block(uint64_t sum, const uint8_t *at)
{
	__asm__("addq (%1), %0\n\tadcq 8(%1), %0\n\tadcq 16(%1), %0\n\tadcq 24(%1), %0\n\t"
	        "adcq 32(%1), %0\n\tadcq 40(%1), %0\n\tadcq 48(%1), %0\n\tadcq 56(%1), %0\n\t"
	        "adcq $0, %0"
	        : "+r"(sum)
	        : "r"(at), "m"(*(const uint8_t(*)[64])at)
	        : "cc");
	return sum;
}

/* Folded sum of `len` contiguous bytes. The carry stays in the flags, which no compiler would do by itself: a
 * fifth of an instruction a byte, where rte_raw_cksum takes half of one. */
static inline uint16_t csum_bytes(const void *bytes, uint32_t len)
{
	const uint8_t *at = bytes;
	uint64_t sum = 0, rest = 0;

	for (; len >= 64; len -= 64, at += 64)
		sum = csum_block(sum, at);
	for (; len >= 8; len -= 8, at += 8) {
		uint64_t word = get_raw64(at);

		sum += word;
		sum += sum < word;
	}
	/* Byte by byte a compiler would copy them. */
	if (len & 4) {
		rest = get_raw32(at);
		at += 4;
	}
	if (len & 2) {
		rest += get_raw16(at);
		at += 2;
	}
	if (len & 1)
		rest += *at;
	sum += rest;
	sum += sum < rest;
	return csum_fold(sum);
}

/* Folded sum of `len` bytes of the chain from `offset`, all of which exist. rte_raw_cksum_mbuf of DPDK 22.11
 * loses the carries of a segment that starts at an odd place, hence not that. */
static inline uint16_t csum_chain(const struct rte_mbuf *m, uint32_t offset, uint32_t len)
{
	uint64_t sum = 0;
	uint32_t done = 0;

	for (; m && offset >= m->data_len; m = m->next)
		offset -= m->data_len;
	for (; m && done < len; m = m->next) {
		uint32_t here = RTE_MIN(m->data_len - offset, len - done);
		uint16_t part = csum_bytes(rte_pktmbuf_mtod_offset(m, const void *, offset), here);

		sum += done & 1 ? rte_bswap16(part) : part;
		done += here;
		offset = 0;
	}
	return csum_fold(sum);
}

#endif
