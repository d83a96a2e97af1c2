/* A mempool that is malloc and free. Must hand out every mbuf exactly as rte_pktmbuf_init leaves it. */
#include "mbufs.h"

#include <stdlib.h>
#include <string.h>

long mbufs_budget = -1;
long mbufs_live;

static int pool_alloc(struct rte_mempool *mp)
{
	(void)mp;
	return 0;
}

static void pool_free(struct rte_mempool *mp)
{
	(void)mp;
}

static int pool_put(struct rte_mempool *mp, void *const *objects, unsigned count)
{
	(void)mp;
	for (unsigned i = 0; i < count; i++)
		free(objects[i]);
	mbufs_live -= count;
	return 0;
}

static int pool_get(struct rte_mempool *mp, void **objects, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (mbufs_budget == 0 || !(objects[i] = aligned_alloc(RTE_CACHE_LINE_SIZE, mp->elt_size))) {
			while (i-- > 0)
				free(objects[i]);
			return -ENOBUFS;
		}
		memset(objects[i], 0xa5, mp->elt_size);
		rte_pktmbuf_init(mp, NULL, objects[i], 0);
		if (mbufs_budget > 0)
			mbufs_budget--;
	}
	mbufs_live += count;
	return 0;
}

static unsigned pool_count(const struct rte_mempool *mp)
{
	(void)mp;
	return 0;
}

struct rte_mempool *mbufs_pool(uint16_t room)
{
	static const struct rte_mempool_ops ops = {
	    .name = "heap",
	    .alloc = pool_alloc,
	    .free = pool_free,
	    .enqueue = pool_put,
	    .dequeue = pool_get,
	    .get_count = pool_count,
	};
	static int index = -1;
	uint32_t priv = RTE_ALIGN_CEIL(sizeof(struct rte_pktmbuf_pool_private), RTE_CACHE_LINE_SIZE);
	struct rte_mempool *mp;

	if (index < 0 && (index = rte_mempool_register_ops(&ops)) < 0)
		return NULL;
	mp = aligned_alloc(RTE_CACHE_LINE_SIZE, sizeof(*mp) + priv);
	if (!mp)
		return NULL;
	memset(mp, 0, sizeof(*mp) + priv);
	room = (uint16_t)RTE_ALIGN_CEIL(room, RTE_CACHE_LINE_SIZE);
	mp->elt_size = sizeof(struct rte_mbuf) + room;
	mp->private_data_size = priv;
	mp->ops_index = index;
	mp->size = 1;
	((struct rte_pktmbuf_pool_private *)rte_mempool_get_priv(mp))->mbuf_data_room_size = room;
	return mp;
}

void mbufs_pool_free(struct rte_mempool *pool)
{
	free(pool);
}

struct rte_mbuf *mbufs_from(struct rte_mempool *pool, const uint8_t *bytes, uint32_t len, uint16_t headroom,
                            uint32_t segment)
{
	struct rte_mbuf *head = NULL, **link = &head;
	uint32_t done = 0;

	do {
		struct rte_mbuf *m = rte_pktmbuf_alloc(pool);

		if (!m) {
			rte_pktmbuf_free(head);
			return NULL;
		}
		m->data_off = head ? 0 : RTE_MIN(headroom, m->buf_len);
		uint32_t room = (uint32_t)m->buf_len - m->data_off;
		if (segment && segment < room)
			room = segment;
		uint32_t take = RTE_MIN(room, len - done);
		memcpy(rte_pktmbuf_mtod(m, void *), bytes + done, take);
		m->data_len = (uint16_t)take;
		done += take;
		*link = m;
		link = &m->next;
		if (m != head)
			head->nb_segs++;
	} while (done < len);
	head->pkt_len = len;
	return head;
}

uint32_t mbufs_to(const struct rte_mbuf *m, uint8_t *bytes, uint32_t size)
{
	uint32_t done = 0;

	for (; m; m = m->next) {
		uint32_t take = RTE_MIN((uint32_t)m->data_len, size - done);

		memcpy(bytes + done, rte_pktmbuf_mtod(m, const void *), take);
		done += take;
	}
	return done;
}
