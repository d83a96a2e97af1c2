/* What a guest asks to be done to a packet it sent, taken over as wishes, or refused. */
#ifndef EDGELANE_GUEST_H
#define EDGELANE_GUEST_H

#include "packet.h"

/* Least payload a guest may have its packets cut into: one packet must not become thousands. As Linux's
 * TCP_MIN_SND_MSS. */
#define GUEST_LEAST_MSS 48u

/* p just arrived, is parsed, and its mbuf bears WISH_SIGNS: from a guest they become wishes (wish.h), from
 * others they mean nothing. `is_guest`: as in struct port_offload. EL_DROP_NONE, MALFORMED (a wish that the
 * packet does not bear), TRUNCATED or NO_MBUF. */
uint16_t guest_take(struct packet *p, int is_guest);

#endif
