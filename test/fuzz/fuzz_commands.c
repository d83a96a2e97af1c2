/* libFuzzer target: any bytes as a controller's command ring, consumed by the real consumer over real tables.
 *
 * A worker without ports' devices: two null ports, one lcore whose loop runs here, in turn with the consumer.
 * Its upcalls, parked packets and flows live on from input to input, as they do from command to command; each
 * input is a session of its own. Bytes of the input decide how much of it is published at a time.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "attach.h"
#include "commands.h"
#include "eal.h"
#include "fuzz_records.h"
#include "idle.h"
#include "lcore.h"
#include "log.h"

static struct worker worker;
static struct attach attach;
static struct commands commands;
static struct idle idle;

static void refuse(const struct fail *f)
{
	fprintf(stderr, "%s: %s\n", error_name(f->code), f->text);
	abort();
}

static void configure(struct config *c)
{
	static const char *const args[] = {"--no-huge",      "-m",          "128",      "--no-pci",
	                                   "--no-telemetry", "--no-shconf", "--lcores", "0@(0-1),1@(0-1)"};
	struct el_start *s = &c->start;

	*s = (struct el_start){
	    .name = "fuzz",
	    .socket = "/nowhere",
	    .port_count = 2,
	    .lcore_count = 1,
	    .burst = 4,
	    .mbuf_headroom = 128,
	    .mbuf_count = 2048,
	    .mbuf_data = 2048,
	    .max_flows = 64,
	    .max_actions = 16,
	    .max_tunnels = 8,
	    .max_nexthops = 8,
	    .max_groups = 8,
	    .max_meters = 8,
	    .max_parked = 32,
	    .upcall_slots = 16,
	    .command_bytes = 1 << 16,
	    .event_bytes = 1 << 12,
	    .park_timeout_ms = 1000,
	    .idle_timeout_ms = 1,
	};
	for (uint32_t i = 0; i < sizeof(args) / sizeof(args[0]); i++)
		strcpy(s->eal_args[s->eal_argc++], args[i]);
	snprintf(s->eal_args[s->eal_argc++], EL_DEVARGS_LEN, "--file-prefix=fuzz-commands-%d", getpid());
	for (uint16_t i = 0; i < 2; i++) {
		c->ports[i] =
		    (struct el_port_conf){.size = sizeof(c->ports[i]),
		                          .port = i,
		                          .flags = EL_PORT_UP | EL_PORT_GATED | (i ? EL_PORT_UNDERLAY : 0),
		                          .rx_queues = 1,
		                          .rx_desc = 32,
		                          .tx_desc = 32,
		                          .mtu = 1500};
		snprintf(c->ports[i].name, EL_NAME_LEN, "p%u", i);
		snprintf(c->ports[i].device, EL_DEVARGS_LEN, "net_null%u,size=64", i);
	}
	c->lcores[0] = (struct el_lcore_conf){
	    .size = sizeof(c->lcores[0]), .lcore = 1, .queue_count = 2, .queues = {{0, 0}, {1, 0}}};
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct fail f = {0};

	(void)argc;
	(void)argv;
	configure(&worker.conf);
	if (eal_start(&worker.conf, &f))
		refuse(&f);
	worker.pool = eal_pool(&worker.conf, &f);
	if (!worker.pool || ports_open(worker.ports, &worker.conf, worker.pool, &f) ||
	    worker_init(&worker, &f))
		refuse(&f);
	attach.w = &worker;
	attach.listener = -1;
	rte_rcu_qsbr_thread_online(worker.rcu.qsbr, 0);
	atexit(eal_stop);
	return 0;
}

static void turn(void)
{
	struct lcore *lc = worker.lcores[0];

	lc->now +=
	    worker.tsc_hz / 100; /* 10 ms a turn, whatever the clock says: parked packets do time out */
	lcore_turn(lc);
	rte_rcu_qsbr_quiescent(worker.rcu.qsbr, 0);
	rcu_reclaim(&worker.rcu);
}

/* One line a session would drown what libFuzzer says: this one stands in for log.c's. */
void log_line(enum log_level level, const char *format, ...)
{
	(void)level;
	(void)format;
}

/* The invariant that no input may break. */
static void check_ledger(void)
{
	const struct lcore *lc = worker.lcores[0];

	for (uint32_t i = 0; i <= lc->queue_count; i++) {
		const struct el_queue_stats *q = &lc->stats[i];
		uint64_t out = q->tx + q->consumed + q->merged + q->held;

		for (uint32_t r = 0; r < EL_DROP_COUNT; r++)
			out += q->drops[r];
		if (q->rx + q->injected + q->cloned + q->split != out)
			abort();
	}
}

/* Half of the time bytes anyhow, half of the time one more record that has its right size. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	if (seed % 2)
		return LLVMFuzzerMutate(data, size, max_size);
	size = size / 8 * 8;
	return size + fuzz_record(data + size, max_size - size, seed / 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct el_start *conf = &worker.conf.start;
	struct el_rings *rings;
	struct session *s;
	int ends[2];

	if (size > conf->command_bytes || socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return 0;
	s = session_create(++worker.session_number, ends[0], 1, conf->command_bytes, conf->event_bytes,
	                   conf->upcall_slots);
	if (!s)
		abort();
	rings = s->map;
	memcpy((uint8_t *)s->map + rings->command.data_offset, data, size);
	__atomic_store_n(&worker.session, s, __ATOMIC_RELEASE);
	commands_reset(&commands, &worker);
	worker.generation = 0; /* else one input could make all later flows stale */
	for (uint32_t at = 0; at < size && !commands.shutdown;) {
		/* Published piece by piece, so that a record may be half there, and a lcore runs in between.
		 */
		at += 8 + data[at] * 8u;
		rings->command.head = at < size ? at : (uint32_t)size;
		if (commands_run(&commands) == COMMANDS_BROKEN && at >= size)
			break;
		turn();
		rings->event.tail = rings->event.head;
		rings->upcall[0].tail = rings->upcall[0].head;
	}
	for (int i = 0; i < 4; i++) {
		if (commands_run(&commands) == COMMANDS_BROKEN || commands.shutdown)
			break;
		turn();
		idle_due(&idle, &worker);
		idle_sweep(&idle, &worker);
		rings->event.tail = rings->event.head;
	}
	for (uint32_t i = 0; i < worker.port_count; i++) {
		worker.ports[i].credit %= 64;
		worker.ports[i].admin_up = 1;
		port_decide(&worker.ports[i]);
	}
	attach_end_session(&attach);
	do
		turn();
	while (attach_settle(&attach));
	turn();
	for (uint32_t i = 0; i < conf->max_parked; i++)
		worker.lcores[0]->park.slot[i].sequence = 0; /* ids stay small enough to be hit */
	check_ledger();
	close(ends[1]);
	return 0;
}
