/* A port's plan, step by step: wishes, sizes, outcomes, bits, and what only its card's file knows. See
 * plan.h.
 */
#include "plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int plan_refuse(struct plan_job *j, int code, const char *field, const char *format, ...)
{
	va_list args;

	if (j->result)
		return -1;
	j->result = -code;
	snprintf(j->plan->field, sizeof(j->plan->field), "%s", field);
	va_start(args, format);
	vsnprintf(j->plan->sentence, sizeof(j->plan->sentence), format, args);
	va_end(args);
	return -1;
}

/* Counts that index arrays: el_plan_port is called on what nobody checked before, too. */
static bool sane(const struct el_start *start, const struct el_port_conf *conf,
                 const struct el_device *device)
{
	return device->size == sizeof(*device) && conf->vxlan_port_count <= EL_MAX_VXLAN_PORTS &&
	       conf->rss_key_len <= EL_RSS_KEY_LEN && conf->reta_len <= EL_RETA_LEN && conf->rx_queues > 0 &&
	       conf->rx_queues <= EL_MAX_QUEUES && start->lcore_count > 0 &&
	       strnlen(device->driver, EL_NAME_LEN) < EL_NAME_LEN &&
	       strnlen(device->firmware, EL_NAME_LEN) < EL_NAME_LEN;
}

int el_plan_port(const struct el_start *start, const struct el_port_conf *conf,
                 const struct el_device *device, struct el_port_plan *plan)
{
	struct plan_job j = {.start = start, .conf = conf, .device = device, .plan = plan};

	memset(plan, 0, sizeof(*plan));
	plan->size = sizeof(*plan);
	if (!sane(start, conf, device)) {
		snprintf(plan->sentence, sizeof(plan->sentence), "a size or a count is out of its range");
		return -EL_ERR_RANGE;
	}
	j.card = plan_card_of(device);
	snprintf(plan->card, sizeof(plan->card), "%s", j.card->name(device));
	if (plan_wishes(&j) || plan_frame(&j) || plan_queues(&j) || j.card->sizes(&j))
		return j.result;
	plan_offloads(&j);
	if (j.card->complete(&j))
		return j.result;
	/* Some cards' flags come with every packet, asked for or not. */
	if (j.disproved >> EL_OFFLOAD_RX_CHECKSUM & 1)
		plan->rx_trust = EL_RX_TRUST_NONE;
	plan_bits(&j);
	return 0;
}
