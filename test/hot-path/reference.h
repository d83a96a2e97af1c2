/* The slow path that the hot path is held against: the general parser, a linear search over all flows, the
 * general interpreter, packet by packet.
 *
 * It is a library of its own, with the packet code compiled into it once more and everything else its own, so
 * that nothing of the hot path can be its answer. It must share no table, object or counter with the worker.
 */
#ifndef EDGELANE_HOT_PATH_REFERENCE_H
#define EDGELANE_HOT_PATH_REFERENCE_H

#include <stdint.h>

#include <rte_mbuf.h>

#include "edgelane.h"

#define REFERENCE_PORTS 4
#define REFERENCE_FLOWS 1024
#define REFERENCE_OBJECTS 64
#define REFERENCE_FATES 65536
#define REFERENCE_COVERS 16

enum fate_kind { FATE_SENT, FATE_DROPPED, FATE_UP };

/* One end of a packet or copy. */
struct fate {
	enum fate_kind kind;
	uint16_t port;    /* SENT: by which; UP: of its key */
	uint16_t reason;  /* DROPPED: el_drop; UP: el_upcall_reason */
	uint16_t queue;   /* whose ledger: rx port, or REFERENCE_PORTS: injected */
	uint8_t encapped; /* an ENCAP touched it: the outer IPv4 identification is anybody's */
	uint8_t old;      /* it came in an earlier turn, and waited */
	uint32_t arg;
	uint32_t packet;    /* number given to reference_receive */
	struct rte_mbuf *m; /* SENT: the caller frees it; UP: as it was; DROPPED: NULL */
	/* UP: */
	uint32_t flow; /* EL_ID_NONE: a miss; else one of those that match */
	uint32_t hash;
	struct el_parsed at;
	struct el_key key;
	void *parked; /* for reference_release */
};

/* A flow, and what has been treated by it. Flows that cover one packet have one action; which of them counts
 * it is free. */
struct reference_flow {
	uint8_t used;
	uint32_t mask_id;
	uint32_t action_id;
	struct el_key key;
	uint64_t alone; /* packets that it alone covered */
	uint64_t alone_bytes;
	uint64_t shared; /* packets it covered with others */
	uint64_t shared_bytes;
};

struct reference_port {
	uint8_t underlay;
	uint8_t up;
	uint8_t chains; /* the device takes chained mbufs */
	uint16_t mtu;
	uint32_t room; /* packets its tx queue takes in a turn */
	uint32_t sent; /* in this turn */
};

struct reference {
	struct reference_port port[REFERENCE_PORTS];
	struct reference_flow flow[REFERENCE_FLOWS];
	uint32_t flow_high;
	struct el_key mask[EL_MAX_MASKS];
	struct el_endpoint endpoint[EL_MAX_ENDPOINTS];
	uint32_t endpoint_count;
	/* The ledgers, by rx port, then INJECT. */
	struct el_queue_stats stats[REFERENCE_PORTS + 1];
	struct el_tx_stats tx[REFERENCE_PORTS];
	uint64_t action_packets[REFERENCE_OBJECTS]; /* treated by flows with it, since reset */
	uint64_t action_bytes[REFERENCE_OBJECTS];
	uint32_t fates;
	struct fate *fate; /* REFERENCE_FATES of them, of this turn */
	/* Of the packet handled last, for reports: its action list, or EL_ID_NONE. */
	uint32_t last_action;
	uint16_t last_drop; /* by the parser */
};

#define REFERENCE_API __attribute__((visibility("default")))

REFERENCE_API struct reference *reference_create(struct rte_mempool *pool);
/* Forgets flows and objects; ledgers stay. */
REFERENCE_API void reference_reset(void);
/* A turn begins: its fates are gone (their mbufs are the caller's by now), tx queues empty. */
REFERENCE_API void reference_turn(void);

/* Objects, as the commands have them; all are valid. */
REFERENCE_API void reference_action(uint32_t id, const uint8_t *acts, uint32_t len);
REFERENCE_API void reference_group(uint32_t id, const struct el_group_member *members, uint32_t count);
REFERENCE_API void reference_tunnel(const struct el_cmd_tunnel_set *cmd);
REFERENCE_API void reference_nexthop(const struct el_cmd_nexthop_set *cmd);

/* The general parser. */
REFERENCE_API uint16_t reference_parse(const uint8_t *bytes, uint32_t len, uint32_t pkt_len, uint16_t port,
                                       struct el_key *key, struct el_parsed *at);
/* Flows that cover the key, at most REFERENCE_COVERS. */
REFERENCE_API uint32_t reference_cover(const struct el_key *key, uint32_t *flows);

/* Packets, consumed. `number` comes back in fates. */
REFERENCE_API void reference_receive(uint16_t port, struct rte_mbuf *m, uint32_t number);
REFERENCE_API void reference_inject(uint16_t port, struct rte_mbuf *m, const uint8_t *acts, uint32_t len,
                                    uint32_t number);
/* The answer for a parked packet and its chain. */
REFERENCE_API void reference_release(void *parked, uint16_t verdict, uint16_t reason, const uint8_t *acts,
                                     uint32_t len);

#endif
