/* The connections of the test under change: one frame each, found by its own flow, and lists that say in the
 * packet which version of what has treated it.
 *
 * A version is 24 bits. Every list writes it twice, in places that different records fill in: a packet in
 * which the two differ was torn.
 */
#ifndef EDGELANE_HOT_PATH_SLOTS_H
#define EDGELANE_HOT_PATH_SLOTS_H

#include "dice.h"
#include "live.h"
#include "rig.h"

#define SLOTS 2048u
#define SLOT_GROUPS 64u
#define SLOT_TUNNELS 2u
#define SLOT_MASKS 14u
#define SLOT_CHURN_MASK 14u
#define SLOT_OUT 3u
#define SLOT_MARK 16u /* last bytes of a frame: when it came in (8), which slot (4) */

#define SLOT_KINDS(X)                                                                                        \
	X(REWRITE)                                                                                           \
	X(VXLAN_ENCAP)                                                                                       \
	X(GRE_ENCAP)                                                                                         \
	X(DECAP)                                                                                             \
	X(NAT)                                                                                               \
	X(CLONE)                                                                                             \
	X(SELECT)                                                                                            \
	X(OVERLAP)
#define SLOT_ENUM(name) SLOT_##name,
enum slot_kind { SLOT_KINDS(SLOT_ENUM) SLOT_KIND_COUNT };
extern const char *const slot_kind_names[SLOT_KIND_COUNT];

struct slot {
	enum slot_kind kind;
	uint16_t port;
	uint16_t mask;
	bool stable; /* it never goes: no packet of it may ever miss */
	uint32_t len;
	uint8_t frame[160];
	struct el_key key; /* of its frame, whole */
	struct live live;
	/* The writer's. */
	uint32_t flow; /* EL_ID_NONE: not installed */
	uint32_t action;
	uint64_t counted; /* by flows that were its, after their grace period */
	/* The lcore's. */
	uint64_t fed, out, treated, missed;
};

struct slots {
	struct slot slot[SLOTS];
	struct live tunnel[SLOT_TUNNELS];
	struct live nexthop[SLOT_TUNNELS];
	struct live group[SLOT_GROUPS];
	struct live_clock clock;
};

/* Frames, kinds, masks; nothing is installed. */
void slots_make(struct slots *s);
struct el_key slots_mask(uint32_t mask);

/* The list of a slot in a version; its bytes. */
uint32_t slot_list(const struct slot *slot, uint32_t number, uint32_t version, uint8_t *acts);
/* Of a group's member. */
uint32_t slot_member_list(uint32_t group, uint32_t version, uint8_t *acts);
void slot_tunnel(uint32_t id, uint32_t version, struct el_cmd_tunnel_set *cmd);
void slot_nexthop(uint32_t id, uint32_t version, struct el_cmd_nexthop_set *cmd);

/* Copies of a packet of that kind that come out. */
static inline uint32_t slot_copies(const struct slot *slot)
{
	return slot->kind == SLOT_CLONE ? 2 : 1;
}

/* Judges one packet that came out, whose mark says `slot` and `a`. NULL: right; "forgotten" in *unknown. */
const char *slot_judge(const struct slots *s, const uint8_t *bytes, uint32_t len, uint32_t slot, uint64_t a,
                       uint64_t b, bool *unknown);

#endif
