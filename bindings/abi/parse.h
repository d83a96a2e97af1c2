/* Pure helpers that worker and client library share (dataplane/worker/parse.c, hash.c).
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_PARSE_H
#define EDGELANE_ABI_PARSE_H

#include <stdint.h>

#include "limits.h"
#include "key.h"

struct el_endpoint {
	uint8_t type; /* enum el_tunnel_type; NONE = free */
	uint8_t rsv0;
	uint16_t udp_dst; /* host order */
	uint8_t local[16];
	uint32_t rsv1;
};

/* Where things are in a parsed packet; offsets from its first byte, 0 = absent. */
struct el_parsed {
	uint16_t inner_offset; /* of the packet the key describes; 0 when not tunnelled */
	uint16_t l3_offset;    /* of that packet: what follows its Ethernet header and tags, whatever it is */
	uint16_t l4_offset;
	uint16_t headers_len;     /* bytes the parser looked at */
	uint16_t outer_l3_offset; /* tunnelled: outer IP header */
	uint16_t outer_l4_offset; /* tunnelled: outer UDP or GRE header */
	uint16_t outer_len;       /* bytes DECAP takes off */
	uint16_t rsv0;
};

/* Parses `len` contiguous bytes of a packet of `pkt_len` bytes into a zeroed key. `endpoints` may be NULL
 * (port is no underlay). Returns EL_DROP_NONE, TRUNCATED or MALFORMED. Pure. */
uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
                  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
                  struct el_parsed *parsed);

/* Hash of the connection the key describes (ip_src, ip_dst, ip_proto, tp_src, tp_dst; for packets without IP
 * the Ethernet addresses and type; fragments: without ports). Not symmetric. Pure, the same in TypeScript. */
uint32_t el_hash_flow(const struct el_key *key);

#endif
