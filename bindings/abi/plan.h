/* A port's plan: from what is wished and what the device says of itself to the exact set-up, and what becomes
 * of each wish. No device is touched to make one.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_PLAN_H
#define EDGELANE_ABI_PLAN_H

#include <stdint.h>

#include "limits.h"
#include "offloads.h"
#include "start.h"

#define EL_SENTENCE_LEN 256  /* one sentence, NUL-terminated */
#define EL_MAX_PLAN_RULES 19 /* a rule per UDP port of VXLAN, and three of isolation */

/* How mlx4_core steers, by its parameter log_num_mgm_entry_size. */
enum el_steering {
	EL_STEERING_UNKNOWN = 0,   /* no such driver, or /sys does not tell */
	EL_STEERING_B0 = 1,        /* not device-managed: the value is above 0 */
	EL_STEERING_DMFS = 2,      /* device-managed */
	EL_STEERING_STATIC_A0 = 3, /* device-managed and "optimised": -7 */
};

/* What a device says of itself: rte_eth_dev_info and, where /sys alone tells, /sys. Masks are RTE_ETH_* bits
 * of DPDK 22.11. */
struct el_device {
	uint32_t size;   /* sizeof */
	uint16_t vendor; /* PCI; 0 = no PCI device */
	uint16_t device;
	char driver[EL_NAME_LEN];   /* "net_mlx4" */
	char firmware[EL_NAME_LEN]; /* the driver's own words; "" = it does not tell */
	uint64_t rx_offloads;       /* of port and queues together */
	uint64_t rx_queue_offloads;
	uint64_t tx_offloads;
	uint64_t tx_queue_offloads;
	uint64_t rss_types;
	uint32_t dev_flags; /* RTE_ETH_DEV_* */
	uint32_t min_rx_bufsize;
	uint32_t max_rx_pktlen;
	uint16_t min_mtu;
	uint16_t max_mtu;
	uint16_t max_rx_queues;
	uint16_t max_tx_queues;
	uint16_t reta_size;
	uint16_t hash_key_size; /* bytes */
	uint16_t rx_desc_min;
	uint16_t rx_desc_max;
	uint16_t rx_desc_align;
	uint16_t tx_desc_min;
	uint16_t tx_desc_max;
	uint16_t tx_desc_align;
	uint16_t tx_segments;       /* mbufs of a packet, at most */
	uint16_t tx_mtu_segments;   /* the same without TSO */
	uint16_t steering;          /* enum el_steering */
	uint16_t kernel_vxlan_port; /* mlx4: UDP port of the kernel's VXLAN device, host order; 0 = none */
	uint16_t virtual_function;  /* 1: it is one */
	uint16_t rsv0;
};

enum el_rule {
	EL_RULE_OWN_MAC = 1,   /* frames to the port's MAC, spread */
	EL_RULE_BROADCAST = 2, /* frames to all */
	EL_RULE_MULTICAST = 3, /* frames to groups */
	EL_RULE_VXLAN = 4,     /* UDP over IPv4 to port udp_dst */
};

/* One rte_flow rule, ingress. */
struct el_plan_rule {
	uint16_t kind; /* enum el_rule */
	uint16_t priority;
	uint16_t udp_dst;     /* host order */
	uint16_t queue;       /* first of queue_count */
	uint16_t queue_count; /* 0 = wherever it would have gone; above 1 = spread over them */
	uint16_t own_mac;     /* VXLAN: 1 = of frames to the port's MAC only */
	uint32_t mark;        /* 0 = none */
};

/* Tunnels whose inner headers the card can be told of; a bit mask. */
enum el_tunnel_kinds {
	EL_TUNNELS_VXLAN4 = 1, /* over IPv4 */
	EL_TUNNELS_VXLAN6 = 2,
	EL_TUNNELS_GRE4 = 4,
	EL_TUNNELS_GRE6 = 8,
};

/* How far a device's receive checksum flags are to be believed. */
enum el_rx_trust {
	EL_RX_TRUST_NONE = 0,
	EL_RX_TRUST_ALL = 1,   /* good is good, bad is bad */
	EL_RX_TRUST_PTYPE = 2, /* good only where the packet type names the layer; of a tunnel, the inner */
	EL_RX_TRUST_PLAIN = 3, /* good is good, but of a tunnelled packet it says nothing */
};

struct el_port_plan {
	uint32_t size; /* sizeof */
	uint16_t rx_queues;
	uint16_t tx_queues;
	char card[EL_NAME_LEN];         /* "ConnectX-3 Pro"; "" = none that is known by name */
	char field[EL_NAME_LEN];        /* refused: the field of struct el_port_conf at fault */
	char sentence[EL_SENTENCE_LEN]; /* refused: what is wrong with it, without the port's name */
	struct el_offload_state offloads[EL_OFFLOAD_COUNT];
	uint32_t hardware; /* 1 << enum el_offload of those rows whose outcome is HARDWARE */
	uint32_t software;
	uint64_t rx_offloads; /* RTE_ETH_RX_OFFLOAD_* of the port */
	uint64_t tx_offloads;
	uint64_t rx_queue_offloads; /* asked of each queue besides */
	uint64_t tx_queue_offloads;
	uint64_t rss_types; /* 0 = no RSS asked of the device */
	uint16_t rx_desc;
	uint16_t tx_desc;
	uint16_t rx_free_thresh; /* thresholds: 0 = the driver's own */
	uint16_t tx_rs_thresh;
	uint16_t tx_free_thresh;
	uint16_t rx_drop; /* 1: a full queue drops */
	uint16_t mtu;
	uint16_t rss_key_len;      /* of conf.rss_key; 0 = the driver's own key */
	uint16_t reta_size;        /* entries to program, conf.reta over and over; 0 = leave it */
	uint16_t vxlan_port_count; /* of conf.vxlan_ports, to be told to the driver */
	uint16_t vxlan_port;       /* tunnel offloads hold for this UDP port only; 0 = for all */
	uint16_t tunnels;          /* enum el_tunnel_kinds */
	uint16_t rx_trust;         /* enum el_rx_trust */
	uint16_t guest;            /* 1: a virtio peer; what arrives may lack checksums and exceed a frame */
	uint16_t chains;           /* 1: it sends chained mbufs */
	uint16_t segments;         /* mbufs of a packet it sends, at most; 0 = no limit */
	uint16_t tso_segments;     /* the same with TSO */
	uint16_t tso_headers;      /* bytes of all headers before a TSO payload, at most; 0 = no limit */
	uint16_t mss_least;
	uint16_t mss_most;  /* 0 = no limit */
	uint32_t tso_most;  /* bytes of a packet to be segmented, at most; 0 = no limit */
	uint16_t rx_scalar; /* enum el_why the driver's rx path will be no vector path; 0 = it will */
	uint16_t tx_scalar;
	uint16_t isolate; /* 1: rte_flow_isolate before set-up */
	uint16_t rule_count;
	uint16_t set_mtu; /* 1: rte_eth_dev_set_mtu too, before it starts */
	uint16_t rsv0;
	struct el_plan_rule rules[EL_MAX_PLAN_RULES];
};

/* Plans port `conf` of a worker that starts from `start`, on `device`. Pure. 0, or -EL_ERR_CONFIG (wishes
 * that contradict each other) or -EL_ERR_PORT_SETUP (what the card cannot) with plan->field and
 * plan->sentence. */
int el_plan_port(const struct el_start *start, const struct el_port_conf *conf,
                 const struct el_device *device, struct el_port_plan *plan);
/* The documented facts of a card (DPDK 22.11), so that a plan can be shown without the card: "connectx3-pro",
 * "x710", "vhost", "tap" and so on, or "15b3:1007". What a machine adds to it (steering, kernel_vxlan_port)
 * is the caller's to fill in. 0, or -EL_ERR_UNKNOWN_ID. */
int el_card_device(const char *card, struct el_device *device);
/* The words el_card_device knows, one at a time from 0 on; NULL after the last. */
const char *el_card_name(uint32_t index);

#endif
