/* Cuts a TCP packet and fills checksums in, as a card does that does it right. See request.h. */
#include <stdlib.h>
#include <string.h>

#include "checksum_ref.h"
#include "headers.h"
#include "request.h"

enum { FIN = 1, PSH = 8, CWR = 0x80 };

static void ip_length(uint8_t *ip, uint8_t version, uint32_t bytes)
{
	if (version == 4)
		write16(ip + 2, bytes);
	else
		write16(ip + 4, bytes - 40);
}

/* Number `n` of the pieces. DF or not, identifications count up: that is what cards do. */
static void ip_count(uint8_t *ip, uint8_t version, uint32_t n)
{
	if (version == 4)
		write16(ip + 4, read16(ip + 4) + n);
}

static void piece_headers(const struct request *r, uint8_t *f, uint32_t len, uint32_t n, uint32_t done,
                          bool last)
{
	uint8_t *tcp = f + r->l4;

	if (r->tunnel) {
		ip_length(f + r->outer_l3, r->outer_version, len - r->outer_l3);
		ip_count(f + r->outer_l3, r->outer_version, n);
		if (r->outer_udp)
			write16(f + r->outer_l4 + 4, len - r->outer_l4);
	}
	ip_length(f + r->l3, r->version, len - r->l3);
	ip_count(f + r->l3, r->version, n);
	write32(tcp + 4, read32(tcp + 4) + done);
	if (!last)
		tcp[13] &= (uint8_t) ~(FIN | PSH);
	if (n)
		tcp[13] &= (uint8_t)~CWR;
}

static uint32_t ip_end(const uint8_t *ip, uint8_t version)
{
	return version == 4 ? read16(ip + 2) : 40 + read16(ip + 4);
}

static void l4_checksum(const struct request *r, uint8_t *f)
{
	uint32_t field = r->l4 + ref_l4_field(r->l4_checksum);
	struct layer l = {.version = r->version, .proto = r->l4_checksum, .l3 = r->l3, .l4 = r->l4};
	uint32_t bytes, sum;

	l.end = r->l3 + ip_end(f + r->l3, r->version);
	bytes = l.end - l.l4;
	if (!r->seeded) {
		write16(f + field, ref_l4(f, &l));
		return;
	}
	/* On top of the pseudo header's sum, which for a packet to be cut has no length in it. */
	sum = ref_fold((uint64_t)ref_sum(f + r->l4, bytes) + (r->mss ? bytes : 0)) ^ 0xffff;
	write16(f + field, r->l4_checksum == 17 && sum == 0 ? 0xffff : sum);
}

static void checksums(const struct request *r, uint8_t *f)
{
	if (r->ip_checksum && r->version == 4)
		write16(f + r->l3 + 10, ref_ipv4(f + r->l3));
	if (r->l4_checksum)
		l4_checksum(r, f);
	if (r->outer_ip_checksum && r->outer_version == 4)
		write16(f + r->outer_l3 + 10, ref_ipv4(f + r->outer_l3));
}

void request_do(const struct request *r, const uint8_t *frame, uint32_t len, request_emit emit, void *arg)
{
	uint8_t *f = malloc(len);

	if (!f)
		abort();
	if (!r->mss || len <= r->payload) {
		memcpy(f, frame, len);
		checksums(r, f);
		emit(arg, f, len);
		free(f);
		return;
	}
	for (uint32_t at = r->payload, n = 0; at < len; n++) {
		uint32_t part = len - at < r->mss ? len - at : r->mss;

		memcpy(f, frame, r->payload);
		memcpy(f + r->payload, frame + at, part);
		piece_headers(r, f, r->payload + part, n, at - r->payload, at + part == len);
		checksums(r, f);
		emit(arg, f, r->payload + part);
		at += part;
	}
	free(f);
}
