/* A stand-in for the lcore that actions run on: objects by small ids, and a record of every fate.
 *
 * It must count as the worker does, so that a test can ask for the ledger's balance.
 */
#ifndef EDGELANE_TEST_STUB_LCORE_H
#define EDGELANE_TEST_STUB_LCORE_H

#include "group.h"
#include "lcore_env.h"
#include "packet.h"
#include "tunnel.h"

#define STUB_OBJECTS 16
#define STUB_ACTION_BYTES 4096

enum stub_fate_kind { STUB_SENT, STUB_DROPPED, STUB_UPCALL };

/* One packet's end. `m` is freed after the call; p only for an upcall. */
struct stub_fate {
	enum stub_fate_kind kind;
	const struct rte_mbuf *m; /* NULL: a copy that could not be made */
	const struct packet *p;
	uint16_t port;
	uint16_t reason;
	uint32_t arg;
};

struct lcore {
	void (*fate)(struct lcore *lc, const struct stub_fate *fate);
	void *context;
	struct rte_mempool *pool;
	uint64_t fates;
	uint8_t has_tunnel[STUB_OBJECTS];
	uint8_t has_nexthop[STUB_OBJECTS];
	uint8_t has_group[STUB_OBJECTS];
	struct tunnel tunnels[STUB_OBJECTS];
	struct nexthop nexthops[STUB_OBJECTS];
	struct group groups[STUB_OBJECTS];
	uint64_t now; /* what meters take for the time */
	uint8_t has_meter[STUB_OBJECTS];
	struct meter meters[STUB_OBJECTS];
	struct meter_state meter_states[STUB_OBJECTS];
	uint32_t action_len[STUB_OBJECTS]; /* EL_ID_NONE: no list */
	_Alignas(8) uint8_t actions[STUB_OBJECTS][STUB_ACTION_BYTES];
};

void stub_init(struct lcore *lc, struct rte_mempool *pool);

#endif
