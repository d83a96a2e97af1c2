/* The transport checksum of a packet that is being edited: followed by difference, never computed anew, so
 * that a packet that was wrong stays wrong.
 */
#ifndef EDGELANE_L4_CHECKSUM_H
#define EDGELANE_L4_CHECKSUM_H

#include "packet.h"

/* Words of the transport header itself changed by `diff` (csum_diff). TCP, UDP, ICMP, ICMPv6. */
void l4_follow_header(struct packet *p, uint32_t diff);

/* The source or destination address changed from `old` to `now`, 16 bytes each as in a key; to be called
 * before the address is written. Follows where a pseudo header has it: not for later fragments, not for ICMP
 * and SCTP, not for a destination that a source route will replace (RFC 8200 8.1), nor a source that a home
 * address replaces (RFC 6275 6.3). */
void l4_follow_address(struct packet *p, int is_dst, const uint8_t *old, const uint8_t *now);

/* Loose or strict source route with hops left (RFC 791 3.1) in a whole IPv4 header: the pseudo header has the
 * last hop, not the destination. */
int l4_source_routed(const uint8_t *ip);

/* A home address (RFC 6275 6.3) in a whole destination options header of `bytes` bytes: the pseudo header has
 * it, not the source. */
int l4_has_home_address(const uint8_t *options, uint32_t bytes);

/* The port words (source and destination, as they stand) of an SCTP packet changed. CRC32c is linear: the
 * difference is that of the two words followed by as many zero bytes as the packet goes on. Not for a first
 * fragment. A zero checksum (RFC 9653) stays zero. */
void l4_follow_sctp_ports(struct packet *p, uint32_t old, uint32_t now);

#endif
