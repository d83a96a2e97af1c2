/* Random action lists: the common shapes by name, and anything else that is well formed. */
#ifndef EDGELANE_HOT_PATH_LISTS_H
#define EDGELANE_HOT_PATH_LISTS_H

#include "frames.h"

#define LIST_MAX 1024u

#define LIST_SHAPES(X)                                                                                       \
	X(OUTPUT)                                                                                            \
	X(REWRITE)                                                                                           \
	X(ROUTE)                                                                                             \
	X(NAT)                                                                                               \
	X(ENCAP)                                                                                             \
	X(ROUTE_ENCAP)                                                                                       \
	X(DECAP)                                                                                             \
	X(DECAP_ROUTE)                                                                                       \
	X(RELAY)                                                                                             \
	X(VLAN)                                                                                              \
	X(FLOOD)                                                                                             \
	X(CLONE)                                                                                             \
	X(SELECT)                                                                                            \
	X(DROP)                                                                                              \
	X(PUNT)                                                                                              \
	X(EMPTY)                                                                                             \
	X(ANY)
#define LIST_ENUM(name) LIST_##name,
enum list_shape { LIST_SHAPES(LIST_ENUM) LIST_SHAPE_COUNT };
extern const char *const list_shape_names[LIST_SHAPE_COUNT];

struct list {
	enum list_shape shape;
	uint32_t len;
	_Alignas(8) uint8_t acts[LIST_MAX];
};

/* Ports below `ports`, tunnels and groups below theirs. groups 0: no SELECT. */
struct list_limits {
	uint32_t ports, tunnels, groups;
};

void list_make(struct list *l, const struct frame_pool *pool, const struct list_limits *limits,
               struct dice *d);

#endif
