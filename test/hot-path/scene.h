/* One scene: the same masks, flows and objects in the worker and in the reference, by a seed.
 *
 * Flows that cover one packet always have one action, as the controller sees to it; everything else is
 * random.
 */
#ifndef EDGELANE_HOT_PATH_SCENE_H
#define EDGELANE_HOT_PATH_SCENE_H

#include "lists.h"
#include "reference.h"
#include "rig.h"

#define SCENE_TEMPLATES 192u
#define SCENE_LISTS 48u

struct scene {
	uint64_t seed;
	struct dice d;
	struct rig *rig;
	struct reference *ref;
	struct frame_pool pool;
	struct frame template[SCENE_TEMPLATES];
	uint16_t template_port[SCENE_TEMPLATES];
	struct list list[SCENE_LISTS];
	struct list_limits limits;
	uint32_t masks, lists;
	uint32_t most_flows;
	uint32_t burst;
	int overload;                      /* groups may name themselves: small bursts */
	int quiet;                         /* few changes between turns */
	uint64_t dead_packets, dead_bytes; /* counted by flows that have gone */
	uint64_t hits_before;
	const char *wrong; /* the first thing, or NULL */
};

void scene_begin(struct scene *s, uint64_t seed);
/* Looks at all counters, takes everything away. */
void scene_end(struct scene *s);
/* Now and then something between two turns: flows come, go, change; lists are replaced. */
void scene_change(struct scene *s);
/* Tries to install a flow that covers the key. */
void scene_learn(struct scene *s, const struct el_key *key);

#endif
