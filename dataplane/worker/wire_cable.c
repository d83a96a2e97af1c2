/* Sends and receives for check --wire. See wire_cable.h. */
#include "wire_cable.h"

#include <poll.h>
#include <string.h>

#include <rte_cycles.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "wire_frames.h"

#define BURST 32
#define SEND_MS 100

static uint64_t after(uint32_t ms)
{
	return rte_get_tsc_cycles() + rte_get_tsc_hz() / 1000 * ms;
}

bool wire_over(struct wire_cable *c)
{
	struct pollfd signals = {.fd = c->signals, .events = POLLIN};

	if (c->signals >= 0 && poll(&signals, 1, 0) > 0)
		c->stopped = true;
	return c->stopped || rte_get_tsc_cycles() > c->deadline;
}

struct rte_mbuf *wire_mbuf(struct wire_cable *c, const uint8_t *frame, uint32_t len, uint32_t headers,
                           uint32_t piece)
{
	struct rte_mbuf *first = NULL;

	for (uint32_t done = 0; done < len;) {
		struct rte_mbuf *m = rte_pktmbuf_alloc(c->pool);
		uint32_t part = len - done;

		if (m) {
			part = RTE_MIN(part, (uint32_t)rte_pktmbuf_tailroom(m));
			if (piece)
				part = RTE_MIN(part, first ? piece : RTE_MAX(headers, piece));
			memcpy(rte_pktmbuf_mtod(m, void *), frame + done, part);
			m->data_len = (uint16_t)part;
			m->pkt_len = part;
			done += part;
		}
		if (!m || (first && rte_pktmbuf_chain(first, m) != 0)) {
			rte_pktmbuf_free(m);
			rte_pktmbuf_free(first);
			return NULL;
		}
		first = first ? first : m;
	}
	return first;
}

bool wire_send(struct wire_cable *c, struct rte_mbuf *m)
{
	const uint64_t end = after(SEND_MS);

	if (rte_eth_tx_prepare(c->from->ethdev, 0, &m, 1) == 1)
		do {
			if (rte_eth_tx_burst(c->from->ethdev, 0, &m, 1) == 1) {
				c->sent++;
				return true;
			}
		} while (rte_get_tsc_cycles() < end && !wire_over(c));
	rte_pktmbuf_free(m);
	return false;
}

static bool take(struct wire_cable *c, uint16_t queue, wire_arrival arrival, void *arg)
{
	static uint8_t room[WIRE_MOST];
	struct rte_mbuf *m[BURST];
	uint16_t count = rte_eth_rx_burst(c->to->ethdev, queue, m, BURST);
	bool ours = false;

	for (uint16_t i = 0; i < count; i++) {
		const uint32_t len = RTE_MIN(m[i]->pkt_len, WIRE_MOST);
		const uint8_t *frame = rte_pktmbuf_read(m[i], 0, len, room);

		c->received++;
		if (frame && arrival(arg, m[i], frame, len))
			ours = true;
		else
			c->strangers++;
		rte_pktmbuf_free(m[i]);
	}
	return ours;
}

void wire_receive(struct wire_cable *c, uint32_t quiet_ms, const bool *done, wire_arrival arrival, void *arg)
{
	uint64_t end = after(quiet_ms);

	while (!*done && rte_get_tsc_cycles() < end && !wire_over(c)) {
		bool ours = false;

		for (uint16_t q = 0; q < c->to->rx_queues; q++)
			ours |= take(c, q, arrival, arg);
		if (ours)
			end = after(quiet_ms);
		else
			rte_delay_us_sleep(50);
	}
}

bool wire_up(struct wire_cable *c, uint32_t ms)
{
	const uint64_t end = after(ms);

	for (;;) {
		port_look(c->from);
		port_look(c->to);
		if (c->from->link_up && c->to->link_up)
			return true;
		if (rte_get_tsc_cycles() >= end || wire_over(c))
			return false;
		rte_delay_us_sleep(20000);
	}
}
