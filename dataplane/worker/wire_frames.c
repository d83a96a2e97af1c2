/* Builds known frames. See wire_frames.h. */
#include "wire_frames.h"

#include <string.h>

#include "bytes.h"
#include "protocol.h"

#define VNI 0x00ede1u
#define GRE_KEY_BYTES 8u
#define PROBE_PORT 40009u /* of nobody */
#define SEQUENCE 0x00fffe00u

static const uint8_t magic[4] = {0xed, 0x9e, 0x1a, 0x4e};

/* Byte by byte, with the carry taken in at once: slow and plain. */
static uint32_t add(uint32_t sum, const uint8_t *bytes, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++) {
		sum += i & 1 ? bytes[i] : (uint32_t)bytes[i] << 8;
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum;
}

static uint32_t pseudo(const uint8_t *ip, bool v6, uint8_t protocol, uint32_t len)
{
	uint32_t sum = v6 ? add(0, ip + 8, 32) : add(0, ip + 12, 8);

	sum += protocol + (len & 0xffff) + (len >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

struct wire_layout wire_layout(const struct wire_spec *s)
{
	struct wire_layout l = {0};
	uint32_t at = ETHER_BYTES;

	if (s->tunnel != WIRE_PLAIN) {
		l.outer_l3 = ETHER_BYTES;
		at += s->outer_v6 ? IPV6_BYTES : IPV4_BYTES;
		l.outer_l4 = (uint16_t)at;
		at += s->tunnel == WIRE_VXLAN ? UDP_BYTES + VXLAN_BYTES : GRE_KEY_BYTES;
		if (s->tunnel != WIRE_GRE_IP) {
			l.l2 = (uint16_t)at;
			at += ETHER_BYTES;
		}
	}
	l.l3 = (uint16_t)at;
	at += s->v6 ? IPV6_BYTES : IPV4_BYTES;
	l.l4 = (uint16_t)at;
	l.payload = (uint16_t)(at + (s->udp ? UDP_BYTES : TCP_BYTES));
	return l;
}

uint32_t wire_count(const struct wire_spec *s)
{
	return s->mss ? (s->payload + s->mss - 1) / s->mss : 1;
}

void wire_sum_ipv4(uint8_t *ip)
{
	put_be16(ip + 10, 0);
	put_be16(ip + 10, (uint16_t)~add(0, ip, IPV4_BYTES));
}

static void put_ip(uint8_t *ip, bool v6, uint8_t protocol, uint32_t behind, uint8_t network)
{
	memset(ip, 0, v6 ? IPV6_BYTES : IPV4_BYTES);
	if (v6) {
		ip[0] = 0x60;
		put_be16(ip + 4, (uint16_t)behind);
		ip[6] = protocol;
		ip[7] = 64;
		/* Documentation's own addresses (RFC 3849). */
		put_be32(ip + 8, 0x20010db8);
		put_be32(ip + 24, 0x20010db8);
		ip[15] = ip[31] = network;
		ip[23] = 1;
		ip[39] = 2;
		return;
	}
	ip[0] = 0x45;
	put_be16(ip + 2, (uint16_t)(IPV4_BYTES + behind));
	put_be16(ip + 4, 0x1d1d);
	ip[8] = 64;
	ip[9] = protocol;
	/* Benchmarks' own addresses (RFC 2544). */
	put_be32(ip + 12, 0xc6120001 | (uint32_t)network << 8);
	put_be32(ip + 16, 0xc6120002 | (uint32_t)network << 8);
	wire_sum_ipv4(ip);
}

static void put_ethernet(uint8_t *at, const struct wire_spec *s, uint16_t type)
{
	memcpy(at, s->to, 6);
	memcpy(at + 6, s->from, 6);
	put_be16(at + 12, type);
}

static uint16_t ether_type(bool v6)
{
	return v6 ? ETHER_IPV6 : ETHER_IPV4;
}

static void put_tunnel(const struct wire_spec *s, const struct wire_layout *l, uint8_t *frame, uint32_t len)
{
	uint8_t *at = frame + l->outer_l4;

	put_ethernet(frame, s, ether_type(s->outer_v6));
	put_ip(frame + l->outer_l3, s->outer_v6, s->tunnel == WIRE_VXLAN ? IP_UDP : IP_GRE, len - l->outer_l4,
	       1);
	if (s->tunnel == WIRE_VXLAN) {
		put_be16(at, 0xc0de);
		put_be16(at + 2, s->vxlan_port);
		put_be16(at + 4, (uint16_t)(len - l->outer_l4));
		put_be16(at + 6, 0);
		put_be32(at + 8, (uint32_t)VXLAN_FLAG_I << 24);
		put_be32(at + 12, VNI << 8);
	} else {
		put_be16(at, GRE_KEY);
		put_be16(at + 2, s->tunnel == WIRE_GRE_IP ? ether_type(s->v6) : ETHER_TEB);
		put_be32(at + 4, VNI << 8);
	}
}

/* Also the number of the record, so that a shifted payload is another one. */
static void put_payload(const struct wire_spec *s, uint32_t offset, uint32_t bytes, uint8_t *at)
{
	for (uint32_t i = 0; i < bytes; i += WIRE_RECORD) {
		uint8_t record[WIRE_RECORD];

		memcpy(record, magic, sizeof(magic));
		put_be32(record + 4, s->nonce);
		put_be16(record + 8, s->number);
		put_be32(record + 10, offset + i);
		put_be16(record + 14, (uint16_t) ~((offset + i) * 31));
		memcpy(at + i, record, bytes - i < WIRE_RECORD ? bytes - i : WIRE_RECORD);
	}
}

static void put_transport(const struct wire_spec *s, uint8_t *at, uint32_t offset, uint32_t len)
{
	bool last = offset + len == s->payload;

	put_be16(at, PROBE_PORT);
	put_be16(at + 2, PROBE_PORT + 1);
	if (s->udp) {
		put_be16(at + 4, (uint16_t)(UDP_BYTES + len));
		put_be16(at + 6, 0);
		return;
	}
	put_be32(at + 4, SEQUENCE + offset);
	put_be32(at + 8, 0x01020304);
	at[12] = 5 << 4;
	/* ACK everywhere, CWR on the first, PSH and FIN on the last (RFC 3168 6.1.2). */
	at[13] = (uint8_t)(0x10 | (s->mss && offset == 0 ? 0x80 : 0) | (s->mss && last ? 0x09 : 0));
	put_be16(at + 14, 0x2000);
	put_be32(at + 16, 0);
}

static uint8_t *l4_field(const struct wire_spec *s, const struct wire_layout *l, uint8_t *frame)
{
	return frame + l->l4 + (s->udp ? 6 : 16);
}

uint32_t wire_build(const struct wire_spec *s, uint32_t offset, uint32_t bytes, uint8_t *frame)
{
	const struct wire_layout l = wire_layout(s);
	const uint32_t len = l.payload + bytes, behind = len - l.l4;
	const uint8_t protocol = s->udp ? IP_UDP : IP_TCP;
	uint16_t sum;

	if (s->tunnel != WIRE_PLAIN)
		put_tunnel(s, &l, frame, len);
	if (s->tunnel != WIRE_GRE_IP)
		put_ethernet(frame + l.l2, s, ether_type(s->v6));
	put_ip(frame + l.l3, s->v6, protocol, behind, 2);
	put_transport(s, frame + l.l4, offset, bytes);
	put_payload(s, offset, bytes, frame + l.payload);
	sum = (uint16_t)~add(pseudo(frame + l.l3, s->v6, protocol, behind), frame + l.l4, behind);
	put_be16(l4_field(s, &l, frame), sum == 0 && s->udp ? 0xffff : sum);
	return len;
}

uint32_t wire_part(const struct wire_spec *s, uint32_t index, uint8_t *frame)
{
	uint32_t offset = index * s->mss, left = s->payload - offset;

	return wire_build(s, offset, s->mss && left > s->mss ? s->mss : left, frame);
}

void wire_seed(const struct wire_spec *s, uint8_t *frame, uint32_t len)
{
	const struct wire_layout l = wire_layout(s);

	put_be16(l4_field(s, &l, frame),
	         (uint16_t)pseudo(frame + l.l3, s->v6, s->udp ? IP_UDP : IP_TCP, len - l.l4));
}

int wire_recognise(const uint8_t *frame, uint32_t len, uint32_t nonce, uint32_t *offset)
{
	for (uint32_t at = ETHER_BYTES; at + WIRE_RECORD <= len; at++) {
		const uint8_t *record = frame + at;

		if (memcmp(record, magic, sizeof(magic)) != 0 || get_be32(record + 4) != nonce)
			continue;
		*offset = get_be32(record + 10);
		return get_be16(record + 8);
	}
	return -1;
}
