/* Software NICs for tests: a vdev port that says, refuses, sends and receives as a card would.
 *
 *      product ──► rte_eth_*() ──► wrap.c ──► the model          (rte_eth_fp_ops of the port: its bursts)
 *
 * A model must share no code with the product, and must never do more to a packet than its card would. What a
 * card leaves undefined it notes as a violation; what it gets wrong it gets wrong.
 *
 * Only a card can show: timing of PCIe, DMA and interrupts, packet rates, caches and NUMA, faults of
 * firmware, a hung queue beyond its sign, how ConnectX-3 spreads GRE and IPv6 and whether its GOOD covers
 * inner headers, inner spreading of X710 as delivered, the link's other end, and what the kernel keeps of a
 * shared port.
 */
#ifndef EDGELANE_CARDS_MODEL_H
#define EDGELANE_CARDS_MODEL_H

#include <stdbool.h>
#include <stdint.h>

enum model_card { MODEL_MLX4, MODEL_I40E };

/* What differs from machine to machine. All zero: a healthy card. */
struct model_knobs {
	uint16_t vxlan_port;    /* mlx4: the UDP port the kernel's VXLAN device gave the card; 0: none did */
	uint16_t netdev_mtu;    /* mlx4: of the kernel's device; 0: 1500 */
	bool no_checksum;       /* mlx4: verbs tell of no checksums */
	bool no_tso;            /* mlx4: and of no TSO */
	bool not_pro;           /* mlx4: a ConnectX-3, or a VF */
	uint32_t flip_every;    /* each so manieth frame it sends has a wrong bit; 0: none */
	uint32_t lose_every;    /* each so manieth is lost */
	uint32_t burst_most;    /* packets one burst takes; 0: all */
	bool good_always;       /* it calls every checksum it receives right */
	uint32_t outer_sum_bad; /* the outer IPv4 checksum it fills in is wrong: a card whose offload lies */
};

struct model;

/* What the model saw. */
struct model_account {
	uint64_t violations; /* requests whose outcome the card leaves undefined */
	char violation[256]; /* the first of them */
	uint64_t stalls;     /* bursts that stopped in front of a packet which can never go */
	char stall[256];
	uint64_t packets; /* taken from the product */
	uint64_t frames;  /* put on the wire */
	uint64_t bytes;
	uint64_t held;        /* sent, but their mbufs are not given back yet */
	uint64_t hardware_l4; /* packets whose transport checksum the card filled in */
	uint64_t hardware_tso;
	uint64_t hardware_outer; /* packets whose outer IPv4 checksum the card filled in */
};

typedef void (*model_sent)(void *arg, const uint8_t *frame, uint32_t len);

/* From now on the ethdev of this device name is the card. Dies when there are too many. */
struct model *model_claim(const char *device, enum model_card card, const struct model_knobs *knobs);
/* Where its frames go; NULL: nowhere. */
void model_wire(struct model *m, model_sent sent, void *arg);
/* A frame comes from the wire, without FCS. false: it was lost before a queue. */
bool model_arrives(struct model *m, const uint8_t *frame, uint32_t len);
/* The cable is in or out. */
void model_link(struct model *m, bool up);
const struct model_account *model_account(const struct model *m);
void model_account_clear(struct model *m);
/* Gives back the mbufs it still holds, and frames not yet received. Its port has stopped. */
void model_drop_all(struct model *m);
/* Its port is closed: the device name is free again. */
void model_release(struct model *m);

#endif
