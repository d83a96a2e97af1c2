/* An open-loop generator and its sink, on one core: sends at a rate whatever comes back, stamps each packet
 * with the TSC as it goes into the ring, and takes the difference as it comes out of the other.
 *
 * Each packet's length is looked at and one in TRAFFIC_JUDGED judged byte by byte; all are counted.
 */
#ifndef EDGELANE_BENCH_TRAFFIC_H
#define EDGELANE_BENCH_TRAFFIC_H

#include "hdr.h"
#include "rig.h"

#define TRAFFIC_JUDGED 64u
#define TRAFFIC_MBUFS 4096u

struct traffic {
	struct lane *l;
	struct rte_mbuf *spare[TRAFFIC_MBUFS]; /* frames ready to go, last in first out */
	uint32_t spares;
	uint32_t in_len, out_len; /* bytes of a frame that goes in and that comes out */
	uint64_t received;
};

/* What came of one trial. */
struct trial {
	double rate;      /* offered, packets a second */
	double seconds;   /* that it took */
	uint64_t offered; /* packets that were due */
	uint64_t lost;    /* of them */
	uint64_t skipped; /* packets that the generator itself came too late for */
};

void traffic_start(struct traffic *t, struct lane *l);
/* Sends for so long, then waits for what is under way. `h`: NULL, or where latencies go. */
struct trial traffic_run(struct traffic *t, double rate, double seconds, struct hdr *h);
/* The ledgers: what went in came out or was dropped by name. */
void traffic_audit(struct traffic *t);

/* What a packet would wait for a thread that does nothing but look at the clock: packets due at each
 * microsecond. */
void traffic_idle(double seconds, struct hdr *h);

#endif
