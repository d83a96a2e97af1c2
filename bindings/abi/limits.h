/* Versions, limits and the numbers that mean "none".
 *
 * Part of edgelane.h, which says what holds for all of it.
 */
#ifndef EDGELANE_ABI_LIMITS_H
#define EDGELANE_ABI_LIMITS_H

#define EL_ABI_VERSION 1
/* EL_LAYOUT_HASH: FNV-1a (32 bits) over edgelane.h with its parts in their places; bindings/layout_hash.py
 * writes it for C, the generator for TypeScript. */
#define EL_ABI_MAGIC 0x314c4445u /* "EDL1" */

#define EL_MAX_PORTS 64          /* ports of one worker; ids 0..63 */
#define EL_MAX_LCORES 16         /* polling lcores of one worker */
#define EL_MAX_QUEUES 16         /* rx queues of one port */
#define EL_MAX_LCORE_QUEUES 32   /* (port, rx queue) pairs one lcore polls */
#define EL_MAX_MASKS 16          /* canonical masks alive at once */
#define EL_MAX_NEXTHOPS 8        /* next hops of one tunnel (underlay ECMP) */
#define EL_MAX_ENDPOINTS 64      /* local tunnel addresses */
#define EL_MAX_GROUP_MEMBERS 64  /* members of one select group */
#define EL_GROUP_BUCKETS 1024    /* consistent-hash buckets of one select group */
#define EL_MAX_ACTION_BYTES 4096 /* one encoded action list */
#define EL_MAX_CLONE_DEPTH 4     /* clone inside clone */
#define EL_MAX_STAGES 4          /* ct -> resume stages of one packet */
#define EL_CAPTURE_BYTES 1048576 /* capture ring of one lcore, a power of two */
#define EL_MOST_RETURNS 3        /* times a packet released to CLASSIFY may miss and come up again */
#define EL_SNAP 1344             /* packet bytes an upcall carries at most */
#define EL_MAX_FRAME 9728        /* largest frame a port may be set up for, with its Ethernet header */
#define EL_NAME_LEN 32           /* names, NUL-terminated */
#define EL_DEVARGS_LEN 256       /* one DPDK device argument string, NUL-terminated */
#define EL_MAX_EAL_ARGS 48       /* EAL arguments of one worker */
#define EL_BATCH_HIST 8 /* buckets of the rx batch-fill histogram: 0,1,2-3,4-7,8-15,16-31,32-63,64+ */

#define EL_PORT_NONE 0xffffu    /* no port */
#define EL_PORT_TUNNEL 0xfffeu  /* OUTPUT: the port of the next hop that the last ENCAP picked */
#define EL_QUEUE_INJECT 0xffffu /* pseudo rx queue: packets the controller injected */
#define EL_QUEUE_SPREAD 0xff00u /* and a lcore's index: what that one received and this one handles */
#define EL_ID_NONE 0xffffffffu
#define EL_METER_UNMARKED 0xffu      /* no DSCP */
#define EL_METER_MOST 1000000000000u /* units a second, or of a burst */

#endif
