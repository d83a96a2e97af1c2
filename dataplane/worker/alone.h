/* What the node says by itself when no controller is attached: where its tunnel addresses are. Peers that had
 * no answer would forget the node, and its tunnels would end while its flows still forward.
 */
#ifndef EDGELANE_ALONE_H
#define EDGELANE_ALONE_H

#include <stdbool.h>

#include "packet.h"

/* Makes an ARP request (RFC 826) or a neighbour solicitation (RFC 4861 7.2.3) for one of the `count`
 * addresses at `endpoints` into its answer: that address is at `mac`. Tags stay. False: it asks for nothing
 * of ours, and is untouched. p->key and p->at no longer describe an answer. */
bool alone_answer(struct packet *p, const struct el_endpoint *endpoints, uint32_t count,
                  const uint8_t mac[6]);

#endif
