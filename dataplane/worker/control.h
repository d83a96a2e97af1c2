/* The main thread's life: it sleeps on its sockets, consumes commands, watches links, sweeps idle flows. */
#ifndef EDGELANE_CONTROL_H
#define EDGELANE_CONTROL_H

#include "attach.h"
#include "commands.h"
#include "idle.h"

struct control {
	struct worker *w;
	struct attach attach;
	struct commands commands;
	struct idle idle;
	int signals; /* signalfd: SIGTERM, SIGINT */
	int wake;    /* eventfd: a driver saw a link change */
	uint32_t ticks;
};

/* Blocks SIGTERM and SIGINT in this thread and all it starts. A signalfd, or -1. Before the EAL. */
int control_signals(void);
/* Opens the control socket. 0, or -1 with *f told. `signals` stays the caller's. */
int control_open(struct control *c, struct worker *w, int signals, struct fail *f);
/* Until SIGTERM, SIGINT or SHUTDOWN. */
void control_run(struct control *c);
void control_close(struct control *c);

#endif
