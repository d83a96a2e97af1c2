/* The control socket: who may attach, the handshake, doorbells, and what happens when a controller goes.
 *
 * Main thread. No client can block it: sockets are non-blocking, and one that does not shake hands in time is
 * let go.
 */
#ifndef EDGELANE_ATTACH_H
#define EDGELANE_ATTACH_H

#include <poll.h>
#include <stdbool.h>

#include "worker.h"

#define ATTACH_CLIENTS 32u

enum client_state { CLIENT_FREE, CLIENT_HELLO, CLIENT_WAITING, CLIENT_CONTROLLER, CLIENT_OBSERVER };

struct client {
	enum client_state state;
	int fd;
	uint64_t deadline_ns; /* HELLO: to be told by then */
	uint32_t got;         /* bytes of hello */
	struct el_hello hello;
};

struct attach {
	struct worker *w;
	int listener;
	struct client client[ATTACH_CLIENTS];
	/* The last session ends: lcores are told one by one, then each has to have heard. */
	bool ending;
	uint32_t untold; /* bit i: lcore i */
	uint32_t mark[EL_MAX_LCORES];
	bool began; /* a session began; whoever looks resets it */
};

/* Makes the socket, which is the sign that the worker is ready. 0, or -1 with SOCKET or PERMISSION in *f. */
int attach_open(struct attach *a, struct worker *w, struct fail *f);
/* Lets all clients go and removes the socket. */
void attach_close(struct attach *a);
/* Fills in descriptors to wait on; the number, at most ATTACH_CLIENTS + 1. */
uint32_t attach_poll_set(struct attach *a, struct pollfd *set);
/* Looks at all sockets. */
void attach_serve(struct attach *a);
/* Ends the running session: the controller has gone, or has broken its ring. */
void attach_end_session(struct attach *a);
/* True while lcores have not all heard of a session's end. */
bool attach_settle(struct attach *a);

#endif
