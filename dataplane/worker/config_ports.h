/* Checks of the ports and lcores of a start configuration, and who polls what. */
#ifndef EDGELANE_CONFIG_PORTS_H
#define EDGELANE_CONFIG_PORTS_H

#include "config.h"

int config_check_ports(const struct config *c, struct fail *f);
/* Each rx queue of each port is polled by exactly one lcore. */
int config_check_lcores(const struct config *c, struct fail *f);
/* A string field: ended, not empty, printable. */
int config_text(const char *text, size_t room, const char *field, struct fail *f);

#endif
