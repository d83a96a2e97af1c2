/* See reference.h. Plain on purpose: nothing is cached, batched or kept from packet to packet but flows. */
#include "reference.h"

#include <stdlib.h>
#include <string.h>

#include "reference_env.h"

static struct reference *const r = &reference_state;

struct reference *reference_create(struct rte_mempool *pool)
{
	reference_pool = pool;
	r->fate = calloc(REFERENCE_FATES, sizeof(*r->fate));
	return r->fate ? r : NULL;
}

void reference_reset(void)
{
	memset(r->flow, 0, sizeof(r->flow));
	memset(r->action_packets, 0, sizeof(r->action_packets));
	memset(r->action_bytes, 0, sizeof(r->action_bytes));
	r->flow_high = 0;
	r->endpoint_count = 0;
	reference_forget();
}

void reference_turn(void)
{
	r->fates = 0;
	for (uint32_t i = 0; i < REFERENCE_PORTS; i++)
		r->port[i].sent = 0;
}

static uint16_t endpoints_of(uint16_t port)
{
	return r->port[port].underlay ? (uint16_t)r->endpoint_count : 0;
}

uint16_t reference_parse(const uint8_t *bytes, uint32_t len, uint32_t pkt_len, uint16_t port,
                         struct el_key *key, struct el_parsed *at)
{
	return el_parse(bytes, len, pkt_len, port, endpoints_of(port) ? r->endpoint : NULL,
	                endpoints_of(port), key, at);
}

typedef uint64_t __attribute__((may_alias)) word;

static int covers(const struct reference_flow *f, const struct el_key *key)
{
	const word *a = (const word *)key, *b = (const word *)&f->key,
	           *m = (const word *)&r->mask[f->mask_id];
	uint64_t differs = 0;

	if (!f->used || f->key.in_port != key->in_port)
		return 0;
	for (uint32_t i = 0; i < EL_KEY_SIZE / 8; i++)
		differs |= (a[i] & m[i]) ^ b[i];
	return differs == 0;
}

uint32_t reference_cover(const struct el_key *key, uint32_t *flows)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < r->flow_high && count < REFERENCE_COVERS; i++)
		if (covers(&r->flow[i], key))
			flows[count++] = i;
	return count;
}

/* False: no flow covers it. */
static int treat(struct packet *p)
{
	uint32_t flows[REFERENCE_COVERS], count = reference_cover(&p->key, flows), action, len;

	if (!count)
		return 0;
	action = r->flow[flows[0]].action_id;
	for (uint32_t i = 0; i < count; i++) {
		struct reference_flow *f = &r->flow[flows[i]];

		if (f->action_id != action)
			abort(); /* the scene is wrong: flows that overlap have one action */
		*(count == 1 ? &f->alone : &f->shared) += 1;
		*(count == 1 ? &f->alone_bytes : &f->shared_bytes) += p->m->pkt_len;
	}
	r->action_packets[action]++;
	r->action_bytes[action] += p->m->pkt_len;
	r->last_action = action;
	p->flow_id = flows[0];
	p->origin->hits++;
	const uint8_t *acts = lcore_action(NULL, action, &len);

	actions_run(NULL, p, acts, len);
	return 1;
}

static void begin(struct packet *p, uint32_t number)
{
	reference_packet = number;
	reference_encapped = reference_old = 0;
	r->last_action = EL_ID_NONE;
	r->last_drop = 0;
	r->last_drop =
	    packet_parse(p, reference_port_of, endpoints_of(reference_port_of) ? r->endpoint : NULL,
	                 endpoints_of(reference_port_of));
}

void reference_receive(uint16_t port, struct rte_mbuf *m, uint32_t number)
{
	struct packet p = {.m = m, .origin = &r->stats[port]};

	p.origin->rx++;
	p.origin->rx_bytes += m->pkt_len;
	reference_port_of = port;
	begin(&p, number);
	if (r->last_drop != EL_DROP_NONE) {
		lcore_drop(NULL, p.m, p.origin, r->last_drop);
	} else if (!treat(&p)) {
		p.origin->misses++;
		lcore_upcall(NULL, &p, EL_UPCALL_MISS, 0);
	}
}

void reference_inject(uint16_t port, struct rte_mbuf *m, const uint8_t *acts, uint32_t len, uint32_t number)
{
	struct packet p = {.m = m, .origin = &r->stats[REFERENCE_PORTS]};

	p.origin->injected++;
	reference_port_of = port;
	begin(&p, number);
	if (r->last_drop != EL_DROP_NONE)
		lcore_drop(NULL, p.m, p.origin, r->last_drop);
	else
		actions_run(NULL, &p, acts, len);
}

/* The fourth miss after an answer is the last. */
static void look_up_again(struct packet *p)
{
	if (treat(p))
		return;
	if (p->returns++ == 3)
		lcore_drop(NULL, p->m, p->origin, EL_DROP_INVALIDATED);
	else
		lcore_upcall(NULL, p, EL_UPCALL_MISS, p->returns);
}

void reference_release(void *parked, uint16_t verdict, uint16_t reason, const uint8_t *acts, uint32_t len)
{
	struct waiting *w = reference_unpark(parked), *next;

	for (int first = 1; w; w = next, first = 0) {
		struct packet p = w->packet;

		next = w->chain;
		reference_packet = w->number;
		reference_encapped = 0;
		reference_old = 1;
		free(w);
		p.origin->held--;
		if (verdict == EL_RELEASE_CLASSIFY) {
			look_up_again(&p);
		} else if (verdict == EL_RELEASE_DROP) {
			lcore_drop(NULL, p.m, p.origin, reason);
		} else if (!first) {
			if (!treat(&p))
				lcore_upcall(NULL, &p, EL_UPCALL_MISS, p.returns);
		} else if (verdict == EL_RELEASE_CONSUME) {
			p.origin->consumed++;
			rte_pktmbuf_free(p.m);
		} else {
			actions_run(NULL, &p, acts, len);
		}
	}
}
