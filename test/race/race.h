/* What the stories share: threads that start together, and a check that ends the program. */
#ifndef EDGELANE_TEST_RACE_H
#define EDGELANE_TEST_RACE_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static inline void must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "RACE: broken: %s\n", what);
	exit(1);
}

static inline pthread_t start(void *(*body)(void *), void *argument)
{
	pthread_t thread;

	must(pthread_create(&thread, NULL, body, argument) == 0, "a thread starts");
	return thread;
}

/* A small deterministic generator (xorshift). */
static inline unsigned roll(unsigned *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

#endif
