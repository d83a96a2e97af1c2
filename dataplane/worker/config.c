/* Field-by-field checks of the start configuration. See config.h.
 *
 * A sentence names the field as the header does, the value found and the range.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_ports.h"
#include "layout_hash.h"
#include "tap.h"

#define LARGEST_FILE                                                                                         \
	(sizeof(struct el_start) + EL_MAX_PORTS * sizeof(struct el_port_conf) +                              \
	 EL_MAX_LCORES * sizeof(struct el_lcore_conf))

struct range {
	const char *name;
	size_t offset;
	size_t bytes;
	uint64_t least, most;
	int power_of_two;
};
#define FIELD(name, least, most, power)                                                                      \
	{                                                                                                    \
#name, offsetof(struct el_start, name), sizeof(((struct el_start *)0)->name), least, most,   \
		    power                                                                                    \
	}

static const struct range ranges[] = {
    FIELD(port_count, 1, EL_MAX_PORTS, 0),
    FIELD(lcore_count, 1, EL_MAX_LCORES, 0),
    FIELD(burst, 1, 256, 0),
    FIELD(mbuf_headroom, 128, 2048, 0),
    FIELD(mbuf_count, 256, 1u << 24, 0),
    FIELD(mbuf_data, 1024, 32768, 0),
    FIELD(max_flows, 1, 1u << 24, 0),
    FIELD(max_actions, 1, 1u << 24, 0),
    FIELD(max_tunnels, 1, 1u << 20, 0),
    FIELD(max_nexthops, 1, 1u << 20, 0),
    FIELD(max_groups, 1, 1u << 20, 0),
    FIELD(max_parked, 1, 1u << 20, 0),
    FIELD(upcall_slots, 16, 1u << 16, 1),
    FIELD(command_bytes, 1u << 16, 1u << 28, 1),
    FIELD(event_bytes, 1u << 12, 1u << 28, 1),
    FIELD(upcall_rate, 0, 100000000, 0),
    FIELD(upcall_burst, 0, 100000000, 0),
    FIELD(park_timeout_ms, 1, 600000, 0),
    FIELD(idle_timeout_ms, 0, 86400000, 0),
    FIELD(backoff_us, 0, 100000, 0),
    FIELD(eal_argc, 0, EL_MAX_EAL_ARGS, 0),
    FIELD(max_meters, 0, 1u << 16, 0),
};

static uint64_t value_of(const void *base, const struct range *r)
{
	uint64_t value = 0;

	memcpy(&value, (const uint8_t *)base + r->offset, r->bytes); /* little-endian */
	return value;
}

static int check_ranges(const struct el_start *s, struct fail *f)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *r = &ranges[i];
		uint64_t value = value_of(s, r);

		if (value < r->least || value > r->most)
			return fail(f, EL_ERR_CONFIG, "%s is %" PRIu64 "; it must be %" PRIu64 " to %" PRIu64,
			            r->name, value, r->least, r->most);
		if (r->power_of_two && (value & (value - 1)))
			return fail(f, EL_ERR_CONFIG, "%s is %" PRIu64 "; it must be a power of two", r->name,
			            value);
	}
	return 0;
}

int config_text(const char *text, size_t room, const char *field, struct fail *f)
{
	size_t length = strnlen(text, room);

	if (length == 0)
		return fail(f, EL_ERR_CONFIG, "%s is empty", field);
	if (length == room)
		return fail(f, EL_ERR_CONFIG, "%s is not ended by a zero byte within %zu bytes", field, room);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return fail(f, EL_ERR_CONFIG, "%s holds a control character", field);
	return 0;
}

static int check_strings(const struct el_start *s, struct fail *f)
{
	char field[32];

	if (config_text(s->name, sizeof(s->name), "name", f) ||
	    config_text(s->socket, sizeof(s->socket), "socket", f))
		return -1;
	if (strlen(s->socket) + sizeof(ATTACH_SOCKET_SUFFIX) > sizeof(s->socket))
		return fail(f, EL_ERR_CONFIG, "socket has %zu bytes; it may have %zu", strlen(s->socket),
		            sizeof(s->socket) - sizeof(ATTACH_SOCKET_SUFFIX));
	for (uint32_t i = 0; i < s->eal_argc; i++) {
		snprintf(field, sizeof(field), "eal_args[%u]", i);
		if (config_text(s->eal_args[i], sizeof(s->eal_args[i]), field, f))
			return -1;
	}
	return 0;
}

static int check_head(const struct el_start *s, size_t size, const char *source, struct fail *f)
{
	if (s->magic != EL_ABI_MAGIC)
		return fail(f, EL_ERR_CONFIG, "%s is no start configuration (magic %08x)", source, s->magic);
	if (s->version != EL_ABI_VERSION)
		return fail(f, EL_ERR_VERSION, "%s speaks ABI version %u, this worker %u", source, s->version,
		            EL_ABI_VERSION);
	if (s->layout != EL_LAYOUT_HASH)
		return fail(f, EL_ERR_LAYOUT, "%s was written from header %08x, this worker built from %08x",
		            source, s->layout, EL_LAYOUT_HASH);
	if (s->size != sizeof(*s))
		return fail(f, EL_ERR_CONFIG, "size is %u; it must be %zu", s->size, sizeof(*s));
	if (s->file_size != size)
		return fail(f, EL_ERR_CONFIG, "file_size is %u, but %s has %zu bytes", s->file_size, source,
		            size);
	return 0;
}

/* What a queue holds besides its descriptors: net_af_xdp's fill and completion rings have a size of their
 * own; a TAP's packets are of 64 KB, one posted and three on their way. */
static uint64_t rings_within(const struct el_port_conf *p, uint32_t mbuf_data)
{
	if (tap_is(p->device))
		return 4 * (65536 / mbuf_data + 1);
	return strncmp(p->device, "net_af_xdp", 10) == 0 ? 2 * 2048 : 0;
}

uint64_t config_mbufs_needed(const struct config *c)
{
	const struct el_start *s = &c->start;
	uint64_t needed = 512 + s->lcore_count * (s->max_parked + 2ull * s->burst + 512); /* 512: a cache */

	for (uint32_t i = 0; i < s->port_count; i++)
		needed +=
		    c->ports[i].rx_queues * (c->ports[i].rx_desc + rings_within(&c->ports[i], s->mbuf_data)) +
		    (uint64_t)s->lcore_count * c->ports[i].tx_desc;
	return needed;
}

int config_parse(const void *bytes, size_t size, const char *source, struct config *c, struct fail *f)
{
	const uint8_t *at = bytes;
	size_t wanted;

	memset(c, 0, sizeof(*c));
	if (size < sizeof(c->start))
		return fail(f, EL_ERR_CONFIG, "%s has %zu bytes; a start configuration has at least %zu",
		            source, size, sizeof(c->start));
	memcpy(&c->start, at, sizeof(c->start));
	if (check_head(&c->start, size, source, f) || check_ranges(&c->start, f) ||
	    check_strings(&c->start, f))
		return -1;
	wanted = sizeof(c->start) + c->start.port_count * sizeof(c->ports[0]) +
	         c->start.lcore_count * sizeof(c->lcores[0]);
	if (size != wanted)
		return fail(f, EL_ERR_CONFIG, "%s has %zu bytes; %u ports and %u lcores take %zu", source,
		            size, c->start.port_count, c->start.lcore_count, wanted);
	at += sizeof(c->start);
	memcpy(c->ports, at, c->start.port_count * sizeof(c->ports[0]));
	at += c->start.port_count * sizeof(c->ports[0]);
	memcpy(c->lcores, at, c->start.lcore_count * sizeof(c->lcores[0]));
	if (config_check_ports(c, f) || config_check_lcores(c, f))
		return -1;
	if (c->start.mbuf_count < config_mbufs_needed(c))
		return fail(f, EL_ERR_CONFIG,
		            "mbuf_count is %u; descriptors, parked packets and bursts can hold %" PRIu64
		            " at once, and it must be at least that",
		            c->start.mbuf_count, config_mbufs_needed(c));
	return 0;
}

int config_read(const char *path, struct config *c, struct fail *f)
{
	FILE *file = fopen(path, "rbe");
	void *bytes;
	size_t size;
	int result;

	if (!file)
		return fail(f, EL_ERR_CONFIG, "%s: %s", path, strerror(errno));
	bytes = malloc(LARGEST_FILE + 1);
	if (!bytes) {
		fclose(file);
		return fail(f, EL_ERR_NO_MEMORY, "out of memory");
	}
	size = fread(bytes, 1, LARGEST_FILE + 1, file);
	if (ferror(file))
		result = fail(f, EL_ERR_CONFIG, "%s: %s", path, strerror(errno));
	else
		result = config_parse(bytes, size, path, c, f);
	free(bytes);
	fclose(file);
	return result;
}
