/* Packets too large for what is ahead: which are, and IPv4 cut into fragments (RFC 791 3.2).
 *
 * Must never cut what forbids it (DF, IPv6), nor a packet that its sender wants cut otherwise.
 */
#ifndef EDGELANE_FRAGMENT_H
#define EDGELANE_FRAGMENT_H

#include "packet.h"

/* Whether p, not stale, or a segment it is to be cut into, has more L3 bytes than `mtu`. */
int fragment_too_big(const struct packet *p, uint32_t mtu);

/* Whether there is room for any fragment: every IPv4 link takes 68 bytes (RFC 791 3.2). */
static inline int fragment_fits(uint32_t mtu)
{
	return mtu >= 68;
}

/* Whether p, not stale, may become fragments. */
int fragment_allowed(const struct packet *p);

/* A packet on its way to fragments: the next one begins `done` bytes into its payload. */
struct fragments {
	const struct packet *p;
	uint32_t head; /* bytes up to the end of its IPv4 header */
	uint32_t size; /* of payload in each fragment, but the last */
	uint32_t done;
	uint32_t left; /* payload bytes to come; 0 = no more fragments */
};

/* For p, neither tunnelled nor stale, that may be cut. Checksums still to be computed are. EL_DROP_NONE, or
 * why not; p->m stays the caller's and may be another one. */
uint16_t fragment_open(struct fragments *f, struct packet *p, uint32_t mtu);

/* The next fragment, with the pool's headroom less its headers; NULL: no mbuf, and nothing is left. */
struct rte_mbuf *fragment_next(struct fragments *f);

#endif
