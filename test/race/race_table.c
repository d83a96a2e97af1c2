/* Flow tables, objects and RCU: one writer by flows.h, as the main thread is, and one reader a table, as
 * lcores are.
 *
 * Flows of all kinds (plain, in tunnels, of IPv6) under several masks come, change and go, lines and mask ids
 * are used again, object by object is replaced and removed. Some flows stay: no reader may ever miss one of
 * them. Whatever a reader finds must be the flow it looked for, whole.
 */
#include "race.h"

#include <string.h>

#include "classify.h"
#include "lcore.h"
#include "worker.h"

#define READERS 2u
#define KEYS 3000u
#define STAY 500u
#define MASKS 6u
#define ACTIONS 64u
#define CHANGES 30000u

struct object {
	uint64_t number, twice;
};

static struct worker w;
static uint32_t stop;
static uint64_t lookups[READERS], found[READERS];

static struct el_key mask_of(uint32_t mask)
{
	struct el_key m = {.in_port = UINT16_MAX};

	memset(m.ip_src, 0xff, 16);
	if (mask & 1)
		m.eth_type = UINT16_MAX;
	if (mask & 2)
		memset(m.tun_src, 0xff, 16);
	if (mask & 4)
		m.tp_dst = UINT16_MAX;
	return m;
}

/* Key n belongs under mask n % MASKS. Every third is in a tunnel, every third of IPv6. */
static struct el_key key_of(uint32_t n, uint16_t port)
{
	struct el_key key = {.in_port = port, .eth_type = 8, .tp_dst = (uint16_t)n};

	if (n % 3 == 2) {
		key.eth_type = 0xdd86;
		key.ip_src[0] = 0x20;
	} else {
		key.ip_src[10] = key.ip_src[11] = 0xff;
	}
	if (n % 3 == 1) {
		key.tun_type = EL_TUN_VXLAN;
		key.tun_key = n;
		memset(key.tun_src + 10, 0xff, 2);
		memcpy(key.tun_src + 12, &n, 4);
	}
	memcpy(key.ip_src + 12, &n, 4);
	return key;
}

static void read_action(const struct flow_line *line)
{
	const struct object *o = objects_get(&w.actions, __atomic_load_n(&line->action_id, __ATOMIC_RELAXED));

	if (o)
		must(o->twice == o->number * 2, "an object is whole");
}

static void *read_on(void *argument)
{
	struct lcore *lc = argument;
	uint32_t number[CLASSIFY_BURST], seed = 7 + lc->index;
	struct compact compact[CLASSIFY_BURST];
	struct brief brief[CLASSIFY_BURST];
	struct flow_line *line[CLASSIFY_BURST];

	rte_rcu_qsbr_thread_online(w.rcu.qsbr, lc->index);
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		for (uint32_t i = 0; i < CLASSIFY_BURST; i++) {
			number[i] = roll(&seed) % (seed & 64 ? STAY : KEYS);
			struct el_key key = key_of(number[i], lc->index);

			brief_of_key(&brief[i], &compact[i], &key);
		}
		classify_burst(lc->table, brief, CLASSIFY_BURST, line);
		for (uint32_t i = 0; i < CLASSIFY_BURST; i++) {
			must(line[i] || number[i] >= STAY, "a flow that stays is found");
			if (!line[i])
				continue;
			must(line[i]->flow_id % KEYS == number[i], "the flow is the one looked for");
			read_action(line[i]);
			__atomic_store_n(&line[i]->packets, line[i]->packets + 1, __ATOMIC_RELAXED);
			__atomic_store_n(&line[i]->bytes, line[i]->bytes + 60, __ATOMIC_RELAXED);
			__atomic_store_n(&line[i]->last_used, line[i]->last_used + 1, __ATOMIC_RELAXED);
			found[lc->index]++;
		}
		lookups[lc->index] += CLASSIFY_BURST;
		rte_rcu_qsbr_quiescent(w.rcu.qsbr, lc->index);
	}
	rte_rcu_qsbr_thread_offline(w.rcu.qsbr, lc->index);
	return NULL;
}

/* ---- the writer ---- */

static void put_object(uint32_t id)
{
	static uint64_t number;
	struct object *o = malloc(sizeof(*o));

	must(o != NULL, "there is memory");
	number++;
	*o = (struct object){number, number * 2};
	objects_put(&w.actions, &w.rcu, id, o);
}

static void add(uint32_t flow, uint32_t action)
{
	struct el_key mask = mask_of(flow % MASKS);
	struct el_cmd_flow_add cmd = {.flow_id = flow,
	                              .action_id = action,
	                              .mask_id = flow % MASKS,
	                              .key = key_of(flow % KEYS, (uint16_t)(flow / KEYS))};
	uint32_t offset;
	int code;

	for (uint32_t i = 0; i < sizeof(mask); i++)
		((uint8_t *)&cmd.key)[i] &= ((const uint8_t *)&mask)[i];
	while ((code = flows_add(&w, &cmd, &offset)) == FLOWS_AGAIN)
		rcu_reclaim(&w.rcu);
	must(code == 0, "a flow is taken");
}

/* Another mask under an id whose flows have gone. */
static void churn_mask(uint32_t round)
{
	struct el_key m = {.in_port = UINT16_MAX, .icmp_id = (uint16_t)(1u << round % 16)};
	struct el_cmd_flow_add cmd = {.flow_id = KEYS * READERS, .mask_id = MASKS, .key = {.in_port = 0}};
	uint32_t offset;
	int code;

	while ((code = flows_mask_set(&w, MASKS, &m)) == FLOWS_AGAIN)
		rcu_reclaim(&w.rcu);
	must(code == 0, "a mask is taken");
	cmd.key.icmp_id = m.icmp_id;
	must(flows_add(&w, &cmd, &offset) == 0 && flows_del(&w, cmd.flow_id) == 0 &&
	         flows_mask_del(&w, MASKS) == 0,
	     "a mask comes and goes");
}

static void change(uint32_t round, uint32_t *seed)
{
	uint32_t flow = roll(seed) % (KEYS * READERS), action = roll(seed) % (ACTIONS - 1);
	const struct flow_record *r = flows_get(&w, flow);

	if (!r || roll(seed) % 3 == 0)
		add(flow, action);
	else if (flow % KEYS >= STAY)
		must(flows_totals(&w, r).packets * 60 + 60 * 32 >= flows_totals(&w, r).bytes / 2 &&
		         flows_del(&w, flow) == 0,
		     "a flow goes");
	if (round % 4 == 0)
		put_object(action);
	if (round % 64 == 0)
		for (uint32_t i = 0; i < READERS; i++)
			table_sort(w.lcores[i]->table);
	if (round % 128 == 0)
		churn_mask(round / 128);
	if (round % 16 == 0 && !objects_leaving(&w.actions, ACTIONS - 1)) {
		if (objects_find(&w.actions, ACTIONS - 1))
			objects_remove(&w.actions, &w.rcu, ACTIONS - 1);
		else
			put_object(ACTIONS - 1);
	}
	rcu_reclaim(&w.rcu);
}

int main(void)
{
	pthread_t reader[READERS];
	uint32_t seed = 1;

	w.port_count = w.lcore_count = READERS;
	w.tsc_hz = 1000000000;
	w.action_users = calloc(ACTIONS, sizeof(*w.action_users));
	must(rcu_init(&w.rcu, READERS) == 0 && flows_init(&w.flows, KEYS * READERS + 1) == 0 &&
	         objects_init(&w.actions, ACTIONS) == 0 && w.action_users,
	     "there is memory");
	for (uint16_t i = 0; i < READERS; i++) {
		w.lcores[i] = calloc(1, sizeof(*w.lcores[i]));
		w.lcores[i]->index = i;
		w.lcores[i]->table = table_create(&w.rcu, w.flows.max, flows_lines(&w.flows));
		w.ports[i].lcore_mask = (uint16_t)(1u << i);
	}
	for (uint32_t i = 0; i < MASKS; i++) {
		struct el_key mask = mask_of(i);

		must(flows_mask_set(&w, i, &mask) == 0, "a mask is taken");
	}
	for (uint32_t i = 0; i < ACTIONS; i++)
		put_object(i);
	for (uint32_t i = 0; i < KEYS * READERS; i++)
		if (i % KEYS < STAY)
			add(i, i % (ACTIONS - 1));
	for (uint32_t i = 0; i < READERS; i++)
		reader[i] = start(read_on, w.lcores[i]);
	for (uint32_t round = 0; round < CHANGES; round++)
		change(round, &seed);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < READERS; i++)
		pthread_join(reader[i], NULL);
	rcu_close(&w.rcu);
	objects_close(&w.actions);
	for (uint32_t i = 0; i < READERS; i++)
		must(lookups[i] > 0 && found[i] > 0, "readers read");
	printf("race-table: %u changes, %llu lookups, %llu found\n", CHANGES,
	       (unsigned long long)(lookups[0] + lookups[1]), (unsigned long long)(found[0] + found[1]));
	for (uint32_t i = 0; i < READERS; i++) {
		table_destroy(w.lcores[i]->table);
		free(w.lcores[i]);
	}
	flows_close(&w.flows);
	free(w.action_users);
	return 0;
}
