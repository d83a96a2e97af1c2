/* The classify stage: which flow does each packet of a burst belong to?
 *
 * Runs on the lcore; reads one table (table.h) and writes nothing but hit counts. It must not touch a
 * packet's bytes.
 */
#ifndef EDGELANE_CLASSIFY_H
#define EDGELANE_CLASSIFY_H

#include <stdint.h>

#include "table.h"

#define CLASSIFY_BURST 32u

/* Looks `count` (1..CLASSIFY_BURST) keys up: line[i] is the flow of keys[i], or NULL. Lines stay valid until
 * the lcore's next quiescent state. */
void classify_burst(struct table *t, const struct el_key *const *keys, uint32_t count,
                    struct flow_line **line);

#endif
