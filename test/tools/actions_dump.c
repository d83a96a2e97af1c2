/* Runs action lists on packets and prints every packet's end, for a judge that knows nothing of this code.
 *
 * Lines in:  endpoint HEX | tunnel ID HEX (el_cmd_tunnel_set) | nexthop ID HEX (el_cmd_nexthop_set)
 *            group ID HEX (el_group_member[]) | action ID HEX | segment BYTES | budget MBUFS
 *            run IN_PORT PACKET ACTIONS
 * Lines out: each run: `refused CODE OFFSET`, `parse REASON`, or one line a fate, `sent PORT HEX`, `dropped
 * REASON`, `upcall REASON ARG HEX KEY PARSED`; then `end CLONED LIVE HASH`. A refused object: `refused CODE
 * OFFSET`. Exit 2: a line was not understood.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "mbufs.h"
#include "program.h"
#include "stub_lcore.h"

#define HEADROOM 128

static const struct program_limits limits = {
    .port_count = 16, .max_tunnels = STUB_OBJECTS, .max_groups = STUB_OBJECTS};
static struct el_endpoint endpoints[EL_MAX_ENDPOINTS];
static uint32_t endpoint_count;
static uint32_t segment;
static long budget = -1;
static struct lcore lc;
static _Alignas(8) uint8_t bytes[65536], acts[65536];

static void print_fate(struct lcore *unused, const struct stub_fate *fate)
{
	static uint8_t out[65536];
	uint32_t len = fate->m ? mbufs_to(fate->m, out, sizeof(out)) : 0;

	(void)unused;
	if (fate->m)
		rte_mbuf_sanity_check(fate->m, 1);
	switch (fate->kind) {
	case STUB_SENT:
		printf("sent %u ", fate->port);
		hex_print(out, len);
		break;
	case STUB_DROPPED:
		printf("dropped %u", fate->reason);
		break;
	case STUB_UPCALL:
		printf("upcall %u %" PRIu32 " ", fate->reason, fate->arg);
		hex_print(out, len);
		putchar(' ');
		hex_print((const uint8_t *)&fate->p->key, sizeof(fate->p->key));
		putchar(' ');
		hex_print((const uint8_t *)&fate->p->at, sizeof(fate->p->at));
		break;
	}
	putchar('\n');
}

static void refused(int error, uint32_t offset)
{
	if (error)
		printf("refused %d %" PRIu32 "\n", error, offset);
}

static int run(const char *port, const char *packet, const char *list)
{
	long len = hex_read(packet, bytes, sizeof(bytes));
	long act_len = hex_read(list, acts, sizeof(acts));
	struct el_queue_stats stats = {0};
	struct packet p = {.origin = &stats};
	uint32_t offset;

	if (len < 0 || act_len < 0)
		return -1;
	int error = program_check(acts, (uint32_t)act_len, &limits, &offset);
	if (error) {
		refused(error, offset);
	} else {
		p.m = mbufs_from(lc.pool, bytes, (uint32_t)len, HEADROOM, segment);
		uint16_t reason = packet_parse(&p, (uint16_t)atoi(port), endpoints, endpoint_count);
		mbufs_budget = budget;
		if (reason != EL_DROP_NONE) {
			printf("parse %u\n", reason);
			rte_pktmbuf_free(p.m);
		} else {
			actions_run(&lc, &p, acts, (uint32_t)act_len);
		}
		mbufs_budget = -1;
	}
	printf("end %" PRIu64 " %ld %" PRIu32 "\n", stats.cloned, mbufs_live, p.hash);
	return 0;
}

static int object(const char *verb, uint32_t id, const char *hex)
{
	long len = hex_read(hex, bytes, sizeof(bytes));
	uint32_t offset = 0;
	int error;

	if (len < 0 || id >= STUB_OBJECTS)
		return -1;
	if (!strcmp(verb, "tunnel") && len == sizeof(struct el_cmd_tunnel_set)) {
		error = tunnel_render(&lc.tunnels[id], (const void *)bytes, STUB_OBJECTS, &offset);
		lc.has_tunnel[id] = !error;
	} else if (!strcmp(verb, "nexthop") && len == sizeof(struct el_cmd_nexthop_set)) {
		error = nexthop_render(&lc.nexthops[id], (const void *)bytes, limits.port_count, &offset);
		lc.has_nexthop[id] = !error;
	} else if (!strcmp(verb, "group")) {
		error = group_build(&lc.groups[id], (const void *)bytes,
		                    (uint32_t)len / sizeof(struct el_group_member), STUB_OBJECTS, &offset);
		lc.has_group[id] = !error;
	} else if (!strcmp(verb, "action") && len <= STUB_ACTION_BYTES) {
		error = program_check(bytes, (uint32_t)len, &limits, &offset);
		memcpy(lc.actions[id], bytes, (size_t)len);
		lc.action_len[id] = error ? EL_ID_NONE : (uint32_t)len;
	} else {
		return -1;
	}
	refused(error, offset);
	return 0;
}

static int obey(const char *verb, const char *a, const char *b, const char *c)
{
	if (!strcmp(verb, "segment") || !strcmp(verb, "budget")) {
		if (verb[0] == 's')
			segment = (uint32_t)atol(a);
		else
			budget = atol(a);
		return 0;
	}
	if (!strcmp(verb, "endpoint") && endpoint_count < EL_MAX_ENDPOINTS)
		return hex_read(a, (uint8_t *)&endpoints[endpoint_count++], sizeof(endpoints[0])) < 0 ? -1
		                                                                                      : 0;
	if (!b)
		return -1;
	if (!strcmp(verb, "run"))
		return c ? run(a, b, c) : -1;
	return object(verb, (uint32_t)atol(a), b);
}

int main(void)
{
	static char line[262144];

	stub_init(&lc, mbufs_pool(HEADROOM + 2048));
	if (!lc.pool) {
		fprintf(stderr, "actions_dump: out of memory\n");
		return 3;
	}
	lc.fate = print_fate;
	while (fgets(line, sizeof(line), stdin)) {
		char *verb = strtok(line, " \n");
		char *a = strtok(NULL, " \n");
		char *b = strtok(NULL, " \n");
		char *c = strtok(NULL, " \n");

		if (!verb || !a || obey(verb, a, b, c) < 0) {
			fprintf(stderr, "actions_dump: not understood: %s\n", verb ? verb : "(empty)");
			return 2;
		}
	}
	mbufs_pool_free(lc.pool);
	return 0;
}
