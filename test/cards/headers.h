/* Where the headers of a frame are, read byte by byte. Knows nothing of mbufs, and believes no length that
 * leads out of the frame. */
#ifndef EDGELANE_CARDS_HEADERS_H
#define EDGELANE_CARDS_HEADERS_H

#include <stdbool.h>
#include <stdint.h>

/* One IP header and what it carries. Offsets count from the frame's first byte. */
struct layer {
	uint8_t version; /* 4 or 6; 0: no IP, or a broken one */
	uint8_t proto;   /* behind extension headers */
	bool options;    /* IPv4 options or IPv6 extension headers */
	bool fragment;   /* any: first, later */
	uint32_t
	    l2; /* of its Ethernet header; the frame's first byte, or where a tunnel's inner frame begins */
	uint8_t tags;  /* VLAN tags behind it */
	bool ethernet; /* there is an Ethernet header at l2 */
	uint16_t type; /* innermost EtherType */
	uint32_t l3;
	uint32_t l4;     /* behind the IP header and its extensions */
	uint32_t end;    /* of the IP packet */
	uint32_t l4_len; /* bytes of a TCP or UDP header; 0: another, a later fragment, or cut off */
};

enum tunnel_kind { TUNNEL_NONE, TUNNEL_VXLAN, TUNNEL_GRE, TUNNEL_NVGRE_LIKE };

struct headers {
	struct layer outer; /* the only one of a plain frame */
	enum tunnel_kind tunnel;
	uint32_t vni;
	bool uncut;
	struct layer inner;
};

/* The outer layer. `uncut`: a packet still to be cut, whose IP lengths say nothing. */
void headers_read(struct headers *h, const uint8_t *f, uint32_t len, bool uncut);
/* Takes the UDP payload for VXLAN. */
void headers_vxlan(struct headers *h, const uint8_t *f, uint32_t len);
/* Takes the IP payload for GRE, if it is: NVGRE_LIKE has an Ethernet frame inside. */
void headers_gre(struct headers *h, const uint8_t *f, uint32_t len);

static inline uint32_t read16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t read32(const uint8_t *p)
{
	return read16(p) << 16 | read16(p + 2);
}

static inline void write16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static inline void write32(uint8_t *p, uint32_t value)
{
	write16(p, value >> 16);
	write16(p + 2, value);
}

static inline uint32_t udp_port(const struct headers *h, const uint8_t *f)
{
	return h->outer.proto == 17 && h->outer.l4_len ? read16(f + h->outer.l4 + 2) : 0;
}

#endif
