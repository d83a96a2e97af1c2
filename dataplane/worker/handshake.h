/* The first and only messages on the control socket: hello and welcome. */
#ifndef EDGELANE_HANDSHAKE_H
#define EDGELANE_HANDSHAKE_H

#include "worker.h"

/* An enum el_err: OK, or why this client is refused. */
uint32_t handshake_check(const struct el_hello *hello);
/* Sends the welcome: with `error`, or with the memories (rings only when a session is given). 0, or -1: the
 * peer took it not. */
int handshake_send(const struct worker *w, int fd, uint32_t error, const struct session *session);

#endif
