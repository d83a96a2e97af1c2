/* See writer.h. */
#include "writer.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rig.h"

#define EVENT_BYTES 65536

void writer_open(struct writer *w, const char *socket, const struct frames *f)
{
	struct el_welcome welcome;
	char error[200];
	uint8_t *rings;

	memset(w, 0, sizeof(*w));
	if (el_client_open(socket, EL_ROLE_CONTROLLER, &welcome, &w->client, error, sizeof(error)) != 0)
		rig_die(error);
	rings = el_client_rings(w->client);
	w->ring = &((struct el_rings *)(void *)rings)->command;
	w->data = rings + w->ring->data_offset;
	w->capacity = w->ring->capacity;
	w->head = w->ring->head;
	w->frames = *f;
	for (uint32_t i = 0; i < EL_MAX_MASKS && (i == 0 || i < f->masks); i++)
		frame_key(f, i, &w->key[i]);
	w->bell = el_client_fd(w->client);
	if (w->bell < 0)
		rig_die("there is no descriptor to sleep on");
}

void writer_close(struct writer *w)
{
	close(w->bell);
	el_client_close(w->client);
}

/* The place of the next record, its header written. */
static void *record(struct writer *w, uint16_t kind, uint32_t size)
{
	uint32_t at = w->head & (w->capacity - 1), to_end = w->capacity - at;
	uint32_t need = to_end < size ? to_end + size : size;
	uint32_t used = w->head - __atomic_load_n(&w->ring->tail, __ATOMIC_ACQUIRE);

	if (need > w->capacity - used)
		rig_die("the command ring is too small for the batch");
	if (to_end < size) {
		*(struct el_cmd_hdr *)(void *)(w->data + at) =
		    (struct el_cmd_hdr){.size = to_end, .kind = EL_CMD_PAD};
		w->head += to_end;
		at = 0;
	}
	w->head += size;
	*(struct el_cmd_hdr *)(void *)(w->data + at) =
	    (struct el_cmd_hdr){.size = size, .kind = kind, .seq = ++w->seq};
	return w->data + at;
}

int writer_has_room(const struct writer *w, uint32_t flows)
{
	uint32_t used = w->head - __atomic_load_n(&w->ring->tail, __ATOMIC_ACQUIRE);

	/* One more for what is lost at the ring's end. */
	return w->capacity - used >= (flows + 1) * (uint32_t)sizeof(struct el_cmd_flow_add);
}

void writer_add(struct writer *w, uint32_t flow)
{
	writer_add_as(w, flow, flow);
}

void writer_add_as(struct writer *w, uint32_t flow, uint32_t id)
{
	struct el_cmd_flow_add *add = record(w, EL_CMD_FLOW_ADD, sizeof(*add));
	uint32_t mask = frame_mask_id(&w->frames, flow);

	add->flow_id = id;
	add->action_id = 0;
	add->mask_id = mask;
	add->rsv0 = 0;
	add->generation = 0;
	add->cookie = flow;
	frame_rekey(&w->frames, flow, &w->key[mask]);
	add->key = w->key[mask];
}

void writer_del(struct writer *w, uint32_t flow)
{
	struct el_cmd_flow_del *del = record(w, EL_CMD_FLOW_DEL, sizeof(*del));

	del->flow_id = flow;
	del->rsv0 = 0;
}

void writer_shutdown(struct writer *w)
{
	struct el_cmd_shutdown *shutdown = record(w, EL_CMD_SHUTDOWN, sizeof(*shutdown));

	shutdown->rsv2 = 0;
	writer_publish(w);
}

void writer_publish(struct writer *w)
{
	if (el_commands_publish(w->client, w->head) != 0)
		rig_die("the worker's positions make no sense");
}

static void take(struct writer *w, const uint8_t *event)
{
	union {
		struct el_ev_hdr hdr;
		struct el_ev_sync sync;
		struct el_ev_error error;
		struct el_ev_flow_stats flow;
	} e = {0};

	memcpy(&e, event, sizeof(e.hdr));
	memcpy(&e, event, e.hdr.size < sizeof(e) ? e.hdr.size : sizeof(e));
	if (e.hdr.kind == EL_EV_SYNC)
		w->synced = e.sync.token;
	else if (e.hdr.kind == EL_EV_ERROR)
		w->refused++;
	else if (e.hdr.kind == EL_EV_FLOW_IDLE && w->on_idle)
		w->on_idle(w->context, e.flow.flow_id);
}

void writer_hear(struct writer *w, int ms)
{
	static _Alignas(8) uint8_t events[EVENT_BYTES];
	struct pollfd wait = {.fd = w->bell, .events = POLLIN};
	int bytes = el_events_take(w->client, events, sizeof(events));

	if (bytes < 0)
		rig_die("the worker's events make no sense");
	for (int at = 0; at < bytes;) {
		uint32_t size;

		memcpy(&size, events + at, sizeof(size));
		take(w, events + at);
		at += (int)size;
	}
	if (bytes == 0 && el_client_arm(w->client) == 0) {
		poll(&wait, 1, ms);
		if (el_client_drain(w->client) != 0)
			rig_die("the worker has gone");
	}
}

void writer_sync(struct writer *w)
{
	struct el_cmd_sync *sync = record(w, EL_CMD_SYNC, sizeof(*sync));

	sync->token = ++w->token;
	writer_publish(w);
	while (w->synced != w->token)
		writer_hear(w, 1000);
}
