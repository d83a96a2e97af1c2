/* A port's plan after set-up: what lcores and observers are told of it. */
#ifndef EDGELANE_PORT_PLAN_H
#define EDGELANE_PORT_PLAN_H

#include "port.h"

/* Takes out of the plan all that a driver may have refused a configuration for. False: there was nothing. */
bool port_plan_strip(struct el_port_plan *plan);

/* The port is started: fills p->offload and the driver's names of its paths, and logs what became of the
 * wishes that were named. */
void port_plan_tell(struct port *p, const struct el_port_conf *conf);

#endif
