/* The client library (libedgelane.so; libc only). It trusts nothing that the worker wrote.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_CLIENT_H
#define EDGELANE_ABI_CLIENT_H

#include <stdint.h>

#include "limits.h"
#include "counters.h"
#include "handshake.h"
#include "rings.h"

struct el_client;

/* Connects and shakes hands. 0, or a negative el_err / -1000-errno with a sentence in `error`. */
int el_client_open(const char *socket_path, uint32_t role, struct el_welcome *welcome,
                   struct el_client **client, char *error, uint32_t error_size);
void el_client_close(struct el_client *client);
/* A duplicate of the socket for an event loop to wait on (the doorbell, and the worker's end) and to close;
 * or -1000-errno. Whoever reads it reads the doorbell bytes away. */
int el_client_fd(const struct el_client *client);
/* Shared memories. NULL for rings when observer. */
void *el_client_rings(const struct el_client *client);
const void *el_client_counters(const struct el_client *client);
/* Publishes the command bytes the caller wrote up to ring position `head`. 0 or a negative el_err. */
int el_commands_publish(struct el_client *client, uint32_t head);
/* Sleeps until the worker has taken all that was published, at most so long. 0, or 1 when it has not. */
int el_commands_wait(const struct el_client *client, uint32_t most_us);
/* Copies up to `max` upcalls into `out` (slots of sizeof(struct el_upcall)), all lcores in turn; of a slot
 * only the bytes in use. Number taken, or -EL_ERR_SIZE / -EL_ERR_RANGE when the worker's ring makes no sense.
 */
int el_upcalls_take(struct el_client *client, struct el_upcall *out, uint32_t max);
/* Are the upcalls that wait of more than one port? 1 or 0; each slot is looked at once however often one
 * asks. */
int el_upcalls_mixed(struct el_client *client);
/* Copies whole event records into `out`, without PAD. Bytes taken, or a negative el_err as above; `out` must
 * hold the largest event. */
int el_events_take(struct el_client *client, void *out, uint32_t bytes);
/* Copies whole records of struct el_captured into `out`, without PAD, all lcores in turn. Bytes taken, or a
 * negative el_err as above; `out` must hold the largest record: its header and 65536 bytes. */
int el_captures_take(struct el_client *client, void *out, uint32_t bytes);
/* Arms the doorbell. 1: something is waiting already, do not sleep; 0: armed. */
int el_client_arm(struct el_client *client);
/* Eats doorbell bytes. 0, or -1 when the worker has gone. */
int el_client_drain(struct el_client *client);
/* One consistent copy of the page of lcore index `lcore`. 0, -EL_ERR_RANGE, or -1000-EAGAIN when no moment
 * without a write was found. */
int el_counters_read(const struct el_client *client, uint32_t lcore, struct el_page *out);
uint64_t el_now_ns(void);

#endif
