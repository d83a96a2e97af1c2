/* See attach.h. */
#include "attach.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "handshake.h"
#include "lcore.h"
#include "log.h"
#include "mailbox.h"

#define HELLO_PATIENCE_NS 2000000000ull

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int attach_open(struct attach *a, struct worker *w, struct fail *f)
{
	const char *path = w->conf.start.socket;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *made = address.sun_path;
	struct stat there;
	mode_t mask;
	int error = 0;

	memset(a, 0, sizeof(*a));
	a->w = w;
	a->listener = -1;
	/* It gets its name once it listens: whoever finds it may connect. */
	strcat(strcpy(address.sun_path, path), ATTACH_SOCKET_SUFFIX); /* config.c saw that it fits */
	if (lstat(path, &there) == 0) {
		if (!S_ISSOCK(there.st_mode))
			return fail(f, EL_ERR_SOCKET, "%s is there already and is no socket", path);
		unlink(path); /* of a predecessor that was killed: the lock is ours */
	}
	unlink(made);
	a->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	mask = umask(0177); /* whoever may connect may command */
	if (a->listener < 0 || bind(a->listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(a->listener, 128) != 0 || rename(made, path) != 0)
		error = errno;
	umask(mask);
	if (!error)
		return 0;
	if (a->listener >= 0) {
		close(a->listener);
		unlink(made);
	}
	a->listener = -1;
	return fail(f, error == EACCES || error == EPERM ? EL_ERR_PERMISSION : EL_ERR_SOCKET, "%s: %s", path,
	            strerror(error));
}

static void forget(struct client *c)
{
	*c = (struct client){.state = CLIENT_FREE, .fd = -1};
}

static void let_go(struct client *c)
{
	close(c->fd);
	forget(c);
}

void attach_close(struct attach *a)
{
	if (a->listener < 0)
		return;
	for (uint32_t i = 0; i < ATTACH_CLIENTS; i++)
		/* The controller's descriptor is the session's to close. */
		if (a->client[i].state != CLIENT_FREE && a->client[i].state != CLIENT_CONTROLLER)
			let_go(&a->client[i]);
	close(a->listener);
	unlink(a->w->conf.start.socket);
	a->listener = -1;
}

static struct client *free_client(struct attach *a)
{
	for (uint32_t i = 0; i < ATTACH_CLIENTS; i++)
		if (a->client[i].state == CLIENT_FREE)
			return &a->client[i];
	return NULL;
}

uint32_t attach_poll_set(struct attach *a, struct pollfd *set)
{
	uint32_t count = 0;

	set[count++] = (struct pollfd){.fd = free_client(a) ? a->listener : -1, .events = POLLIN};
	for (uint32_t i = 0; i < ATTACH_CLIENTS; i++)
		if (a->client[i].state != CLIENT_FREE)
			set[count++] = (struct pollfd){.fd = a->client[i].fd, .events = POLLIN};
	return count;
}

/* ---- the end of a session ---- */

void attach_end_session(struct attach *a)
{
	struct session *s = a->w->session;

	if (!s)
		return;
	capture_set(a->w, 0, 0, 0);
	__atomic_store_n(&a->w->session, NULL, __ATOMIC_RELEASE);
	a->w->counters->attached = 0;
	for (uint32_t i = 0; i < ATTACH_CLIENTS; i++)
		if (a->client[i].state == CLIENT_CONTROLLER)
			forget(&a->client[i]);
	shutdown(s->fd, SHUT_RDWR); /* the peer hears at once; the descriptor goes with the session */
	rcu_retire(&a->w->rcu, session_destroy, NULL, s);
	a->ending = true;
	a->untold = (1u << a->w->lcore_count) - 1;
	log_line(LOG_LEVEL_INFO, "controller detached, session %llu", (unsigned long long)s->number);
}

static void tell(struct attach *a, uint32_t lcore)
{
	struct mailbox *mail = a->w->lcores[lcore]->mail;
	struct message *msg;

	if (!mailbox_ready(mail) || !(msg = calloc(1, sizeof(*msg))))
		return;
	msg->kind = MESSAGE_DETACH;
	mailbox_put(mail, msg);
	a->mark[lcore] = mailbox_mark(mail);
	a->untold &= ~(1u << lcore);
}

bool attach_settle(struct attach *a)
{
	if (!a->ending)
		return false;
	for (uint32_t i = 0; i < a->w->lcore_count; i++)
		if (a->untold >> i & 1)
			tell(a, i);
	for (uint32_t i = 0; i < a->w->lcore_count; i++)
		if ((a->untold >> i & 1) || !mailbox_passed(a->w->lcores[i]->mail, a->mark[i]))
			return true;
	a->ending = false;
	return false;
}

/* ---- clients ---- */

/* Doorbell bytes mean nothing but "look"; an end means that the peer has gone. True: it has. */
static bool drain_bells(int fd)
{
	uint8_t bells[256];
	ssize_t size;

	/* Bounded, so that a peer that rings without end holds up nobody else. */
	for (int i = 0; i < 16; i++) {
		size = recv(fd, bells, sizeof(bells), 0);
		if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
			return true;
		if (size < 0)
			return false;
	}
	return false;
}

static void welcome_observer(struct attach *a, struct client *c)
{
	c->state = CLIENT_OBSERVER;
	if (handshake_send(a->w, c->fd, EL_ERR_OK, NULL))
		let_go(c);
}

static void welcome_controller(struct attach *a, struct client *c)
{
	struct worker *w = a->w;
	const struct el_start *conf = &w->conf.start;
	struct session *s;

	/* A controller that starts anew must not be told that it is still there. */
	if (w->session && drain_bells(w->session->fd))
		attach_end_session(a);
	if (w->session) {
		handshake_send(w, c->fd, EL_ERR_BUSY, NULL);
		let_go(c);
		return;
	}
	if (a->ending) {
		c->state = CLIENT_WAITING;
		return;
	}
	s = session_create(w->session_number + 1, c->fd, w->lcore_count, conf->command_bytes,
	                   conf->event_bytes, conf->upcall_slots);
	if (!s) {
		handshake_send(w, c->fd, EL_ERR_NO_MEMORY, NULL);
		let_go(c);
		return;
	}
	w->session_number = s->number;
	if (handshake_send(w, c->fd, EL_ERR_OK, s)) {
		session_destroy(NULL, s);
		forget(c);
		return;
	}
	c->state = CLIENT_CONTROLLER;
	__atomic_store_n(&w->session, s, __ATOMIC_RELEASE);
	a->began = true;
	log_line(LOG_LEVEL_INFO, "controller %u attached, session %llu", c->hello.pid,
	         (unsigned long long)s->number);
}

static void hear(struct attach *a, struct client *c)
{
	ssize_t size = recv(c->fd, (uint8_t *)&c->hello + c->got, sizeof(c->hello) - c->got, 0);
	uint32_t error;

	if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
		if (now_ns() > c->deadline_ns)
			let_go(c);
		return;
	}
	if (size <= 0) {
		let_go(c);
		return;
	}
	c->got += (uint32_t)size;
	if (c->got < sizeof(c->hello))
		return;
	error = handshake_check(&c->hello);
	if (error) {
		handshake_send(a->w, c->fd, error, NULL);
		let_go(c);
	} else if (c->hello.role == EL_ROLE_OBSERVER) {
		welcome_observer(a, c);
	} else {
		welcome_controller(a, c);
	}
}

/* Who finds no place waits in the socket's queue until somebody leaves. */
static void greet(struct attach *a)
{
	struct client *c;
	int fd;

	while ((c = free_client(a)) != NULL) {
		fd = accept4(a->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0)
			return;
		*c = (struct client){
		    .state = CLIENT_HELLO, .fd = fd, .deadline_ns = now_ns() + HELLO_PATIENCE_NS};
	}
}

void attach_serve(struct attach *a)
{
	greet(a);
	for (uint32_t i = 0; i < ATTACH_CLIENTS; i++) {
		struct client *c = &a->client[i];

		if (c->state == CLIENT_HELLO)
			hear(a, c);
		else if (c->state == CLIENT_WAITING && !attach_settle(a))
			welcome_controller(a, c);
		else if (c->state == CLIENT_CONTROLLER && drain_bells(c->fd))
			attach_end_session(a);
		else if (c->state == CLIENT_OBSERVER && drain_bells(c->fd))
			let_go(c);
	}
}
