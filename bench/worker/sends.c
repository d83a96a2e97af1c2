/* See sends.h. A segment is judged by making it anew from its place in the stream. */
#include "sends.h"

#include <arpa/inet.h>
#include <string.h>

#include <rte_mbuf.h>

#include "card.h"

#define ETH 14u
#define IP4 20u
#define IP6 40u
#define UDP 8u
#define TUNNEL_HEADER 8u /* VXLAN, or GRE with a key */
#define TCP 32u          /* with timestamps */
#define UNDERLAY 1500u
#define FRAME_MOST (UNDERLAY + ETH)
#define NUMBER_SHIFT 20 /* of a send's number in the sequence number */
#define INNER_ID 7000u

enum { FLAG_PSH = 8, FLAG_ACK = 16 };

#define KIND(tunnel, name, outer, inner)                                                                     \
	{                                                                                                    \
		name "-" #inner "-in-" #outer, EL_TUN_##tunnel, outer == 6, inner == 6                       \
	}
const struct send_kind send_kinds[SEND_KINDS] = {
    KIND(VXLAN, "vxlan", 4, 4), KIND(VXLAN, "vxlan", 4, 6), KIND(VXLAN, "vxlan", 6, 4),
    KIND(VXLAN, "vxlan", 6, 6), KIND(GRE, "gre", 4, 4),     KIND(GRE, "gre", 4, 6),
    KIND(GRE, "gre", 6, 4),     KIND(GRE, "gre", 6, 6),
};

static const uint8_t local_mac[6] = {2, 0, 0, 0, 1, 1}, remote_mac[6] = {2, 0, 0, 0, 1, 2};

static uint32_t ip_len(int is6)
{
	return is6 ? IP6 : IP4;
}

static uint32_t outer_len(const struct send_kind *k)
{
	return ETH + ip_len(k->outer6) + (k->tunnel == EL_TUN_VXLAN ? UDP : 0) + TUNNEL_HEADER;
}

static uint32_t inner_len(const struct send_kind *k)
{
	return ETH + ip_len(k->inner6) + TCP;
}

uint32_t send_mss(const struct send_kind *k)
{
	return FRAME_MOST - outer_len(k) - inner_len(k);
}

/* IPv4 as ::ffff:192.0.2.last, IPv6 as fd00::last. */
static void address(uint8_t *out, int is6, uint8_t last)
{
	memset(out, 0, 16);
	if (is6) {
		out[0] = 0xfd;
	} else {
		out[10] = out[11] = 0xff;
		out[12] = 192;
		out[14] = 2;
	}
	out[15] = last;
}

/* From address 1 to 2; those inside are 11 and 12. `rest`: bytes behind the header. */
static void ip_header(uint8_t *ip, int is6, uint32_t rest, uint8_t protocol, uint32_t id, uint8_t from)
{
	uint8_t src[16], dst[16];

	address(src, is6, from);
	address(dst, is6, (uint8_t)(from + 1));
	memset(ip, 0, ip_len(is6));
	if (is6) {
		ip[0] = 0x60;
		card_put16(ip + 4, rest);
		ip[6] = protocol;
		ip[7] = 64;
		memcpy(ip + 8, src, 16);
		memcpy(ip + 24, dst, 16);
		return;
	}
	ip[0] = 0x45;
	card_put16(ip + 2, IP4 + rest);
	card_put16(ip + 4, id);
	ip[6] = 0x40; /* DF */
	ip[8] = 64;
	ip[9] = protocol;
	memcpy(ip + 12, src + 12, 4);
	memcpy(ip + 16, dst + 12, 4);
	card_put16(ip + 10, ~card_sum(0, ip, IP4));
}

static uint32_t pseudo_sum(const uint8_t *ip, int is6, uint32_t len)
{
	return card_sum(6 + len, is6 ? ip + 8 : ip + 12, is6 ? 32 : 8);
}

/* Headers of a segment, but for the TCP checksum, which is the pseudo header's sum. */
static void inner_headers(const struct send_kind *k, uint8_t *at, uint32_t number, uint32_t offset,
                          uint32_t bytes, uint32_t segment, int last)
{
	uint8_t *ip = at + ETH, *tcp = ip + ip_len(k->inner6);

	memset(at, 0, inner_len(k));
	memcpy(at, (uint8_t[]){2, 1, 0, 0, 0, 0}, 6);
	at[5] = (uint8_t)(k - send_kinds);
	memcpy(at + 6, (uint8_t[]){2, 2, 0, 0, 0, 1}, 6);
	card_put16(at + 12, k->inner6 ? 0x86dd : 0x0800);
	ip_header(ip, k->inner6, TCP + bytes, 6, INNER_ID + segment, 11);
	card_put16(tcp, 1024 + number);
	card_put16(tcp + 2, 5201);
	card_put32(tcp + 4, (number << NUMBER_SHIFT) + offset);
	card_put32(tcp + 8, 1);
	tcp[12] = TCP / 4 << 4;
	tcp[13] = (uint8_t)(FLAG_ACK | (last ? FLAG_PSH : 0));
	card_put16(tcp + 14, 4096);
	memcpy(tcp + 20, (uint8_t[]){1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2}, 12);
	card_put16(tcp + 16, pseudo_sum(ip, k->inner6, TCP + bytes));
}

/* Payload of every send is a piece of one long random text, so that none is like another. */
static const uint8_t *payload_of(uint32_t number)
{
	static uint8_t text[SEND_PAYLOAD + SEND_MOST * 8];
	static int made;

	for (uint32_t i = 0, x = 0x2545f491; !made && i < sizeof(text); i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		text[i] = (uint8_t)x;
	}
	made = 1;
	return text + number * 7;
}

struct rte_mbuf *send_make(const struct send_kind *k, uint32_t number, struct rte_mempool *pool)
{
	const uint8_t *payload = payload_of(number);
	struct rte_mbuf *head = rte_pktmbuf_alloc(pool), *m = head;

	if (!m)
		return NULL;
	m->data_len = (uint16_t)inner_len(k);
	inner_headers(k, rte_pktmbuf_mtod(m, uint8_t *), number, 0, SEND_PAYLOAD, 0, 1);
	head->pkt_len = inner_len(k) + SEND_PAYLOAD;
	for (uint32_t done = 0, here; done < SEND_PAYLOAD; done += here) {
		here = RTE_MIN((uint32_t)rte_pktmbuf_tailroom(m), SEND_PAYLOAD - done);
		memcpy(rte_pktmbuf_mtod_offset(m, uint8_t *, m->data_len), payload + done, here);
		m->data_len = (uint16_t)(m->data_len + here);
		if (done + here == SEND_PAYLOAD)
			break;
		m->next = rte_pktmbuf_alloc(pool);
		if (!m->next) {
			rte_pktmbuf_free(head);
			return NULL;
		}
		m = m->next;
		head->nb_segs++;
	}
	head->ol_flags = RTE_MBUF_F_RX_L4_CKSUM_NONE | RTE_MBUF_F_RX_LRO;
	head->tso_segsz = (uint16_t)send_mss(k);
	return head;
}

void send_tunnel(const struct send_kind *k, uint32_t id, struct el_cmd_tunnel_set *tunnel)
{
	int vxlan = k->tunnel == EL_TUN_VXLAN;

	*tunnel = (struct el_cmd_tunnel_set){
	    .tunnel_id = id,
	    .type = k->tunnel,
	    .ttl = 64,
	    .flags = EL_TUNNEL_DF | (vxlan && k->outer6 ? EL_TUNNEL_ZERO6 : 0),
	    .udp_dst = vxlan ? 4789 : 0,
	    .udp_src_min = vxlan ? 49152 : 0,
	    .udp_src_range = vxlan ? 16384 : 1,
	    .nexthop_count = 1,
	};
	address(tunnel->local, k->outer6, 1);
	address(tunnel->remote, k->outer6, 2);
}

void send_nexthop(uint16_t port, struct el_cmd_nexthop_set *nexthop)
{
	*nexthop = (struct el_cmd_nexthop_set){.port = port};
	memcpy(nexthop->eth_dst, remote_mac, 6);
	memcpy(nexthop->eth_src, local_mac, 6);
}

void send_key(const struct send_kind *k, struct el_key *key, struct el_key *mask)
{
	*key = (struct el_key){.eth_type = htons(k->inner6 ? 0x86dd : 0x0800)};
	memcpy(key->eth_dst, (uint8_t[]){2, 1, 0, 0, 0, 0}, 6);
	key->eth_dst[5] = (uint8_t)(k - send_kinds);
	*mask = (struct el_key){.in_port = UINT16_MAX, .eth_type = UINT16_MAX};
	memset(mask->eth_dst, 0xff, 6);
}

/* `source`: UDP source port or flow label, the worker's to choose. */
static void outer_headers(const struct send_kind *k, uint8_t *at, uint32_t inside, uint32_t segment,
                          uint32_t source)
{
	uint8_t *ip = at + ETH, *next = ip + ip_len(k->outer6);

	memcpy(at, remote_mac, 6);
	memcpy(at + 6, local_mac, 6);
	card_put16(at + 12, k->outer6 ? 0x86dd : 0x0800);
	ip_header(ip, k->outer6, outer_len(k) - ETH - ip_len(k->outer6) + inside,
	          k->tunnel == EL_TUN_VXLAN ? 17 : 47, segment, 1);
	if (k->outer6)
		card_put32(ip, 0x60000000 | (source >> 16));
	if (k->tunnel == EL_TUN_VXLAN) {
		card_put16(next, source & 0xffff);
		card_put16(next + 2, 4789);
		card_put16(next + 4, UDP + TUNNEL_HEADER + inside);
		card_put16(next + 6, 0);
		card_put32(next + 8, 0x08000000);
		card_put32(next + 12, SEND_KEY << 8);
	} else {
		card_put32(next, 0x20006558);
		card_put32(next + 4, SEND_KEY);
	}
}

/* Flow label above, source port below. */
static uint32_t source_of(const struct send_kind *k, const uint8_t *frame)
{
	uint32_t label = k->outer6 ? card_get32(frame + ETH) & 0xfffff : 0;
	uint32_t port = k->tunnel == EL_TUN_VXLAN ? card_get16(frame + ETH + ip_len(k->outer6)) : 0;

	return (label & 0xffff) << 16 | port;
}

const char *send_hear(struct hearing *h, const uint8_t *frame, uint32_t len)
{
	const struct send_kind *k = h->kind;
	const uint32_t outer = outer_len(k), headers = outer + inner_len(k), mss = send_mss(k);
	uint8_t want[FRAME_MOST], *tcp = want + headers - TCP;
	uint32_t place, number, offset, bytes, source;

	if (len <= headers || len > FRAME_MOST)
		return "a segment's length";
	place = card_get32(frame + headers - TCP + 4);
	number = place >> NUMBER_SHIFT;
	offset = place & ((1u << NUMBER_SHIFT) - 1);
	bytes = len - headers;
	if (number >= SEND_MOST || h->next[number] != offset || offset + bytes > SEND_PAYLOAD)
		return "the order of segments";
	if (bytes != mss && offset + bytes != SEND_PAYLOAD)
		return "a segment's size";
	source = source_of(k, frame);
	if (offset == 0)
		h->source[number] = source;
	if (source != h->source[number] || (k->tunnel == EL_TUN_VXLAN && (source & 0xffff) < 49152))
		return "the outer header's entropy";
	outer_headers(k, want, len - outer, offset / mss, source);
	inner_headers(k, want + outer, number, offset, bytes, offset / mss, offset + bytes == SEND_PAYLOAD);
	memcpy(want + headers, payload_of(number) + offset, bytes);
	card_put16(tcp + 16, ~card_sum(0, tcp, TCP + bytes));
	if (k->outer6) { /* the label's upper bits */
		want[ETH + 1] = (uint8_t)((want[ETH + 1] & 0xf0) | (frame[ETH + 1] & 0x0f));
	}
	if (memcmp(frame, want, outer) != 0)
		return "outer headers";
	if (memcmp(frame + outer, want + outer, headers - outer) != 0)
		return "inner headers";
	if (memcmp(frame + headers, want + headers, bytes) != 0)
		return "payload";
	h->next[number] += bytes;
	h->frames++;
	return NULL;
}

static const char *hear(void *hearing, const uint8_t *frame, uint32_t len)
{
	return send_hear(hearing, frame, len);
}

const char *send_hear_mbuf(struct hearing *h, const struct rte_mbuf *m, int by_device)
{
	uint8_t bytes[FRAME_MOST];
	const uint8_t *frame;

	if (by_device)
		return m->ol_flags & RTE_MBUF_F_TX_TCP_SEG ? card_send(m, hear, h)
		                                           : "work not left to the card";
	if (m->ol_flags & (RTE_MBUF_F_TX_OFFLOAD_MASK))
		return "work left to the card";
	frame = m->pkt_len <= sizeof(bytes) ? rte_pktmbuf_read(m, 0, m->pkt_len, bytes) : NULL;
	return frame ? send_hear(h, frame, m->pkt_len) : "a segment's length";
}

const char *send_heard(const struct hearing *h, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (h->next[i] != SEND_PAYLOAD)
			return "segments are missing";
	return NULL;
}
