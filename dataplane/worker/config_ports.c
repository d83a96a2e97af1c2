/* Ports and lcores of a start configuration. See config_ports.h. */
#include "config_ports.h"

#include <stdio.h>
#include <string.h>

#define PORT_FLAGS (EL_PORT_UNDERLAY | EL_PORT_GATED | EL_PORT_PROMISC | EL_PORT_UP)
#define LARGEST_MTU (EL_MAX_FRAME - 14)
#define LARGEST_LCORE 1023
#define BIT_OF_OFFLOAD(name, number, text) 1u << number |

static int ranged(uint32_t value, uint32_t least, uint32_t most, const char *place, const char *field,
                  struct fail *f)
{
	if (value >= least && value <= most)
		return 0;
	return fail(f, EL_ERR_CONFIG, "%s.%s is %u; it must be %u to %u", place, field, value, least, most);
}

static int check_wishes(const struct el_port_conf *p, const char *place, struct fail *f)
{
	uint32_t known = EL_OFFLOADS(BIT_OF_OFFLOAD) 0;
	uint32_t unknown = (p->wanted | p->software | p->proven | p->disproved) & ~known;

	if (unknown)
		return fail(f, EL_ERR_CONFIG, "%s wishes for offload %d, which there is not", place,
		            __builtin_ctz(unknown));
	if (ranged(p->vxlan_port_count, 0, EL_MAX_VXLAN_PORTS, place, "vxlan_port_count", f) ||
	    ranged(p->rss_key_len, 0, EL_RSS_KEY_LEN, place, "rss_key_len", f) ||
	    ranged(p->reta_len, 0, EL_RETA_LEN, place, "reta_len", f) ||
	    ranged(p->rx_full, 0, EL_RX_FULL_WAIT, place, "rx_full", f) ||
	    ranged(p->upcall_weight, 0, 1000, place, "upcall_weight", f))
		return -1;
	if (strnlen(p->proof_driver, EL_NAME_LEN) == EL_NAME_LEN ||
	    strnlen(p->proof_firmware, EL_NAME_LEN) == EL_NAME_LEN)
		return fail(f, EL_ERR_CONFIG, "%s: a proof's driver or firmware is not ended by a zero byte",
		            place);
	for (uint32_t i = 0; i < p->vxlan_port_count; i++)
		if (ranged(p->vxlan_ports[i], 1, UINT16_MAX, place, "vxlan_ports", f))
			return -1;
	for (uint32_t i = 0; i < p->reta_len; i++)
		if (ranged(p->reta[i], 0, p->rx_queues - 1u, place, "reta", f))
			return -1;
	if (p->steer_count &&
	    (p->steer_count > p->rx_queues || p->steer_first > p->rx_queues - p->steer_count))
		return fail(f, EL_ERR_CONFIG,
		            "%s.steer_first is %u and steer_count %u; there are %u rx queues", place,
		            p->steer_first, p->steer_count, p->rx_queues);
	return 0;
}

static int check_port(const struct config *c, uint32_t i, struct fail *f)
{
	const struct el_port_conf *p = &c->ports[i];
	char place[16], field[32];

	snprintf(place, sizeof(place), "ports[%u]", i);
	if (ranged(p->size, sizeof(*p), sizeof(*p), place, "size", f) ||
	    ranged(p->port, i, i, place, "port", f) || ranged(p->flags, 0, PORT_FLAGS, place, "flags", f))
		return -1;
	snprintf(field, sizeof(field), "%s.name", place);
	if (config_text(p->name, sizeof(p->name), field, f))
		return -1;
	snprintf(field, sizeof(field), "%s.device", place);
	if (config_text(p->device, sizeof(p->device), field, f))
		return -1;
	for (uint32_t j = 0; j < i; j++)
		if (strcmp(c->ports[j].name, p->name) == 0)
			return fail(f, EL_ERR_CONFIG, "%s.name is \"%s\", as ports[%u].name is", place,
			            p->name, j);
	return ranged(p->rx_queues, 1, EL_MAX_QUEUES, place, "rx_queues", f) ||
	               ranged(p->rx_desc, 32, 16384, place, "rx_desc", f) ||
	               ranged(p->tx_desc, 32, 16384, place, "tx_desc", f) ||
	               ranged(p->mtu, 68, LARGEST_MTU, place, "mtu", f) || check_wishes(p, place, f)
	           ? -1
	           : 0;
}

int config_check_ports(const struct config *c, struct fail *f)
{
	for (uint32_t i = 0; i < c->start.port_count; i++)
		if (check_port(c, i, f))
			return -1;
	return 0;
}

static int check_queue(const struct config *c, uint32_t lcore, uint32_t entry, int poller[][EL_MAX_QUEUES],
                       struct fail *f)
{
	const struct el_queue_conf *q = &c->lcores[lcore].queues[entry];

	if (q->port >= c->start.port_count)
		return fail(f, EL_ERR_CONFIG, "lcores[%u].queues[%u].port is %u; there are %u ports", lcore,
		            entry, q->port, c->start.port_count);
	if (q->queue >= c->ports[q->port].rx_queues)
		return fail(f, EL_ERR_CONFIG, "lcores[%u].queues[%u].queue is %u; port \"%s\" has %u", lcore,
		            entry, q->queue, c->ports[q->port].name, c->ports[q->port].rx_queues);
	if (poller[q->port][q->queue] >= 0)
		return fail(f, EL_ERR_CONFIG,
		            "queue %u of port \"%s\" is polled by lcores[%d] and by lcores[%u]", q->queue,
		            c->ports[q->port].name, poller[q->port][q->queue], lcore);
	poller[q->port][q->queue] = (int)lcore;
	return 0;
}

int config_check_lcores(const struct config *c, struct fail *f)
{
	int poller[EL_MAX_PORTS][EL_MAX_QUEUES];
	char place[16];

	memset(poller, 0xff, sizeof(poller));
	for (uint32_t i = 0; i < c->start.lcore_count; i++) {
		const struct el_lcore_conf *l = &c->lcores[i];

		snprintf(place, sizeof(place), "lcores[%u]", i);
		if (ranged(l->size, sizeof(*l), sizeof(*l), place, "size", f) ||
		    ranged(l->queue_count, 0, EL_MAX_LCORE_QUEUES, place, "queue_count", f))
			return -1;
		if (l->lcore > LARGEST_LCORE)
			return fail(f, EL_ERR_LCORE, "%s.lcore is %u; it must be 0 to %u", place, l->lcore,
			            LARGEST_LCORE);
		for (uint32_t j = 0; j < i; j++)
			if (c->lcores[j].lcore == l->lcore)
				return fail(f, EL_ERR_LCORE,
				            "lcore %u is used by lcores[%u] and by lcores[%u]", l->lcore, j,
				            i);
		for (uint32_t j = 0; j < l->queue_count; j++)
			if (check_queue(c, i, j, poller, f))
				return -1;
	}
	for (uint32_t p = 0; p < c->start.port_count; p++)
		for (uint32_t q = 0; q < c->ports[p].rx_queues; q++)
			if (poller[p][q] < 0)
				return fail(f, EL_ERR_CONFIG, "queue %u of port \"%s\" is polled by no lcore",
				            q, c->ports[p].name);
	return 0;
}
