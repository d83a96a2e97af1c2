/* Frames the ring harness feeds: one per flow, each with its flow number inside, and what must come out of
 * them.
 *
 * Must stay independent of the worker's own parsing and editing: it is what judges them.
 */
#ifndef EDGELANE_BENCH_FRAMES_H
#define EDGELANE_BENCH_FRAMES_H

#include <stdint.h>

#include "edgelane.h"

#define FRAME_MOST 1600
#define FRAME_ACTS 128
#define BENCH_KEY 5001 /* VNI or GRE key */
#define BENCH_TUNNEL_ID 0

enum bench_case {
	CASE_L2,
	CASE_MICROFLOW,
	CASE_L3,
	CASE_VXLAN_ENCAP,
	CASE_VXLAN_DECAP,
	CASE_GRE_ENCAP,
	CASE_GRE_DECAP,
	CASE_MICROFLOW6,
	CASES
};

extern const char *const case_names[CASES];

struct frames {
	enum bench_case what;
	uint32_t inner; /* bytes of the inner frame in memory (60 = 64 on the wire) */
	uint32_t masks; /* 0: one, of what the case matches; microflows: 1 to 16 */
};

/* The least that `inner` can be. */
uint32_t frame_inner(enum bench_case what);

/* Writes the frame of a flow; its length. `out` has FRAME_MOST bytes. */
uint32_t frame_make(const struct frames *f, uint32_t flow, uint8_t *out);
/* Length of what must leave for it. */
uint32_t frame_out(const struct frames *f);
/* Whether these bytes are what must leave for the flow whose number is in them; NULL, or what is wrong. */
const char *frame_judge(const struct frames *f, const uint8_t *data, uint32_t len);

/* What the worker has to know; `key` goes into the tunnel, packets out by `port`. `acts` has FRAME_ACTS
 * bytes. */
void frame_key(const struct frames *f, uint32_t flow, struct el_key *key);
/* Makes the key of a flow that of another under the same mask: fast. */
void frame_rekey(const struct frames *f, uint32_t flow, struct el_key *key);
/* Which of the masks a flow is matched by, and that mask. */
uint32_t frame_mask_id(const struct frames *f, uint32_t flow);
void frame_mask(const struct frames *f, uint32_t id, struct el_key *mask);
uint32_t frame_actions(const struct frames *f, uint32_t key, uint16_t port, uint8_t *acts);
void frame_tunnel(const struct frames *f, struct el_cmd_tunnel_set *tunnel,
                  struct el_cmd_nexthop_set *nexthop, struct el_cmd_endpoint_set *endpoint);

#endif
