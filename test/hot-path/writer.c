/* See writer.h. */
#include "writer.h"

#include <stdio.h>
#include <string.h>

#define CHURN_FLOWS 20000u /* ids above those of slots */
#define FIRST_CHURN (SLOTS * 4)
#define IDLE_MS 3u

/* ---- flows that have gone: their counters are final when no lcore can count any more ---- */

static void harvest(struct writer *w)
{
	while (w->gone_tail != w->gone_head) {
		uint32_t at = w->gone_tail % 4096;

		if (!rcu_passed(&w->rig->w.rcu, w->gone[at].token))
			return;
		w->slots->slot[w->gone[at].slot].counted +=
		    flows_totals(&w->rig->w, &w->gone[at].record).packets;
		w->gone_tail++;
	}
	/* Only now may their lines be used again. */
	rcu_reclaim(&w->rig->w.rcu);
}

static void must(struct writer *w, command_run run, const void *record, uint32_t extra)
{
	uint32_t offset;
	int code;

	while ((code = run(&w->rig->c, record, extra, &offset)) == COMMANDS_AGAIN)
		harvest(w);
	if (code) {
		fprintf(stderr, "HOT_PATH: refused with %d at %u\n", code, offset);
		rig_die("a command was refused");
	}
}

static uint32_t next_version(struct writer *w)
{
	w->version = (w->version + 1) & 0xffffff;
	return w->version ? w->version : ++w->version;
}

static void put_action(struct writer *w, uint32_t id, const uint8_t *acts, uint32_t len)
{
	_Alignas(8) uint8_t record[sizeof(struct el_cmd_action_set) + 512] = {0};
	struct el_cmd_action_set *cmd = (void *)record;

	cmd->action_id = id;
	cmd->len = len;
	memcpy(record + sizeof(*cmd), acts, len);
	must(w, cmd_action_set, record, len);
}

static void put_list(struct writer *w, uint32_t number, uint32_t id, uint32_t version)
{
	_Alignas(8) uint8_t acts[512];

	put_action(w, id, acts, slot_list(&w->slots->slot[number], number, version, acts));
}

/* ---- slots ---- */

/* Each slot has two action ids; the one in use, or the other. */
static uint32_t other_action(const struct slot *slot, uint32_t number)
{
	return slot->action == number * 2 ? number * 2 + 1 : number * 2;
}

static void add_masked(struct writer *w, uint32_t flow, uint32_t mask, const struct el_key *m,
                       const struct el_key *key, uint32_t action)
{
	struct el_cmd_flow_add cmd = {.flow_id = flow,
	                              .action_id = action,
	                              .mask_id = mask,
	                              .generation = w->rig->w.generation,
	                              .key = *key};

	for (uint32_t i = 0; i < sizeof(*m); i++)
		((uint8_t *)&cmd.key)[i] &= ((const uint8_t *)m)[i];
	must(w, cmd_flow_add, &cmd, 0);
}

static void add_flow(struct writer *w, uint32_t flow, uint32_t mask, const struct el_key *key,
                     uint32_t action)
{
	struct el_key m = slots_mask(mask);

	add_masked(w, flow, mask, &m, key, action);
}

static void install(struct writer *w, uint32_t number)
{
	struct slot *slot = &w->slots->slot[number];
	uint32_t version = next_version(w);

	slot->action = other_action(slot, number);
	slot->flow = w->flow_of[--w->free_flows];
	if (slot->kind == SLOT_OVERLAP) { /* the wide flow is there all the time, with the same action */
		slot->action = number * 2;
		add_flow(w, slot->flow, slot->mask, &slot->key, slot->action);
	} else {
		live_begin(&w->slots->clock, &slot->live, version);
		put_list(w, number, slot->action, version);
		add_flow(w, slot->flow, slot->mask, &slot->key, slot->action);
		live_end(&w->slots->clock);
	}
	w->installs++;
}

static void swap(struct writer *w, uint32_t number)
{
	struct slot *slot = &w->slots->slot[number];
	uint32_t version = next_version(w);

	slot->action = other_action(slot, number);
	/* An lcore may still be on its way from an older use of the list's id: it counts from here. */
	live_begin(&w->slots->clock, &slot->live, version);
	put_list(w, number, slot->action, version);
	add_flow(w, slot->flow, slot->mask, &slot->key, slot->action);
	live_end(&w->slots->clock);
	w->swaps++;
}

static void replace(struct writer *w, uint32_t number)
{
	struct slot *slot = &w->slots->slot[number];
	uint32_t version = next_version(w);

	live_begin(&w->slots->clock, &slot->live, version);
	put_list(w, number, slot->action, version);
	live_end(&w->slots->clock);
	w->replaced++;
}

static void remove_flow(struct writer *w, uint32_t number)
{
	struct slot *slot = &w->slots->slot[number];
	struct el_cmd_flow_del cmd = {.flow_id = slot->flow};
	uint32_t at = w->gone_head % 4096;

	while (w->gone_head - w->gone_tail == 4096)
		harvest(w);
	w->gone[at].record = *flows_get(&w->rig->w, slot->flow);
	w->gone[at].slot = number;
	if (slot->kind != SLOT_OVERLAP)
		live_begin(&w->slots->clock, &slot->live, LIVE_GONE);
	must(w, cmd_flow_del, &cmd, 0);
	if (slot->kind != SLOT_OVERLAP)
		live_end(&w->slots->clock);
	w->gone[at].token = rcu_token(&w->rig->w.rcu);
	w->gone_head++;
	/* The id goes to the end of the line, so that it comes to mean another flow. */
	memmove(w->flow_of + 1, w->flow_of, w->free_flows * sizeof(w->flow_of[0]));
	w->flow_of[0] = slot->flow;
	w->free_flows++;
	slot->flow = EL_ID_NONE;
	w->removals++;
}

static void change_slot(struct writer *w, uint32_t number)
{
	struct slot *slot = &w->slots->slot[number];
	uint32_t what = dice_roll(&w->d, 100);

	if (slot->flow == EL_ID_NONE) {
		if (what < 60)
			install(w, number);
	} else if (what < 30 || (slot->kind == SLOT_OVERLAP && what < 60)) {
		replace(w, number);
	} else if (what < 70 && slot->kind != SLOT_OVERLAP) {
		swap(w, number);
	} else if (!slot->stable || slot->kind == SLOT_OVERLAP) {
		remove_flow(w, number);
	}
}

/* ---- objects ---- */

/* The member's list in place, or another member. */
static void change_group(struct writer *w, uint32_t group)
{
	_Alignas(8) uint8_t acts[512],
	    record[sizeof(struct el_cmd_group_set) + sizeof(struct el_group_member)] = {0};
	struct el_cmd_group_set *cmd = (void *)record;
	struct el_group_member *member = (void *)(record + sizeof(*cmd));
	uint32_t version = next_version(w), len = slot_member_list(group, version, acts);
	bool in_place = w->member[group] && dice_chance(&w->d, 50);

	if (!in_place)
		w->member[group] = SLOTS * 2 + group * 2 + (w->member[group] % 2 == 0);
	live_begin(&w->slots->clock, &w->slots->group[group], version);
	put_action(w, w->member[group], acts, len);
	if (!in_place) {
		cmd->group_id = group;
		cmd->member_count = 1;
		*member = (struct el_group_member){.action_id = w->member[group], .weight = 1, .token = 1};
		must(w, cmd_group_set, record, sizeof(*member));
	}
	live_end(&w->slots->clock);
}

static void change_object(struct writer *w)
{
	struct slots *s = w->slots;
	uint32_t what = dice_roll(&w->d, 5), id = dice_roll(&w->d, SLOT_TUNNELS), version = next_version(w);
	struct el_cmd_nexthop_set hop;
	struct el_cmd_tunnel_set tunnel;

	w->objects++;
	switch (what) {
	case 0:
		slot_tunnel(id, version, &tunnel);
		live_begin(&s->clock, &s->tunnel[id], version);
		must(w, cmd_tunnel_set, &tunnel, 0);
		live_end(&s->clock);
		break;
	case 1:
		slot_nexthop(id, version, &hop);
		live_begin(&s->clock, &s->nexthop[id], version);
		must(w, cmd_nexthop_set, &hop, 0);
		live_end(&s->clock);
		break;
	case 2: { /* another tunnel address, which no packet has: the list of all is made anew */
		struct el_cmd_endpoint_set e = {.endpoint_id = 1,
		                                .type = EL_TUN_VXLAN,
		                                .udp_dst = 4789,
		                                .local = {[0] = 0x20, [15] = (uint8_t)version}};

		if (version % 2)
			must(w, cmd_endpoint_set, &e, 0);
		else if (w->rig->w.endpoint[1].type != EL_TUN_NONE)
			must(w, cmd_endpoint_del, &(struct el_cmd_endpoint_del){.endpoint_id = 1}, 0);
		break;
	}
	default:
		change_group(w, dice_roll(&w->d, SLOT_GROUPS));
	}
}

/* Many flows nobody asks for come and go: the index grows and shrinks under the reader. */
static void grow(struct writer *w)
{
	uint32_t flows = 1 + dice_roll(&w->d, CHURN_FLOWS);

	for (uint32_t i = 0; i < flows; i++) {
		struct el_key key = w->slots->slot[i % SLOTS].key;

		key.in_port = (uint16_t)(i % 3);
		key.ip_dst[12] = 99;
		memcpy(key.ip_src + 12, &i, 4);
		add_flow(w, FIRST_CHURN + i, 3, &key, 1);
	}
	for (uint32_t i = 0; i < flows; i++)
		must(w, cmd_flow_del, &(struct el_cmd_flow_del){.flow_id = FIRST_CHURN + i}, 0);
	w->grown += flows;
}

/* A mask goes and another comes under its id, at once. The flow under the second is masked to what a packet
 * of some slot would be under the first: who mixes the two up treats that packet by it. */
static void churn_mask(struct writer *w)
{
	struct el_cmd_mask_set first = {.mask_id = SLOT_CHURN_MASK, .mask = slots_mask(SLOT_CHURN_MASK)};
	struct el_cmd_mask_set second = first;
	const struct slot *slot = &w->slots->slot[dice_roll(&w->d, SLOTS)];
	struct el_key none = {.in_port = slot->port}, trap = slot->key;

	second.mask.tp_dst = UINT16_MAX;
	trap.tp_dst = 0;
	must(w, cmd_mask_set, &first, 0);
	add_masked(w, FIRST_CHURN, SLOT_CHURN_MASK, &first.mask, &none, 1);
	if (dice_chance(&w->d, 50)) /* lcores have seen it */
		for (uint64_t token = rcu_token(&w->rig->w.rcu); !rcu_passed(&w->rig->w.rcu, token);)
			harvest(w);
	must(w, cmd_flow_del, &(struct el_cmd_flow_del){.flow_id = FIRST_CHURN}, 0);
	must(w, cmd_mask_del, &(struct el_cmd_mask_del){.mask_id = SLOT_CHURN_MASK}, 0);
	must(w, cmd_mask_set, &second, 0);
	add_masked(w, FIRST_CHURN + 1, SLOT_CHURN_MASK, &second.mask, &trap, 1);
	must(w, cmd_flow_del, &(struct el_cmd_flow_del){.flow_id = FIRST_CHURN + 1}, 0);
	must(w, cmd_mask_del, &(struct el_cmd_mask_del){.mask_id = SLOT_CHURN_MASK}, 0);
	w->masks++;
}

/* Flows that nothing has matched for a while. */
static void expire(struct writer *w)
{
	for (uint32_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &w->slots->slot[i];
		struct flow_totals sum;

		if (slot->flow == EL_ID_NONE || slot->stable)
			continue;
		sum = flows_totals(&w->rig->w, flows_get(&w->rig->w, slot->flow));
		if (flows_idle_ms(&w->rig->w, &sum) >= IDLE_MS) {
			remove_flow(w, i);
			w->expired++;
		}
	}
}

/* All flows with a tag, under a new generation. */
static void invalidate(struct writer *w)
{
	struct el_cmd_generation cmd = {.generation = w->rig->w.generation + 1};
	uint32_t tag = dice_roll(&w->d, 16);

	must(w, cmd_generation, &cmd, 0);
	for (uint32_t i = 0; i < SLOTS; i++)
		if (i / 8 % 16 == tag && w->slots->slot[i].flow != EL_ID_NONE && !w->slots->slot[i].stable) {
			remove_flow(w, i);
			w->invalidated++;
		}
}

void writer_change(struct writer *w)
{
	uint32_t what = dice_roll(&w->d, 20000);

	harvest(w);
	if (what == 0)
		grow(w);
	else if (what < 60)
		churn_mask(w);
	else if (what < 70)
		expire(w);
	else if (what < 80)
		invalidate(w);
	else if (what < 100) {
		table_sort(w->rig->w.lcores[0]->table);
		w->sorts++;
	} else if (what < 1500)
		change_object(w);
	else
		change_slot(w, dice_roll(&w->d, SLOTS));
}

void writer_answer(struct writer *w, bool last)
{
	const struct el_upcall *u;

	for (uint32_t i = 0; i < 64 && (u = rig_upcall(w->rig)) != NULL; i++) {
		struct el_cmd_release cmd = {.park_id = u->park_id, .reason = EL_DROP_POLICY};
		uint32_t number;

		memcpy(&number, u->data + u->snap_len - SLOT_MARK + 8, sizeof(number));
		rig_upcall_taken(w->rig);
		cmd.verdict = last || dice_chance(&w->d, 20) ? EL_RELEASE_DROP : EL_RELEASE_CLASSIFY;
		if (cmd.verdict == EL_RELEASE_CLASSIFY && w->slots->slot[number % SLOTS].flow == EL_ID_NONE &&
		    dice_chance(&w->d, 80))
			install(w, number % SLOTS);
		must(w, cmd_release, &cmd, 0);
		w->answers++;
	}
}

void writer_begin(struct writer *w)
{
	struct slots *s = w->slots;
	struct el_cmd_endpoint_set endpoint = {
	    .type = EL_TUN_VXLAN, .udp_dst = 4789, .local = {[10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1}};

	for (uint32_t i = 0; i < SLOT_MASKS; i++) {
		struct el_cmd_mask_set cmd = {.mask_id = i, .mask = slots_mask(i)};

		must(w, cmd_mask_set, &cmd, 0);
	}
	must(w, cmd_endpoint_set, &endpoint, 0);
	for (uint32_t i = 0; i < SLOT_TUNNELS; i++) {
		struct el_cmd_nexthop_set hop;
		struct el_cmd_tunnel_set tunnel;
		uint32_t version = next_version(w);

		slot_nexthop(i, version, &hop);
		slot_tunnel(i, version, &tunnel);
		live_begin(&s->clock, &s->nexthop[i], version);
		must(w, cmd_nexthop_set, &hop, 0);
		live_end(&s->clock);
		live_begin(&s->clock, &s->tunnel[i], version);
		must(w, cmd_tunnel_set, &tunnel, 0);
		live_end(&s->clock);
	}
	for (uint32_t i = 0; i < SLOT_GROUPS; i++)
		change_group(w, i);
	for (uint32_t i = 0; i < SLOTS * 2; i++)
		w->flow_of[w->free_flows++] = i;
	put_list(w, 0, 1, next_version(w));
	for (uint32_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &s->slot[i];

		slot->action = i * 2 + 1;
		if (slot->kind == SLOT_OVERLAP) {
			uint32_t version = next_version(w);

			put_list(w, i, i * 2, version);
			live_begin(&s->clock, &slot->live, version);
			add_flow(w, SLOTS * 2 + i, 12, &slot->key, i * 2);
			live_end(&s->clock);
		}
		if (slot->stable || i / 8 % 3)
			install(w, i);
	}
}

const char *writer_add_up(struct writer *w)
{
	struct slots *s = w->slots;

	while (w->gone_tail != w->gone_head)
		harvest(w);
	for (uint32_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &s->slot[i];

		if (slot->flow != EL_ID_NONE)
			slot->counted += flows_totals(&w->rig->w, flows_get(&w->rig->w, slot->flow)).packets;
		if (slot->kind == SLOT_OVERLAP)
			slot->counted +=
			    flows_totals(&w->rig->w, flows_get(&w->rig->w, SLOTS * 2 + i)).packets;
		if (slot->counted != slot->treated) {
			fprintf(stderr, "  slot %u (%s): flows counted %llu, %llu came out\n", i,
			        slot_kind_names[slot->kind], (unsigned long long)slot->counted,
			        (unsigned long long)slot->treated);
			return "flows' counters do not add up to the packets they treated";
		}
		if (slot->stable && (slot->treated != slot->fed || slot->missed))
			return "a packet of a flow that is always there was not treated";
	}
	return NULL;
}
