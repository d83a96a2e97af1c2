/* What came out of the worker's ports, rings and counters, against the reference's fates. */
#ifndef EDGELANE_HOT_PATH_COMPARE_H
#define EDGELANE_HOT_PATH_COMPARE_H

#include "turn.h"

/* Takes everything the turn has produced. False: it differs, and stderr has been told. */
bool compare(struct turn *t);

#endif
