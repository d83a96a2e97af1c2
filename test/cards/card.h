/* One model's state, and what a card's own files give to the rest. */
#ifndef EDGELANE_CARDS_CARD_H
#define EDGELANE_CARDS_CARD_H

#include <rte_ethdev.h>
#include <rte_flow.h>

#include "headers.h"
#include "model.h"
#include "request.h"

#define CARD_QUEUES 160u
#define CARD_RULES 64u
#define CARD_TUNNEL_PORTS 16u
#define CARD_RETA 512u
#define CARD_LARGEST (512u << 10)

struct arrived {
	uint32_t len;
	uint32_t hash;
	bool hashed;
	bool marked;
	uint32_t mark;
	uint8_t *bytes;
};

struct card_rxq {
	struct model *model;
	struct rte_mempool *pool;
	uint16_t id;
	uint16_t desc;
	bool set;
	bool drop_en;
	uint16_t free_thresh;
	uint32_t head, tail; /* of ring[], counting up */
	struct arrived *ring;
	uint64_t packets, bytes, nombuf, dropped;
};

struct card_txq {
	struct model *model;
	uint16_t id;
	uint16_t desc;
	bool set;
	uint64_t offloads; /* the port's and its own */
	uint16_t rs_thresh;
	uint16_t free_thresh;
	struct rte_mempool *pool; /* FAST_FREE: the only one */
	struct held {
		struct rte_mbuf *m;
		uint32_t slots;
	} * held; /* sent, their completion not seen; oldest first */
	uint32_t held_count;
	uint32_t slots; /* of the ring, in use */
	uint64_t packets, bytes, dropped;
};

/* Of a rule: what it looks at, and where the packet goes. */
struct rule {
	bool used;
	bool vlan, ipv4, ipv6, vxlan;
	uint8_t proto;
	bool dst_mac, src_ip, dst_ip, src_port, dst_port, vid, type;
	bool groups; /* any group MAC */
	uint8_t mac[6];
	uint8_t src[16], dst[16];
	uint16_t sport, dport, tag, ether_type;
	uint32_t vni;
	bool drop, pass, marks, tunnel; /* tunnel: a cloud filter */
	uint16_t queue, queues;         /* from `queue` on */
	uint32_t mark;
	uint32_t priority;
};

struct card_ops {
	const char *driver;
	const char *bus;
	const char *firmware;
	uint32_t speed;
	uint64_t default_hash; /* RSS types hashed without being asked for */
	void (*info)(const struct model *m, struct rte_eth_dev_info *info);
	int (*configure)(struct model *m);
	int (*rx_queue)(struct model *m, struct card_rxq *q, uint16_t desc,
	                const struct rte_eth_rxconf *conf);
	int (*tx_queue)(struct model *m, struct card_txq *q, uint16_t desc,
	                const struct rte_eth_txconf *conf);
	int (*start)(struct model *m);
	int (*mtu)(struct model *m, uint16_t mtu);
	eth_tx_burst_t burst;
	eth_tx_prep_t prepare; /* NULL: the driver has none */
	/* What the receiver understands of the frame. */
	void (*recognise)(const struct model *m, struct headers *h, const uint8_t *f, uint32_t len);
	void (*describe)(const struct model *m, const struct headers *h, const struct arrived *a,
	                 struct rte_mbuf *mbuf);
	uint32_t (*queue_of)(const struct model *m, uint32_t hash);
	void (*stats)(const struct model *m, struct rte_eth_stats *stats);
	int (*rule)(const struct model *m, const struct rte_flow_attr *attr,
	            const struct rte_flow_item pattern[], const struct rte_flow_action actions[],
	            struct rule *rule, struct rte_flow_error *error);
};

struct model {
	char device[64];
	int port; /* -1: not seen yet */
	const struct rte_device *bus;
	const struct card_ops *ops;
	struct model_knobs knobs;
	struct model_account account;
	model_sent sent;
	void *sent_arg;
	bool down;

	struct rte_eth_conf conf;
	bool configured, started;
	uint16_t rx_queues, tx_queues;
	uint16_t mtu;          /* what ethdev says */
	uint16_t hardware_mtu; /* what the wire knows */
	uint8_t key[64];
	uint16_t key_len;
	uint64_t hash_types; /* 0: no spreading */
	uint16_t reta[CARD_RETA];
	struct card_rxq rxq[CARD_QUEUES];
	struct card_txq txq[CARD_QUEUES];
	void *rxq_data[CARD_QUEUES], *txq_data[CARD_QUEUES];
	struct {
		uint16_t port;
		uint8_t type;
	} tunnel_port[CARD_TUNNEL_PORTS];
	bool simple_tx, isolated;
	struct rule rules[CARD_RULES];
	uint64_t missed, oerrors, frames_tried;
	uint8_t *flat; /* CARD_LARGEST */
};

extern const struct card_ops model_mlx4, model_i40e;

/* The model of an ethdev, or NULL. */
struct model *model_of(uint16_t port);
/* Notes what the card leaves undefined; printf format. */
void model_violation(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void model_stall(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* transmit.c: the packet as one array, and its frames to the wire. */
const uint8_t *transmit_flat(struct model *m, const struct rte_mbuf *mbuf);
void transmit_do(struct model *m, const struct request *r, const uint8_t *frame, uint32_t len);
/* Are the lengths the mbuf gives those of the frame? Notes a violation if not. */
void transmit_check_lengths(struct model *m, const struct rte_mbuf *mbuf, const uint8_t *f,
                            const struct request *r);
/* Asked-for bits that no model knows how to do, or that the queue was not set up for. */
void transmit_check_flags(struct card_txq *q, const struct rte_mbuf *mbuf, uint64_t known);

/* tx_ring.c: mbufs that were sent and are not given back yet. */
int tx_ring_make(struct card_txq *q, uint16_t desc);
void tx_ring_put(struct card_txq *q, struct rte_mbuf *m, uint32_t slots);
/* Gives back the oldest `count`. */
void tx_ring_release(struct card_txq *q, uint32_t count);

/* receive.c */
uint16_t receive_burst(void *rxq, struct rte_mbuf **m, uint16_t most);
bool receive_arrival(struct model *m, const uint8_t *frame, uint32_t len);
void receive_clear(struct model *m);

/* toeplitz.c: over the tuple of the layer as `types` ask; false: none of them. */
bool toeplitz_of(const uint8_t *key, uint64_t types, const uint8_t *f, const struct layer *l, uint32_t *hash);

/* flow.c: the rule for a frame, or NULL. */
const struct rule *flow_match(const struct model *m, const struct headers *h, const uint8_t *f);

/* ethdev_rules.c: what rte_ethdev itself refuses before a driver is asked. */
int ethdev_check_conf(const struct rte_eth_dev_info *info, uint16_t rx, uint16_t tx,
                      const struct rte_eth_conf *conf);
int ethdev_check_desc(const struct rte_eth_desc_lim *lim, uint16_t desc);
int ethdev_check_mtu(const struct rte_eth_dev_info *info, uint16_t mtu);

#endif
