/* Counter pages: a second memfd, mapped read-only by observers.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_COUNTERS_H
#define EDGELANE_ABI_COUNTERS_H

#include <stdint.h>

#include "limits.h"
#include "lists.h"
#include "offloads.h"

/* The ledger of one (lcore, port, rx queue), or of what the controller injected by that lcore (queue INJECT).
 * rx + injected + cloned + split = tx + sum(drops) + consumed + merged + held, at every snapshot. */
struct el_queue_stats {
	uint16_t port;
	uint16_t queue;
	uint32_t rsv0;
	uint64_t rx;
	uint64_t rx_bytes;
	uint64_t injected;
	uint64_t cloned;
	uint64_t split;
	uint64_t tx; /* of its packets, whatever port they left by */
	uint64_t tx_bytes;
	uint64_t consumed;
	uint64_t merged;
	uint64_t held; /* a level, not a sum */
	uint64_t hits;
	uint64_t misses;  /* packets no flow matched */
	uint64_t upcalls; /* records put on the upcall ring */
	uint64_t drops[EL_DROP_COUNT];
	uint64_t batch[EL_BATCH_HIST]; /* polls by packets received */
};

/* What one lcore sent by one port. */
struct el_tx_stats {
	uint64_t packets;
	uint64_t bytes;
};

/* Misses of one port on one lcore, and what it may still have of the controller's time. */
struct el_upcall_stats {
	uint64_t taken;   /* given a token: an upcall each */
	uint64_t refused; /* dropped: UPCALL_RATE, UPCALL_SHARE, UPCALL_FULL, PARK_FULL */
	uint32_t tokens;  /* a level: of its rate; UINT32_MAX: it has none */
	uint32_t waiting; /* a level: upcalls without an answer */
};

/* One lcore's page. seq is odd while it is written: read seq, copy, read seq again (bindings:
 * el_counters_read). */
struct el_page {
	uint32_t seq;
	uint32_t size;        /* sizeof(struct el_page) */
	uint16_t lcore;       /* EAL id */
	uint16_t queue_count; /* entries of queues[] in use, the INJECT entry last */
	uint32_t rsv0;
	uint64_t time_ns; /* CLOCK_MONOTONIC at publishing */
	uint64_t busy_cycles;
	uint64_t idle_cycles;
	uint64_t polls;
	uint64_t idle_sleeps;
	uint64_t rsv1;
	struct el_tx_stats tx[EL_MAX_PORTS];
	struct el_upcall_stats upcalls[EL_MAX_PORTS];
	struct el_queue_stats queues[EL_MAX_LCORE_QUEUES + 1];
};

struct el_port_info {
	char name[EL_NAME_LEN];
	char driver[EL_NAME_LEN];
	uint8_t mac[6];
	uint16_t flags; /* enum el_port_flags as now */
	uint16_t mtu;
	uint16_t rx_queues;
	uint16_t tx_queues;
	uint16_t link_up;
	uint32_t speed_mbps;
	uint16_t rx_desc; /* of one queue, as set up */
	uint16_t tx_desc;
	uint64_t rx_missed; /* the driver's own: packets lost before a queue */
	uint64_t rx_nombuf;
	char card[EL_NAME_LEN];    /* "X710"; "" = none that is known by name */
	char rx_mode[EL_MODE_LEN]; /* the driver's name for its rx path; "" = it does not tell */
	char tx_mode[EL_MODE_LEN];
	struct el_offload_state offloads[EL_OFFLOAD_COUNT];
};

struct el_counters {
	uint32_t size; /* sizeof(struct el_counters) */
	uint32_t magic;
	uint32_t lcore_count;
	uint32_t port_count;
	uint64_t tsc_hz;
	uint64_t start_ns; /* CLOCK_MONOTONIC */
	uint64_t generation;
	uint64_t session;
	uint32_t flow_count;
	uint32_t attached; /* 1 while a controller is */
	uint64_t rsv0;
	struct el_port_info ports[EL_MAX_PORTS];
	struct el_page pages[EL_MAX_LCORES];
};

#endif
