/* The rules of a port's plan in its card (rte_flow), and the UDP ports it is told of. Main's thread only:
 * net_i40e keeps scratch of all its ports in one place.
 *
 * What the card refuses is taken out of the plan, with the reason; nothing here fails a port.
 */
#ifndef EDGELANE_PORT_RULES_H
#define EDGELANE_PORT_RULES_H

#include "port.h"

/* Configured, not started. */
void port_isolate(struct port *p);
/* Started. */
void port_rules_add(struct port *p);
void port_tunnels_add(struct port *p, const struct el_port_conf *conf);
/* Before it stops: rules and UDP ports that are ours. */
void port_rules_remove(struct port *p);

#endif
