/* The whole of check --wire: links, a quiet cable, trials in both directions, blame. See wire_check.h. */
#include "wire_check.h"

#include <string.h>

#include <rte_cycles.h>
#include <rte_mbuf.h>

#include "plan.h"
#include "port_device.h"
#include "wire_flags.h"

#define LINK_MS 3000
#define LISTEN_MS 700
#define WHOLE_SECONDS 15
#define BIT(name) (1u << EL_OFFLOAD_##name)
#define ANY_TSO (BIT(TSO) | BIT(VXLAN_TSO) | BIT(GRE_TSO))
#define BIT_OF(name, number, text) 1u << number |

struct run {
	const struct config *conf;
	struct wire_cable cable;
	struct wire_verdict *from, *to; /* of its ends */
	struct wire_report *report;
	uint32_t doubted; /* segmentation that was not right each time, whoever was to blame */
	uint32_t frames;  /* trials of which anything came back */
};

void wire_put_on_trial(struct config *c)
{
	for (uint32_t i = 0; i < c->start.port_count; i++) {
		struct el_port_conf *p = &c->ports[i];

		p->proven = EL_OFFLOADS(BIT_OF) 0;
		p->disproved = 0;
		p->proof_driver[0] = p->proof_firmware[0] = 0;
	}
}

static void note(struct wire_verdict *v, uint32_t offloads, const char *trial,
                 const struct wire_difference *difference)
{
	v->disproved |= offloads;
	if (v->fault_count == WIRE_MOST_FAULTS)
		return;
	v->faults[v->fault_count] = (struct wire_fault){.offloads = offloads, .difference = *difference};
	memcpy(v->faults[v->fault_count++].trial, trial, WIRE_TEXT);
}

/* Would the worker leave checksums inside GRE to the card even without GRE_TSO? */
static bool gre_anyhow(const struct run *r)
{
	struct el_port_conf again = r->conf->ports[r->cable.from->id];
	struct rte_eth_dev_info info;
	struct el_port_plan plan;
	struct el_device device;

	again.proven = 0;
	again.disproved = BIT(GRE_TSO);
	return port_device(r->cable.from->ethdev, &info, &device) == 0 &&
	       el_plan_port(&r->conf->start, &again, &device, &plan) == 0 &&
	       plan.tunnels & (EL_TUNNELS_GRE4 | EL_TUNNELS_GRE6);
}

/* The one without which the packet would have been right: what is switched off then. */
static uint32_t blame(const struct run *r, const struct wire_trial *t)
{
	const bool gre = t->spec.tunnel == WIRE_GRE_ETHERNET || t->spec.tunnel == WIRE_GRE_IP;

	if (t->difference.outer_sum && t->used & BIT(OUTER_IP_CHECKSUM))
		return BIT(OUTER_IP_CHECKSUM);
	if (t->used & ANY_TSO)
		return t->used & ANY_TSO;
	if (t->used & BIT(TX_CHECKSUM) && gre && r->cable.from->plan.hardware & BIT(GRE_TSO))
		return BIT(GRE_TSO) | (gre_anyhow(r) ? BIT(TX_CHECKSUM) : 0);
	if (t->used & BIT(TX_CHECKSUM))
		return BIT(TX_CHECKSUM);
	return t->used & BIT(MULTI_SEGS);
}

/* Frames that no card was to touch have to come back, or nothing can be said. */
static enum wire_ending judge(struct run *r, const struct wire_trial *t)
{
	char name[WIRE_TEXT] = "";
	uint32_t guilty;

	if (t->outcome == WIRE_RIGHT || t->outcome == WIRE_WRONG)
		r->frames++;
	if (t->outcome == WIRE_UNDONE)
		return r->cable.stopped ? WIRE_STOPPED : WIRE_TIME;
	if (t->outcome == WIRE_RIGHT)
		r->from->proven |= t->used;
	if (t->outcome == WIRE_RIGHT || t->outcome == WIRE_SKIPPED)
		return WIRE_DONE;
	r->doubted |= t->used & ANY_TSO;
	wire_trial_name(t, name);
	guilty = blame(r, t);
	if (!guilty && t->outcome == WIRE_LOST && r->frames == 0)
		return WIRE_NOTHING_BACK;
	note(r->from, guilty, name, &t->difference);
	return guilty ? WIRE_DONE : WIRE_CHANGED;
}

static enum wire_ending judge_flags(struct run *r)
{
	struct wire_trial t;

	if (!plan_has(&r->cable.to->plan, EL_OFFLOAD_RX_CHECKSUM))
		return WIRE_DONE;
	for (uint32_t i = 0; wire_flags_run(&r->cable, i, &t); i++) {
		char name[WIRE_TEXT];

		if (t.outcome == WIRE_UNDONE)
			return r->cable.stopped ? WIRE_STOPPED : WIRE_TIME;
		if (t.outcome == WIRE_RIGHT)
			r->to->proven |= BIT(RX_CHECKSUM);
		if (t.outcome != WIRE_WRONG)
			continue;
		wire_flags_name(i, name);
		note(r->to, BIT(RX_CHECKSUM), name, &t.difference);
	}
	return WIRE_DONE;
}

static bool overheard(void *arg, const struct rte_mbuf *m, const uint8_t *frame, uint32_t len)
{
	struct run *r = arg;

	(void)m;
	/* A port's kernel device may still greet: that is our own end. */
	if (len >= 14 && memcmp(frame + 6, r->cable.from->mac, 6) != 0 &&
	    memcmp(frame + 6, r->cable.to->mac, 6) != 0) {
		memcpy(r->report->stranger, frame + 6, 6);
		r->report->ending = WIRE_STRANGERS;
	}
	return false;
}

static bool quiet(struct run *r)
{
	bool never = false;

	r->report->ending = WIRE_DONE;
	wire_receive(&r->cable, LISTEN_MS, &never, overheard, r);
	return r->report->ending == WIRE_DONE;
}

static enum wire_ending one_way(struct run *r)
{
	enum wire_ending ending = WIRE_DONE;
	struct wire_trial t;

	for (uint32_t i = 0; ending == WIRE_DONE && wire_trial_get(&r->cable, i, &t); i++) {
		wire_trial_run(&r->cable, &t);
		ending = judge(r, &t);
	}
	r->from->proven &= ~r->doubted;
	return ending == WIRE_DONE ? judge_flags(r) : ending;
}

static void settle(struct wire_report *r)
{
	for (uint32_t i = 0; i < r->ends; i++) {
		struct wire_verdict *v = &r->verdicts[i];

		v->disproved &= v->port->plan.hardware;
		v->proven &= v->port->plan.hardware & ~v->disproved;
		/* Half a look proves nothing; a wrong byte is wrong all the same, but not by a bad cable. */
		if (r->ending != WIRE_DONE)
			v->proven = 0;
		if (r->ending != WIRE_DONE && r->ending != WIRE_TIME)
			v->disproved = 0;
	}
}

void wire_check(struct port *ports, const struct config *c, struct rte_mempool *pool, int signals,
                struct wire_report *report)
{
	const uint32_t ends = c->start.port_count > 1 ? 2 : 1;
	struct run runs[WIRE_ENDS];

	memset(report, 0, sizeof(*report));
	report->ends = ends;
	for (uint32_t i = 0; i < ends; i++) {
		report->verdicts[i].port = &ports[i];
		runs[i] = (struct run){
		    .conf = c,
		    .cable = {.from = &ports[i],
		              .to = &ports[ends - 1 - i],
		              .pool = pool,
		              .signals = signals,
		              .nonce = (uint32_t)rte_get_tsc_cycles(),
		              .deadline = rte_get_tsc_cycles() + WHOLE_SECONDS * rte_get_tsc_hz()},
		    .from = &report->verdicts[i],
		    .to = &report->verdicts[ends - 1 - i],
		    .report = report,
		};
	}
	if (!wire_up(&runs[0].cable, LINK_MS))
		report->ending = runs[0].cable.stopped ? WIRE_STOPPED : WIRE_LINK_DOWN;
	for (uint32_t i = 0; i < ends && report->ending == WIRE_DONE; i++)
		quiet(&runs[i]);
	for (uint32_t i = 0; i < ends && report->ending == WIRE_DONE; i++)
		report->ending = one_way(&runs[i]);
	for (uint32_t i = 0; i < ends; i++) {
		report->sent += runs[i].cable.sent;
		report->received += runs[i].cable.received;
		report->strangers += runs[i].cable.strangers;
	}
	settle(report);
}
