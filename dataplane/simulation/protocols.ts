// Numbers of the protocols the simulation tells apart (IANA). Nothing else.

export const ETHER = {
  IP4: 0x0800,
  ARP: 0x0806,
  IP6: 0x86dd,
  VLAN: 0x8100,
  QINQ: 0x88a8,
  QINQ_OLD: 0x9100,
} as const;
export const PROTO = { ICMP: 1, TCP: 6, UDP: 17, GRE: 47, ICMP6: 58, SCTP: 132 } as const;
