/* Names and compares the fields of known frames. See wire_fields.h. */
#include "wire_fields.h"

#include <stdio.h>
#include <string.h>

struct field {
	uint8_t at, size;
	const char *name;
};

static const struct field ethernet[] = {
    {0, 6, "destination MAC"}, {6, 6, "source MAC"}, {12, 2, "EtherType"}, {0}};
static const struct field ipv4[] = {{0, 1, "IPv4 version"},
                                    {1, 1, "IPv4 TOS"},
                                    {2, 2, "IPv4 length"},
                                    {4, 2, "IPv4 identification"},
                                    {6, 2, "IPv4 fragment"},
                                    {8, 1, "IPv4 TTL"},
                                    {9, 1, "IPv4 protocol"},
                                    {10, 2, "IPv4 checksum"},
                                    {12, 4, "IPv4 source"},
                                    {16, 4, "IPv4 destination"},
                                    {0}};
static const struct field ipv6[] = {{0, 4, "IPv6 first word"},
                                    {4, 2, "IPv6 length"},
                                    {6, 1, "IPv6 next header"},
                                    {7, 1, "IPv6 hop limit"},
                                    {8, 16, "IPv6 source"},
                                    {24, 16, "IPv6 destination"},
                                    {0}};
static const struct field udp[] = {{0, 2, "UDP source port"}, {2, 2, "UDP destination port"},
                                   {4, 2, "UDP length"},      {6, 2, "UDP checksum"},
                                   {8, 8, "VXLAN header"},    {0}};
static const struct field gre[] = {{0, 2, "GRE flags"}, {2, 2, "GRE protocol"}, {4, 4, "GRE key"}, {0}};
static const struct field tcp[] = {{0, 2, "TCP source port"},    {2, 2, "TCP destination port"},
                                   {4, 4, "TCP sequence"},       {8, 4, "TCP acknowledgement"},
                                   {12, 1, "TCP header length"}, {13, 1, "TCP flags"},
                                   {14, 2, "TCP window"},        {16, 2, "TCP checksum"},
                                   {18, 2, "TCP urgent"},        {0}};

struct place {
	const char *prefix; /* "outer ", "inner " or "" */
	const struct field *fields;
	uint32_t start;
};

/* The header of a byte; fields NULL: payload. */
static struct place place_of(const struct wire_spec *s, uint32_t at)
{
	const struct wire_layout l = wire_layout(s);
	const char *in = s->tunnel == WIRE_PLAIN ? "" : "inner ";

	if (at >= l.payload)
		return (struct place){"", NULL, l.payload};
	if (at >= l.l4)
		return (struct place){in, s->udp ? udp : tcp, l.l4};
	if (at >= l.l3)
		return (struct place){in, s->v6 ? ipv6 : ipv4, l.l3};
	if (s->tunnel == WIRE_PLAIN || (l.l2 && at >= l.l2))
		return (struct place){in, ethernet, l.l2};
	if (at >= l.outer_l4)
		return (struct place){"outer ", s->tunnel == WIRE_VXLAN ? udp : gre, l.outer_l4};
	if (at >= l.outer_l3)
		return (struct place){"outer ", s->outer_v6 ? ipv6 : ipv4, l.outer_l3};
	return (struct place){"outer ", ethernet, 0};
}

static void hex(char *text, const uint8_t *bytes, uint32_t size)
{
	size = size > 8 ? 8 : size;
	for (uint32_t i = 0; i < size; i++)
		snprintf(text + 2 * i, WIRE_FIELD_TEXT - 2 * i, "%02x", bytes[i]);
}

static void tell(struct wire_difference *d, const struct wire_spec *s, uint32_t at, const uint8_t *expected,
                 const uint8_t *found, uint32_t len)
{
	const struct place p = place_of(s, at);
	uint32_t start = at, size = 4;

	snprintf(d->field, sizeof(d->field), "payload byte %u", at - p.start);
	for (const struct field *f = p.fields; f && f->name; f++)
		if (at - p.start >= f->at && at - p.start < (uint32_t)f->at + f->size) {
			snprintf(d->field, sizeof(d->field), "%s%s", p.prefix, f->name);
			start = p.start + f->at;
			size = f->size;
		}
	size = start + size > len ? len - start : size;
	hex(d->expected, expected + start, size);
	hex(d->found, found + start, size);
}

/* A cut frame's identification is anything; its header's sum has to fit. */
static void free_identification(const struct wire_spec *s, uint8_t *expected, const uint8_t *found)
{
	const struct wire_layout l = wire_layout(s);

	if (!s->mss)
		return;
	if (!s->v6) {
		memcpy(expected + l.l3 + 4, found + l.l3 + 4, 2);
		wire_sum_ipv4(expected + l.l3);
	}
	if (s->tunnel != WIRE_PLAIN && !s->outer_v6) {
		memcpy(expected + l.outer_l3 + 4, found + l.outer_l3 + 4, 2);
		wire_sum_ipv4(expected + l.outer_l3);
	}
}

struct wire_difference wire_compare(const struct wire_spec *s, uint8_t *expected, uint32_t expected_len,
                                    const uint8_t *found, uint32_t found_len)
{
	const struct wire_layout l = wire_layout(s);
	const uint32_t sum = l.outer_l3 + 10u;
	struct wire_difference d = {0};
	uint32_t first = expected_len;

	if (found_len != expected_len) {
		snprintf(d.field, sizeof(d.field), "frame length");
		snprintf(d.expected, sizeof(d.expected), "%u", expected_len);
		snprintf(d.found, sizeof(d.found), "%u", found_len);
		return d;
	}
	free_identification(s, expected, found);
	d.outer_sum = s->tunnel != WIRE_PLAIN && !s->outer_v6;
	for (uint32_t i = 0; i < expected_len; i++) {
		if (expected[i] == found[i])
			continue;
		if (first == expected_len)
			first = i;
		if (i != sum && i != sum + 1)
			d.outer_sum = false;
	}
	if (first == expected_len)
		d.outer_sum = false;
	else
		tell(&d, s, first, expected, found, expected_len);
	return d;
}
