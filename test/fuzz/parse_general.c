/* el_parse without its straight line for the common frame, to compare the two: parse_fast.h is left with no
 * frame it takes.
 */
#define el_parse el_parse_general
#define fast_frame fast_frame_unused
#include "parse_fast.h"
#undef fast_frame
#define fast_frame(data, start, key, l3, headers_len) ((void)(start), (void)fast_frame_unused, 0)
#include "../../dataplane/worker/parse.c"
