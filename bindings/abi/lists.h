/* Reasons, codes and kinds: each list is declared once, here, with its sentence. A number is never used
 * again.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_LISTS_H
#define EDGELANE_ABI_LISTS_H

#include <stdint.h>

#include "limits.h"

/* Drop reasons. X(NAME, number, sentence). 1-63 the worker decides, 64-127 the simulation decides. */
#define EL_DROPS(X)                                                                                          \
	X(NONE, 0, "not dropped")                                                                            \
	X(TRUNCATED, 1, "the packet ends before its headers do")                                             \
	X(MALFORMED, 2, "a header contradicts itself (length, version or checksum of an IPv4 header)")       \
	X(OVERSIZED, 3, "the packet is larger than the MTU of the port it leaves by")                        \
	X(DETACHED, 4, "no flow matched and no controller is attached")                                      \
	X(UPCALL_FULL, 5, "no flow matched and the upcall ring was full")                                    \
	X(UPCALL_RATE, 6, "no flow matched and the port's upcall budget was spent")                          \
	X(PARK_FULL, 7, "no flow matched and no parking place was free")                                     \
	X(PARK_TIMEOUT, 8, "parked, and the controller gave no answer in time")                              \
	X(PORT_DOWN, 9, "the port it leaves by is down or does not exist")                                   \
	X(TX_FULL, 10, "the transmit queue was full")                                                        \
	X(TX_PREPARE, 11, "the driver refused to prepare it for transmit")                                   \
	X(TTL, 12, "the hop limit reached zero in the worker")                                               \
	X(TUNNEL_MTU, 13, "larger than the tunnel's MTU")                                                    \
	X(TUNNEL_DOWN, 14, "the tunnel has no resolved next hop")                                            \
	X(NO_MBUF, 15, "no mbuf was free for a copy or a header")                                            \
	X(NO_HEADROOM, 16, "no room for a header in front of the packet")                                    \
	X(ACTION_INVALID, 17, "an action does not apply to this packet")                                     \
	X(NO_ACTION, 18, "the action list ended without an output")                                          \
	X(STAGES, 19, "too many recirculation stages")                                                       \
	X(HANDOVER_FULL, 20, "the ring to the lcore that was to send or handle it was full")                 \
	X(METER, 21, "over its rate limit")                                                                  \
	X(GROUP_EMPTY, 22, "the select group has no member")                                                 \
	X(SHUTDOWN, 23, "held when the worker stopped")                                                      \
	X(INVALIDATED, 24, "its flow was withdrawn while it was held")                                       \
	X(ECN, 25, "congestion was marked on the outside of a packet that cannot carry the mark (RFC 6040)") \
	X(UPCALL_SHARE, 27, "no flow matched and the port held its share of what waits for the controller")  \
	X(UNTRANSLATABLE, 26, "it has no like in the other IP version (RFC 7915)")                           \
	X(POLICY, 64, "a chain dropped it")                                                                  \
	X(REJECTED, 65, "a chain rejected it")                                                               \
	X(ADMIN_DOWN, 66, "a device or port on its way is administratively down")                            \
	X(NO_ROUTE, 67, "no route to its destination")                                                       \
	X(BLACKHOLE, 68, "a blackhole route took it")                                                        \
	X(ROUTE_REJECT, 69, "a reject route took it")                                                        \
	X(HAIRPIN, 70, "it would leave by the port it came in")                                              \
	X(LOOP, 71, "it crossed too many devices")                                                           \
	X(SRC_MULTICAST, 72, "its source MAC is a group address")                                            \
	X(NOT_FOR_ROUTER, 73, "its destination MAC is not the router port's")                                \
	X(NO_NEIGHBOUR, 74, "the next hop's MAC could not be resolved")                                      \
	X(TTL_EXPIRED, 75, "its hop limit ran out at a router")                                              \
	X(UNKNOWN_KEY, 76, "its tunnel key names no port of this host")                                      \
	X(VLAN_UNEXPECTED, 77, "its VLAN tag is not one the device takes")                                   \
	X(NOT_IP, 78, "a router takes IP and ARP only")                                                      \
	X(L3_PAYLOAD, 79, "the tunnel carries IP without Ethernet and no port takes that")                   \
	X(UNBOUND_PORT, 80, "the port it would leave by is bound to no host")                                \
	X(NO_TUNNEL_PATH, 81, "no tunnel zone joins this host and the egress host")                          \
	X(UNLINKED_PORT, 82, "the device port it entered or leaves is linked to nothing")                    \
	X(MTU_NO_FRAG, 83, "too big for the path; the sender was told")                                      \
	X(TUNNEL_SOURCE, 84, "the tunnel's outer source is no known peer")                                   \
	X(UNDERLAY_UNKNOWN, 85, "an underlay frame that is neither a tunnel's nor for this node")            \
	X(BAD_ADDRESS, 86, "an address that may not be routed (loopback, multicast source, 0.0.0.0)")        \
	X(ICMP_SUPPRESSED, 87, "an error that RFC 1812 or RFC 4443 forbids answering")                       \
	X(UNBOUND_INGRESS, 88, "the worker's port is bound to no virtual port and is no underlay port")      \
	X(SIM_FAULT, 89, "the simulation failed on it; see the controller's log")                            \
	X(CONTROLLER, 90, "the controller dropped it")                                                       \
	X(NO_MEMBER, 91, "no usable member behind the address")                                              \
	X(MARTIAN, 92, "its source address cannot come from there")                                          \
	X(FANOUT, 93, "it would leave in more copies than one action list holds")                            \
	X(SERVICE_DOWN, 94, "the service it is to be led through is down and does not fail open")            \
	X(NO_PAIR, 95, "its IPv6 source has no IPv4 address in the router's translation table")
#define EL_DROP_COUNT 96 /* size of a drop-counter array; numbers above are below it */

/* Error codes of commands, handshake and start. X(NAME, number, sentence). */
#define EL_ERRORS(X)                                                                                         \
	X(OK, 0, "done")                                                                                     \
	X(VERSION, 1, "the two sides speak different ABI versions")                                          \
	X(LAYOUT, 2, "the two sides were built from different headers")                                      \
	X(BUSY, 3, "another controller is attached to this worker")                                          \
	X(NAME_TAKEN, 4, "another worker runs under this name")                                              \
	X(SIZE, 5, "a record's size does not fit its kind")                                                  \
	X(KIND, 6, "no such kind of record")                                                                 \
	X(RANGE, 7, "a field is out of its range")                                                           \
	X(UNKNOWN_ID, 8, "no object with this id")                                                           \
	X(IN_USE, 9, "the object is still referred to")                                                      \
	X(FULL, 10, "the table is full")                                                                     \
	X(STALE, 11, "the generation is older than the worker's")                                            \
	X(UNSUPPORTED, 12, "known to this header, not built in this worker")                                 \
	X(RESERVED, 13, "a reserved field is not zero")                                                      \
	X(EXISTS, 14, "an object with this key is installed under another id")                               \
	X(ACTION, 15, "an action list is malformed")                                                         \
	X(NO_MEMORY, 16, "out of memory")                                                                    \
	X(CONFIG, 32, "the start configuration is wrong")                                                    \
	X(EAL, 33, "DPDK's environment did not start")                                                       \
	X(DEVICE, 34, "the device is missing or did not probe")                                              \
	X(PORT_SETUP, 35, "the port refused its configuration")                                              \
	X(HUGEPAGES, 36, "too few hugepages")                                                                \
	X(PERMISSION, 37, "not permitted")                                                                   \
	X(SOCKET, 38, "the control socket could not be made or reached")                                     \
	X(LCORE, 39, "an lcore does not exist or is used twice")                                             \
	X(DEVICE_TAKEN, 40, "the device is used by another port or process")

/* Why a packet came up. X(NAME, number, sentence). */
#define EL_UPCALLS(X)                                                                                        \
	X(MISS, 0, "no flow matched")                                                                        \
	X(PUNT, 1, "an action list asked for it")                                                            \
	X(TTL, 2, "DEC_TTL found a hop limit of 1 or 0")                                                     \
	X(TUNNEL_MTU, 3, "ENCAP found it larger than the tunnel's MTU; arg is that MTU in inner L3 bytes")   \
	X(PATH_MTU, 4, "CHECK_MTU found it larger; arg is that MTU")

/* Action kinds. X(NAME, number, payload struct). */
#define EL_ACTIONS(X)                                                                                        \
	X(OUTPUT, 1, el_act_output)                                                                          \
	X(DROP, 2, el_act_drop)                                                                              \
	X(SET, 3, el_act_set)                                                                                \
	X(DEC_TTL, 4, el_act_dec_ttl)                                                                        \
	X(PUSH_VLAN, 5, el_act_push_vlan)                                                                    \
	X(POP_VLAN, 6, el_act_pop_vlan)                                                                      \
	X(ENCAP, 7, el_act_encap)                                                                            \
	X(DECAP, 8, el_act_decap)                                                                            \
	X(PUNT, 9, el_act_punt)                                                                              \
	X(CLONE, 10, el_act_clone)                                                                           \
	X(SELECT, 11, el_act_select)                                                                         \
	X(METER, 12, el_act_meter)                                                                           \
	X(CT, 13, el_act_ct)                                                                                 \
	X(CHECK_MTU, 14, el_act_check_mtu)                                                                   \
	X(CLAMP_MSS, 15, el_act_clamp_mss)                                                                   \
	X(TRANSLATE, 16, el_act_translate)

/* Commands, controller -> worker. X(NAME, number, struct). */
#define EL_COMMANDS(X)                                                                                       \
	X(PAD, 0, el_cmd_hdr)                                                                                \
	X(SYNC, 1, el_cmd_sync)                                                                              \
	X(GENERATION, 2, el_cmd_generation)                                                                  \
	X(MASK_SET, 3, el_cmd_mask_set)                                                                      \
	X(MASK_DEL, 4, el_cmd_mask_del)                                                                      \
	X(ACTION_SET, 5, el_cmd_action_set)                                                                  \
	X(ACTION_DEL, 6, el_cmd_action_del)                                                                  \
	X(FLOW_ADD, 7, el_cmd_flow_add)                                                                      \
	X(FLOW_DEL, 8, el_cmd_flow_del)                                                                      \
	X(FLOW_STATS, 9, el_cmd_flow_stats)                                                                  \
	X(FLOW_DUMP, 10, el_cmd_flow_dump)                                                                   \
	X(NEXTHOP_SET, 11, el_cmd_nexthop_set)                                                               \
	X(NEXTHOP_DEL, 12, el_cmd_nexthop_del)                                                               \
	X(TUNNEL_SET, 13, el_cmd_tunnel_set)                                                                 \
	X(TUNNEL_DEL, 14, el_cmd_tunnel_del)                                                                 \
	X(ENDPOINT_SET, 15, el_cmd_endpoint_set)                                                             \
	X(ENDPOINT_DEL, 16, el_cmd_endpoint_del)                                                             \
	X(GROUP_SET, 17, el_cmd_group_set)                                                                   \
	X(GROUP_DEL, 18, el_cmd_group_del)                                                                   \
	X(RELEASE, 19, el_cmd_release)                                                                       \
	X(INJECT, 20, el_cmd_inject)                                                                         \
	X(PORT_SET, 21, el_cmd_port_set)                                                                     \
	X(PORT_CREDIT, 22, el_cmd_port_credit)                                                               \
	X(METER_SET, 23, el_cmd_meter_set)                                                                   \
	X(SHUTDOWN, 24, el_cmd_shutdown)                                                                     \
	X(METER_DEL, 25, el_cmd_meter_del)                                                                   \
	X(METER_STATS, 26, el_cmd_meter_stats)                                                               \
	X(CAPTURE, 32, el_cmd_capture)

/* Events, worker -> controller. X(NAME, number, struct). */
#define EL_EVENTS(X)                                                                                         \
	X(PAD, 0, el_ev_hdr)                                                                                 \
	X(ERROR, 1, el_ev_error)                                                                             \
	X(SYNC, 2, el_ev_sync)                                                                               \
	X(FLOW_IDLE, 3, el_ev_flow_stats)                                                                    \
	X(FLOW_STATS, 4, el_ev_flow_stats)                                                                   \
	X(FLOW, 5, el_ev_flow)                                                                               \
	X(FLOW_DUMP_END, 6, el_ev_sync)                                                                      \
	X(PORT, 7, el_ev_port)                                                                               \
	X(METER_STATS, 8, el_ev_meter_stats)

#define EL_ENUM_DROP(name, number, text) EL_DROP_##name = number,
#define EL_ENUM_ERR(name, number, text) EL_ERR_##name = number,
#define EL_ENUM_UPCALL(name, number, text) EL_UPCALL_##name = number,
#define EL_ENUM_ACT(name, number, type) EL_ACT_##name = number,
#define EL_ENUM_CMD(name, number, type) EL_CMD_##name = number,
#define EL_ENUM_EV(name, number, type) EL_EV_##name = number,
enum el_drop { EL_DROPS(EL_ENUM_DROP) };
enum el_err { EL_ERRORS(EL_ENUM_ERR) };
enum el_upcall_reason { EL_UPCALLS(EL_ENUM_UPCALL) };
enum el_act_kind { EL_ACTIONS(EL_ENUM_ACT) };
enum el_cmd_kind { EL_COMMANDS(EL_ENUM_CMD) };
enum el_ev_kind { EL_EVENTS(EL_ENUM_EV) };

#endif
