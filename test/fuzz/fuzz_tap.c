/* Any virtio header in front of any frame: it is refused by name, or what leaves by a TAP again, or cut and
 * summed by the worker, is what a kernel takes.
 */
#include "chain.h"
#include "finish.h"
#include "fuzz.h"
#include "guest.h"
#include "mbufs.h"
#include "packet.h"
#include "protocol.h"
#include "segment.h"
#include "tap_header.h"
#include "wish.h"

/* Input: flags, headroom, bytes of a segment, places of IPv4 headers to mend; virtio header; frame. */
#define HEADER 4

static struct rte_mempool *pool;
static const struct port_offload tap = {
    .hardware = 1u << EL_OFFLOAD_TX_CHECKSUM | 1u << EL_OFFLOAD_TSO | 1u << EL_OFFLOAD_VXLAN_TSO |
                1u << EL_OFFLOAD_OUTER_IP_CHECKSUM | 1u << EL_OFFLOAD_OUTER_UDP_CHECKSUM |
                1u << EL_OFFLOAD_MULTI_SEGS,
    .guest = 1,
    .chains = 1,
    .tunnels = EL_TUNNELS_VXLAN4 | EL_TUNNELS_VXLAN6,
    .tso_most = 65535 + 14,
};

/* What Linux asks of one (tun_get_user, virtio_net_hdr_tnl_to_skb). */
static void check_told(const struct rte_mbuf *m)
{
	struct tap_header h;

	tap_header_tell(&h, m);
	if (!h.flags) {
		must(!h.gso_type, "what is to be cut is to be summed");
		return;
	}
	must((uint32_t)h.csum_start + h.csum_offset + 2 <= m->pkt_len, "the sum lies in the frame");
	if (!h.gso_type)
		return;
	must(h.gso_size >= GUEST_LEAST_MSS && h.headers <= m->pkt_len && h.csum_offset == 16,
	     "segments of TCP, of a size");
	if (h.gso_type & (TAP_GSO_TUNNEL4 | TAP_GSO_TUNNEL6))
		must(h.outer_l4 >= ETHER_BYTES + IPV4_BYTES && h.inner_l3 >= h.outer_l4 + UDP_BYTES &&
		         h.csum_start >= h.inner_l3 + IPV4_BYTES,
		     "a tunnel's offsets follow each other");
}

static void leave(struct packet *p)
{
	struct segment_cut cut;
	struct shape s;

	if (finish_shape(&p->m, &s) != EL_DROP_NONE)
		return;
	if (finish_by_device(p->m, &s, &tap)) {
		check_told(p->m);
	} else if (p->m->ol_flags & WISH_SEGMENT) {
		segment_open(&cut, p->m, &s, pool);
		while (cut.left > 0)
			rte_pktmbuf_free(segment_next(&cut));
	} else {
		finish_checksums(p->m, &s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size)
{
	static struct el_queue_stats stats;
	struct packet p = {.origin = &stats};
	struct el_endpoint endpoint = {.type = EL_TUN_VXLAN};
	struct tap_header h;
	uint8_t *frame;
	uint32_t len;

	if (size <= HEADER + sizeof(h))
		return 0;
	if (!pool)
		pool = mbufs_pool(128 + 512);
	must(pool != NULL, "there is memory");
	memcpy(&h, in + HEADER, sizeof(h));
	len = (uint32_t)(size - HEADER - sizeof(h));
	frame = fuzz_copy(in + HEADER + sizeof(h), len);
	fuzz_mend_ipv4(frame, len, 14);
	fuzz_mend_ipv4(frame, len, in[3]);
	if (len >= 38) {
		map_ipv4(endpoint.local, frame + 30);
		endpoint.udp_dst = get_be16(frame + 36);
	}
	if (in[0] & 4 && len >= 58) {
		memcpy(endpoint.local, frame + 38, 16);
		endpoint.udp_dst = get_be16(frame + 56);
	}
	p.m = mbufs_from(pool, frame, len, in[1], in[2]);
	tap_header_take(&h, p.m, in[0] & 1);
	must(p.m->pkt_len == len, "a header changes no length");
	if (packet_parse(&p, 3, &endpoint, in[0] >> 1 & 1) == EL_DROP_NONE &&
	    (!(p.m->ol_flags & WISH_SIGNS) || guest_take(&p, 1) == EL_DROP_NONE)) {
		rte_mbuf_sanity_check(p.m, 1);
		if (p.m->ol_flags & WISHES)
			leave(&p);
	}
	rte_pktmbuf_free(p.m);
	free(frame);
	must(mbufs_live == 0, "every mbuf comes back");
	return 0;
}
