/* Events to the controller. Main thread. Each returns false when the ring has no room: nothing was written.
 */
#ifndef EDGELANE_EVENTS_H
#define EDGELANE_EVENTS_H

#include <stdbool.h>

#include "port.h"
#include "session.h"

/* Any event fits now. */
bool event_fits(const struct session *s);
bool event_error(struct session *s, const struct el_cmd_hdr *command, uint16_t code, uint32_t offset);
/* SYNC and FLOW_DUMP_END. */
bool event_sync(struct session *s, uint16_t kind, uint64_t token);
/* Any event struct with its hdr.kind set; the size is filled in. */
bool event_send(struct session *s, struct el_ev_hdr *event, uint32_t size);
bool event_port(struct session *s, const struct port *p);
/* Shows what was written and rings, if the controller asked. */
void event_publish(struct session *s);

#endif
