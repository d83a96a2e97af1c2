/* Large TCP sends as a guest hands them over, and what must come of them on the wire.
 *
 * Must stay independent of the worker's own parsing, cutting and summing: it is what judges them.
 */
#ifndef EDGELANE_BENCH_SENDS_H
#define EDGELANE_BENCH_SENDS_H

#include <stdint.h>

#include "edgelane.h"

struct rte_mbuf;
struct rte_mempool;

/* Bytes of TCP payload: the most that an IPv4 header can tell beside itself and a TCP header with timestamps.
 */
#define SEND_PAYLOAD 65483u
/* At most so many sends in a round: their numbers are in the sequence numbers. */
#define SEND_MOST 1024u
#define SEND_KINDS 8u
#define SEND_KEY 5001u

/* A way of sending: the tunnel, its underlay, the packet inside. */
struct send_kind {
	const char *name; /* "vxlan-6-in-4": IPv6 inside, IPv4 outside */
	uint8_t tunnel;   /* EL_TUN_VXLAN or EL_TUN_GRE */
	uint8_t outer6;
	uint8_t inner6;
};

extern const struct send_kind send_kinds[SEND_KINDS];

/* Payload bytes of a segment that fills an underlay packet of 1500 bytes. */
uint32_t send_mss(const struct send_kind *k);

/* A send as a virtio port receives it: a chain of full mbufs, checksum and segmentation left undone. NULL:
 * no mbufs. */
struct rte_mbuf *send_make(const struct send_kind *k, uint32_t number, struct rte_mempool *pool);

/* What the worker has to know: kind number `id` has tunnel, action and flow of that number; packets leave by
 * `port`. Fields that stay zero are not set. */
void send_tunnel(const struct send_kind *k, uint32_t id, struct el_cmd_tunnel_set *tunnel);
void send_nexthop(uint16_t port, struct el_cmd_nexthop_set *nexthop);
/* All kinds' flows match by one mask. */
void send_key(const struct send_kind *k, struct el_key *key, struct el_key *mask);

/* How far each send of a round was heard. */
struct hearing {
	const struct send_kind *kind;
	uint32_t next[SEND_MOST];   /* payload bytes */
	uint32_t source[SEND_MOST]; /* the outer header's entropy, alike in all segments of a send */
	uint64_t frames;
};

/* Hears one frame that must be on the wire as it is; NULL, or what is wrong. Frees nothing. */
const char *send_hear(struct hearing *h, const uint8_t *frame, uint32_t len);
/* The same of one mbuf that left. `by_device`: a card's work is done first, by the mbuf's flags and lengths
 * alone. */
const char *send_hear_mbuf(struct hearing *h, const struct rte_mbuf *m, int by_device);
/* Whether all of the first `count` sends was heard. */
const char *send_heard(const struct hearing *h, uint32_t count);

#endif
