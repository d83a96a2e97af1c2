/* edgelane-worker: starts from a resolved configuration, forwards until told to end, leaves nothing behind.
 * With --wire it forwards nothing: it sends known frames between its ports, prints what came back, and ends.
 *
 * A failure is one line on stderr, `EL_ERR_NAME: sentence`, and exit code 3. Whatever was made is unmade in
 * reverse order, on failure as at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_cycles.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "control.h"
#include "counters.h"
#include "eal.h"
#include "eal_words.h"
#include "lcore.h"
#include "lockfile.h"
#include "log.h"
#include "wire_check.h"

#define HEAR_US 100000

enum { EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3 };

static bool wire; /* look at the cable, forward nothing */

static int launch(struct worker *w, struct fail *f)
{
	for (uint32_t i = 0; i < w->lcore_count; i++)
		if (rte_eal_remote_launch(lcore_run, w->lcores[i], w->lcores[i]->eal_id) != 0)
			return fail(f, EL_ERR_LCORE, "lcore %u did not start", w->lcores[i]->eal_id);
	return 0;
}

static void stop(struct worker *w)
{
	__atomic_store_n(&w->stopping, 1, __ATOMIC_RELEASE);
	rte_eal_mp_wait_lcore();
	/* DPDK's own wait orders memory in code that no sanitizer sees. */
	__atomic_load_n(&w->ended, __ATOMIC_ACQUIRE);
	counters_main(w);
}

/* Lcores run from here to the end. */
static int forward(struct worker *w, int signals, struct fail *f)
{
	static struct control control;
	int result;

	if (launch(w, f)) {
		/* Those that did start must not wait for one that did not. */
		__atomic_store_n(&w->drained, w->lcore_count, __ATOMIC_RELEASE);
		stop(w);
		return -1;
	}
	result = control_open(&control, w, signals, f);
	if (result == 0) {
		eal_words_show();
		log_line(LOG_LEVEL_INFO, "\"%s\" forwards: %u ports, %u lcores, socket %s",
		         w->conf.start.name, w->port_count, w->lcore_count, w->conf.start.socket);
		control_run(&control);
		log_line(LOG_LEVEL_INFO, "\"%s\" drains and ends", w->conf.start.name);
	}
	stop(w);
	control_close(&control);
	return result;
}

static int with_tables(struct worker *w, int signals, struct fail *f)
{
	int result = worker_init(w, f);

	if (result == 0)
		result = forward(w, signals, f);
	worker_close(w);
	return result;
}

/* No lcore runs, nobody can attach. */
static void look_at_wire(struct worker *w, int signals)
{
	static struct wire_report report;

	wire_check(w->ports, &w->conf, w->pool, signals, &report);
	wire_print(&report);
}

static int with_ports(struct worker *w, int signals, struct fail *f)
{
	int result;

	w->pool = eal_pool(&w->conf, f);
	if (!w->pool)
		return -1;
	result = ports_open(w->ports, &w->conf, w->pool, f);
	if (result == 0 && wire)
		look_at_wire(w, signals);
	else if (result == 0)
		result = with_tables(w, signals, f);
	ports_close(w->ports, w->conf.start.port_count);
	/* Of two ports joined in one process (net_memif) each hears of the other's end by DPDK's interrupt
	 * thread, which must not still be at it when DPDK's memory goes. */
	if (wire)
		rte_delay_us_sleep(HEAR_US);
	return result;
}

static int with_eal(struct worker *w, int signals, struct fail *f)
{
	int result = eal_start(&w->conf, f);

	if (result == 0)
		result = with_ports(w, signals, f);
	eal_stop();
	return result;
}

static int run(struct worker *w, const char *path, struct fail *f)
{
	int result, lock, signals;

	if (config_read(path, &w->conf, f))
		return -1;
	if (wire && w->conf.start.port_count > WIRE_ENDS)
		return fail(f, EL_ERR_CONFIG, "port_count is %u; a cable has %d ends",
		            w->conf.start.port_count, WIRE_ENDS);
	if (wire)
		wire_put_on_trial(&w->conf);
	lock = lockfile_take(w->conf.start.socket, w->conf.start.name, f);
	if (lock < 0)
		return -1;
	signals = control_signals();
	result =
	    signals < 0 ? fail(f, EL_ERR_NO_MEMORY, "no descriptor for signals") : with_eal(w, signals, f);
	if (signals >= 0)
		close(signals);
	lockfile_drop(w->conf.start.socket, lock);
	return result;
}

int main(int argc, char **argv)
{
	static struct worker worker;
	struct fail failure = {0};

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		puts("usage: edgelane-worker --config FILE [--wire]\n"
		     "Runs the packet worker from a start configuration (struct el_start, edgelane.h).\n"
		     "--wire: looks what the one port (looped) or two ports (cabled) of FILE do to known "
		     "frames,\n"
		     "prints it as JSON and ends.");
		return EXIT_SUCCESS;
	}
	wire = argc == 4 && strcmp(argv[3], "--wire") == 0;
	if (argc != 3 + wire || strcmp(argv[1], "--config") != 0) {
		fputs("usage: edgelane-worker --config FILE [--wire]\n", stderr);
		return EXIT_USAGE;
	}
	if (run(&worker, argv[2], &failure) == 0)
		return EXIT_SUCCESS;
	fprintf(stderr, "%s: %s\n", error_name(failure.code), failure.text);
	return EXIT_ENVIRONMENT;
}
