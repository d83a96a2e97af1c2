/* Command records of the right size with small numbers in them, so that the fuzzer gets beyond the first
 * check. */
#ifndef EDGELANE_FUZZ_RECORDS_H
#define EDGELANE_FUZZ_RECORDS_H

#include <stddef.h>
#include <stdint.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* Writes one record of a kind the seed picks; its bytes, 0 = does not fit. */
size_t fuzz_record(uint8_t *out, size_t room, uint32_t seed);

#endif
