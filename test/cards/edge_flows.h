/* The flows of the rig: from the guest into each wire's tunnels, and from tunnels to the guest. */
#ifndef EDGELANE_CARDS_EDGE_FLOWS_H
#define EDGELANE_CARDS_EDGE_FLOWS_H

#include "edge.h"

void edge_flows(struct edge *e);

#endif
