/* The Internet checksum (RFC 1071), two bytes at a time and nothing clever. */
#ifndef EDGELANE_CARDS_CHECKSUM_REF_H
#define EDGELANE_CARDS_CHECKSUM_REF_H

#include <stdbool.h>
#include <stdint.h>

#include "headers.h"

/* Sum of big-endian words, an odd last byte padded; not folded. */
uint32_t ref_sum(const uint8_t *p, uint32_t len);
/* Folded to 16 bits. */
uint32_t ref_fold(uint64_t sum);
/* What the header checksum of the IPv4 packet has to be. */
uint32_t ref_ipv4(const uint8_t *ip);
/* Pseudo header of the layer: addresses, protocol, and `l4_bytes`. Folded, not inverted. */
uint32_t ref_pseudo(const uint8_t *f, const struct layer *l, uint32_t l4_bytes);
/* What the TCP or UDP checksum has to be; never 0 for UDP. */
uint32_t ref_l4(const uint8_t *f, const struct layer *l);
/* Offset of the checksum in a TCP (16) or UDP (6) header. */
uint32_t ref_l4_field(uint8_t proto);

/* As a receiver checks: a UDP checksum of 0 over IPv4 is none, and right. */
bool ref_ipv4_right(const uint8_t *f, const struct layer *l);
bool ref_l4_right(const uint8_t *f, const struct layer *l);

#endif
