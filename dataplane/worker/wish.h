/* What a packet's mbuf says is still to be done to it before it leaves.
 *
 * Guest ports and GRO put wishes on packets; ENCAP adds which kind of tunnel they went into; finish_send
 * grants them. In between they travel with the mbuf: through copies, parking places and handovers. Ordinary
 * packets carry none.
 */
#ifndef EDGELANE_WISH_H
#define EDGELANE_WISH_H

#include <rte_mbuf.h>

/* The innermost TCP is to be cut into segments of m->tso_segsz bytes of payload. */
#define WISH_SEGMENT RTE_MBUF_F_TX_TCP_SEG
/* The innermost TCP's or UDP's checksum field holds the pseudo header's sum (RFC 9293 3.1), length included;
 * the rest is to be added. Always there beside WISH_SEGMENT. */
#define WISH_CHECKSUM RTE_MBUF_F_TX_L4_MASK
#define WISHES (WISH_SEGMENT | WISH_CHECKSUM)

/* Beside wishes only: the packet was put into a tunnel of this kind, by us. One that arrived in a tunnel,
 * with wishes of its inner packet, bears none: its key is the inner one's, and DECAP has nothing to undo. */
#define WISH_TUNNEL RTE_MBUF_F_TX_TUNNEL_MASK
/* Beside wishes only: the outer UDP checksum is to be filled in. */
#define WISH_OUTER_UDP RTE_MBUF_F_TX_OUTER_UDP_CKSUM
#define WISH_ALL (WISHES | WISH_TUNNEL | WISH_OUTER_UDP)

/* On what arrived: any of these, and the packet is looked at by guest_take. A checksum that was not computed
 * sets the bit of a bad one, and another (RTE_MBUF_F_RX_L4_CKSUM_NONE). */
#define WISH_SIGNS (RTE_MBUF_F_RX_L4_CKSUM_BAD | RTE_MBUF_F_RX_LRO | WISHES)

/* Whether the checksum field of the outermost transport header holds the pseudo header's sum only. */
static inline int wish_is_partial(const struct rte_mbuf *m)
{
	return m->ol_flags & WISHES && !(m->ol_flags & WISH_TUNNEL);
}

#endif
