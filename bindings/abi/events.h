/* Events: what the worker tells the controller.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_EVENTS_H
#define EDGELANE_ABI_EVENTS_H

#include <stdint.h>

#include "limits.h"
#include "key.h"

struct el_ev_hdr {
	uint32_t size;
	uint16_t kind; /* enum el_ev_kind */
	uint16_t rsv0;
};

struct el_ev_error {
	struct el_ev_hdr hdr;
	uint32_t seq;    /* of the command */
	uint16_t code;   /* enum el_err */
	uint16_t kind;   /* of the command */
	uint32_t offset; /* of the offending field in the command */
	uint32_t rsv1;
};

struct el_ev_sync {
	struct el_ev_hdr hdr;
	uint64_t token;
};

struct el_ev_flow_stats {
	struct el_ev_hdr hdr;
	uint32_t flow_id;
	uint32_t idle_ms; /* since its last packet */
	uint64_t packets; /* over all lcores */
	uint64_t bytes;
};

struct el_ev_flow {
	struct el_ev_hdr hdr;
	uint32_t flow_id;
	uint32_t action_id;
	uint32_t mask_id;
	uint32_t rsv1;
	uint64_t generation;
	uint64_t cookie;
	uint64_t packets;
	uint64_t bytes;
	struct el_key key;
};

/* By colour: green, yellow, red; over all lcores. */
struct el_ev_meter_stats {
	struct el_ev_hdr hdr;
	uint32_t meter_id;
	uint32_t rsv1;
	uint64_t packets[3];
	uint64_t bytes[3];
};

struct el_ev_port {
	struct el_ev_hdr hdr;
	uint16_t port;
	uint16_t up; /* link */
	uint32_t speed_mbps;
	uint8_t mac[6];
	uint16_t rsv1;
};

#endif
