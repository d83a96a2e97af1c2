/* Names of diverted calls: the build's list of --wrap options has to name each. */
#ifndef EDGELANE_CARDS_WRAP_H
#define EDGELANE_CARDS_WRAP_H

#include "card.h"

#define WRAP(name) __wrap_##name
#define REAL(name) __real_##name
/* An int function of rte_ethdev. */
#define WRAPPED(name, ...)                                                                                   \
	int WRAP(name)(__VA_ARGS__);                                                                         \
	extern int REAL(name)(__VA_ARGS__);                                                                  \
	int WRAP(name)(__VA_ARGS__)

#endif
