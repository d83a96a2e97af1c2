/* Bytes cut over mbufs. See mbuf_chain.h. */
#include "mbuf_chain.h"

#include <string.h>

#include <rte_mbuf.h>

struct rte_mbuf *chain_of(struct rte_mempool *pool, const uint8_t *bytes, uint32_t len, uint32_t split)
{
	struct rte_mbuf *first = NULL;

	for (uint32_t done = 0; done < len || !first;) {
		struct rte_mbuf *s = rte_pktmbuf_alloc(pool);
		uint32_t part = len - done;

		if (!s) {
			rte_pktmbuf_free(first);
			return NULL;
		}
		part = RTE_MIN(part, RTE_MIN(split, rte_pktmbuf_tailroom(s)));
		memcpy(rte_pktmbuf_mtod(s, void *), bytes + done, part);
		s->data_len = (uint16_t)part;
		s->pkt_len = part;
		done += part;
		if (!first) {
			first = s;
		} else if (rte_pktmbuf_chain(first, s)) {
			rte_pktmbuf_free(s);
			rte_pktmbuf_free(first);
			return NULL;
		}
	}
	return first;
}
