/* A virtual machine's network card without the machine: DPDK's virtio-user driver, with checksums and
 * segmentation negotiated, that sends and shows packets as it is told. It shares no code with the product.
 *
 * Usage: guest EAL-ARGUMENTS (one net_virtio_user device).
 * Lines in:  send SEGSZ HEX (an Ethernet frame of TCP whose checksum field holds the pseudo header's sum;
 * SEGSZ 0: it is not to be cut) Lines out: `up RX_OFFLOADS TX_OFFLOADS` (as negotiated, hex); each packet
 * received: `got FLAGS SEGSZ HEX` with FLAGS 1: its checksum is not computed, 2: it is large.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "hex.h"

#define LARGEST 66000
#define WANTED_RX (RTE_ETH_RX_OFFLOAD_TCP_LRO | RTE_ETH_RX_OFFLOAD_TCP_CKSUM | RTE_ETH_RX_OFFLOAD_UDP_CKSUM)
#define WANTED_TX                                                                                            \
	(RTE_ETH_TX_OFFLOAD_TCP_TSO | RTE_ETH_TX_OFFLOAD_TCP_CKSUM | RTE_ETH_TX_OFFLOAD_UDP_CKSUM |          \
	 RTE_ETH_TX_OFFLOAD_MULTI_SEGS)

static struct rte_mempool *pool;
static uint8_t bytes[LARGEST];

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "guest: %s\n", what);
	exit(3);
}

static void set_up(void)
{
	struct rte_eth_dev_info info;
	struct rte_eth_conf conf = {0};

	pool = rte_pktmbuf_pool_create("guest", 4095, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
	if (!pool || rte_eth_dev_info_get(0, &info) != 0)
		fail("no device or no memory");
	conf.rxmode.offloads = info.rx_offload_capa & WANTED_RX;
	conf.txmode.offloads = info.tx_offload_capa & WANTED_TX;
	if (rte_eth_dev_configure(0, 1, 1, &conf) != 0 ||
	    rte_eth_rx_queue_setup(0, 0, 256, SOCKET_ID_ANY, NULL, pool) != 0 ||
	    rte_eth_tx_queue_setup(0, 0, 256, SOCKET_ID_ANY, NULL) != 0 || rte_eth_dev_start(0) != 0)
		fail("the device was not set up");
	printf("up %" PRIx64 " %" PRIx64 "\n", conf.rxmode.offloads, conf.txmode.offloads);
}

static struct rte_mbuf *mbuf_of(long len)
{
	struct rte_mbuf *m = rte_pktmbuf_alloc(pool), *last = m;

	if (!m)
		fail("no mbuf");
	for (long done = 0, here; done < len; done += here) {
		if (done) {
			last->next = rte_pktmbuf_alloc(pool);
			last = last->next;
			if (!last)
				fail("no mbuf");
			m->nb_segs++;
		}
		here = RTE_MIN(len - done, (long)rte_pktmbuf_tailroom(last));
		memcpy(rte_pktmbuf_mtod(last, void *), bytes + done, (size_t)here);
		last->data_len = (uint16_t)here;
	}
	m->pkt_len = (uint32_t)len;
	return m;
}

static void send_packet(long segsz, long len)
{
	int v6 = bytes[12] == 0x86;
	struct rte_mbuf *m = mbuf_of(len);

	m->l2_len = 14;
	m->l3_len = v6 ? 40 : (bytes[14] & 15) * 4;
	m->l4_len = (bytes[m->l2_len + m->l3_len + 12] >> 4) * 4;
	m->ol_flags = RTE_MBUF_F_TX_TCP_CKSUM | (v6 ? RTE_MBUF_F_TX_IPV6 : RTE_MBUF_F_TX_IPV4);
	if (segsz) {
		m->tso_segsz = (uint16_t)segsz;
		m->ol_flags |= RTE_MBUF_F_TX_TCP_SEG;
	}
	if (rte_eth_tx_prepare(0, 0, &m, 1) != 1)
		fail("the driver refused a packet");
	while (rte_eth_tx_burst(0, 0, &m, 1) == 0)
		usleep(100);
}

static void show(struct rte_mbuf *m)
{
	uint64_t sum = m->ol_flags & RTE_MBUF_F_RX_L4_CKSUM_MASK;

	printf("got %d %u ", (sum == RTE_MBUF_F_RX_L4_CKSUM_NONE) + (m->ol_flags & RTE_MBUF_F_RX_LRO ? 2 : 0),
	       m->ol_flags & RTE_MBUF_F_RX_LRO ? m->tso_segsz : 0);
	for (const struct rte_mbuf *s = m; s; s = s->next)
		hex_print(rte_pktmbuf_mtod(s, const uint8_t *), s->data_len);
	putchar('\n');
	rte_pktmbuf_free(m);
}

/* Obeys whole lines of what has come; false: the input has ended. */
static int listen_to(void)
{
	static char line[2 * LARGEST + 64];
	static size_t have;
	ssize_t got = read(0, line + have, sizeof(line) - 1 - have);
	char *end;

	if (got == 0)
		return 0;
	if (got > 0)
		have += (size_t)got;
	while ((end = memchr(line, '\n', have)) != NULL) {
		size_t used = (size_t)(end - line) + 1;
		char *save, *verb, *segsz, *hex;
		long len;

		*end = 0;
		verb = strtok_r(line, " ", &save);
		segsz = strtok_r(NULL, " ", &save);
		hex = strtok_r(NULL, " ", &save);
		if (!hex || strcmp(verb, "send") || (len = hex_read(hex, bytes, sizeof(bytes))) < 54)
			fail("a line was not understood");
		send_packet(atol(segsz), len);
		memmove(line, line + used, have - used);
		have -= used;
	}
	return 1;
}

int main(int argc, char **argv)
{
	struct rte_mbuf *m[32];

	if (rte_eal_init(argc, argv) < 0)
		fail("EAL did not start");
	setvbuf(stdout, NULL, _IOLBF, 0);
	set_up();
	fcntl(0, F_SETFL, O_NONBLOCK);
	while (listen_to()) {
		uint16_t count = rte_eth_rx_burst(0, 0, m, 32);

		for (uint16_t i = 0; i < count; i++)
			show(m[i]);
		if (!count)
			usleep(200);
	}
	rte_eth_dev_stop(0);
	rte_eth_dev_close(0);
	rte_eal_cleanup();
	return 0;
}
