/* The worker's own code in this process, one lcore, between a guest and wires that are models of cards or
 * plain ring ports.
 *
 *      guest ──► [port 0] lcore_turn [port n] ──► ENCAP ──► wire n          (and back: DECAP ──► guest)
 *
 * Every port is set up by the worker's port_setup, every flow by its own command.
 */
#ifndef EDGELANE_CARDS_EDGE_H
#define EDGELANE_CARDS_EDGE_H

#include "commands.h"
#include "lcore.h"
#include "model.h"

#define EDGE_WIRES 16u
#define EDGE_MTU 9000u      /* of the guest */
#define EDGE_WIRE_MTU 9100u /* of the underlay: room for outer headers */
#define EDGE_KEY 5u         /* VNI and GRE key of all tunnels */
#define EDGE_VXLAN_PORT 4789u

/* A flow of the guest is chosen by its destination MAC: 02:00:00:00:<wire>:<tunnel>. */
enum edge_tunnel {
	EDGE_VXLAN4,
	EDGE_VXLAN6,
	EDGE_GRE4,
	EDGE_GRE6,
	EDGE_VXLAN6_ZERO, /* without an outer checksum (RFC 6936) */
	EDGE_VXLAN4_SUM,  /* with one */
	EDGE_NONE,        /* out as it is */
	EDGE_TUNNELS
};

struct rte_ring;
struct edge;

typedef void (*edge_out)(void *arg, uint16_t port, const uint8_t *frame, uint32_t len);

struct edge {
	struct worker w;
	struct commands c;
	struct rte_ring *in[EDGE_WIRES + 1], *out[EDGE_WIRES + 1]; /* of ring ports */
	struct model *model[EDGE_WIRES + 1];                       /* NULL: a ring port */
	struct edge_wire {
		struct edge *edge;
		uint16_t port;
		uint16_t vlan; /* of the underlay; 0: untagged */
	} wire[EDGE_WIRES + 1];
	edge_out sees;
	void *sees_arg;
};

/* Ends the process with 3 after one sentence. */
_Noreturn void edge_die(const char *what);

/* DPDK, and port 0: the guest's. */
void edge_start(struct edge *e, edge_out sees, void *arg);
/* What a wire is wished. */
struct edge_wish {
	uint32_t offloads; /* 1 << EL_OFFLOAD_* */
	uint16_t mtu;      /* 0: EDGE_WIRE_MTU */
	uint16_t vlan;     /* of the underlay; 0: untagged */
};

/* One wire more: `card` is "mlx4", "i40e" or "plain". Its port id. */
uint16_t edge_wire(struct edge *e, const char *card, const struct model_knobs *knobs,
                   const struct edge_wish *wish);
/* Tables, tunnels and flows for all wires: there is traffic from here on. */
void edge_run(struct edge *e);
void edge_stop(struct edge *e);

/* A packet the guest sends, in segments of at most `split` bytes (0: as few as it takes). `flags`:
 * RTE_MBUF_F_RX_*, as vhost gives them. */
void edge_guest_sends(struct edge *e, const uint8_t *bytes, uint32_t len, uint64_t flags, uint16_t mss,
                      uint32_t split);
/* A frame from that wire. false: its card lost it before a queue. */
bool edge_wire_brings(struct edge *e, uint16_t port, const uint8_t *bytes, uint32_t len);
/* The cable of a modelled wire is in or out, and the worker looks. */
void edge_link(struct edge *e, uint16_t port, bool up);
/* Turns the lcore until nothing moves; what leaves goes to `sees`. */
void edge_settle(struct edge *e);

/* Of all queues, in this order: rx, injected, cloned, split, tx, consumed, merged, held, drops. */
struct edge_ledger {
	uint64_t rx, injected, cloned, split, tx, consumed, merged, held, drops;
	uint64_t by_reason[EL_DROP_COUNT];
};
struct edge_ledger edge_ledger(const struct edge *e);

#endif
