/* Whether a port's receive checksum flags tell the truth of right and of wrong frames. */
#ifndef EDGELANE_WIRE_FLAGS_H
#define EDGELANE_WIRE_FLAGS_H

#include "wire_trial.h"

/* Trial `index`; in t->outcome: RIGHT: a right frame was called good; WRONG: a wrong one was, or a right one
 * bad; SKIPPED: the card said nothing. false: there are no more. */
bool wire_flags_run(struct wire_cable *c, uint32_t index, struct wire_trial *t);
void wire_flags_name(uint32_t index, char text[WIRE_TEXT]);

#endif
