/* Words of the command line that the programs here share. Each dies with one sentence on what it cannot take.
 */
#ifndef EDGELANE_BENCH_WORDS_H
#define EDGELANE_BENCH_WORDS_H

#include <stdint.h>

#include "draw.h"
#include "frames.h"

/* 1..2^24 */
uint32_t word_number(const char *text);
enum bench_case word_case(const char *name);
enum draw_kind word_draw(const char *name);
/* Starts DPDK with what follows "--" at optind. */
void word_eal(int argc, char **argv);

#endif
