/* From an mbuf to a parsed packet. Must leave headers in the first segment, where every action writes them.
 */
#include "packet.h"

#include "chain.h"

/* Parses what the first segment holds; only when headers reach beyond it is the chain touched. */
static uint16_t parse_head(struct packet *p, uint16_t in_port, const struct el_endpoint *endpoints,
                           uint32_t count)
{
	struct rte_mbuf *m = p->m;
	uint16_t reason = el_parse(rte_pktmbuf_mtod(m, const uint8_t *), m->data_len, m->pkt_len, in_port,
	                           endpoints, count, &p->key, &p->at);

	if (likely(reason != EL_DROP_TRUNCATED || m->data_len == m->pkt_len))
		return reason;
	uint16_t gathered = chain_gather(&p->m, PACKET_MAX_HEADERS);
	if (gathered != EL_DROP_NONE)
		return gathered;
	m = p->m;
	return el_parse(rte_pktmbuf_mtod(m, const uint8_t *), m->data_len, m->pkt_len, in_port, endpoints,
	                count, &p->key, &p->at);
}

uint16_t packet_parse(struct packet *p, uint16_t in_port, const struct el_endpoint *endpoints, uint32_t count)
{
	p->flow_id = EL_ID_NONE;
	p->tunnel_port = EL_PORT_NONE;
	p->depth = 0;
	p->stale = 0;
	p->returns = 0;
	uint16_t reason = parse_head(p, in_port, endpoints, count);
	p->hash = reason == EL_DROP_NONE ? el_hash_flow(&p->key) : 0;
	return reason;
}

uint16_t packet_refresh(struct packet *p)
{
	uint16_t stage = p->key.stage;
	uint8_t ct_state = p->key.ct_state;

	if (likely(!p->stale))
		return EL_DROP_NONE;
	uint16_t reason = parse_head(p, p->key.in_port, NULL, 0);
	p->key.stage = stage;
	p->key.ct_state = ct_state;
	p->stale = 0;
	return reason;
}
