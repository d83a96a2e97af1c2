/* A TAP's bursts: mbufs from its descriptor and back. Inside of tap.h.
 *
 * An rx queue is one lcore's, and so is a tx queue; several tx queues may share a descriptor.
 */
#ifndef EDGELANE_TAP_BURST_H
#define EDGELANE_TAP_BURST_H

#include <net/if.h>
#include <sys/uio.h>

#include <rte_mbuf.h>

#include "edgelane.h"
#include "tap_header.h"

/* Bytes of a frame that a kernel may hand over: an IP packet with its Ethernet header and tags. */
#define TAP_MOST_BYTES (65535u + 14 + 2 * 4)
/* The same in the smallest mbufs that a configuration may ask for. */
#define TAP_MOST_MBUFS (TAP_MOST_BYTES / 1024 + 1)

struct tap_rx {
	int fd;
	uint16_t posted; /* mbufs that hold the largest frame */
	uint16_t taken;  /* the first so many of them are gone */
	uint8_t tunnels;
	uint64_t no_mbuf; /* main reads it */
	struct rte_mempool *pool;
	const void *callback;
	struct tap_header header;
	struct rte_mbuf *mbuf[TAP_MOST_MBUFS];
	struct iovec room[1 + TAP_MOST_MBUFS];
};

struct tap_tx {
	int fd;
	const void *callback;
};

struct tap {
	char name[IFNAMSIZ];
	uint16_t ethdev;
	uint16_t queues; /* descriptors */
	uint8_t tunnels; /* large packets in VXLAN cross whole */
	uint8_t gone;    /* the interface was deleted, and is not made again yet */
	struct el_port_conf conf;
	int fd[EL_MAX_QUEUES];
	struct tap_rx rx[EL_MAX_QUEUES];
	struct tap_tx tx[EL_MAX_LCORES];
};

void tap_burst_close(struct tap *tap);

/* Times an rx queue looked in vain for mbufs. */
static inline uint64_t tap_no_mbuf(const struct tap *tap)
{
	uint64_t times = 0;

	for (uint16_t q = 0; q < tap->queues; q++)
		times += __atomic_load_n(&tap->rx[q].no_mbuf, __ATOMIC_RELAXED);
	return times;
}

#endif
