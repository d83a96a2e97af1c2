/* The start configuration, read from the file the controller wrote and checked field by field.
 *
 * Nothing later checks these values again. Reading touches nothing but the file.
 */
#ifndef EDGELANE_CONFIG_H
#define EDGELANE_CONFIG_H

#include <stddef.h>

#include "edgelane.h"
#include "fail.h"

/* The socket is made under its path and this, then renamed: it is there only once it listens. */
#define ATTACH_SOCKET_SUFFIX ".new"

struct config {
	struct el_start start;
	struct el_port_conf ports[EL_MAX_PORTS];    /* start.port_count of them; ports[i].port = i */
	struct el_lcore_conf lcores[EL_MAX_LCORES]; /* start.lcore_count */
};

/* Reads and checks the file. 0, or -1 with EL_ERR_CONFIG, VERSION, LAYOUT, LCORE or DEVICE_TAKEN in *f. */
int config_read(const char *path, struct config *c, struct fail *f);
/* The same on bytes; `source` names them in errors. */
int config_parse(const void *bytes, size_t size, const char *source, struct config *c, struct fail *f);

/* The mbufs that descriptors, parked packets, bursts and caches can hold at once. */
uint64_t config_mbufs_needed(const struct config *c);

#endif
