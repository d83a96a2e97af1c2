/* Offloads: what a port may be wished to do by itself, what became of each wish, and why.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_OFFLOADS_H
#define EDGELANE_ABI_OFFLOADS_H

#include <stdint.h>

#include "limits.h"

#define EL_MAX_VXLAN_PORTS 16 /* UDP ports one port may be told of */
#define EL_RSS_KEY_LEN 52     /* longest RSS key of a known card */
#define EL_RETA_LEN 128 /* entries of a spreading table in the configuration; repeated over the card's */
#define EL_MODE_LEN 32  /* a driver's name for its rx or tx path, NUL-terminated */

/* X(NAME, number, sentence). A bit mask of them has bit 1 << number. */
#define EL_OFFLOADS(X)                                                                                       \
	X(RX_CHECKSUM, 0, "checksums of what arrives")                                                       \
	X(TX_CHECKSUM, 1, "transport and inner IPv4 checksums of what leaves")                               \
	X(OUTER_IP_CHECKSUM, 2, "the outer IPv4 header's checksum")                                          \
	X(OUTER_UDP_CHECKSUM, 3, "the outer UDP checksum")                                                   \
	X(TSO, 4, "TCP segmentation")                                                                        \
	X(VXLAN_TSO, 5, "TCP segmentation inside VXLAN")                                                     \
	X(GRE_TSO, 6, "TCP segmentation inside GRE")                                                         \
	X(GRO, 7, "merging of TCP segments for a guest")                                                     \
	X(MULTI_SEGS, 8, "packets of several mbufs")                                                         \
	X(SCATTER, 9, "frames that arrive in several mbufs")                                                 \
	X(FAST_FREE, 10, "mbufs given back unseen after sending")                                            \
	X(RSS, 11, "spreading over rx queues")                                                               \
	X(RSS_INNER, 12, "spreading by a tunnel's inner headers")                                            \
	X(RSS_KEY, 13, "a spreading key of one's own")                                                       \
	X(RETA, 14, "a spreading table of one's own")                                                        \
	X(VXLAN_PORT, 15, "the card knows the UDP ports of VXLAN")                                           \
	X(STEER, 16, "tunnels steered to queues of their own")                                               \
	X(ISOLATE, 17, "nothing arrives but what was asked for")                                             \
	X(MARK, 18, "the card marks what it recognised")                                                     \
	X(PROMISCUOUS, 19, "frames for every MAC")                                                           \
	X(LLDP, 20, "LLDP frames, not kept by the card's firmware")                                          \
	X(RESPREAD, 21, "tunnels spread again between lcores by their inner headers")
#define EL_OFFLOAD_COUNT 24 /* size of an offload table; numbers above are below it */

/* What became of a wish. X(NAME, number, sentence). */
#define EL_OUTCOMES(X)                                                                                       \
	X(NOT_WANTED, 0, "not asked for")                                                                    \
	X(HARDWARE, 1, "the card does it")                                                                   \
	X(SOFTWARE, 2, "the worker does it")                                                                 \
	X(REFUSED, 3, "nobody does it")

/* Why so. X(NAME, number, sentence). */
#define EL_WHYS(X)                                                                                           \
	X(NONE, 0, "")                                                                                       \
	X(ADVERTISED, 1, "the driver advertises it and is trusted in it")                                    \
	X(PROVED, 2, "check --wire has proven it on this port")                                              \
	X(ALWAYS, 3, "the card does it whatever is asked")                                                   \
	X(RULES, 4, "rules programmed into the card do it")                                                  \
	X(NOTHING_NEEDED, 5, "nothing on this port stands against it")                                       \
	X(LACKS, 6, "the card cannot do it")                                                                 \
	X(DRIVER_LACKS, 7, "the driver has no call for it")                                                  \
	X(UNTRUSTED, 8, "the driver claims it for every such card, and no kernel driver of it ever used it") \
	X(DRIVER_SOFTWARE, 9, "the driver would only do it in software itself")                              \
	X(WORKER_ONLY, 10, "no card does it")                                                                \
	X(NOT_BUILT, 11, "this worker does not do it")                                                       \
	X(ASKED_SOFTWARE, 12, "the profile asks for software")                                               \
	X(DISPROVED, 13, "check --wire found wrong bytes")                                                   \
	X(DEVICE_REFUSED, 14, "the device refused it at set-up")                                             \
	X(COSTS_VECTOR, 15, "it would cost the driver's vector path, which FAST_FREE asks for")              \
	X(KERNEL_VXLAN, 16, "the card learns of VXLAN by a VXLAN device of the kernel, and none is up")      \
	X(KERNEL_PORT, 17, "the kernel's VXLAN device is for another UDP port")                              \
	X(ONE_VXLAN_PORT, 18, "the card knows one UDP port of VXLAN only")                                   \
	X(NOT_DMFS, 19, "mlx4_core does not run with log_num_mgm_entry_size=-1")                             \
	X(STATIC_A0, 20, "mlx4_core steers in static A0 mode, in which the card does not know VXLAN")        \
	X(VIRTUAL_FUNCTION, 21, "a virtual function of this card has no tunnel offloads")                    \
	X(OUTER_IPV4, 22, "the card does it under an outer IPv4 header only; under IPv6 the worker does")    \
	X(TUNNEL_KNOWN, 23, "a recognised tunnel is matched and spread by its inner headers")                \
	X(NO_PORTS, 24, "the profile names no UDP port of VXLAN")                                            \
	X(NO_UNDERLAY, 25, "no tunnel ends at this port")                                                    \
	X(ONE_QUEUE, 26, "the port has one queue")                                                           \
	X(ONE_STEERED, 27, "a rule of this card steers to one queue, not to several")                        \
	X(NO_RSS_TYPE, 28, "the device spreads by none of the wanted types")                                 \
	X(NEEDS_CHECKSUM, 29, "it needs TX_CHECKSUM in the card")                                            \
	X(NEEDS_MULTI_SEGS, 30, "it needs MULTI_SEGS in the card")                                           \
	X(NEEDS_OUTER, 31, "it needs OUTER_IP_CHECKSUM in the card")                                         \
	X(FIRMWARE, 32, "the card's firmware is too old for it")                                             \
	X(PEER, 33, "the guest decides when it negotiates")                                                  \
	X(DESCRIPTORS, 34, "the number of rx descriptors is no power of two")                                \
	X(THRESHOLD, 35, "a descriptor threshold lies outside what the vector path takes")                   \
	X(TX_OFFLOADS, 36, "a transmit offload other than FAST_FREE is on")                                  \
	X(NO_VECTOR, 37, "the driver has no vector path, or does not say how to get it")                     \
	X(BY_KERNEL, 38, "the kernel's VXLAN device has told the card its UDP port")                         \
	X(OUTER_UDP, 39, "each segment needs an outer UDP checksum, which the card does not fill in")        \
	X(FULL, 40, "the card's table is full")                                                              \
	X(ONE_LCORE, 41, "the worker has one lcore")                                                         \
	X(MANY_MBUFS, 42, "a frame of this MTU does not fit into one mbuf")

/* Whether sent and received bytes were compared. X(NAME, number, sentence). */
#define EL_PROOFS(X)                                                                                         \
	X(UNPROVEN, 0, "unproven on this port")                                                              \
	X(PROVEN, 1, "proven on this port by check --wire")                                                  \
	X(DISPROVED, 2, "wrong on this port by check --wire, and switched off")

#define EL_ENUM_OFFLOAD(name, number, text) EL_OFFLOAD_##name = number,
#define EL_ENUM_OUTCOME(name, number, text) EL_OUTCOME_##name = number,
#define EL_ENUM_WHY(name, number, text) EL_WHY_##name = number,
#define EL_ENUM_PROOF(name, number, text) EL_PROOF_##name = number,
enum el_offload { EL_OFFLOADS(EL_ENUM_OFFLOAD) };
enum el_outcome { EL_OUTCOMES(EL_ENUM_OUTCOME) };
enum el_why { EL_WHYS(EL_ENUM_WHY) };
enum el_proof { EL_PROOFS(EL_ENUM_PROOF) };

/* One row of a port's table. */
struct el_offload_state {
	uint8_t outcome; /* enum el_outcome */
	uint8_t why;     /* enum el_why */
	uint8_t proof;   /* enum el_proof; matters where outcome is HARDWARE, or DISPROVED made it SOFTWARE */
	uint8_t rsv0;
};

#endif
