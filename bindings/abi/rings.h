/* The rings: one sealed memfd that controller and worker share. Offsets are from its start, no pointer is in
 * it.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_RINGS_H
#define EDGELANE_ABI_RINGS_H

#include <stdint.h>

#include "limits.h"
#include "key.h"

/* A ring's two positions on cache lines of their own. `head` is written by the producer, `tail` by the
 * consumer; both only grow (mod 2^32). `armed` is set by a consumer about to sleep and cleared by the
 * producer that rings. */
struct el_ring {
	uint32_t head;
	uint32_t rsv0[15];
	uint32_t tail;
	uint32_t armed;
	uint32_t rsv1[14];
	uint32_t data_offset; /* of the first byte of data */
	uint32_t capacity;    /* bytes (command, event) or slots (upcall); a power of two */
	uint32_t rsv2[14];
};

struct el_rings {
	uint32_t size; /* sizeof(struct el_rings) */
	uint32_t magic;
	uint32_t lcore_count;
	uint32_t slot_size; /* sizeof(struct el_upcall) */
	uint32_t rsv0[12];
	struct el_ring command; /* bytes; records 8-byte aligned, never across the end: PAD fills (8 bytes
	                         * suffice: of a PAD only size and kind are looked at) */
	struct el_ring event;   /* bytes, likewise */
	struct el_ring upcall[EL_MAX_LCORES]; /* slots of struct el_upcall, one ring an lcore */
	/* Bytes: struct el_captured, placed as events are. Nobody rings a bell for them. capacity 0: none. */
	struct el_ring capture[EL_MAX_LCORES];
	uint64_t capture_lost[EL_MAX_LCORES]; /* copies that found no room, since the session began */
};

/* Where a packet is copied: a set in CAPTURE, one of them in a record. */
enum el_capture_point {
	EL_CAPTURE_RX = 1,    /* as received */
	EL_CAPTURE_TX = 2,    /* as handed to the device, which may have checksums and segments to fill in */
	EL_CAPTURE_DROPS = 4, /* as it was when it was dropped; the port is that it came in by */
};

/* A copy of a packet: the header, `snap_len` bytes of it, zeros up to a multiple of 8. */
struct el_captured {
	uint32_t size;   /* of the record */
	uint16_t kind;   /* 1; 0: PAD */
	uint16_t point;  /* enum el_capture_point */
	uint16_t port;   /* EL_PORT_NONE: the controller's own, dropped */
	uint16_t lcore;  /* index into the pages */
	uint16_t reason; /* enum el_drop; 0 unless it was dropped */
	uint16_t rsv0;
	uint32_t pkt_len;
	uint32_t snap_len;
	uint64_t time_ns; /* CLOCK_REALTIME */
};

/* One packet for the controller. A packet with a park id waits in the worker until RELEASE or its time-out.
 */
struct el_upcall {
	uint32_t size;   /* bytes of this record in use: offsetof(data) + snap_len */
	uint16_t reason; /* enum el_upcall_reason */
	uint16_t port;
	uint16_t queue;
	uint16_t lcore;   /* index into the pages, not an EAL id */
	uint32_t pkt_len; /* of the packet as it stands, outer headers included */
	uint32_t snap_len;
	uint32_t arg;     /* MISS: times it was released to CLASSIFY and missed again, 0..EL_MOST_RETURNS */
	uint64_t park_id; /* 0 = not parked */
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	uint32_t flow_id; /* PUNT, TTL, TUNNEL_MTU: the flow that asked; EL_ID_NONE for MISS */
	uint32_t hash;    /* el_hash_flow */
	uint16_t inner_offset; /* where the packet that the key describes starts in data */
	uint16_t l3_offset;    /* from the start of data; 0 = none */
	uint16_t l4_offset;    /* from the start of data; 0 = none */
	uint16_t rsv0;
	uint64_t rsv1;
	struct el_key key;
	uint8_t data[EL_SNAP];
};

#endif
