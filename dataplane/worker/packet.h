/* One packet on its way through an lcore: the state that parsing, lookup and actions share.
 *
 * It lives on the lcore's stack or in a park slot. It must never outlive its mbuf: whoever consumes `m`
 * forgets it.
 */
#ifndef EDGELANE_PACKET_H
#define EDGELANE_PACKET_H

#include <rte_mbuf.h>

#include "edgelane.h"

struct lcore;

struct packet {
	struct rte_mbuf *m;
	struct el_queue_stats *origin; /* the ledger its fate is counted in */
	uint32_t hash;                 /* el_hash_flow of the key on arrival; no action changes it */
	uint32_t flow_id;              /* EL_ID_NONE until a flow matched */
	uint16_t tunnel_port;          /* where OUTPUT EL_PORT_TUNNEL goes; EL_PORT_NONE before ENCAP */
	uint8_t depth;                 /* lists it is inside of: CLONE and SELECT */
	uint8_t stale;                 /* key and at describe what ENCAP has since wrapped */
	uint8_t returns;               /* times it was released to a lookup and found no flow */
	struct el_parsed at;
	_Alignas(16) struct el_key key;
};

/* Most bytes of headers el_parse ever looks at, outer ones included. */
#define PACKET_MAX_HEADERS 768

/* Parses p->m (m and origin are set by the caller) and fills the rest of *p; flow_id becomes EL_ID_NONE.
 * Headers end up contiguous in the first segment, for which p->m may be replaced. `endpoints` may be NULL: no
 * underlay port. Returns EL_DROP_NONE, TRUNCATED, MALFORMED or NO_MBUF; p->m stays the caller's. */
uint16_t packet_parse(struct packet *p, uint16_t in_port, const struct el_endpoint *endpoints,
                      uint32_t count);

/* Makes key and at true again after ENCAP. Returns a drop reason as packet_parse does; p->m stays the
 * caller's. */
uint16_t packet_refresh(struct packet *p);

/* Runs a list that program_check accepted. Consumes p->m: every path ends in lcore_send, lcore_drop or
 * lcore_upcall of the packet, and of each copy made (origin->cloned). TTL and TUNNEL_MTU upcalls are decided
 * before the first record runs, so that they carry the packet as it came. */
void actions_run(struct lcore *lc, struct packet *p, const uint8_t *acts, uint32_t len);

#endif
