/* Numbers of the protocols the worker reads and writes, with their sources. Constants only. */
#ifndef EDGELANE_PROTOCOL_H
#define EDGELANE_PROTOCOL_H

/* IEEE 802 EtherTypes, host order. */
enum ether_type {
	ETHER_MIN_TYPE = 0x0600, /* below: an 802.3 length */
	ETHER_802_3 = 0x05ff,    /* what struct el_key says of a length frame */
	ETHER_MAX_LENGTH = 1500,
	ETHER_IPV4 = 0x0800,
	ETHER_ARP = 0x0806,
	ETHER_TEB = 0x6558, /* Ethernet inside GRE (RFC 1701, RFC 7637) */
	ETHER_VLAN = 0x8100,
	ETHER_IPV6 = 0x86dd,
	ETHER_QINQ = 0x88a8,
	ETHER_QINQ_OLD = 0x9100,
};

/* IANA protocol numbers. */
enum ip_protocol {
	IP_HOPOPTS = 0,
	IP_ICMP = 1,
	IP_TCP = 6,
	IP_UDP = 17,
	IP_DCCP = 33,
	IP_ROUTING = 43,
	IP_FRAGMENT = 44,
	IP_GRE = 47,
	IP_AH = 51,
	IP_ICMPV6 = 58,
	IP_DSTOPTS = 60,
	IP_SCTP = 132,
	IP_UDPLITE = 136,
};

enum header_bytes {
	ETHER_BYTES = 14,
	VLAN_BYTES = 4,
	ARP_BYTES = 28, /* Ethernet and IPv4 addresses */
	IPV4_BYTES = 20,
	IPV6_BYTES = 40,
	TCP_BYTES = 20,
	UDP_BYTES = 8,
	SCTP_BYTES = 12,
	ND_BYTES = 24, /* neighbour solicitation or advertisement without options (RFC 4861 4.3) */
	VXLAN_BYTES = 8,
};

enum icmp_type {
	ICMP_ECHO_REPLY = 0,
	ICMP_ECHO = 8,
	ICMPV6_ECHO = 128,
	ICMPV6_ECHO_REPLY = 129,
	ICMPV6_NS = 135,
	ICMPV6_NA = 136,
};

enum ipv4_frag_bits {
	IPV4_DF = 0x4000,
	IPV4_MF = 0x2000,
	IPV4_OFFSET = 0x1fff,
};

/* GRE flag word (RFC 2784, RFC 2890). */
enum gre_bits {
	GRE_CSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQ = 0x1000,
	GRE_RESERVED = 0x0c00, /* bits 4 and 5: a receiver discards when set */
	GRE_VERSION = 0x0007,
};

#define VXLAN_FLAG_I 0x08  /* first byte (RFC 7348 5) */
#define TCI_PRESENT 0x1000 /* bit 12 of a key's TCI; on the wire that bit is DEI */

static inline int is_tpid(unsigned type)
{
	return type == ETHER_VLAN || type == ETHER_QINQ || type == ETHER_QINQ_OLD;
}

#endif
