/* Watches one thread: every system call it makes (seccomp), every allocation and lock it takes (the
 * functions' own names, put in front of libc's and DPDK's), and, while it is single-stepped, every locked
 * instruction.
 *
 * Counts are by phase, so that one can say when. Only the watched thread counts. It must not change what the
 * thread does, except that a system call is refused.
 */
#ifndef EDGELANE_HOT_PATH_WATCH_H
#define EDGELANE_HOT_PATH_WATCH_H

#include <pthread.h>
#include <stdint.h>

enum watch_what { WATCH_SYSCALL, WATCH_ALLOCATION, WATCH_LOCK, WATCH_LOCKED_INSTRUCTION, WATCH_COUNT };

#define WATCH_PHASES 8

struct watch_counts {
	uint64_t of[WATCH_COUNT];
	uint64_t doorbells;    /* system calls that are sendto */
	uint64_t instructions; /* single-stepped */
};

extern struct watch_counts watch_counts[WATCH_PHASES];
extern volatile int watch_phase;

/* This thread from now on, for ever: its system calls are trapped. 0, or -1: no seccomp here. */
int watch_this_thread(void);
/* From another thread: steps the watched one until watch_step_end. */
void watch_step(pthread_t thread);
void watch_step_end(void);

/* For watch_calls.c: the watched thread did one. */
void watch_note(enum watch_what what);

#endif
