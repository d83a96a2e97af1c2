/* The flow key: what a packet is, to the classifier.
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_KEY_H
#define EDGELANE_ABI_KEY_H

#include <stdint.h>

#include "limits.h"

enum el_tunnel_type {
	EL_TUN_NONE = 0,
	EL_TUN_VXLAN = 1,  /* RFC 7348 */
	EL_TUN_GRE = 2,    /* RFC 2784/2890 with key, payload transparent Ethernet bridging (0x6558) */
	EL_TUN_NVGRE = 3,  /* RFC 7637: key is VSID << 8 | FlowID; tun_key holds the VSID */
	EL_TUN_GRE_IP = 4, /* GRE with an IPv4 or IPv6 payload: the key has no Ethernet fields */
};

enum el_frag {
	EL_FRAG_NONE = 0,  /* not a fragment */
	EL_FRAG_FIRST = 1, /* offset 0, more to come: L4 header present */
	EL_FRAG_LATER = 2, /* offset > 0: no L4 header, tp_* are 0 */
};

/* What a packet is, to the classifier: 128 bytes, 16-byte aligned, every unused byte zero.
 * A tunnelled packet that reached one of our endpoints has tun_* set and all other fields are the inner
 * packet's. */
struct el_key {
	uint16_t in_port;    /* host order: worker port id */
	uint8_t tun_type;    /* enum el_tunnel_type */
	uint8_t tun_tos;     /* outer DSCP+ECN byte */
	uint32_t tun_key;    /* host order: VNI (24 bits), GRE key (32), VSID (24) */
	uint8_t tun_src[16]; /* outer source; IPv4 as ::ffff:a.b.c.d */
	uint8_t tun_dst[16]; /* outer destination, likewise */
	uint8_t eth_dst[6];
	uint8_t eth_src[6];
	uint16_t vlan_tci;  /* outermost tag: PCP, bit 12 = tag present, VID. 0 = untagged. big-endian */
	uint16_t vlan2_tci; /* second tag (QinQ), likewise */
	uint16_t vlan_tpid; /* TPID of the outermost tag (0x8100, 0x88a8), 0 = untagged. big-endian */
	uint16_t eth_type;  /* big-endian; after the tags; 802.3 length frames: 0x05ff */
	uint32_t rsv0;
	uint8_t ip_src[16];    /* IPv4 as ::ffff:a.b.c.d; ARP: sender protocol address */
	uint8_t ip_dst[16];    /* ARP: target protocol address */
	uint8_t ip_proto;      /* last IPv6 next header reached; ARP: low byte of the opcode */
	uint8_t ip_tos;        /* DSCP+ECN */
	uint8_t ip_ttl;        /* min(TTL or hop limit, 15): all that routers ask of it */
	uint8_t ip_frag;       /* enum el_frag */
	uint16_t tp_src;       /* TCP/UDP/SCTP port; ICMP and ICMPv6: type (as a 16-bit number). big-endian */
	uint16_t tp_dst;       /* TCP/UDP/SCTP port; ICMP and ICMPv6: code. big-endian */
	uint16_t icmp_id;      /* identifier of an ICMP or ICMPv6 echo. big-endian */
	uint8_t tcp_flags;     /* the low 8 flag bits */
	uint8_t ct_state;      /* conntrack result bits of the stage before; 0 in stage 0 */
	uint16_t stage;        /* host order: resume id; 0 = first stage */
	uint8_t nd_target_set; /* 1 when ip_dst of nd_target is meaningful: ICMPv6 NS/NA */
	uint8_t rsv1;
	uint8_t nd_target[16]; /* ICMPv6 neighbour solicitation/advertisement target */
};
#define EL_KEY_SIZE 128

/* Fields a SET action may write and a mask may name. X(NAME, member, bytes, settable). */
#define EL_FIELDS(X)                                                                                         \
	X(IN_PORT, in_port, 2, 0)                                                                            \
	X(TUN_TYPE, tun_type, 1, 0)                                                                          \
	X(TUN_TOS, tun_tos, 1, 0)                                                                            \
	X(TUN_KEY, tun_key, 4, 0)                                                                            \
	X(TUN_SRC, tun_src, 16, 0)                                                                           \
	X(TUN_DST, tun_dst, 16, 0)                                                                           \
	X(ETH_DST, eth_dst, 6, 1)                                                                            \
	X(ETH_SRC, eth_src, 6, 1)                                                                            \
	X(VLAN_TCI, vlan_tci, 2, 1)                                                                          \
	X(VLAN2_TCI, vlan2_tci, 2, 0)                                                                        \
	X(VLAN_TPID, vlan_tpid, 2, 0)                                                                        \
	X(ETH_TYPE, eth_type, 2, 0)                                                                          \
	X(IP_SRC, ip_src, 16, 1)                                                                             \
	X(IP_DST, ip_dst, 16, 1)                                                                             \
	X(IP_PROTO, ip_proto, 1, 0)                                                                          \
	X(IP_TOS, ip_tos, 1, 1)                                                                              \
	X(IP_TTL, ip_ttl, 1, 0)                                                                              \
	X(IP_FRAG, ip_frag, 1, 0)                                                                            \
	X(TP_SRC, tp_src, 2, 1)                                                                              \
	X(TP_DST, tp_dst, 2, 1)                                                                              \
	X(ICMP_ID, icmp_id, 2, 1)                                                                            \
	X(TCP_FLAGS, tcp_flags, 1, 0)                                                                        \
	X(CT_STATE, ct_state, 1, 0)                                                                          \
	X(STAGE, stage, 2, 0)                                                                                \
	X(ND_TARGET_SET, nd_target_set, 1, 0)                                                                \
	X(ND_TARGET, nd_target, 16, 0)

#endif
