/* Start configuration: the file that `edgelane-worker --config FILE` reads.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_START_H
#define EDGELANE_ABI_START_H

#include <stdint.h>

#include "limits.h"
#include "offloads.h"

enum el_port_flags {
	EL_PORT_UNDERLAY = 1, /* tunnels end here: outer headers are looked at */
	EL_PORT_GATED = 2,    /* polled only while it has credit (PORT_CREDIT): replay */
	EL_PORT_PROMISC = 4,
	EL_PORT_UP = 8,
};

enum el_rx_full {
	EL_RX_FULL_DEFAULT = 0, /* what suits the card */
	EL_RX_FULL_DROP = 1,    /* a full queue drops */
	EL_RX_FULL_WAIT = 2,    /* a full queue holds up the port */
};

/* Wishes are bit masks of 1 << enum el_offload. Some are implied: RSS, PROMISCUOUS, RSS_KEY, RETA and STEER
 * by the fields that carry them; SCATTER by an mbuf smaller than a frame; MULTI_SEGS unless FAST_FREE is
 * wished for; by TSO of any kind what it needs. */
struct el_port_conf {
	uint32_t size;               /* sizeof */
	uint16_t port;               /* id 0..EL_MAX_PORTS-1, = its index */
	uint16_t flags;              /* enum el_port_flags */
	char name[EL_NAME_LEN];      /* the profile's name, unique */
	char device[EL_DEVARGS_LEN]; /* "0000:01:00.0[,args]" or "net_tap0,iface=x": passed to
	                                rte_eal_hotplug_add/probe */
	uint16_t rx_queues;
	uint16_t rx_desc;
	uint16_t tx_desc;
	uint16_t mtu;       /* L3 bytes */
	uint64_t rss_types; /* RTE_ETH_RSS_* bits wanted; masked by what the device has; 0 = off */
	uint32_t wanted;    /* wishes */
	uint32_t software;  /* wishes that the worker shall fulfil even where the card could */
	uint32_t proven;    /* by check --wire on this port, with proof_driver and proof_firmware */
	uint32_t disproved; /* likewise: never given to the card */
	uint16_t vxlan_ports[EL_MAX_VXLAN_PORTS]; /* UDP ports the card shall know, host order, not 0 */
	uint16_t vxlan_port_count;
	uint16_t rss_key_len;    /* 0 = the driver's own key */
	uint16_t reta_len;       /* entries of reta in use; 0 = even */
	uint16_t steer_first;    /* rx queues that tunnels are steered to: steer_count from steer_first on */
	uint16_t steer_count;    /* 0 = no steering */
	uint16_t rx_free_thresh; /* descriptors; thresholds are 0 = what suits the card */
	uint16_t tx_rs_thresh;
	uint16_t tx_free_thresh;
	uint16_t rx_full;       /* enum el_rx_full */
	uint16_t upcall_weight; /* share of the controller's time beside other ports', 1..1000; 0 = 1 */
	uint8_t rss_key[EL_RSS_KEY_LEN];
	uint16_t reta[EL_RETA_LEN];       /* rx queue of each entry */
	char proof_driver[EL_NAME_LEN];   /* whom proven and disproved hold for; "" = for whatever is there */
	char proof_firmware[EL_NAME_LEN]; /* the driver's words for it; another one: both are forgotten */
};

struct el_queue_conf {
	uint16_t port;
	uint16_t queue;
};

struct el_lcore_conf {
	uint32_t size;
	uint16_t lcore; /* EAL lcore id */
	uint16_t queue_count;
	struct el_queue_conf queues[EL_MAX_LCORE_QUEUES];
};

/* A worker's whole start, followed in the file by port_count ports, then lcore_count lcores. */
struct el_start {
	uint32_t size;          /* sizeof(struct el_start) */
	uint32_t magic;         /* EL_ABI_MAGIC */
	uint32_t version;       /* EL_ABI_VERSION */
	uint32_t layout;        /* EL_LAYOUT_HASH of the writer */
	char name[EL_NAME_LEN]; /* node name */
	char socket[108];       /* path of the control socket to make */
	uint32_t file_size;     /* bytes of the whole file */
	uint16_t port_count;
	uint16_t lcore_count;
	uint16_t burst;         /* packets per rx burst, 1..256 */
	uint16_t mbuf_headroom; /* bytes kept in front of a packet, >= 128 */
	uint32_t mbuf_count;
	uint32_t mbuf_data; /* data room of one mbuf, without headroom */
	uint32_t max_flows; /* flow ids 0..max_flows-1 */
	uint32_t max_actions;
	uint32_t max_tunnels;
	uint32_t max_nexthops;
	uint32_t max_groups;
	uint32_t max_parked;      /* per lcore */
	uint32_t upcall_slots;    /* per lcore, power of two */
	uint32_t command_bytes;   /* command ring, power of two */
	uint32_t event_bytes;     /* event ring, power of two */
	uint32_t upcall_rate;     /* upcalls per second of a port of weight 1, 0 = no limit */
	uint32_t upcall_burst;    /* depth of that bucket */
	uint32_t park_timeout_ms; /* a parked packet's longest wait */
	uint32_t idle_timeout_ms; /* FLOW_IDLE is sent after this, 0 = never */
	uint32_t backoff_us;      /* longest idle sleep of an lcore, 0 = spin */
	uint32_t eal_argc;
	uint32_t max_meters;
	char eal_args[EL_MAX_EAL_ARGS][EL_DEVARGS_LEN]; /* without program name */
};

#endif
