/* Random frames out of few values, so that they meet again: plain, tagged, with options and extensions,
 * fragments, tunnelled in every kind, damaged.
 */
#ifndef EDGELANE_HOT_PATH_FRAMES_H
#define EDGELANE_HOT_PATH_FRAMES_H

#include <stdint.h>

#include "dice.h"
#include "edgelane.h"

#define FRAME_MAX 4096u
#define POOL 8u

/* Kinds, for the report. X(name). */
#define FRAME_KINDS(X)                                                                                       \
	X(IPV4_TCP)                                                                                          \
	X(IPV4_UDP)                                                                                          \
	X(IPV4_ICMP)                                                                                         \
	X(IPV4_OTHER)                                                                                        \
	X(IPV4_OPTIONS)                                                                                      \
	X(IPV4_FRAGMENT)                                                                                     \
	X(IPV6_TCP)                                                                                          \
	X(IPV6_UDP)                                                                                          \
	X(IPV6_ICMP)                                                                                         \
	X(IPV6_OTHER)                                                                                        \
	X(IPV6_EXTENSION)                                                                                    \
	X(ARP)                                                                                               \
	X(OTHER_ETHERNET)                                                                                    \
	X(VXLAN)                                                                                             \
	X(GRE)                                                                                               \
	X(NVGRE)                                                                                             \
	X(GRE_IP)
#define FRAME_ENUM(name) FRAME_##name,
enum frame_kind { FRAME_KINDS(FRAME_ENUM) FRAME_KIND_COUNT };
extern const char *const frame_kind_names[FRAME_KIND_COUNT];

/* The values of one scene. */
struct frame_pool {
	uint8_t mac[POOL][6];
	uint8_t ip4[POOL][4];
	uint8_t ip6[POOL][16];
	uint16_t tp[POOL];
	uint16_t vid[POOL];
	uint32_t tunnel_key[POOL];
	uint8_t vtep4[POOL][4]; /* of remote tunnel ends */
	uint8_t vtep6[POOL][16];
	struct el_endpoint endpoint[POOL]; /* ours */
	uint32_t endpoints;
};

struct frame {
	enum frame_kind kind;
	uint8_t tags;
	uint8_t damaged;
	uint32_t len;
	uint8_t bytes[FRAME_MAX];
};

void frame_pool_make(struct frame_pool *pool, struct dice *d);
void frame_make(struct frame *f, const struct frame_pool *pool, struct dice *d);
/* Another packet of the same connection, or nearly: payload, TTL, TOS, flags, checksums. */
void frame_vary(struct frame *f, struct dice *d);
/* Truncated, or some bytes of its headers wrong. */
void frame_damage(struct frame *f, struct dice *d);

#endif
