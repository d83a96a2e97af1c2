/* A TAP of our own, with virtio headers: what a namespace sends crosses whole, uncut and unsummed, one system
 * call a packet, and so does what it gets.
 *
 * Towards the rest of the worker it is an ethdev like any other: DPDK's net_null, whose bursts are this
 * file's (rte_eth_add_rx_callback, rte_eth_add_tx_callback). The TAP goes with its descriptors: nobody who
 * dies leaves one behind. One that is deleted, by itself or with its namespace, is made again.
 */
#ifndef EDGELANE_TAP_H
#define EDGELANE_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include "edgelane.h"
#include "fail.h"

struct port;
struct tap;
struct rte_mempool;

/* Whether a device string ("tap0,iface=vm1") means such a port. */
bool tap_is(const char *device);

/* Makes the TAP, up, and the ethdev in front of it: p->tap and p->ethdev. 0, or -1 with CONFIG, DEVICE,
 * DEVICE_TAKEN or PERMISSION in *f; tap_close then still has to be called. */
int tap_open(struct port *p, const struct el_port_conf *conf, struct fail *f);
/* After the ethdev was closed; NULL: nothing. */
void tap_close(struct tap *tap);

/* What the TAP can, in place of what net_null says. */
void tap_describe(const struct tap *tap, struct el_device *device);
/* The ethdev's queues are set up: connects them, mbufs from `pool`. 0, or a negative errno. */
int tap_connect(struct tap *tap, struct rte_mempool *pool, uint16_t rx_queues, uint16_t tx_queues);

/* Whether its interface is up, in whatever namespace it is by now. At the look after the one that finds it
 * gone it is made again, where the worker is. */
bool tap_link(struct tap *tap);
/* Writable as soon as the interface is up; -1: there is none now. */
int tap_link_fd(const struct tap *tap);
/* Readable while packets wait on an rx queue. */
int tap_fd(const struct tap *tap, uint16_t queue);

#endif
