/* From the wire to rx queues, and from a queue into mbufs. */
#include <stdlib.h>
#include <string.h>

#include <rte_mbuf.h>

#include "card.h"

static bool card_is_mlx4(const struct model *m)
{
	return m->ops == &model_mlx4;
}

/* Which queue, by a rule or by its hash. false: dropped, or nobody asked for it. */
static bool choose_queue(struct model *m, const struct headers *h, struct arrived *a, uint32_t *queue)
{
	const struct rule *rule = flow_match(m, h, a->bytes);
	const struct layer *l = h->tunnel ? &h->inner : &h->outer;

	*queue = 0;
	a->hashed = m->hash_types && toeplitz_of(m->key, m->hash_types, a->bytes, l, &a->hash);
	if (a->hashed)
		*queue = m->ops->queue_of(m, a->hash);
	if (!rule)
		return !m->isolated;
	a->marked = rule->marks;
	a->mark = rule->mark;
	if (rule->drop)
		return false;
	if (!rule->pass)
		*queue = rule->queues > 1 ? rule->queue + (a->hash & (rule->queues - 1u)) : rule->queue;
	return true;
}

static bool too_long(const struct model *m, const struct headers *h, uint32_t len)
{
	return len > m->hardware_mtu + 14u + (card_is_mlx4(m) ? h->outer.tags * 4u : 8u);
}

bool receive_arrival(struct model *m, const uint8_t *frame, uint32_t len)
{
	struct arrived a = {.len = len};
	struct card_rxq *q;
	struct headers h;
	uint32_t queue;

	if (!m->started || m->down)
		return false;
	a.bytes = malloc(len);
	if (!a.bytes)
		abort();
	memcpy(a.bytes, frame, len);
	headers_read(&h, frame, len, false);
	m->ops->recognise(m, &h, frame, len);
	if (too_long(m, &h, len)) {
		m->rxq[0].dropped++;
		free(a.bytes);
		return false;
	}
	if (!choose_queue(m, &h, &a, &queue) || queue >= m->rx_queues) {
		free(a.bytes);
		return false;
	}
	q = &m->rxq[queue];
	/* A ring keeps one place free. */
	if (q->head - q->tail >= q->desc - 1u) {
		/* Without rx_drop_en one full queue would hold up the port; lost all the same here. */
		if (!card_is_mlx4(m))
			m->missed++;
		free(a.bytes);
		return false;
	}
	q->ring[q->head++ % q->desc] = a;
	return true;
}

/* In as many mbufs as it takes, if the port may scatter. NULL: no mbufs. */
static struct rte_mbuf *fill(struct card_rxq *q, const struct arrived *a)
{
	struct rte_mbuf *first = NULL, *last = NULL;

	for (uint32_t done = 0; done < a->len || !first;) {
		struct rte_mbuf *s = rte_pktmbuf_alloc(q->pool);
		uint32_t part;

		if (!s) {
			rte_pktmbuf_free(first);
			return NULL;
		}
		part = RTE_MIN(rte_pktmbuf_tailroom(s), a->len - done);
		memcpy(rte_pktmbuf_mtod(s, void *), a->bytes + done, part);
		s->data_len = (uint16_t)part;
		done += part;
		if (first) {
			last->next = s;
			first->nb_segs++;
		} else {
			first = s;
		}
		last = s;
	}
	first->pkt_len = a->len;
	return first;
}

static bool fits(const struct card_rxq *q, uint32_t len)
{
	uint32_t room = rte_pktmbuf_data_room_size(q->pool) - RTE_PKTMBUF_HEADROOM;

	return len <= room || !card_is_mlx4(q->model) ||
	       q->model->conf.rxmode.offloads & RTE_ETH_RX_OFFLOAD_SCATTER;
}

uint16_t receive_burst(void *rxq, struct rte_mbuf **m, uint16_t most)
{
	struct card_rxq *q = rxq;
	struct model *model = q->model;
	uint16_t count = 0;

	while (count < most && q->tail != q->head) {
		struct arrived *a = &q->ring[q->tail % q->desc];
		struct rte_mbuf *mbuf;
		struct headers h;

		if (!fits(q, a->len)) {
			q->dropped++;
			free(a->bytes);
			q->tail++;
			continue;
		}
		mbuf = fill(q, a);
		if (!mbuf) {
			q->nombuf++;
			break;
		}
		headers_read(&h, a->bytes, a->len, false);
		model->ops->recognise(model, &h, a->bytes, a->len);
		mbuf->port = (uint16_t)model->port;
		model->ops->describe(model, &h, a, mbuf);
		if (model->knobs.good_always)
			mbuf->ol_flags =
			    (mbuf->ol_flags & ~(RTE_MBUF_F_RX_L4_CKSUM_MASK | RTE_MBUF_F_RX_IP_CKSUM_MASK)) |
			    RTE_MBUF_F_RX_L4_CKSUM_GOOD | RTE_MBUF_F_RX_IP_CKSUM_GOOD;
		q->packets++;
		q->bytes += a->len;
		free(a->bytes);
		q->tail++;
		m[count++] = mbuf;
	}
	return count;
}

void receive_clear(struct model *m)
{
	for (uint32_t i = 0; i < CARD_QUEUES; i++)
		while (m->rxq[i].tail != m->rxq[i].head)
			free(m->rxq[i].ring[m->rxq[i].tail++ % m->rxq[i].desc].bytes);
}
