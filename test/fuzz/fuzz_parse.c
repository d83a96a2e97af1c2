/* el_parse on any bytes: it reads nothing it may not, and what it says is consistent. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "packet.h"
#include "parse_brief.h"
#include "protocol.h"
#include "shape.h"

/* Input: how many endpoints and of which kind, where IPv4 checksums are mended, contiguous length, packet. */
#define HEADER 6

static uint32_t make_endpoints(const uint8_t *in, const uint8_t *packet, uint32_t len,
                               struct el_endpoint *endpoints)
{
	uint32_t count = in[0] & 3;

	/* The addresses of the packet itself, where they are in the plain case: else nothing would ever
	 * match. */
	for (uint32_t i = 0; i < count; i++) {
		endpoints[i] = (struct el_endpoint){.type = (uint8_t)(1 + (in[0] >> (2 + 2 * i) & 3) % 3)};
		endpoints[i].udp_dst = len >= 38 ? get_be16(packet + 36) : 4789;
		if (i & 1 && len >= 54)
			memcpy(endpoints[i].local, packet + 38, 16);
		else if (len >= 34)
			map_ipv4(endpoints[i].local, packet + 30);
	}
	return count;
}

static void check_key(const struct el_key *key, const struct el_parsed *at, uint32_t len)
{
	const uint16_t present = __builtin_bswap16(TCI_PRESENT);

	must(key->rsv0 == 0 && key->rsv1 == 0 && at->rsv0 == 0, "reserved fields are zero");
	must(key->in_port == 7 && key->stage == 0 && key->ct_state == 0,
	     "what is not the packet's is left alone");
	must(key->vlan_tci ? key->vlan_tci & present && key->vlan_tpid : !key->vlan_tpid, "a tag is whole");
	must(!key->vlan2_tci || (key->vlan_tci && key->vlan2_tci & present), "a second tag has a first");
	must(at->headers_len <= len && at->headers_len <= PACKET_MAX_HEADERS,
	     "headers were there to be read");
	must(at->inner_offset <= at->l3_offset && at->l3_offset <= at->headers_len, "L3 follows L2");
	must(!at->l4_offset || (at->l3_offset < at->l4_offset && at->l4_offset <= at->headers_len),
	     "L4 follows L3");
	must(key->ip_frag != EL_FRAG_LATER || !at->l4_offset, "a later fragment has no L4");
	must(!at->inner_offset == !key->tun_type, "a tunnel has an inside");
	must(at->outer_len == at->inner_offset && at->outer_l3_offset <= at->outer_l4_offset,
	     "outer headers in order");
	must(key->ip_ttl <= 15 && key->nd_target_set <= 1 && key->ip_frag <= EL_FRAG_LATER, "ranges");
}

/* What the short way takes, it reads as el_parse does. */
static void check_brief(const uint8_t *packet, uint32_t len, const struct el_endpoint *endpoints,
                        uint32_t count, uint16_t reason, const struct el_key *key, const struct el_parsed *at)
{
	struct brief_endpoints list = {0};
	struct compact c;
	struct brief b;

	for (uint32_t i = 0; i < count; i++)
		brief_add(&list, &endpoints[i]);
	if (!parse_brief(&b, packet, len, 7, count ? &list : NULL))
		return;
	must(reason == EL_DROP_NONE, "the short way takes nothing that is refused");
	compact_pack(&c, key);
	must(compact_form(&c) == b.form, "the same rest");
	must(!memcmp(b.head, c.head, sizeof(b.head)), "the same head");
	must(b.form < COMPACT_TUNNELLED ? !key->tun_type : !memcmp(&b.tunnel, &c.tunnel, sizeof(c.tunnel)),
	     "the same tunnel");
	must(b.l3 == at->l3_offset && b.inner == at->inner_offset, "the same offsets");
}

/* The last stage finds headers where the first did, wherever it may be asked about them. */
static void check_shape(const uint8_t *packet, uint32_t len, const struct el_key *key,
                        const struct el_parsed *at)
{
	const uint8_t *outer = packet + at->outer_l4_offset;
	int tunnelled = key->tun_type != EL_TUN_NONE;
	struct shape s;

	if (!at->l4_offset || key->ip_frag != EL_FRAG_NONE ||
	    (key->ip_proto != IP_TCP && key->ip_proto != IP_UDP))
		return;
	/* A GRE header with more than a key is none of ENCAP's. */
	if (tunnelled && key->tun_type != EL_TUN_VXLAN && get_be16(outer) & ~GRE_KEY)
		return;
	if (frame_shape(&s, packet, len, tunnelled) != EL_DROP_NONE) {
		must(key->ip_proto == IP_TCP && at->l4_offset + (packet[at->l4_offset + 12] >> 4) * 4u > len,
		     "only TCP options may be further away than el_parse looked");
		return;
	}
	must(s.l3 == at->l3_offset && s.l4 == at->l4_offset && s.protocol == key->ip_proto,
	     "the same headers");
	must(s.outer_l3 == at->outer_l3_offset && s.outer_l4 == at->outer_l4_offset,
	     "the same outer headers");
	must(s.is_ipv6 == (key->eth_type == __builtin_bswap16(ETHER_IPV6)), "the same family");
	must(s.payload > s.l4 && s.payload <= len, "headers end in front of the payload");
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size)
{
	struct el_endpoint endpoints[3];
	struct el_key key, again;
	struct el_parsed at, at_again;

	if (size < HEADER || size > HEADER + 4096)
		return 0;
	uint32_t pkt_len = (uint32_t)size - HEADER;
	uint8_t *packet = fuzz_copy(in + HEADER, pkt_len);
	fuzz_mend_ipv4(packet, pkt_len, in[1]);
	fuzz_mend_ipv4(packet, pkt_len, in[2]);
	uint32_t count = make_endpoints(in, packet, pkt_len, endpoints);
	uint32_t len = in[3] ? pkt_len : get_be16(in + 4) % (pkt_len + 1);
	uint8_t *head = fuzz_copy(packet, len);

	uint16_t reason = el_parse(head, len, pkt_len, 7, endpoints, count, &key, &at);
	must(reason == EL_DROP_NONE || reason == EL_DROP_TRUNCATED || reason == EL_DROP_MALFORMED,
	     "a known reason");
	if (len == pkt_len)
		check_brief(head, len, endpoints, count, reason, &key, &at);
	if (reason == EL_DROP_NONE) {
		check_key(&key, &at, len);
		check_shape(head, len, &key, &at);
		/* More of the packet at hand, and another payload, change nothing. */
		for (uint32_t i = at.headers_len; i < pkt_len; i++)
			packet[i] ^= 0xff;
		must(el_parse(packet, pkt_len, pkt_len, 7, endpoints, count, &again, &at_again) ==
		         EL_DROP_NONE,
		     "payload decides nothing");
		must(!memcmp(&key, &again, sizeof(key)) && !memcmp(&at, &at_again, sizeof(at)),
		     "payload is not read");
		(void)el_hash_flow(&key);
	}
	free(head);
	free(packet);
	return 0;
}
