/* Chained mbufs: gather headers, cut the tail. Must never leave pkt_len or nb_segs untrue. */
#include "chain.h"

#include <rte_memcpy.h>

#include "edgelane.h"

/* Moves `more` bytes from the segments behind the head into its tailroom; emptied segments go back to their
 * pool. */
static void gather_into(struct rte_mbuf *head, uint32_t more)
{
	uint8_t *to = rte_pktmbuf_mtod_offset(head, uint8_t *, head->data_len);

	while (more > 0) {
		struct rte_mbuf *seg = head->next;
		uint16_t take = (uint16_t)RTE_MIN((uint32_t)seg->data_len, more);

		rte_memcpy(to, rte_pktmbuf_mtod(seg, const void *), take);
		to += take;
		more -= take;
		head->data_len += take;
		seg->data_off += take;
		seg->data_len -= take;
		if (seg->data_len == 0) {
			head->next = seg->next;
			head->nb_segs--;
			rte_pktmbuf_free_seg(seg);
		}
	}
}

uint16_t chain_gather(struct rte_mbuf **m, uint32_t bytes)
{
	struct rte_mbuf *head = *m;

	bytes = RTE_MIN(bytes, head->pkt_len);
	if (head->data_len >= bytes)
		return EL_DROP_NONE;
	if (rte_pktmbuf_tailroom(head) < bytes - head->data_len) {
		struct rte_mbuf *front = rte_pktmbuf_alloc(head->pool);

		if (!front)
			return EL_DROP_NO_MBUF;
		if (rte_pktmbuf_tailroom(front) < bytes) {
			rte_pktmbuf_free_seg(front);
			return EL_DROP_NO_HEADROOM;
		}
		front->next = head;
		front->nb_segs = head->nb_segs + 1;
		front->pkt_len = head->pkt_len;
		front->port = head->port;
		front->tx_offload = head->tx_offload;
		front->ol_flags = head->ol_flags & ~(RTE_MBUF_F_EXTERNAL | RTE_MBUF_F_INDIRECT);
		*m = head = front;
	}
	gather_into(head, bytes - head->data_len);
	return EL_DROP_NONE;
}

void chain_trim(struct rte_mbuf *m, uint32_t bytes)
{
	if (likely(m->pkt_len <= bytes))
		return;
	struct rte_mbuf *seg = m;
	uint32_t left = bytes;

	while (left > seg->data_len) {
		left -= seg->data_len;
		seg = seg->next;
	}
	seg->data_len = (uint16_t)left;
	m->pkt_len = bytes;
	for (struct rte_mbuf *rest = seg->next, *next; rest; rest = next) {
		next = rest->next;
		rte_pktmbuf_free_seg(rest);
		m->nb_segs--;
	}
	seg->next = NULL;
}
