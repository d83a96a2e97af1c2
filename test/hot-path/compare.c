/* See compare.h. Every byte counts; only the identification of an outer IPv4 header is the worker's own
 * choice, and then its checksum has to be right.
 */
#include "compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <rte_ip.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "bytes.h"
#include "protocol.h"

#define MOST_TOLD 12u

static void hex(const char *what, const void *bytes, uint32_t len)
{
	fprintf(stderr, "  %s ", what);
	for (uint32_t i = 0; i < len; i++)
		fprintf(stderr, "%02x", ((const uint8_t *)bytes)[i]);
	fputc('\n', stderr);
}

static void hex_chain(const char *what, const struct rte_mbuf *m)
{
	fprintf(stderr, "  %s (%u bytes in %u segments, headroom %u) ", what, m->pkt_len, m->nb_segs,
	        m->data_off);
	for (; m; m = m->next)
		for (uint32_t i = 0; i < m->data_len; i++)
			fprintf(stderr, "%02x", rte_pktmbuf_mtod(m, const uint8_t *)[i]);
	fputc('\n', stderr);
}

static void tell_flow(const struct scene *s, uint32_t id)
{
	const struct reference_flow *f = &s->ref->flow[id];

	fprintf(stderr, "  flow %u, mask %u, action %u (%s)\n", id, f->mask_id, f->action_id,
	        list_shape_names[s->list[f->action_id].shape]);
	hex("  key ", &f->key, sizeof(f->key));
	hex("  mask", &s->ref->mask[f->mask_id], sizeof(f->key));
	hex("  list", s->list[f->action_id].acts, s->list[f->action_id].len);
}

static void tell_input(const struct turn *t, uint32_t number)
{
	const struct scene *s = t->scene;
	const struct input *in = &t->input[number];
	uint32_t flows[REFERENCE_COVERS], count;
	struct el_parsed at;
	struct el_key key;

	fprintf(stderr, "  packet %u: %s%s%s on port %u, %s, headroom %u, first segment %u, parser says %u\n",
	        number, frame_kind_names[in->frame.kind], in->frame.tags ? " tagged" : "",
	        in->frame.damaged ? " damaged" : "", in->port, in->way == INPUT_RX ? "received" : "injected",
	        in->headroom, in->first, in->dropped);
	hex("frame", in->frame.bytes, in->frame.len);
	if (reference_parse(in->frame.bytes, in->frame.len, in->frame.len, in->port, &key, &at))
		return;
	hex("key  ", &key, sizeof(key));
	count = reference_cover(&key, flows);
	for (uint32_t i = 0; i < count; i++)
		tell_flow(s, flows[i]);
}

static bool differ(const struct turn *t, const char *what)
{
	const struct scene *s = t->scene;

	fprintf(stderr,
	        "MISMATCH: %s\n  seed %" PRIu64 ", turn %" PRIu64
	        ", burst %u, %u packets; to see it again: --seed %" PRIu64 " --scenes 1, or --single 1 too\n",
	        what, s->seed, t->turns, s->burst, t->packets, s->seed);
	((struct scene *)(uintptr_t)s)->wrong = what;
	return false;
}

/* As one piece. */
static uint32_t flat(const struct rte_mbuf *m, uint8_t *to)
{
	uint32_t len = 0;

	for (; m; m = m->next) {
		memcpy(to + len, rte_pktmbuf_mtod(m, const void *), m->data_len);
		len += m->data_len;
	}
	return len;
}

/* Takes the identification out of the outer IPv4 header; false: there is none to take, or its checksum is
 * wrong. */
static bool without_id(uint8_t *bytes, uint32_t len)
{
	uint32_t at = get_be16(bytes + 12) == ETHER_VLAN ? 18 : 14;

	if (len < at + IPV4_BYTES || get_be16(bytes + at - 2) != ETHER_IPV4 || bytes[at] != 0x45 ||
	    get_be16(bytes + at + 6) & IPV4_DF || rte_raw_cksum(bytes + at, IPV4_BYTES) != 0xffff)
		return false;
	memset(bytes + at + 4, 0, 2);
	memset(bytes + at + 10, 0, 2);
	return true;
}

static bool same_bytes(struct turn *t, const struct fate *f, const struct rte_mbuf *m)
{
	static uint8_t here[65536], there[65536];
	uint32_t len;

	if (m->pkt_len != f->m->pkt_len)
		return false;
	if (m->nb_segs == 1 && f->m->nb_segs == 1 &&
	    memcmp(rte_pktmbuf_mtod(m, void *), rte_pktmbuf_mtod(f->m, void *), m->pkt_len) == 0)
		return m->data_len == m->pkt_len;
	len = flat(m, here);
	if (len != m->pkt_len || flat(f->m, there) != len)
		return false;
	if (memcmp(here, there, len) == 0)
		return true;
	if (!f->encapped || !without_id(here, len) || !without_id(there, len))
		return false;
	t->ids_apart++;
	return memcmp(here, there, len) == 0;
}

static bool compare_port(struct turn *t, uint16_t port)
{
	const struct reference *ref = t->scene->ref;
	struct rte_mbuf *m[256];
	uint32_t at = 0, count;
	bool good = true;

	while ((count = rte_ring_sc_dequeue_burst(t->scene->rig->out[port], (void **)m, 256, NULL)) > 0)
		for (uint32_t i = 0; i < count; i++) {
			while (at < ref->fates &&
			       (ref->fate[at].kind != FATE_SENT || ref->fate[at].port != port))
				at++;
			if (good && at == ref->fates) {
				good = differ(t, "a packet too much was sent");
				hex_chain("sent", m[i]);
			} else if (good && !same_bytes(t, &ref->fate[at], m[i])) {
				good = differ(t, "the bytes of a packet that was sent");
				fprintf(stderr, "  by port %u\n", port);
				hex_chain("worker   ", m[i]);
				hex_chain("reference", ref->fate[at].m);
				tell_input(t, ref->fate[at].packet);
			}
			rte_pktmbuf_free(m[i]);
			at++;
		}
	while (at < ref->fates && (ref->fate[at].kind != FATE_SENT || ref->fate[at].port != port))
		at++;
	if (good && at < ref->fates) {
		good = differ(t, "a packet was not sent");
		fprintf(stderr, "  by port %u\n", port);
		hex_chain("reference", ref->fate[at].m);
		tell_input(t, ref->fate[at].packet);
	}
	return good;
}

/* Any of the flows that cover the packet may have been the one that asked; of one that has waited since, they
 * may be gone. */
static bool same_flow(const struct turn *t, const struct fate *f, uint32_t flow)
{
	const struct reference *ref = t->scene->ref;

	if (flow == f->flow)
		return true;
	if (f->old && f->flow != EL_ID_NONE)
		return flow < REFERENCE_FLOWS;
	return flow < ref->flow_high && f->flow < ref->flow_high && ref->flow[flow].used &&
	       ref->flow[flow].action_id == ref->flow[f->flow].action_id;
}

static const char *compare_upcall(const struct turn *t, const struct fate *f, const struct el_upcall *u)
{
	static uint8_t bytes[65536];
	uint32_t len = flat(f->m, bytes), snap = len < EL_SNAP ? len : EL_SNAP;
	struct el_parsed at = f->at;

	if (u->reason != f->reason || u->arg != f->arg)
		return "an upcall's reason";
	if (memcmp(&u->key, &f->key, sizeof(u->key)) != 0)
		return "an upcall's key";
	if (u->port != f->port || u->hash != f->hash || u->lcore != 0 || u->park_id == 0)
		return "an upcall's port, hash or park id";
	if (!same_flow(t, f, u->flow_id))
		return "an upcall's flow";
	if (u->pkt_len != len || u->snap_len != snap || memcmp(u->data, bytes, snap) != 0)
		return "an upcall's bytes";
	if (u->inner_offset != at.inner_offset || u->l3_offset != at.l3_offset ||
	    u->l4_offset != at.l4_offset)
		return "an upcall's offsets";
	return NULL;
}

static bool compare_upcalls(struct turn *t)
{
	const struct reference *ref = t->scene->ref;
	const struct el_upcall *u;

	for (uint32_t at = 0; at < ref->fates; at++) {
		const struct fate *f = &ref->fate[at];
		const char *what;

		if (f->kind != FATE_UP)
			continue;
		u = rig_upcall(t->scene->rig);
		what = u ? compare_upcall(t, f, u) : "an upcall is missing";
		if (what) {
			differ(t, what);
			if (u) {
				fprintf(stderr, "  worker: reason %u arg %u flow %u\n", u->reason, u->arg,
				        u->flow_id);
				hex("worker key   ", &u->key, sizeof(u->key));
				hex("worker bytes ", u->data, u->snap_len);
			}
			fprintf(stderr, "  reference: reason %u arg %u flow %u\n", f->reason, f->arg,
			        f->flow);
			hex("reference key", &f->key, sizeof(f->key));
			hex_chain("reference", f->m);
			tell_input(t, f->packet);
			return false;
		}
		t->question[t->asked++ % TURN_QUESTIONS] = (struct question){u->park_id, f->parked, u->key};
		t->upcalls++;
		rig_upcall_taken(t->scene->rig);
	}
	return rig_upcall(t->scene->rig) ? differ(t, "an upcall too much") : true;
}

static void tell_field(uint32_t number, const char *name, uint64_t is, uint64_t wanted)
{
	if (is != wanted)
		fprintf(stderr, "  %u: %s is %" PRIu64 ", should be %" PRIu64 "\n", number, name, is, wanted);
}

static bool compare_ledger(struct turn *t, uint32_t queue)
{
	const struct el_queue_stats *a = &t->scene->rig->w.lcores[0]->stats[queue],
	                            *b = &t->scene->ref->stats[queue];
	const struct reference *ref = t->scene->ref;
	uint32_t told = 0;
	bool good;

#define SAME(field) (a->field == b->field)
	good = SAME(rx) && SAME(rx_bytes) && SAME(injected) && SAME(cloned) && SAME(split) && SAME(tx) &&
	       SAME(tx_bytes) && SAME(consumed) && SAME(merged) && SAME(held) && SAME(hits) && SAME(misses) &&
	       SAME(upcalls) && memcmp(a->drops, b->drops, sizeof(a->drops)) == 0;
	if (good)
		return true;
	differ(t, "a ledger");
#define TELL(field) tell_field(queue, #field, a->field, b->field)
	TELL(rx);
	TELL(rx_bytes);
	TELL(injected);
	TELL(cloned);
	TELL(tx);
	TELL(tx_bytes);
	TELL(consumed);
	TELL(held);
	TELL(hits);
	TELL(misses);
	TELL(upcalls);
	for (uint32_t i = 0; i < EL_DROP_COUNT; i++)
		tell_field(i, "drops by reason", a->drops[i], b->drops[i]);
	for (uint32_t i = 0; i < ref->fates && told < MOST_TOLD; i++) {
		const struct fate *f = &ref->fate[i];

		if (f->kind == FATE_DROPPED && f->queue == queue &&
		    a->drops[f->reason] != b->drops[f->reason] && f->packet < t->packets) {
			fprintf(stderr, "  dropped by the reference with %u:\n", f->reason);
			tell_input(t, f->packet);
			told++;
		}
	}
	for (uint32_t i = 0; i < t->packets && told == 0 && i < MOST_TOLD; i++)
		tell_input(t, i);
	return false;
}

bool compare(struct turn *t)
{
	const struct reference *ref = t->scene->ref;
	const struct lcore *lc = t->scene->rig->w.lcores[0];
	bool good = true;

	for (uint16_t port = 0; port < RIG_PORTS && good; port++)
		good = compare_port(t, port);
	good = good && compare_upcalls(t);
	for (uint32_t i = 0; i <= RIG_PORTS && good; i++)
		good = compare_ledger(t, i);
	for (uint32_t i = 0; i < RIG_PORTS && good; i++)
		if (lc->sent[i].packets != ref->tx[i].packets || lc->sent[i].bytes != ref->tx[i].bytes)
			good = differ(t, "a port's counters");
	for (uint32_t i = 0; i < ref->fates; i++) {
		t->by_fate[ref->fate[i].kind]++;
		if (ref->fate[i].kind == FATE_SENT)
			rte_pktmbuf_free(ref->fate[i].m);
	}
	return good;
}
