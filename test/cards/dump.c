/* A model at a prompt: a script asks on stdin what it wants done, one line each, and reads what became of it.
 *
 *      card mlx4|i40e [vxlan_port=N] [not_pro=1] [no_tso=1] [no_checksum=1]    a new port, the old one closed
 *      open TX_OFFLOADS RX_OFFLOADS QUEUES RSS_TYPES     hexadecimal but for QUEUES   -> open ERROR
 *      send FLAGS L2 L3 L4 OUTER_L2 OUTER_L3 MSS SPLIT BYTES      -> frame BYTES..., sent COUNT PREPARE ...
 *      arrive BYTES                                      -> rx QUEUE FLAGS PTYPE HASH BYTES, or lost
 *      tunnel PORT                                       -> tunnel ERROR
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <rte_errno.h>

#include "stand.h"

#define LINE (1u << 20)

static struct stand_port port;
static uint16_t queues;

static void print_bytes(const uint8_t *p, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		printf("%02x", p[i]);
}

static void on_wire(void *arg, const uint8_t *frame, uint32_t len)
{
	(void)arg;
	printf("frame ");
	print_bytes(frame, len);
	putchar('\n');
}

static uint32_t parse_bytes(const char *hex, uint8_t *out)
{
	uint32_t len = 0;
	unsigned byte;

	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		out[len++] = (uint8_t)byte;
	return len;
}

static uint32_t knob(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	return at ? (uint32_t)atoi(at + strlen(name)) : 0;
}

static void card(const char *line)
{
	struct model_knobs k = {
	    .vxlan_port = (uint16_t)knob(line, "vxlan_port="),
	    .not_pro = knob(line, "not_pro="),
	    .no_tso = knob(line, "no_tso="),
	    .no_checksum = knob(line, "no_checksum="),
	    .netdev_mtu = 9000,
	};

	if (port.model)
		stand_close(&port);
	port = stand_card(strstr(line, "mlx4") ? MODEL_MLX4 : MODEL_I40E, &k);
	model_wire(port.model, on_wire, NULL);
}

static void open_port(const char *line)
{
	struct rte_eth_conf conf = {.rxmode.mtu = 9000};
	uint64_t tx, rx, rss;

	if (sscanf(line, "open %" SCNx64 " %" SCNx64 " %hu %" SCNx64, &tx, &rx, &queues, &rss) != 4)
		exit(2);
	conf.txmode.offloads = tx;
	conf.rxmode.offloads = rx;
	conf.rxmode.mq_mode = rss ? RTE_ETH_MQ_RX_RSS : RTE_ETH_MQ_RX_NONE;
	conf.rx_adv_conf.rss_conf.rss_hf = rss;
	printf("open %d\n", stand_open(&port, queues, 256, &conf));
}

static void send_packet(const char *line, uint8_t *bytes)
{
	const struct model_account *account = model_account(port.model);
	unsigned l2, l3, l4, outer_l2, outer_l3, mss, split;
	uint64_t flags;
	struct rte_mbuf *m;
	uint16_t ready, sent = 0;
	int at;

	if (sscanf(line, "send %" SCNx64 " %u %u %u %u %u %u %u %n", &flags, &l2, &l3, &l4, &outer_l2,
	           &outer_l3, &mss, &split, &at) != 8)
		exit(2);
	model_account_clear(port.model);
	m = stand_mbuf(bytes, parse_bytes(line + at, bytes), split);
	if (!m)
		exit(3);
	m->ol_flags = flags;
	m->l2_len = l2 & 0x7f;
	m->l3_len = l3 & 0x1ff;
	m->l4_len = (uint8_t)l4;
	m->outer_l2_len = outer_l2 & 0x7f;
	m->outer_l3_len = outer_l3 & 0x1ff;
	m->tso_segsz = (uint16_t)mss;
	rte_errno = 0;
	ready = rte_eth_tx_prepare(port.id, 0, &m, 1);
	if (ready)
		sent = rte_eth_tx_burst(port.id, 0, &m, 1);
	if (!sent)
		rte_pktmbuf_free(m);
	printf("sent %u %s violations %" PRIu64 " stalls %" PRIu64 " %s%s\n", sent,
	       ready                 ? "OK"
	       : rte_errno == EINVAL ? "EINVAL"
	                             : "ENOTSUP",
	       account->violations, account->stalls, account->violation, account->stall);
}

static void arrive(const char *line, uint8_t *bytes)
{
	uint32_t len = parse_bytes(line + strlen("arrive "), bytes);
	struct rte_mbuf *m;

	if (!model_arrives(port.model, bytes, len)) {
		puts("lost");
		return;
	}
	for (uint16_t q = 0; q < queues; q++)
		while (rte_eth_rx_burst(port.id, q, &m, 1)) {
			printf("rx %u %" PRIx64 " %x %x ", q, m->ol_flags, m->packet_type, m->hash.rss);
			for (struct rte_mbuf *s = m; s; s = s->next)
				print_bytes(rte_pktmbuf_mtod(s, uint8_t *), s->data_len);
			putchar('\n');
			rte_pktmbuf_free(m);
		}
}

static void tunnel(const char *line)
{
	struct rte_eth_udp_tunnel t = {.udp_port = (uint16_t)atoi(line + strlen("tunnel ")),
	                               .prot_type = RTE_ETH_TUNNEL_TYPE_VXLAN};

	printf("tunnel %d\n", rte_eth_dev_udp_tunnel_port_add(port.id, &t));
}

int main(void)
{
	char *line = malloc(LINE);
	uint8_t *bytes = malloc(LINE / 2);

	if (!line || !bytes)
		return 3;
	stand_start();
	while (fgets(line, LINE, stdin)) {
		if (strncmp(line, "card ", 5) == 0)
			card(line);
		else if (strncmp(line, "open ", 5) == 0)
			open_port(line);
		else if (strncmp(line, "send ", 5) == 0)
			send_packet(line, bytes);
		else if (strncmp(line, "arrive ", 7) == 0)
			arrive(line, bytes);
		else if (strncmp(line, "tunnel ", 7) == 0)
			tunnel(line);
		else
			return 2;
	}
	if (port.model)
		stand_close(&port);
	/* All mbufs came back. */
	if (rte_mempool_avail_count(stand_pool) != stand_pool->size) {
		fprintf(stderr, "CARDS: mbufs were lost\n");
		return 3;
	}
	stand_stop();
	free(bytes);
	free(line);
	return 0;
}
