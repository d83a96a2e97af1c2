/* What DPDK says: its log lines, and what it prints past its own log. */
#ifndef EDGELANE_EAL_WORDS_H
#define EDGELANE_EAL_WORDS_H

#include <stdbool.h>

/* From now on nothing DPDK says reaches the terminal: its log is remembered (`show`: and repeated in the
 * worker's own log as it comes), what it writes to stdout and stderr itself is caught. */
void eal_words_capture(bool show);
/* stdout and stderr are themselves again; the log is still only remembered. */
void eal_words_release(void);
/* The start is over: warnings and errors of drivers go to the worker's log from now on. */
void eal_words_show(void);
/* Anything remembered contains this text. */
bool eal_words_have(const char *text);

#endif
