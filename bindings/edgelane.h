/* The contract between the worker (C) and the controller (TypeScript): every struct, enum and call that
 * crosses.
 *
 * It declares once, in the parts below (abi/); bindings/layout.ts is generated from their text
 * (bindings/generate.ts) and a test fails when stale. It must never contain policy, a pointer inside a shared
 * struct, or a field whose offset depends on the compiler: fixed-width types only, natural alignment,
 * explicit padding named `rsvN`.
 *
 * Byte order: fields of struct el_key are as they stand on the wire (big-endian) unless a comment says
 * "host". All else is host order (little-endian: x86-64 is the only target).
 */
#ifndef EDGELANE_H
#define EDGELANE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "abi/limits.h"
#include "abi/lists.h"
#include "abi/key.h"
#include "abi/actions.h"
#include "abi/offloads.h"
#include "abi/start.h"
#include "abi/plan.h"
#include "abi/handshake.h"
#include "abi/rings.h"
#include "abi/commands.h"
#include "abi/events.h"
#include "abi/counters.h"
#include "abi/parse.h"
#include "abi/client.h"

#ifdef __cplusplus
}
#endif
#endif
