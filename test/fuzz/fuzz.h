/* What the fuzzers share: invariants that abort, exact copies, and IPv4 checksums mended so that inputs get
 * past them. */
#ifndef EDGELANE_TEST_FUZZ_H
#define EDGELANE_TEST_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

static inline void must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* A heap copy of exactly `len` bytes: one byte more is a finding. */
static inline uint8_t *fuzz_copy(const uint8_t *from, uint32_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	must(copy != NULL, "there is memory");
	if (len)
		memcpy(copy, from, len);
	return copy;
}

/* Writes a right checksum into what stands at `at` if it looks like an IPv4 header. */
static inline void fuzz_mend_ipv4(uint8_t *bytes, uint32_t len, uint32_t at)
{
	uint32_t header = at < len ? (bytes[at] & 15) * 4u : 0;
	uint32_t sum = 0;

	if (header < 20 || bytes[at] >> 4 != 4 || at + header > len)
		return;
	put_be16(bytes + at + 10, 0);
	for (uint32_t i = 0; i < header; i += 2)
		sum += get_be16(bytes + at + i);
	sum = (sum & 0xffff) + (sum >> 16);
	put_be16(bytes + at + 10, (uint16_t) ~(sum + (sum >> 16)));
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size);

#endif
