/* Inside of el_plan_port: what the common steps and the cards' files share.
 *
 * Pure: no step may touch a device, a file or a clock; what a machine is like comes in by struct el_device.
 */
#ifndef EDGELANE_PLAN_H
#define EDGELANE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"

struct card;

struct plan_job {
	const struct el_start *start;
	const struct el_port_conf *conf;
	const struct el_device *device;
	const struct card *card;
	struct el_port_plan *plan;
	uint32_t wanted; /* wishes, those that other fields imply too */
	uint32_t proven; /* of the configuration, if that holds for this device */
	uint32_t disproved;
	int result; /* 0, or the negative el_err of the first refusal */
};

/* What a card thinks of one offload. */
struct judgement {
	bool able;
	uint8_t why; /* enum el_why; NONE = no opinion of its own: capability bits decide */
};

/* One kind of card, or of virtual device: everything the common steps cannot know of it. */
struct card {
	const char *const *drivers;                     /* ended by NULL; NULL = takes what nobody took */
	const char *(*name)(const struct el_device *d); /* for people; "" = none */
	struct judgement (*judge)(const struct plan_job *j, enum el_offload offload);
	/* Queues, descriptors and thresholds as it will take them, in j->plan. 0, or -1 after plan_refuse. */
	int (*sizes)(struct plan_job *j);
	/* The rest, once it is decided what the card does: limits, tunnels, rules. 0, or -1. */
	int (*complete)(struct plan_job *j);
};

extern const struct card plan_mlx4, plan_i40e, plan_virtio, plan_tap, plan_plain;

/* Fill `d` with what DPDK 22.11 documents of a card; vendor and device are set already. */
void plan_describe_mlx4(struct el_device *d);
void plan_describe_i40e(struct el_device *d);
void plan_describe_virtio(struct el_device *d);
void plan_describe_tap(struct el_device *d);

/* Of a TAP with virtio headers: what stands and falls with a kernel that segments inside tunnels
 * (tx_offloads), and mbufs of a packet. */
#define PLAN_TAP_TUNNELS (RTE_ETH_TX_OFFLOAD_VXLAN_TNL_TSO | RTE_ETH_TX_OFFLOAD_OUTER_UDP_CKSUM)
#define PLAN_TAP_MBUFS 250

/* The card of a device; never NULL. */
const struct card *plan_card_of(const struct el_device *device);

/* Keeps the first refusal. Returns -1. */
int plan_refuse(struct plan_job *j, int code, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Wishes: what is implied, what contradicts itself. In plan_wishes.c. 0 or -1. */
int plan_wishes(struct plan_job *j);
/* Sizes that every device has to keep; cards call them or do their own. In plan_sizes.c. 0 or -1. */
int plan_frame(struct plan_job *j);
int plan_queues(struct plan_job *j);
void plan_clamp_descriptors(struct plan_job *j);
/* Descriptors rounded up to a multiple of align, refused above most. */
int plan_descriptors(struct plan_job *j, uint16_t least, uint16_t most, uint16_t align);
/* The table of outcomes, and the bits it comes to. In plan_offloads.c. */
void plan_offloads(struct plan_job *j);
void plan_bits(struct plan_job *j);
/* Rules that steer VXLAN to the wished queues or mark it, if it is to be. In plan_rules.c. */
void plan_rules_vxlan(struct plan_job *j, bool own_mac);
void plan_rules_isolate(struct plan_job *j, uint16_t priority);

/* An offload that the card was to do, and shall not after all. Keeps the masks true; other rows that depend
 * on it follow. */
void plan_degrade(struct el_port_plan *plan, enum el_offload offload, enum el_why why);

static inline bool plan_wants(const struct plan_job *j, enum el_offload offload)
{
	return j->wanted >> offload & 1;
}

/* Whether each frame of the port's MTU, with two VLAN tags, fits into one mbuf. */
static inline bool plan_one_mbuf(const struct el_port_conf *c, uint32_t mbuf_data)
{
	return c->mtu + 14u + 2 * 4u <= mbuf_data;
}

static inline bool plan_has(const struct el_port_plan *plan, enum el_offload offload)
{
	return plan->offloads[offload].outcome == EL_OUTCOME_HARDWARE;
}

static inline struct judgement can(enum el_why why)
{
	return (struct judgement){true, (uint8_t)why};
}

static inline struct judgement cannot(enum el_why why)
{
	return (struct judgement){false, (uint8_t)why};
}

static inline struct judgement no_opinion(void)
{
	return (struct judgement){false, EL_WHY_NONE};
}

#endif
