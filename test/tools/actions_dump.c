/* Runs action lists on packets and prints every packet's end, for a judge that knows nothing of this code.
 *
 * Lines in:  endpoint HEX | tunnel ID HEX (el_cmd_tunnel_set) | nexthop ID HEX (el_cmd_nexthop_set)
 *            group ID HEX (el_group_member[]) | action ID HEX | segment BYTES | budget MBUFS
 *            wish SIGNS SEGSZ (of packets to come: 1 their checksum is not computed, 2 they are to be cut, as
 *            a guest's driver tells) | device HEX (struct port_offload of the device they leave by)
 *            gro PACKET,PACKET,... (a burst that leaves together) | run IN_PORT PACKET ACTIONS
 * Lines out: each run: `refused CODE OFFSET`, `parse REASON`, or one line a fate, `sent PORT HEX`, `dropped
 * REASON`, `upcall REASON ARG HEX KEY PARSED`; of packets with wishes instead of `sent` what finish made of
 * them, `cut PORT HEX...` or (and of what GRO merged, PORT 0) `told PORT FLAGS OUTER_L2 OUTER_L3 L2 L3 L4
 * SEGSZ MBUFS HEX`; then `end CLONED LIVE HASH` (fragments but the first
 * count as cloned). A refused object: `refused CODE OFFSET`. Exit 2: a line was
 * not understood.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "finish.h"
#include "gro.h"
#include "guest.h"
#include "hex.h"
#include "mbufs.h"
#include "program.h"
#include "segment.h"
#include "stub_lcore.h"

#define HEADROOM 128

static const struct program_limits limits = {
    .port_count = 16, .max_tunnels = STUB_OBJECTS, .max_groups = STUB_OBJECTS, .max_meters = STUB_OBJECTS};
static struct el_endpoint endpoints[EL_MAX_ENDPOINTS];
static uint32_t endpoint_count;
static uint32_t segment;
static long budget = -1;
static struct lcore lc;
static _Alignas(8) uint8_t bytes[66560], acts[65536], out[66560];
static uint64_t signs;
static uint16_t segsz;
static struct port_offload device;

static void print_mbuf(const struct rte_mbuf *m)
{
	rte_mbuf_sanity_check(m, 1);
	putchar(' ');
	hex_print(out, mbufs_to(m, out, sizeof(out)));
}

static void print_segments(const struct rte_mbuf *m, const struct shape *s)
{
	struct segment_cut cut;

	segment_open(&cut, m, s, lc.pool);
	while (cut.left > 0) {
		struct rte_mbuf *segment = segment_next(&cut);

		if (!segment) {
			printf(" -");
			return;
		}
		print_mbuf(segment);
		if (segment->ol_flags)
			printf(" flags");
		rte_pktmbuf_free(segment);
	}
}

static void print_told(uint16_t port, const struct rte_mbuf *m)
{
	printf("told %u %" PRIx64 " %u %u %u %u %u %u %u", port, m->ol_flags, m->outer_l2_len,
	       m->outer_l3_len, m->l2_len, m->l3_len, m->l4_len, m->tso_segsz, m->nb_segs);
	print_mbuf(m);
}

/* Merges a burst; what is left of it, in order. */
static int gro(char *packets)
{
	struct rte_mbuf *m[GRO_MOST];
	uint16_t taken[GRO_MOST];
	uint8_t into[GRO_MOST];
	uint32_t count = 0, merged = 0;
	char *save;

	for (char *hex = strtok_r(packets, ",", &save); hex; hex = strtok_r(NULL, ",", &save)) {
		long len = hex_read(hex, bytes, sizeof(bytes));

		if (len < 0 || count == GRO_MOST)
			return -1;
		m[count++] = mbufs_from(lc.pool, bytes, (uint32_t)len, HEADROOM, segment);
	}
	gro_burst(m, count, &device, taken, into);
	for (uint32_t i = 0; i < count; i++) {
		if (taken[i]) {
			merged++;
			continue;
		}
		if (m[i]->ol_flags) {
			print_told(0, m[i]);
		} else {
			printf("sent 0");
			print_mbuf(m[i]);
		}
		putchar('\n');
		rte_pktmbuf_free(m[i]);
	}
	printf("end %u %ld 0\n", count - merged - 1, mbufs_live);
	return 0;
}

/* What the last stage does with a packet that has wishes. */
static void print_finished(const struct stub_fate *fate)
{
	uint32_t len = mbufs_to(fate->m, out, sizeof(out));
	struct rte_mbuf *m = mbufs_from(lc.pool, out, len, HEADROOM, segment);
	struct shape s;
	uint16_t reason;

	m->ol_flags = fate->m->ol_flags;
	m->tso_segsz = fate->m->tso_segsz;
	reason = finish_shape(&m, &s);
	if (reason != EL_DROP_NONE) {
		printf("dropped %u", reason);
	} else if (finish_by_device(m, &s, &device)) {
		print_told(fate->port, m);
	} else {
		printf("cut %u", fate->port);
		if (m->ol_flags & WISH_SEGMENT) {
			print_segments(m, &s);
		} else {
			finish_checksums(m, &s);
			print_mbuf(m);
		}
	}
	putchar('\n');
	rte_pktmbuf_free(m);
}

static void print_fate(struct lcore *unused, const struct stub_fate *fate)
{
	uint32_t len = fate->m ? mbufs_to(fate->m, out, sizeof(out)) : 0;

	(void)unused;
	if (fate->kind == STUB_SENT && fate->m->ol_flags & WISHES) {
		print_finished(fate);
		return;
	}
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
		p.m->ol_flags |= signs;
		p.m->tso_segsz = segsz;
		uint16_t reason = packet_parse(&p, (uint16_t)atoi(port), endpoints, endpoint_count);
		if (reason == EL_DROP_NONE && signs)
			reason = guest_take(&p, 1);
		mbufs_budget = budget;
		if (reason != EL_DROP_NONE) {
			printf("parse %u\n", reason);
			rte_pktmbuf_free(p.m);
		} else {
			actions_run(&lc, &p, acts, (uint32_t)act_len);
		}
		mbufs_budget = -1;
	}
	printf("end %" PRIu64 " %ld %" PRIu32 "\n", stats.cloned + stats.split, mbufs_live, p.hash);
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

static int obey(const char *verb, char *a, const char *b, const char *c)
{
	if (!strcmp(verb, "segment") || !strcmp(verb, "budget")) {
		if (verb[0] == 's')
			segment = (uint32_t)atol(a);
		else
			budget = atol(a);
		return 0;
	}
	if (!strcmp(verb, "gro"))
		return gro(a);
	if (!strcmp(verb, "device"))
		return hex_read(a, (uint8_t *)&device, sizeof(device)) < 0 ? -1 : 0;
	if (!strcmp(verb, "wish") && b) {
		signs = (a[0] & 1 ? RTE_MBUF_F_RX_L4_CKSUM_NONE : 0) | (a[0] & 2 ? RTE_MBUF_F_RX_LRO : 0);
		segsz = (uint16_t)atoi(b);
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
	static char line[524288];

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
