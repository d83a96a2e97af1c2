/* SET on transport fields: ports, ICMP type, code and identifier. Values and masks as they stand on the wire.
 *
 * Each returns EL_DROP_NONE, or ACTION_INVALID with the packet untouched.
 */
#ifndef EDGELANE_EDIT_L4_H
#define EDGELANE_EDIT_L4_H

#include "packet.h"

/* tp_src, or tp_dst. A later fragment is left alone. The first fragment of an SCTP packet is ACTION_INVALID:
 * its checksum stands on bytes that are not there. An ICMP type or code keeps to one byte. */
uint16_t edit_l4_tp(struct packet *p, uint16_t value, uint16_t mask, int is_dst);

/* Identifier of an echo. */
uint16_t edit_l4_icmp_id(struct packet *p, uint16_t value, uint16_t mask);

#endif
