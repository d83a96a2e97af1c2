/* The rig at a prompt: a script says what wires there are, what the guest sends and what arrives, one line
 * each, and reads what left.
 *
 *      wire mlx4|i40e|plain WISHES [mtu=N] [vlan=N] ...    -> wire PORT HARDWARE SOFTWARE
 *      run
 *      guest FLAGS MSS SPLIT BYTES      \ -> frame PORT BYTES..., done VIOLATIONS STALLS L4 TSO OUTER DROPS
 *      arrive PORT BYTES                /    REASON WORDS (what was added by this packet; all cards together)
 *      link PORT 0|1
 *      ledger                             -> ledger RX INJECTED CLONED SPLIT TX CONSUMED MERGED HELD DROPS
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge.h"

#define LINE (1u << 20)

static struct edge edge;

static void print_frame(void *arg, uint16_t port, const uint8_t *frame, uint32_t len)
{
	static const char digits[] = "0123456789abcdef";
	static char hex[LINE];

	(void)arg;
	for (uint32_t i = 0; i < len; i++) {
		hex[i * 2] = digits[frame[i] >> 4];
		hex[i * 2 + 1] = digits[frame[i] & 15];
	}
	printf("frame %u %.*s\n", port, (int)len * 2, hex);
}

static uint32_t digit(char c)
{
	return (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

static uint32_t parse_bytes(const char *hex, uint8_t *out)
{
	uint32_t len = 0;

	for (; hex[0] > ' ' && hex[1] > ' '; hex += 2)
		out[len++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
	return len;
}

static uint32_t knob(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	return at ? (uint32_t)atoi(at + strlen(name)) : 0;
}

static void add_wire(const char *line)
{
	struct model_knobs k = {
	    .vxlan_port = (uint16_t)knob(line, "vxlan_port="),
	    .burst_most = knob(line, "burst_most="),
	    .lose_every = knob(line, "lose_every="),
	    .flip_every = knob(line, "flip_every="),
	    .outer_sum_bad = knob(line, "outer_sum_bad="),
	    .not_pro = knob(line, "not_pro="),
	    .no_tso = knob(line, "no_tso="),
	    .no_checksum = knob(line, "no_checksum="),
	};
	char card[8];
	struct edge_wish wish = {.mtu = (uint16_t)knob(line, " mtu="),
	                         .vlan = (uint16_t)knob(line, " vlan=")};
	uint16_t port;

	if (sscanf(line, "wire %7s %" SCNx32, card, &wish.offloads) != 2)
		exit(2);
	port = edge_wire(&edge, card, &k, &wish);
	printf("wire %u %" PRIx32 " %" PRIx32 "\n", port, edge.w.ports[port].offload.hardware,
	       edge.w.ports[port].offload.software);
}

static void print_done(const struct edge_ledger *before)
{
	struct model_account all = {0};
	struct edge_ledger now = edge_ledger(&edge);
	uint32_t reason = EL_DROP_COUNT;

	while (--reason && now.by_reason[reason] == before->by_reason[reason])
		continue;
	for (uint32_t i = 0; i <= EDGE_WIRES; i++) {
		const struct model_account *a;

		if (!edge.model[i])
			continue;
		a = model_account(edge.model[i]);
		all.violations += a->violations;
		all.stalls += a->stalls;
		all.hardware_l4 += a->hardware_l4;
		all.hardware_tso += a->hardware_tso;
		all.hardware_outer += a->hardware_outer;
		if (a->violations)
			memcpy(all.violation, a->violation, sizeof(all.violation));
		if (a->stalls)
			memcpy(all.stall, a->stall, sizeof(all.stall));
		model_account_clear(edge.model[i]);
	}
	printf("done %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32
	       " %s %s\n",
	       all.violations, all.stalls, all.hardware_l4, all.hardware_tso, all.hardware_outer,
	       now.drops - before->drops, reason, all.violation, all.stall);
}

static void guest(const char *line, uint8_t *bytes)
{
	struct edge_ledger before = edge_ledger(&edge);
	uint64_t flags;
	uint16_t mss;
	uint32_t split;
	int at;

	if (sscanf(line, "guest %" SCNx64 " %hu %" SCNu32 " %n", &flags, &mss, &split, &at) != 3)
		exit(2);
	edge_guest_sends(&edge, bytes, parse_bytes(line + at, bytes), flags, mss, split);
	edge_settle(&edge);
	print_done(&before);
}

static void arrive(const char *line, uint8_t *bytes)
{
	struct edge_ledger before = edge_ledger(&edge);
	uint16_t port;
	int at;

	if (sscanf(line, "arrive %hu %n", &port, &at) != 1)
		exit(2);
	if (edge_wire_brings(&edge, port, bytes, parse_bytes(line + at, bytes)))
		edge_settle(&edge);
	print_done(&before);
}

static void cable(const char *line)
{
	uint16_t port, up;

	if (sscanf(line, "link %hu %hu", &port, &up) != 2)
		exit(2);
	edge_link(&edge, port, up);
}

static void print_ledger(void)
{
	struct edge_ledger l = edge_ledger(&edge);

	printf("ledger %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
	       " %" PRIu64 " %" PRIu64 "\n",
	       l.rx, l.injected, l.cloned, l.split, l.tx, l.consumed, l.merged, l.held, l.drops);
}

int main(void)
{
	char *line = malloc(LINE);
	uint8_t *bytes = malloc(LINE / 2);

	if (!line || !bytes)
		return 3;
	edge_start(&edge, print_frame, NULL);
	while (fgets(line, LINE, stdin)) {
		if (strncmp(line, "wire ", 5) == 0)
			add_wire(line);
		else if (strncmp(line, "run", 3) == 0)
			edge_run(&edge);
		else if (strncmp(line, "guest ", 6) == 0)
			guest(line, bytes);
		else if (strncmp(line, "arrive ", 7) == 0)
			arrive(line, bytes);
		else if (strncmp(line, "link ", 5) == 0)
			cable(line);
		else if (strncmp(line, "ledger", 6) == 0)
			print_ledger();
		else
			return 2;
	}
	edge_stop(&edge);
	free(bytes);
	free(line);
	return 0;
}
