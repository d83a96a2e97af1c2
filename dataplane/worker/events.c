/* Writes events. See events.h. */
#include "events.h"

#include <string.h>

#define LARGEST sizeof(struct el_ev_flow)

#define FITS(name, number, type)                                                                             \
	_Static_assert(sizeof(struct type) <= LARGEST && sizeof(struct type) % 8 == 0, #name " fits");
EL_EVENTS(FITS)

bool event_fits(const struct session *s)
{
	return ring_fits(&s->event, LARGEST);
}

bool event_send(struct session *s, struct el_ev_hdr *event, uint32_t size)
{
	event->size = size;
	return ring_write(&s->event, event, size);
}

bool event_error(struct session *s, const struct el_cmd_hdr *command, uint16_t code, uint32_t offset)
{
	struct el_ev_error e = {
	    .hdr.kind = EL_EV_ERROR,
	    .seq = command->seq,
	    .code = code,
	    .kind = command->kind,
	    .offset = offset,
	};

	return event_send(s, &e.hdr, sizeof(e));
}

bool event_sync(struct session *s, uint16_t kind, uint64_t token)
{
	struct el_ev_sync e = {.hdr.kind = kind, .token = token};

	return event_send(s, &e.hdr, sizeof(e));
}

bool event_port(struct session *s, const struct port *p)
{
	struct el_ev_port e = {
	    .hdr.kind = EL_EV_PORT,
	    .port = p->id,
	    .up = p->link_up,
	    .speed_mbps = p->speed_mbps,
	};

	memcpy(e.mac, p->mac, sizeof(e.mac));
	return event_send(s, &e.hdr, sizeof(e));
}

void event_publish(struct session *s)
{
	if (ring_publish(&s->event))
		session_ring_bell(s);
}
