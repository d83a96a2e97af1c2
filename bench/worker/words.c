/* See words.h. */
#include "words.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include <rte_eal.h>

#include "rig.h"

uint32_t word_number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || end == text || value == 0 || value > 1u << 24)
		rig_die("a number is not from 1 to 2^24");
	return (uint32_t)value;
}

enum bench_case word_case(const char *name)
{
	for (uint32_t i = 0; i < CASES; i++)
		if (strcmp(case_names[i], name) == 0)
			return i;
	rig_die("there is no such case");
	return CASES;
}

enum draw_kind word_draw(const char *name)
{
	for (uint32_t i = 0; i < DRAW_KINDS; i++)
		if (strcmp(draw_names[i], name) == 0)
			return i;
	rig_die("there is no such draw");
	return DRAW_KINDS;
}

void word_eal(int argc, char **argv)
{
	argv[optind - 1] = argv[0];
	argc -= optind - 1;
	argv += optind - 1;
	optind = 1; /* the EAL reads its arguments with getopt too */
	if (rte_eal_init(argc, argv) < 0)
		rig_die("DPDK's environment did not start");
}
