/* TRANSLATE: an IPv4 packet becomes an IPv6 one, or the other way round, header by header (RFC 7915).
 *
 * Takes a packet that is neither tunnelled nor stale. Transport checksums follow by difference, so that a
 * packet that was wrong stays wrong; only a UDP checksum that was none is computed where IPv6 asks for one.
 */
#ifndef EDGELANE_TRANSLATE_H
#define EDGELANE_TRANSLATE_H

#include "packet.h"

/* EL_DROP_NONE, UNTRANSLATABLE, ACTION_INVALID (not of the other family, an address that is none of the
 * family it becomes), OVERSIZED or NO_HEADROOM. Afterwards p is stale; when it failed, p is only to be
 * dropped. */
uint16_t translate(struct packet *p, const struct el_act_translate *act);

/* What a translation leaves of the question whether p may be cut further on. */
enum translate_df {
	TRANSLATE_NONE,  /* none took place: p says itself */
	TRANSLATE_NO_DF, /* IPv4 that may be */
	TRANSLATE_WHOLE,
};

/* By how many bytes it makes p's headers longer; p is not stale. 0 for what it will refuse: `df` stays then.
 */
int translate_growth(const struct packet *p, const struct el_act_translate *act, enum translate_df *df);

#endif
