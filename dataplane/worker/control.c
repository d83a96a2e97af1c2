/* See control.h. It sleeps only when nothing is left to do: commands looked for after arming, RCU settled. */
#include "control.h"

#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <rte_ethdev.h>

#include "counters.h"
#include "events.h"
#include "log.h"

#define TICK_NS 10000000u /* housekeeping this often */
#define SOON_NS 20000u    /* something waits for an lcore or for the controller */
#define LINK_TICKS 25u    /* links are looked at every so many ticks */
#define SORT_TICKS 100u
#define SHOW_TICKS 10u /* drivers' own counters cost register reads */

int control_signals(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* On a thread of DPDK's: only wakes the main thread, which then looks. */
static int on_link(uint16_t ethdev, enum rte_eth_event_type type, void *wake, void *result)
{
	(void)ethdev;
	(void)type;
	(void)result;
	eventfd_write(*(int *)wake, 1);
	return 0;
}

int control_open(struct control *c, struct worker *w, int signals, struct fail *f)
{
	memset(c, 0, sizeof(*c));
	c->w = w;
	c->signals = signals;
	c->attach.listener = -1;
	c->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	commands_reset(&c->commands, w);
	for (uint32_t i = 0; i < w->port_count; i++)
		rte_eth_dev_callback_register(w->ports[i].ethdev, RTE_ETH_EVENT_INTR_LSC, on_link, &c->wake);
	counters_main(w);
	return attach_open(&c->attach, w, f);
}

void control_close(struct control *c)
{
	for (uint32_t i = 0; i < c->w->port_count; i++)
		rte_eth_dev_callback_unregister(c->w->ports[i].ethdev, RTE_ETH_EVENT_INTR_LSC, on_link,
		                                &c->wake);
	attach_close(&c->attach);
	if (c->wake >= 0)
		close(c->wake);
}

static void look_at_links(struct control *c)
{
	for (uint32_t i = 0; i < c->w->port_count; i++) {
		struct port *p = &c->w->ports[i];

		if (!port_look(p))
			continue;
		log_line(LOG_LEVEL_INFO, "port \"%s\" is %s", p->name, p->link_up ? "up" : "down");
		if (c->w->session)
			event_port(c->w->session, p);
	}
	counters_main(c->w);
	if (c->w->session)
		event_publish(c->w->session);
}

static void keep_house(struct control *c)
{
	c->ticks++;
	if (c->ticks % LINK_TICKS == 0)
		look_at_links(c);
	if (c->ticks % SORT_TICKS == 0)
		for (uint32_t i = 0; i < c->w->lcore_count; i++)
			table_sort(c->w->lcores[i]->table);
	if (c->ticks % SHOW_TICKS == 0)
		counters_main(c->w);
	idle_due(&c->idle, c->w);
	meters_share(c->w);
}

static void begin_session(struct control *c)
{
	commands_reset(&c->commands, c->w);
	for (uint32_t i = 0; i < c->w->port_count; i++)
		event_port(c->w->session, &c->w->ports[i]);
	event_publish(c->w->session);
	counters_main(c->w);
}

/* Consumes commands. How long there is nothing to do, nanoseconds. */
static long serve_session(struct control *c)
{
	enum commands_state state = COMMANDS_IDLE;
	bool unsettled;

	if (c->attach.began) {
		c->attach.began = false;
		if (c->w->session)
			begin_session(c);
	}
	if (c->w->session)
		state = commands_run(&c->commands);
	if (state == COMMANDS_BROKEN) {
		log_line(LOG_LEVEL_WARN, "the controller's rings make no sense");
		attach_end_session(&c->attach);
	}
	rcu_reclaim(&c->w->rcu);
	unsettled = attach_settle(&c->attach);
	if (state == COMMANDS_BUSY)
		return 0;
	if (unsettled || state == COMMANDS_BLOCKED || rcu_pending(&c->w->rcu))
		return SOON_NS;
	/* A command that came before the bell was armed shows here; one after it rings. */
	return c->w->session && ring_arm(&c->w->session->command) ? 0 : TICK_NS;
}

/* Sleeps until a socket, a signal or the time. True: a signal to end. */
static bool sleep_on(struct control *c, long ns)
{
	struct pollfd set[ATTACH_CLIENTS + 3 + EL_MAX_PORTS];
	struct timespec time = {.tv_nsec = ns};
	struct signalfd_siginfo info;
	eventfd_t woken;
	uint32_t count = 0, links;
	bool changed = false;

	set[count++] = (struct pollfd){.fd = c->signals, .events = POLLIN};
	set[count++] = (struct pollfd){.fd = c->wake, .events = POLLIN};
	count += attach_poll_set(&c->attach, set + count);
	links = ports_link_set(c->w->ports, c->w->port_count, set + count);
	if (ppoll(set, count + links, &time, NULL) <= 0)
		return false;
	for (uint32_t i = count; i < count + links; i++)
		changed |= set[i].revents != 0;
	if ((set[1].revents & POLLIN && eventfd_read(c->wake, &woken) == 0) || changed)
		look_at_links(c);
	return (set[0].revents & POLLIN) && read(c->signals, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void control_run(struct control *c)
{
	uint64_t kept_ns = 0;

	prctl(PR_SET_TIMERSLACK, 1);
	for (;;) {
		long spare_ns = serve_session(c), until_ns;

		if (c->commands.shutdown)
			return;
		if (now_ns() - kept_ns >= TICK_NS) {
			keep_house(c);
			kept_ns = now_ns();
		}
		if (idle_sweep(&c->idle, c->w))
			spare_ns = 0;
		until_ns = (long)(kept_ns + TICK_NS - now_ns());
		if (spare_ns > until_ns)
			spare_ns = until_ns > 0 ? until_ns : 0;
		if (sleep_on(c, spare_ns))
			return;
		if (c->w->session)
			ring_disarm(&c->w->session->command);
		attach_serve(&c->attach);
	}
}
