/* The models there are, and their accounts. See model.h. */
#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"

#define MODELS 20u

static struct model *models[MODELS];

struct model *model_claim(const char *device, enum model_card card, const struct model_knobs *knobs)
{
	struct model *m = calloc(1, sizeof(*m));
	uint32_t i = 0;

	while (i < MODELS && models[i])
		i++;
	if (!m || i == MODELS)
		abort();
	snprintf(m->device, sizeof(m->device), "%s", device);
	m->port = -1;
	m->ops = card == MODEL_MLX4 ? &model_mlx4 : &model_i40e;
	if (knobs)
		m->knobs = *knobs;
	m->mtu = 1500;
	m->hardware_mtu = m->knobs.netdev_mtu ? m->knobs.netdev_mtu : 1500;
	models[i] = m;
	return m;
}

struct model *model_of(uint16_t port)
{
	for (uint32_t i = 0; i < MODELS; i++) {
		struct model *m = models[i];
		uint16_t id;

		if (!m)
			continue;
		if (m->port < 0 && rte_eth_dev_get_port_by_name(m->device, &id) == 0)
			m->port = id;
		if (m->port == port)
			return m;
	}
	return NULL;
}

void model_wire(struct model *m, model_sent sent, void *arg)
{
	m->sent = sent;
	m->sent_arg = arg;
}

bool model_arrives(struct model *m, const uint8_t *frame, uint32_t len)
{
	return receive_arrival(m, frame, len);
}

void model_link(struct model *m, bool up)
{
	m->down = !up;
}

const struct model_account *model_account(const struct model *m)
{
	return &m->account;
}

void model_account_clear(struct model *m)
{
	uint64_t held = m->account.held;

	memset(&m->account, 0, sizeof(m->account));
	m->account.held = held;
}

void model_drop_all(struct model *m)
{
	receive_clear(m);
	for (uint32_t q = 0; q < CARD_QUEUES; q++)
		tx_ring_release(&m->txq[q], m->txq[q].held_count);
}

void model_release(struct model *m)
{
	for (uint32_t i = 0; i < MODELS; i++)
		if (models[i] == m)
			models[i] = NULL;
	for (uint32_t q = 0; q < CARD_QUEUES; q++) {
		free(m->rxq[q].ring);
		free(m->txq[q].held);
	}
	free(m->flat);
	free(m);
}

void model_violation(struct model *m, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (m->account.violations++ == 0)
		vsnprintf(m->account.violation, sizeof(m->account.violation), format, args);
	va_end(args);
}

void model_stall(struct model *m, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (m->account.stalls++ == 0)
		vsnprintf(m->account.stall, sizeof(m->account.stall), format, args);
	va_end(args);
}
