/* Which header field a byte of a known frame belongs to, and the first one that differs. Pure. */
#ifndef EDGELANE_WIRE_FIELDS_H
#define EDGELANE_WIRE_FIELDS_H

#include "wire_frames.h"

#define WIRE_FIELD_NAME 48
#define WIRE_FIELD_TEXT 24

/* What came back otherwise than it had to. `field` empty: nothing did. */
struct wire_difference {
	char field[WIRE_FIELD_NAME]; /* "outer IPv4 checksum", "length" */
	char expected[WIRE_FIELD_TEXT];
	char found[WIRE_FIELD_TEXT];
	bool outer_sum; /* it is the outer IPv4 header's checksum, and all else is right */
};

/* Compares a frame of `s` that came back with what it had to be. IPv4 identifications of frames that were cut
 * are the card's to choose. `expected` is changed there. */
struct wire_difference wire_compare(const struct wire_spec *s, uint8_t *expected, uint32_t expected_len,
                                    const uint8_t *found, uint32_t found_len);

#endif
